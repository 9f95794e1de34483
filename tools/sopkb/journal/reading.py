"""What stands in a journal, for whoever asks what people could not find."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sopkb.core.errors import SopkbError
from sopkb.core.moments import midnight, parse_date, parse_instant
from sopkb.journal.faults import why


@dataclass(frozen=True, slots=True)
class SearchEvent:
    """A search as it stands in a journal.

    Args:
        at: when, in UTC.
        source: where it was asked.
        query: as it was typed in the end, redacted.
        total: how many records answered then.
        chosen: id of the record that was opened; ``""`` for none.
        chosen_state: of that record when it was opened.
    """

    at: datetime
    source: str
    query: str
    total: int
    chosen: str
    chosen_state: str


@dataclass(frozen=True, slots=True)
class Said:
    """A report as it stands in a journal."""

    at: datetime
    outcome: str
    record: str
    version: str
    query: str
    note: str


@dataclass(frozen=True, slots=True)
class Read:
    """An acknowledgement as it stands in a journal: somebody has read a record at a version."""

    at: datetime
    team: str
    record: str
    version: str


@dataclass(frozen=True, slots=True)
class Raised:
    """How often queries and reports of a day told of danger.

    Args:
        at: the beginning of the day, in UTC; the hour is not kept.
        source: where it was asked.
        topic: of :data:`sopkb.danger.TOPICS`.
        record: id of the escalation that was shown.
        times: how often.
    """

    at: datetime
    source: str
    topic: str
    record: str
    times: int


@dataclass(frozen=True, slots=True)
class JournalHistory:
    """What a journal holds, the oldest first."""

    searches: tuple[SearchEvent, ...]
    reports: tuple[Said, ...]
    acknowledged: tuple[Read, ...] = ()
    alerts: tuple[Raised, ...] = ()

    def within(self, since: datetime | None, until: datetime | None) -> JournalHistory:
        """What lies in a stretch of time.

        Args:
            since: first moment that counts; None for the first of all.
            until: first moment that counts no more; None for the last of all.
        """

        def counts(at: datetime) -> bool:
            return (since is None or since <= at) and (until is None or at < until)

        return JournalHistory(
            tuple(each for each in self.searches if counts(each.at)),
            tuple(each for each in self.reports if counts(each.at)),
            tuple(each for each in self.acknowledged if counts(each.at)),
            tuple(each for each in self.alerts if counts(each.at)),
        )


def read_journal(path: Path) -> JournalHistory:
    """Read a journal, while a server may be writing it.

    Raises:
        SopkbError: there is none, or it is none.
    """
    if not path.is_file():
        raise SopkbError(f"There is no journal {path}.", "kb api --journal FILE writes one.")
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=10)) as database:
            searches = database.execute(
                "SELECT at, source, query, total, chosen, chosen_state FROM searches ORDER BY at, id"
            ).fetchall()
            reports = database.execute(
                "SELECT at, outcome, record, version, query, note FROM reports ORDER BY at, id"
            ).fetchall()
            read = database.execute("SELECT at, team, record, version FROM acknowledgements ORDER BY at, id").fetchall()
            has_alerts = database.execute("SELECT 1 FROM sqlite_master WHERE name = 'alerts'").fetchone()
            alerts = (
                database.execute("SELECT day, source, topic, record, times FROM alerts ORDER BY 1, 2, 3, 4").fetchall()
                if has_alerts
                else []  # a journal of before danger was listened for
            )
    except sqlite3.Error as error:
        reason, remedy = why(error)
        raise SopkbError(f"The journal {path.name} cannot be read: {reason}.", remedy) from error
    return JournalHistory(
        tuple(SearchEvent(at, *row[1:4], *_texts(row[4:])) for row in searches if (at := parse_instant(row[0]))),
        tuple(Said(at, row[1], *_texts(row[2:])) for row in reports if (at := parse_instant(row[0]))),
        tuple(Read(at, *row[1:]) for row in read if (at := parse_instant(row[0]))),
        tuple(Raised(midnight(day), *row[1:]) for row in alerts if (day := parse_date(row[0]))),
    )


def _texts(values: Sequence[str | None]) -> tuple[str, ...]:
    return tuple(value or "" for value in values)
