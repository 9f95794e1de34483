"""What has changed, as the records' own changelogs tell it: newest first, over one record or a whole base."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sopkb.model.moments import parse_date
from sopkb.model.record import Record


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a record's changelog.

    Args:
        record: whose it is.
        day: when.
        version: the version it made.
        training: ``none``, ``read`` or ``retrain``; ``""`` where the entry does not say.
        change: what changed, in a sentence.
    """

    record: Record
    day: date
    version: str
    training: str
    change: str


def entries(records: Iterable[Record]) -> tuple[Entry, ...]:
    """Every entry with a day, the newest first; of one day by id, and of one record as its changelog has them."""
    found = [
        Entry(record, day, *(str(entry.get(name) or "") for name in ("version", "training", "change")))
        for record in records
        for entry in record.changelog
        if (day := parse_date(entry.get("date")))
    ]
    return tuple(sorted(found, key=lambda entry: (-entry.day.toordinal(), entry.record.id)))
