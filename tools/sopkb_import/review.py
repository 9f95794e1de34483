"""What is private in withheld records, find by find, and what a person decides of each; never what it says."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from sopkb.core.config import Config
from sopkb.core.errors import UsageError
from sopkb.core.load import Base
from sopkb.core.load.files import read_text
from sopkb.core.record import Document
from sopkb.history.edit.layout import set_field
from sopkb.history.edit.source import FileEdit
from sopkb.private import STANDS_FOR
from sopkb.private.settled import find_id, open_finds, settled_in
from sopkb_import.withheld import would_be


@dataclass(frozen=True, slots=True)
class FindPlace:
    """Where a find stands.

    Args:
        path: of the file, relative to the project.
        line: from 1.
        column: from 1, in characters.
    """

    path: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Find:
    """A text that looks private, wherever it stands in withheld records.

    Args:
        id: its number; see :func:`sopkb.private.settled.find_id`.
        sort: what it looks like.
        is_secret: whether it is a secret, and no personal datum.
        places: where it stands, in order.
    """

    id: str
    sort: str
    is_secret: bool
    places: tuple[FindPlace, ...]

    def as_json(self) -> dict[str, Any]:
        """Everything, in types that ``json.dumps`` takes."""
        return asdict(self)


@dataclass(frozen=True)
class Decisions:
    """What a person decided.

    Args:
        false: numbers of finds that are not private, or that anybody may know.
        mask: numbers of finds that a placeholder shall replace.
        approver: role that signs for the first; not needed for the second.
    """

    false: frozenset[str] = frozenset()
    mask: frozenset[str] = frozenset()
    approver: str = ""


def finds_in(base: Base) -> list[Find]:
    """Every find that keeps a record withheld, those in the most places first."""
    places: dict[tuple[str, str, bool], list[FindPlace]] = {}
    for document, text in _withheld(base):
        for span in open_finds(text):
            line = text.count("\n", 0, span.start) + 1
            column = span.start - text.rfind("\n", 0, span.start)
            key = find_id(text[span.start : span.end]), span.sort, span.is_secret
            places.setdefault(key, []).append(FindPlace(document.path, line, column))
    found = [Find(*key, tuple(where)) for key, where in places.items()]
    return sorted(found, key=lambda find: (-len(find.places), find.places[0].path, find.places[0].line))


def owned_by(base: Base, patterns: Collection[str]) -> frozenset[str]:
    """The finds that are a mailbox or a host of one's own.

    Args:
        base: the base.
        patterns: a whole mailbox or address, or ``@example.org`` for every mailbox of a domain; case does not count.
    """
    wanted = [pattern.strip().casefold() for pattern in patterns]
    return frozenset(
        find_id(found)
        for _, text in _withheld(base)
        for span in open_finds(text)
        if not span.is_secret and _is_own((found := text[span.start : span.end]).casefold(), wanted)
    )


def _is_own(found: str, wanted: Iterable[str]) -> bool:
    return any(found.endswith(each) if each.startswith("@") else found == each for each in wanted)


def settle(base: Base, decisions: Decisions) -> list[FileEdit]:
    """The edits that carry out what was decided, one for each record that it touches.

    Raises:
        UsageError: a find is not there, or nobody may sign what was decided.
    """
    known = {find.id for find in finds_in(base)}
    unknown = sorted((decisions.false | decisions.mask) - known)
    if unknown:
        raise UsageError(f"There is no find {', '.join(unknown)}.", "kb import review --list names them.")
    if both := decisions.false & decisions.mask:
        raise UsageError(f"{', '.join(sorted(both))}: false, or to be masked?", "Give one of the two.")
    edits = []
    for document, text in _withheld(base):
        after = _settled(document, text, decisions, base.config)
        if after != text:
            edits.append(FileEdit(document.path, text, after))
    return edits


def _withheld(base: Base) -> Iterator[tuple[Document, str]]:
    """Each withheld document with the whole text of its file."""
    for document in base.corpus.documents:
        if document.is_withheld:
            yield document, read_text(base.project / document.path, base.root).raw.decode("utf-8", "replace")


def _settled(document: Document, text: str, decisions: Decisions, config: Config) -> str:
    spans = [(span, find_id(text[span.start : span.end])) for span in open_finds(text)]
    false = sorted({number for _, number in spans} & decisions.false)
    for span, number in reversed(spans):
        if number in decisions.mask:
            text = f"{text[: span.start]}{STANDS_FOR.get(span.sort, '<secret>')}{text[span.end :]}"
    record = would_be(document)
    if false and record is not None:
        approver = _signs(decisions.approver, record.area, config)
        text = set_field(text, record.kind_name, "settled", sorted({*settled_in(text), *false}))
        text = set_field(text, record.kind_name, "approver", approver)
    return text


def _signs(approver: str, area: str, config: Config) -> str:
    """Who signs for an area: who was named, else the only one who may."""
    allowed = config.policy.approvers_of(area)
    chosen = approver or (allowed[0] if len(allowed) == 1 else "")
    if not chosen or (allowed and chosen not in allowed) or (config.people and chosen not in config.people):
        who = ", ".join(allowed) or ", ".join(config.people) or "a key of `people` in kb.yml"
        raise UsageError(
            f"Who signs that these finds in the area {area} are not private?", f"Name one with --by: {who}."
        )
    return chosen
