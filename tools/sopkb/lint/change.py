"""What changed between two states of a base, as facts: rules judge them, the summary of a pull request tells them.

Nothing here looks at git or compares anything; :mod:`sopkb.history` makes these facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from sopkb.core.corpus import Corpus
from sopkb.core.diagnostics import WHOLE_FILE, Location
from sopkb.core.record import Record
from sopkb.core.version import Level, Version, heaviest

_BEHAVIOUR = ("permissions", "route", "escalates_to", "next_level", "how_to_raise")


class RecordPart(StrEnum):
    """Where in a record an edit is."""

    FIELD = "field"
    STEP = "step"
    SECTION = "section"


class How(StrEnum):
    """What was done to it."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Edit:
    """One change inside a record.

    Args:
        part: where it is.
        name: the field, or the heading of the section.
        how: what was done.
        level: the least bump it needs by itself; None where it needs none.
        item: which element of a list: ``level 1``, ``n2``, the number of a step; ``""`` for the whole.
        before: the words before; ``""`` where there were none.
        after: the words now.
        at: place in the new file; of a removal, what it was removed from.
        wording: whether only its words changed, so that an author may say that behaviour did not.
    """

    part: RecordPart
    name: str
    how: How
    level: Level | None
    item: str = ""
    before: str = ""
    after: str = ""
    at: Location = WHOLE_FILE
    wording: bool = False

    @property
    def is_behaviour(self) -> bool:
        """Whether it is to what people do: a step, the route, the escalation, a permission."""
        return self.part is RecordPart.STEP or (self.part is RecordPart.FIELD and self.name in _BEHAVIOUR)


@dataclass(frozen=True)
class RecordChange:
    """What became of one record.

    Args:
        id: its id now; of a deleted one, the id it had.
        path: its file now; of a deleted one, the file it had. Relative to the project.
        before: the record on the base side; None where there was none, or none that could be read.
        after: the record now; None where it is gone or cannot be read.
        was_there: whether the base side had the id, readable or not.
        is_there: whether the id is still there, readable or not.
        formerly: the id it had, where that was changed.
        edits: in the order of the file: fields, steps, sections.
    """

    id: str
    path: str
    before: Record | None = None
    after: Record | None = None
    was_there: bool = False
    is_there: bool = True
    formerly: str = ""
    edits: tuple[Edit, ...] = ()

    @property
    def record(self) -> Record | None:
        """The record now, or as it was."""
        return self.after or self.before

    @property
    def is_new(self) -> bool:
        return not self.was_there and not self.formerly

    @property
    def is_deleted(self) -> bool:
        return not self.is_there

    @property
    def is_withdrawn(self) -> bool:
        """Whether this is a future major that was taken back before its day."""
        return self.after is None and self.is_there and self.before is not None and self.before.is_next

    @property
    def is_first_publication(self) -> bool:
        """Whether nobody has followed it before: it is new, or was a draft until now."""
        return self.is_new or (self.before is not None and self.before.is_draft)

    @cached_property
    def new_entries(self) -> tuple[tuple[int, Mapping[str, Any]], ...]:
        """The changelog's entries above the version before, each with its number in the list."""
        if self.after is None:
            return ()
        floor = self.before.version if self.before else None
        return tuple(
            (number, entry)
            for number, entry in self.after.meta.maps("changelog")
            if floor is None or ((version := Version.parse(str(entry.get("version")))) and version > floor)
        )

    @property
    def says_behaviour_unchanged(self) -> bool:
        """Whether every new changelog entry says ``behaviour: unchanged``."""
        return bool(self.new_entries) and all(e.get("behaviour") == "unchanged" for _, e in self.new_entries)

    @property
    def behaviour(self) -> tuple[Edit, ...]:
        """The edits that make people do something else: steps, route, escalation, permissions."""
        return tuple(edit for edit in self.edits if edit.level is Level.MAJOR and edit.is_behaviour)

    @property
    def least(self) -> Level | None:
        """The least bump that its edits need; None where they need none."""
        return self.least_of(self.edits)

    def least_of(self, edits: Iterable[Edit]) -> Level | None:
        """The least bump that some of its edits need; wording that is said to change no behaviour needs a patch."""
        eased = self.says_behaviour_unchanged
        return heaviest(Level.PATCH if eased and e.wording and e.level else e.level for e in edits)

    @property
    def bump(self) -> Level | None:
        """What the version was raised by; None where it was not, or cannot be compared."""
        old, new = (record.version if record else None for record in (self.before, self.after))
        if old is None or new is None or new < old:
            return None
        if new.major != old.major:
            return Level.MAJOR
        if new.minor != old.minor:
            return Level.MINOR
        return Level.PATCH if new.patch != old.patch else None


@dataclass(frozen=True)
class Signers:
    """Who may sign, as the base side's policy has it: a change cannot name its own judge.

    Args:
        by_area: role handles by area; ``default`` for areas that are not named.
        accounts: the account on the code host behind each handle, with ``@``; ``""`` where none is known.
        author: the author's account or role handle; ``""`` where it is not known.
    """

    by_area: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    accounts: Mapping[str, str] = field(default_factory=dict)
    author: str = ""

    def of(self, area: str) -> tuple[str, ...]:
        """Role handles that may sign a change to a record of an area; the author is never among them."""
        handles = self.by_area.get(area, self.by_area.get("default", ()))
        return tuple(handle for handle in handles if not self.is_author(handle))

    def of_settings(self) -> tuple[str, ...]:
        """Role handles that may sign a change of ``kb.yml``: those for areas that are not named, else anybody who may
        sign; the author is never among them.
        """
        handles = self.by_area.get("default") or dict.fromkeys(each for some in self.by_area.values() for each in some)
        return tuple(handle for handle in handles if not self.is_author(handle))

    def is_author(self, handle: str) -> bool:
        """Whether the author is the one behind a role handle. Accounts are compared as code hosts do: without case."""
        author = self.author.removeprefix("@").casefold()
        return bool(author) and author in (handle.casefold(), self.accounts.get(handle, "").lstrip("@").casefold())


@dataclass(frozen=True, slots=True)
class Loosened:
    """A setting of ``kb.yml`` that lets pass what did not pass before.

    Args:
        setting: its key in the file, from the top.
        told: what passes now, as a clause.
    """

    setting: tuple[str, ...]
    told: str

    def __str__(self) -> str:
        return f"`{'.'.join(self.setting)}`: {self.told}"


@dataclass(frozen=True)
class Change:
    """What changed in a base.

    Args:
        before: the records of the base side.
        records: what became of each record that is not as it was, sorted by id and path.
        signers: who may sign.
        commit: the commit that was compared with; ``""`` where git was not asked.
        notes: what could not be compared, and what was assumed; sentences for the operator.
        loosened: settings that let more pass than those of the base side.
    """

    before: Corpus
    records: tuple[RecordChange, ...] = ()
    signers: Signers = Signers()
    commit: str = ""
    notes: tuple[str, ...] = ()
    loosened: tuple[Loosened, ...] = ()
