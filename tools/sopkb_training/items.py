"""The facts of a digest: which records ask something of people since a day, and what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sopkb.core.record import Record
from sopkb.lint.change import Edit
from sopkb.site.teaching import Asked, Taught


@dataclass(frozen=True, slots=True)
class Since:
    """Where a digest begins.

    Args:
        asked: what was asked for.
        day: the date, where it was one; else the day of the revision's own changes is not known: None.
        commit: what is compared with; ``""`` where git's history does not reach back so far.
    """

    asked: str
    day: date | None
    commit: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A changelog's line."""

    version: str
    day: date | None
    training: str
    change: str


@dataclass(frozen=True, slots=True)
class Item:
    """One record that asks something of people.

    Args:
        record: as it is now; of a deleted one, as it was.
        what: ``new``, ``changed``, ``announced`` (a future major), ``retired`` or ``deleted``.
        training: the most that its new entries ask: ``read`` or ``retrain`` (or ``none``, where that was asked for).
        before: the version before; ``""`` where there was none or it is not known.
        entries: of the changelog, newest first.
        edits: what changed, of what people follow; none where nothing can be compared.
        is_compared: whether git knew the record's text then.
        is_undeclared: whether steps, route or permissions changed and no new entry asks anybody to retrain.
        effective: from when it counts.
        taught: places of tracks that teach it.
        asked: questions of tracks that cite what changed.
        roles: that it concerns.
    """

    record: Record
    what: str
    training: str
    before: str
    entries: tuple[ChangeLine, ...]
    edits: tuple[Edit, ...]
    is_compared: bool
    is_undeclared: bool
    effective: date | None
    taught: tuple[Taught, ...]
    asked: tuple[Asked, ...]
    roles: tuple[str, ...]

    def is_behind(self, place: Taught) -> bool:
        """Whether a place of a track pins another major than the one in force."""
        version = None if self.record.is_next else self.record.version
        return version is not None and place.pin.at_major not in (None, version.major)


@dataclass(frozen=True, slots=True)
class Only:
    """What a digest is limited to; nothing, where a part is empty."""

    training: frozenset[str] = frozenset({"read", "retrain"})
    areas: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()

    def holds(self, item: Item) -> bool:
        """Whether an item is among what was asked for."""
        return (
            item.training in self.training
            and (not self.areas or item.record.area in self.areas)
            and (not self.roles or not self.roles.isdisjoint(item.roles))
        )


@dataclass(frozen=True, slots=True)
class Digest:
    """What a trainer must know.

    Args:
        since: where it begins.
        now: where it ends.
        items: retrain before read, then by area and id.
        notes: what could not be looked at, or compared, in sentences; without any, everything was.
        only: what it is limited to.
    """

    since: Since
    now: datetime
    items: tuple[Item, ...]
    notes: tuple[str, ...]
    only: Only

    def asking(self, training: str) -> tuple[Item, ...]:
        """The items that ask for one training."""
        return tuple(item for item in self.items if item.training == training)
