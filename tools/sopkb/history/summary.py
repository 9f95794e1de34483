"""What a pull request means, record by record: the data that Markdown and JSON both show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sopkb.core.config import CONFIG_NAME
from sopkb.core.fields import TRAININGS
from sopkb.core.load import Base
from sopkb.core.version import weight_of
from sopkb.history.consequences import AffectedBase, Consequence, consequences
from sopkb.lint.change import Change, Loosened, RecordChange


@dataclass(frozen=True)
class Told:
    """One record's change, with what follows from it.

    Args:
        change: the facts.
        what: ``new``, ``changed``, ``renamed``, ``announced``, ``withdrawn``, ``renumbered``, ``deleted`` or
            ``unreadable``.
        training: the most that its new changelog entries ask of people; ``""`` where they ask nothing.
        consequences: for others.
        areas: that it is in, and was in.
    """

    change: RecordChange
    what: str
    training: str
    consequences: tuple[Consequence, ...]
    areas: tuple[str, ...]

    @property
    def title(self) -> str:
        return self.change.record.title if self.change.record else ""


@dataclass(frozen=True)
class Approval:
    """Who may sign for one area; one of them must.

    Args:
        area: word of the area; ``kb.yml`` for settings.
        handles: role handles, without the author's.
        accounts: the accounts behind them, where known.
    """

    area: str
    handles: tuple[str, ...]
    accounts: tuple[str, ...]


@dataclass(frozen=True)
class Summary:
    """What a change means.

    Args:
        commit: what it was compared with.
        author: who wrote it; ``""`` where that is not known.
        records: what weighs most first.
        approvals: by area.
        settings: of ``kb.yml``, that let more pass than before.
    """

    commit: str
    author: str
    records: tuple[Told, ...]
    approvals: tuple[Approval, ...]
    settings: tuple[Loosened, ...] = ()


def summarise(base: Base, change: Change, now: datetime) -> Summary:
    """What a change means for the people who follow the records.

    Args:
        base: as it is now.
        change: what became of it.
        now: the moment that states are computed for, in UTC.
    """
    around = AffectedBase(base, now)
    told = [_told(each, around) for each in change.records]
    told.sort(key=lambda each: (-_weight(each), each.change.id, each.change.path))
    approvals = [*_approvals(told, change)]
    if change.loosened:
        approvals.insert(0, _approval(CONFIG_NAME, change.signers.of_settings(), change))
    return Summary(change.commit, change.signers.author, tuple(told), tuple(approvals), change.loosened)


def _told(change: RecordChange, around: AffectedBase) -> Told:
    said = [entry.get("training") for _, entry in change.new_entries]
    training = max((word for word in said if word in TRAININGS), key=TRAININGS.index, default="")
    records = (change.before, change.after)
    areas = dict.fromkeys(record.area for record in records if record and record.area)
    return Told(change, _what(change), training, tuple(consequences(change, around)), tuple(areas))


def _what(change: RecordChange) -> str:
    if change.is_deleted:
        return "deleted"
    if change.after is None:
        return "withdrawn" if change.is_withdrawn else "unreadable"
    if change.formerly:
        return "renumbered"
    if change.after.is_next:
        return "announced"
    if change.is_new:
        return "new"
    return "changed" if change.edits or change.before is None or change.bump else "renamed"


def _weight(told: Told) -> int:
    """What a reader must see first: what is lost, then what is done differently, then what is new."""
    if told.what in ("deleted", "renumbered", "unreadable"):
        return 5
    if told.what == "new":
        return 3
    heaviest = max(weight_of(told.change.least), weight_of(told.change.bump))
    return (0, 1, 2, 4)[heaviest]


def _approvals(told: Sequence[Told], change: Change) -> Iterator[Approval]:
    """The areas of everything that people follow, or followed: a draft needs nobody yet."""
    areas = {area for each in told if _is_followed(each.change) for area in each.areas}
    for area in sorted(areas):
        yield _approval(area, change.signers.of(area), change)


def _approval(area: str, handles: tuple[str, ...], change: Change) -> Approval:
    accounts = dict.fromkeys(filter(None, (change.signers.accounts.get(handle, "") for handle in handles)))
    return Approval(area, handles, tuple(accounts))


def _is_followed(change: RecordChange) -> bool:
    return any(record is not None and not record.is_unpublished for record in (change.before, change.after))
