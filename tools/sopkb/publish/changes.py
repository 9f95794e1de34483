"""What changed in the records, from their changelogs: for the list of a week, for the home page, for feeds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sopkb.model.moments import midnight, parse_date
from sopkb.model.record import Record
from sopkb.publish.view import View


@dataclass(frozen=True, slots=True)
class Change:
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


def changes(view: View) -> list[Change]:
    """All changes up to the moment, the newest first.

    A draft is nobody's yet, and a day to come has changed nothing so far: both are left out.
    """
    found = [change for record in view.records if not record.is_draft for change in _of(record)]
    found = [change for change in found if change.when <= view.now]
    found.sort(key=lambda change: change.record.id)
    found.sort(key=lambda change: change.when, reverse=True)
    return found


def _of(record: Record) -> Iterator[Change]:
    for entry in record.changelog:
        day = parse_date(entry.get("date"))
        if day is not None:
            version, training, text = (str(entry.get(name) or "") for name in ("version", "training", "change"))
            yield Change(record, midnight(day), version, training, text)
