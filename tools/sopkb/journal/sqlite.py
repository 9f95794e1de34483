"""A journal in one SQLite file: lines of one writer, each on the disk before it is acknowledged."""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sopkb.core.errors import SopkbError
from sopkb.core.moments import format_instant, parse_instant
from sopkb.journal.events import Alerted, Event, Opened, Report, Search
from sopkb.journal.faults import why
from sopkb.private import withhold

LONGEST_QUERY = 500
LONGEST_NOTE = 4000
ONE_SEARCH = timedelta(seconds=20)
"""Two searches of one session no further apart than this are one that is being typed, if one text begins the other."""
FORMAT = 1

_TABLES = """
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS searches (
  id INTEGER PRIMARY KEY, at TEXT NOT NULL, session TEXT NOT NULL, source TEXT NOT NULL, query TEXT NOT NULL,
  filters TEXT NOT NULL, results TEXT NOT NULL, total INTEGER NOT NULL, chosen TEXT, chosen_state TEXT, outcome TEXT
);
CREATE INDEX IF NOT EXISTS searches_of_a_session ON searches (session, id);
CREATE INDEX IF NOT EXISTS searches_by_time ON searches (at);
CREATE TABLE IF NOT EXISTS reports (
  id INTEGER PRIMARY KEY, at TEXT NOT NULL, session TEXT NOT NULL, source TEXT NOT NULL, outcome TEXT NOT NULL,
  record TEXT, version TEXT, query TEXT, note TEXT
);
CREATE TABLE IF NOT EXISTS acknowledgements (
  id INTEGER PRIMARY KEY, at TEXT NOT NULL, session TEXT NOT NULL, team TEXT NOT NULL, record TEXT NOT NULL,
  version TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS alerts (
  day TEXT NOT NULL, source TEXT NOT NULL, topic TEXT NOT NULL, record TEXT NOT NULL, times INTEGER NOT NULL,
  PRIMARY KEY (day, source, topic, record)
) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class _Last:
    id: int
    at: datetime
    query: str
    chosen: str | None


class JournalFull(SopkbError):
    """A journal has the size that it may have: nothing is written until old lines are deleted."""


class SqliteJournal:
    """A journal in one file.

    Args:
        path: of the file; made where it is not there, readable by its owner only.
        keep: how long a line is kept.
        largest: bytes that the file may have; 0 for no limit.

    Raises:
        SopkbError: the file cannot be opened, or is of another program or version.
    """

    def __init__(self, path: Path, keep: timedelta = timedelta(days=90), largest: int = 0) -> None:
        self._keep = keep
        self._name = path.name
        self._cleared: datetime | None = None
        try:
            path.touch(mode=0o600)
            self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=10)
            self._database.execute("PRAGMA journal_mode=WAL")
            self._database.execute("PRAGMA synchronous=FULL")
            if largest:
                (page,) = self._database.execute("PRAGMA page_size").fetchone()
                self._database.execute(f"PRAGMA max_page_count={max(1, largest // page)}")
            with self._whole():
                for statement in _TABLES.split(";"):
                    self._database.execute(statement)
                self._salt = self._about("salt", secrets.token_hex(32))
                written = self._about("format", str(FORMAT))
        except (OSError, sqlite3.Error) as error:
            reason, remedy = why(error)
            raise SopkbError(f"The journal {path.name} cannot be used: {reason}.", remedy) from error
        if written != str(FORMAT):
            raise SopkbError(f"The journal {path.name} is of another version ({written}).", "Name another file.")

    def write(self, events: Sequence[Event], at: datetime) -> None:
        """See :class:`Journal`.

        Raises:
            JournalFull: there is no room for them.
        """
        try:
            self._clear(at)
            with self._whole():
                for event in events:
                    self._write(event, at)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_FULL:
                raise
            remedy = "Allow it more with --journal-size, keep lines for a shorter time, or name another file."
            raise JournalFull(f"The journal {self._name} is full.", remedy) from error

    def _write(self, event: Event, at: datetime) -> None:
        if isinstance(event, Search):
            self._search(event, at)
        elif isinstance(event, Opened):
            self._opened(event, at)
        elif isinstance(event, Report):
            self._report(event, at)
        elif isinstance(event, Alerted):
            self._alerted(event, at)
        else:
            row = (format_instant(at), self._pseudonym(event.session), _short(event.team, 64), event.record)
            self._insert("acknowledgements (at, session, team, record, version)", *row, event.version)

    def _search(self, event: Search, at: datetime) -> None:
        session = self._pseudonym(event.session)
        query = _short(event.query, LONGEST_QUERY)
        filters, results = json.dumps({k: list(v) for k, v in event.filters.items()}), json.dumps(list(event.results))
        last = self._last(session)
        if last and last.chosen is None and at - last.at <= ONE_SEARCH and _is_one(last.query, query):
            self._database.execute(
                "UPDATE searches SET at = ?, query = ?, filters = ?, results = ?, total = ? WHERE id = ?",
                (format_instant(at), query, filters, results, event.total, last.id),
            )
            return
        row = (format_instant(at), session, event.source, query, filters, results, event.total)
        self._insert("searches (at, session, source, query, filters, results, total)", *row)

    def _opened(self, event: Opened, at: datetime) -> None:
        last = self._last(self._pseudonym(event.session))
        if last and at - last.at <= timedelta(hours=1):
            self._database.execute(
                "UPDATE searches SET chosen = ?, chosen_state = ? WHERE id = ?", (event.record, event.state, last.id)
            )

    def _report(self, event: Report, at: datetime) -> None:
        session = self._pseudonym(event.session)
        texts = (_short(event.query, LONGEST_QUERY) or None, _short(event.note, LONGEST_NOTE) or None)
        row = (format_instant(at), session, event.source, event.outcome, event.record or None, event.version or None)
        self._insert("reports (at, session, source, outcome, record, version, query, note)", *row, *texts)
        last = self._last(session)
        if last and event.record and last.chosen == event.record:
            self._database.execute("UPDATE searches SET outcome = ? WHERE id = ?", (event.outcome, last.id))

    def _alerted(self, event: Alerted, at: datetime) -> None:
        """Count it, and take back the search before it: most probably the beginning of the same sentence."""
        last = self._last(self._pseudonym(event.session))
        if last and last.chosen is None and at - last.at <= ONE_SEARCH:
            self._database.execute("DELETE FROM searches WHERE id = ?", (last.id,))
        self._database.execute(
            "INSERT INTO alerts VALUES (?, ?, ?, ?, 1) ON CONFLICT DO UPDATE SET times = times + 1",
            (at.date().isoformat(), event.source, event.topic, event.record),
        )

    def _last(self, session: str) -> _Last | None:
        """The session's last search; none for a client that sends no pseudonym, for it may be anybody."""
        if not session:
            return None
        found = self._database.execute(
            "SELECT id, at, query, chosen FROM searches WHERE session = ? ORDER BY id DESC LIMIT 1", (session,)
        ).fetchone()
        at = parse_instant(found[1]) if found else None
        return _Last(found[0], at, found[2], found[3]) if at else None

    def _insert(self, into: str, *values: object) -> None:
        marks = ", ".join("?" * len(values))
        self._database.execute(f"INSERT INTO {into} VALUES ({marks})", values)

    def _clear(self, at: datetime) -> None:
        """Delete what is older than the retention, once an hour."""
        if self._cleared and at - self._cleared < timedelta(hours=1):
            return
        oldest = (format_instant(at - self._keep),)
        with self._whole():
            for table in ("searches", "reports", "acknowledgements"):
                self._database.execute(f"DELETE FROM {table} WHERE at < ?", oldest)
            self._database.execute("DELETE FROM alerts WHERE day < ?", oldest)
        self._cleared = at

    def _pseudonym(self, session: str) -> str:
        return hashlib.sha256(f"{self._salt}{session}".encode()).hexdigest()[:16] if session else ""

    def _about(self, name: str, value: str) -> str:
        self._database.execute("INSERT OR IGNORE INTO about VALUES (?, ?)", (name, value))
        return str(self._database.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()[0])

    @contextmanager
    def _whole(self) -> Iterator[None]:
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self._database.in_transaction:  # a full file ends it by itself
                self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")

    def close(self) -> None:
        """See :class:`Journal`."""
        self._database.close()


def _short(text: str, longest: int) -> str:
    return withhold(" ".join(text.split()))[:longest]


def _is_one(before: str, query: str) -> bool:
    """Whether one text is the other while it is being typed, or taken back."""
    one, other = before.casefold(), query.casefold()
    return one.startswith(other) or other.startswith(one)
