"""A base as it is seen at one moment: what every page asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from sopkb.core.changelog import ChangelogEntry, changes
from sopkb.core.config import Config
from sopkb.core.corpus import Corpus
from sopkb.core.kinds import ID, Kind
from sopkb.core.load import Base
from sopkb.core.moments import format_instant
from sopkb.core.record import Record
from sopkb.core.state import State, Status, status_of
from sopkb.history.moved import LOOKED_BACK, Moved, moved_steps, newest_commit
from sopkb.lint.check import Checker
from sopkb.site.teaching import Teaching


@dataclass(frozen=True)
class Before:
    """What is known of a base from before an edit, which was one of records alone.

    Args:
        moved: which steps the versions moved.
        edited: ids of the records that were edited.
    """

    moved: Moved
    edited: frozenset[str] = frozenset()


@dataclass(frozen=True)
class View:
    """A base and a moment.

    Args:
        base: the loaded base.
        now: the moment that states and remaining times are computed for, in UTC.
        before: of the same base before some records of it were edited.
    """

    base: Base
    now: datetime
    before: Before | None = field(default=None, compare=False, repr=False)

    @property
    def config(self) -> Config:
        return self.base.config

    @property
    def corpus(self) -> Corpus:
        return self.base.corpus

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """The records that have a page, sorted by id. An id is part of an address: one of another form has none."""
        return tuple(record for record in self.corpus.records if ID.fullmatch(record.id))

    @cached_property
    def statuses(self) -> Mapping[str, Status]:
        """The state of every record by id."""
        soon = self.config.policy.expires_soon
        return {record.id: status_of(record, self.now, soon) for record in self.records}

    def find(self, record_id: str) -> Record | None:
        """The record of an id, where it has a page."""
        return self.corpus.by_id.get(record_id) if record_id in self.statuses else None

    def state(self, record: Record) -> State:
        return self.statuses[record.id].state

    @cached_property
    def checker(self) -> Checker:
        """The rules that look at one record, for what a page says is missing in it."""
        return Checker(self.base, self.now)

    @cached_property
    def changes(self) -> Sequence[ChangelogEntry]:
        """What changed up to the moment, the newest first."""
        return changes(self.records, self.now)

    @cached_property
    def teaching(self) -> Teaching:
        """Which tracks teach and ask what."""
        return Teaching(self.base)

    def is_recent(self, day: date) -> bool:
        """Whether a change of a day is one that people are still asked to read."""
        return day >= self.now.date() - LOOKED_BACK

    @cached_property
    def moved(self) -> Moved:
        """Which steps the versions moved that ask people to retrain, as far as git can tell."""
        if self.before is None:
            return moved_steps(self.base, self.now)
        edited = self.before.edited
        kept = {pair: steps for pair, steps in self.before.moved.items() if pair[0] not in edited}
        return {**kept, **moved_steps(self.base, self.now, edited)}

    @cached_property
    def may_override(self) -> Mapping[str, tuple[Record, ...]]:
        """For each SOP's id, the workarounds that override it now or once their time has come."""
        found: dict[str, list[Record]] = {}
        for record in self.records:
            if self.state(record).is_live or self.state(record) is State.SCHEDULED:
                for target in record.meta.texts("overrides"):
                    found.setdefault(target, []).append(record)
        return {target: tuple(records) for target, records in found.items()}

    @cached_property
    def overriding(self) -> Mapping[str, tuple[Record, ...]]:
        """For each SOP's id, the live workarounds that override it."""
        live = {
            target: tuple(record for record in records if self.state(record).is_live)
            for target, records in self.may_override.items()
        }
        return {target: records for target, records in live.items() if records}


def before_edit(old: View, base: Base, now: datetime, changed: Iterable[str]) -> Before | None:
    """What is known from before an edit; None where git may say something else now.

    Args:
        old: the base as it was seen before.
        base: the same as it is now.
        now: the moment that it is seen at.
        changed: paths of the files that were edited, added or removed.
    """
    if newest_commit(old.base) != newest_commit(base) or old.now != now:
        return None
    corpora = (old.corpus, base.corpus)
    edited = {path: [corpus.by_path[path].id for corpus in corpora if path in corpus.by_path] for path in changed}
    if any(path.endswith(".md") and not ids for path, ids in edited.items()):
        return None
    return Before(old.moved, frozenset(record_id for ids in edited.values() for record_id in ids))


def page_uri(record_id: str) -> str:
    """Where a record's page lies: at the top, under the id alone, for ever."""
    return f"{record_id}.md"


def kind_label(kind: Kind | None) -> str:
    """What a reader is shown for a kind: ``SOP``, ``Workaround``."""
    if kind is None:
        return "Record"
    return kind.prefix if kind.name == kind.prefix.lower() else kind.name.capitalize()


def kinds_label(kind: Kind) -> str:
    """The plural of :func:`kind_label`."""
    return kind_label(kind) + kind.plural.removeprefix(kind.name)


def moment(when: datetime) -> str:
    """An instant as raw HTML that a person reads and a script can compute with."""
    text = when.strftime("%Y-%m-%d %H:%M UTC")
    return f'<time datetime="{format_instant(when)}">{text}</time>'


def left(when: datetime) -> str:
    """The place where a script says how long it is to an instant, or since: ``(6 h left)``, ``(3 d ago)``.

    A page that said it itself would be wrong an hour later, and would have to be made anew at every build.
    """
    return f'<span data-moment="{format_instant(when)}" data-around="()"></span>'
