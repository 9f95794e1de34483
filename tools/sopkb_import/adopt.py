"""Imported records come into force as they are: somebody vouches for them, and answers for their review."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fnmatch import fnmatchcase

from sopkb.core.config import Config
from sopkb.core.diagnostics import shown
from sopkb.core.errors import UsageError
from sopkb.core.fields import FIELDS_OF
from sopkb.core.load import Base
from sopkb.core.moments import format_instant, midnight
from sopkb.core.record import Document, Record
from sopkb.core.version import Level
from sopkb.history.edit.layout import set_field
from sopkb.history.edit.source import FileEdit, RecordFile, open_source
from sopkb.history.edit.versioning import VersionBump, with_version

WHERE = ("area", "kind", "owner", "source")
"""What ``--where`` may ask for: fields of records, and ``source``, the path that a record was imported from."""
DEFAULT_REVIEW_DAYS = 180


@dataclass(frozen=True, slots=True)
class AdoptionTerms:
    """What the records come into force with.

    Args:
        owner: team that keeps them true; ``""`` for the one that each has.
        approver: role handle of who vouches for them; ``""`` for whom ``policy.approvers`` names, where that is one.
        review_days: days to the next review; 0 for the policy's, by kind.
        now: the moment, in UTC.
    """

    owner: str
    approver: str
    review_days: int
    now: datetime

    @property
    def today(self) -> date:
        """The day of adoption, which is that of the first review."""
        return self.now.date()


@dataclass
class Adoption:
    """What an adoption does.

    Args:
        edits: one for each record that comes into force.
        records: those records, as they are now.
        withheld: files of records that hold something nobody has settled yet: they stay as they are.
        refused: id and reason of each record that cannot be adopted.
    """

    edits: list[FileEdit] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def parse_where(conditions: Iterable[str]) -> list[tuple[str, str]]:
    """``area=billing`` as name and pattern.

    Raises:
        UsageError: a condition is of another form, or asks for something else.
    """
    found = []
    for each in conditions:
        name, equals, value = each.partition("=")
        if not equals or name.strip() not in WHERE or not value.strip():
            raise UsageError(
                f"`--where {shown(each)}` is not a condition.",
                f"Write NAME=PATTERN, for example area=billing or source='runbooks/*'. Names: {', '.join(WHERE)}.",
            )
        found.append((name.strip(), value.strip()))
    return found


def matches(record: Record, conditions: Iterable[tuple[str, str]]) -> bool:
    """Whether a record meets every condition; ``*`` in a pattern stands for any text, and case does not count."""
    return all(
        any(fnmatchcase(value.casefold(), pattern.casefold()) for value in _values(record, name))
        for name, pattern in conditions
    )


def _values(record: Record, name: str) -> tuple[str, ...]:
    if name == "source":
        return record.aliases  # the path that it was imported from is one of them
    return (record.kind_name if name == "kind" else record.meta.text(name),)


def adopt(base: Base, records: Iterable[Record], withheld: Iterable[Document], terms: AdoptionTerms) -> Adoption:
    """The edits that bring imported drafts into force.

    Args:
        base: the base.
        records: which ones.
        withheld: documents that were asked for as well, and that hold something private.
        terms: what they come into force with.

    Raises:
        UsageError: the owner or the approver is none that ``kb.yml`` knows.
    """
    _refuse_unknown(base.config, terms)
    found = Adoption(withheld=[document.path for document in withheld])
    for record in records:
        reason = _why_not(record, base.config, terms)
        if reason:
            found.refused.append((record.id, reason))
            continue
        source = open_source(record, base)
        found.edits.append(_edit(source, base.config, terms))
        found.records.append(record)
    return found


def _refuse_unknown(config: Config, terms: AdoptionTerms) -> None:
    teams = config.vocabularies.get("teams")
    if terms.owner and teams is not None and terms.owner not in teams:
        raise UsageError(f"{config.path} has no team {shown(terms.owner)}.", f"Known: {', '.join(teams)}.")
    if terms.approver and config.people and terms.approver not in config.people:
        raise UsageError(f"{config.path} has no role {shown(terms.approver)}.", f"Known: {', '.join(config.people)}.")


def _why_not(record: Record, config: Config, terms: AdoptionTerms) -> str:
    """Why a record cannot be adopted; ``""`` where it can."""
    if not record.is_legacy:
        return "it is not an imported record (`conversion: legacy`)"
    if not record.is_draft:
        return "it is adopted already" if record.is_active else "it is retired"
    approver = approver_of(record, config, terms)
    allowed = config.policy.approvers_of(record.area)
    if not approver:
        who = ", ".join(allowed) or "a key of `people` in kb.yml"
        return f"nobody vouches for it: name one of {who} with --by"
    if allowed and approver not in allowed:
        return f"{approver} may not sign for the area {record.area}; {', '.join(allowed)} may"
    return ""


def approver_of(record: Record, config: Config, terms: AdoptionTerms) -> str:
    """Who vouches for a record: who was named, else the only one whom the policy names for its area."""
    allowed = config.policy.approvers_of(record.area)
    return terms.approver or (allowed[0] if len(allowed) == 1 else "")


def _edit(source: RecordFile, config: Config, terms: AdoptionTerms) -> FileEdit:
    record, text = source.record, source.text
    for name, value in _fields(record, config, terms):
        text = set_field(text, record.kind_name, name, value)
    owner = terms.owner or record.owner
    change = VersionBump(Level.MAJOR, f"Adopted as it was imported: {owner} vouches for it", "none")
    return FileEdit(source.path, source.text, with_version(text, record, change, terms.today))


def _fields(record: Record, config: Config, terms: AdoptionTerms) -> Iterator[tuple[str, str | int]]:
    there, today = FIELDS_OF[record.kind_name], terms.today.isoformat()
    yield "status", "active"
    if terms.owner and terms.owner != record.owner:
        yield "owner", terms.owner
    yield "approver", approver_of(record, config, terms)
    yield "last_reviewed", today
    if "effective_from" in there:
        yield "effective_from", today
    if "review_days" in there:
        yield "review_days", review_days(record.kind_name, config, terms)
    if "expires" in there and (latest := config.policy.latest_expiry(midnight(terms.today), verified=False)):
        yield "expires", format_instant(latest)


def review_days(kind: str, config: Config, terms: AdoptionTerms) -> int:
    """Days to the next review, within what the policy allows."""
    policy = config.policy
    asked = terms.review_days or policy.default_review_days.get(kind, DEFAULT_REVIEW_DAYS)
    return min(max(asked, policy.least_review_days), policy.most_review_days)


def chosen(
    base: Base,
    named: Sequence[Record],
    conditions: Sequence[tuple[str, str]],
    told: Callable[[Document], Record | None],
) -> tuple[list[Record], list[Document]]:
    """The records and the withheld documents that were asked for, by name or by condition.

    Args:
        base: the base.
        named: records that were named.
        conditions: see :func:`parse_where`.
        told: what a withheld document would be as a record.
    """
    records = {record.id: record for record in named}
    documents = []
    if conditions:
        for record in base.corpus.records:
            if record.is_draft and record.is_legacy and not record.is_next and matches(record, conditions):
                records.setdefault(record.id, record)
        for document in base.corpus.documents:
            would_be = told(document) if document.is_withheld else None
            if would_be is not None and matches(would_be, conditions):
                documents.append(document)
    return list(records.values()), documents
