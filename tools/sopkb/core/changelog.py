"""What changed in the records, as their own changelogs tell it: for lists, feeds and programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sopkb.core.moments import midnight, parse_date
from sopkb.core.record import Record, remembered
from sopkb.core.version import Version


@dataclass(frozen=True, slots=True)
class ChangelogEntry:
    """An entry of a changelog.

    Args:
        record: whose it is.
        when: the beginning of its day, in UTC.
        version: that it made.
        training: what it asks of people: ``none``, ``read`` or ``retrain``.
        text: what became different, as its author wrote it.
    """

    record: Record
    when: datetime
    version: str
    training: str
    text: str


def changes(records: Iterable[Record], now: datetime) -> list[ChangelogEntry]:
    """All changes up to a moment, the newest first; of one day by id, and of one record as its changelog has them.

    A draft is nobody's yet unless it is a known issue, and a day to come has changed nothing so far: both are left out.

    Args:
        records: whose.
        now: the moment, in UTC.
    """
    found = [change for record in records if not record.is_unpublished for change in changes_of(record)]
    found = [change for change in found if change.when <= now]
    found.sort(key=lambda change: change.record.id)
    found.sort(key=lambda change: change.when, reverse=True)
    return found


def major_written(record: Record) -> date | None:
    """The day of the oldest changelog entry of the current major; None where none has a day."""
    days = []
    for entry in record.changelog:
        version, day = Version.parse(str(entry.get("version"))), parse_date(entry.get("date"))
        if version and day and record.version and version.major == record.version.major:
            days.append(day)
    return min(days, default=None)


@remembered
def changes_of(record: Record) -> tuple[ChangelogEntry, ...]:
    """The changes of one record that have a day, as its changelog has them."""
    return tuple(_of(record))


def _of(record: Record) -> Iterator[ChangelogEntry]:
    for entry in record.changelog:
        day = parse_date(entry.get("date"))
        if day is not None:
            version, training, text = (str(entry.get(name) or "") for name in ("version", "training", "change"))
            yield ChangelogEntry(record, midnight(day), version, training, text)
