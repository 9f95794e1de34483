"""The desk's tickets in one DuckDB file, for an analyst who asks with SQL: how a load fills it, and how it is asked.

A file is loaded once: what it brought replaces what an earlier file said of the same ticket, and what a load changed is
kept as a row of ``changes``. DuckDB's access to files and network is off while SQL of a person runs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sopkb.core.errors import SopkbError, UsageError
from sopkb.core.load import Base
from sopkb_desk.desk_schema import TABLES, VIEWS
from sopkb_desk.ticket import ENDED, Ticket
from sopkb_desk.ticket_file import TicketFile

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_BATCH = 20_000
"""Tickets that are held in memory at a time."""


@dataclass(frozen=True)
class Loaded:
    """What one file brought.

    Args:
        file: its name.
        tickets: rows that are tickets; None where it had been loaded before.
        new: of these, tickets that were not there.
        changed: of these, tickets of which it says something else.
        left_out: rows that could not be used.
        notes: what was assumed.
    """

    file: str
    tickets: int | None
    new: int = 0
    changed: int = 0
    left_out: int = 0
    notes: tuple[str, ...] = ()


def opened(path: Path, *, read_only: bool = False, out: Path | None = None) -> DuckDBPyConnection:
    """Open a table of tickets, with DuckDB's access to files and network off.

    Args:
        path: of the file.
        read_only: it is asked and not filled.
        out: the one file that may be written all the same.

    Raises:
        UsageError: DuckDB is not installed, or the file is none of ours.
        SopkbError: it cannot be opened.
    """
    try:
        import duckdb
    except ImportError as error:
        raise UsageError(
            "DuckDB is not installed.", "Install it: pip install 'sopkb[desk]'; ./kb tickets brings it."
        ) from error
    if read_only and not path.is_file():
        raise UsageError(f"No file {path}.", "Make it: kb tickets load FILE --into desk.duckdb.")
    try:
        found = duckdb.connect(
            str(path),
            read_only=read_only,
            config={
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "memory_limit": "2GB",
            },
        )
    except duckdb.Error as error:
        raise SopkbError(f"{path} cannot be opened as a DuckDB file.", "Is another program writing it?") from error
    if out is not None:
        found.execute(f"SET allowed_paths = ['{_quoted(str(out))}']")
    found.execute("SET enable_external_access = false")
    found.execute("SET lock_configuration = true")
    return found


def prepare(table: DuckDBPyConnection) -> None:
    """Make the tables and views where they are missing."""
    for name, columns in TABLES.items():
        made = ", ".join(f"{column} {kind}" for column, (kind, _) in columns.items())
        table.execute(f"CREATE TABLE IF NOT EXISTS {name} ({made})")
        for column, (_, meaning) in columns.items():
            table.execute(f"COMMENT ON COLUMN {name}.{column} IS '{_quoted(meaning)}'")
    for name, (meaning, sql) in VIEWS.items():
        table.execute(f"CREATE OR REPLACE VIEW {name} AS {sql}")
        table.execute(f"COMMENT ON VIEW {name} IS '{_quoted(meaning)}'")


def load(
    table: DuckDBPyConnection, files: Iterable[tuple[Path, TicketFile]], base: Base, now: datetime
) -> Iterator[Loaded]:
    """Load exports, oldest first; each in one transaction.

    Args:
        table: opened, and prepared.
        files: the exports.
        base: whose records and clock are written as they are now.
        now: when they are loaded.
    """
    _write_base(table, base)
    for path, file in files:
        digest = _digest(path)
        if table.execute("SELECT 1 FROM loads WHERE digest = ?", [digest]).fetchone():
            yield Loaded(path.name, None)
            continue
        table.execute("BEGIN")
        try:
            yield _load_one(table, file, digest, now)
        except BaseException:
            table.execute("ROLLBACK")
            raise
        table.execute("COMMIT")


def _load_one(table: DuckDBPyConnection, file: TicketFile, digest: str, now: datetime) -> Loaded:
    (number,) = table.execute("SELECT coalesce(max(load), 0) + 1 FROM loads").fetchone() or (1,)
    names = list(TABLES["tickets"])
    table.execute("CREATE OR REPLACE TEMP TABLE arrived AS SELECT * FROM tickets LIMIT 0")
    table.execute("CREATE OR REPLACE TEMP TABLE arrived_links AS SELECT * FROM links LIMIT 0")
    rows: list[tuple[Any, ...]] = []
    links: list[tuple[str, str]] = []
    count = 0
    for _, ticket in file.tickets():
        rows.append(_row(ticket, number))
        links += [(ticket.id, record) for record in ticket.kb_ids]
        count += 1
        if len(rows) >= _BATCH:
            _insert(table, "arrived", rows)
            _insert(table, "arrived_links", links)
            rows, links = [], []
    _insert(table, "arrived", rows)
    _insert(table, "arrived_links", links)
    (known,) = table.execute("SELECT count(*) FROM arrived JOIN tickets USING (ticket_id)").fetchone() or (0,)
    watched = ("status", "priority", "resolved_at", "reopened")
    for name in watched:
        table.execute(
            f"INSERT INTO changes SELECT a.ticket_id, {number}, '{name}', t.{name}::VARCHAR, a.{name}::VARCHAR "
            f"FROM arrived a JOIN tickets t USING (ticket_id) WHERE t.{name} IS DISTINCT FROM a.{name}"
        )
    (changed,) = table.execute("SELECT count(DISTINCT ticket_id) FROM changes WHERE load = ?", [number]).fetchone() or (
        0,
    )
    table.execute("DELETE FROM links WHERE ticket_id IN (SELECT ticket_id FROM arrived)")
    table.execute("DELETE FROM tickets WHERE ticket_id IN (SELECT ticket_id FROM arrived)")
    table.execute(f"INSERT INTO tickets SELECT {', '.join(names)} FROM arrived")
    table.execute("INSERT INTO links SELECT * FROM arrived_links")
    _insert(table, "left_out", [(number, row.line, row.reason) for row in file.rows.bad])
    _insert(
        table,
        "loads",
        [(number, file.rows.name, digest, now.replace(tzinfo=None), file.understood.format.name, count,
          len(file.rows.bad), file.masked)],
    )  # fmt: skip
    return Loaded(file.rows.name, count, count - known, changed, len(file.rows.bad), tuple(file.notes()))


def _insert(table: DuckDBPyConnection, name: str, rows: Sequence[Sequence[Any]]) -> None:
    """Rows into a table, as one JSON text: bound one by one, a million would take half an hour."""
    if not rows:
        return
    kinds = _kinds(name)
    shape = json.dumps([{f"c{place}": kind for place, kind in enumerate(kinds)}])
    text = json.dumps([{f"c{place}": cell for place, cell in enumerate(row)} for row in rows], default=str)
    table.execute(f"INSERT INTO {name} SELECT unnest(from_json(?::JSON, '{shape}'), recursive := true)", [text])


def _kinds(name: str) -> list[str]:
    source = {"arrived": "tickets", "arrived_links": "links"}.get(name, name)
    return [kind for kind, _ in TABLES[source].values()]


def _row(ticket: Ticket, load_number: int) -> tuple[Any, ...]:
    def plain(moment: datetime | None) -> datetime | None:
        return moment.replace(tzinfo=None) if moment else None

    return (
        ticket.id, plain(ticket.created), plain(ticket.first_response), plain(ticket.resolved), plain(ticket.closed),
        plain(ticket.ended), ticket.status, ticket.is_status_known, ticket.status in ENDED, ticket.priority,
        ticket.channel, ticket.requester_role, ticket.site, ticket.region, ticket.product, ticket.category,
        ticket.reopened, ticket.escalated_to, ticket.satisfied, ticket.minutes, plain(ticket.next_update),
        ticket.is_reply_known, ticket.is_link_known, ticket.summary, load_number,
    )  # fmt: skip


def _write_base(table: DuckDBPyConnection, base: Base) -> None:
    from sopkb.core.moments import parse_date

    table.execute("DELETE FROM records")
    table.execute("DELETE FROM clock")
    _insert(table, "records", [
        (record.id, str(entry.get("version", "")), parse_date(entry.get("date")), record.kind_name, record.title,
         record.area, record.owner, str(entry.get("change", "")))
        for record in base.corpus.records
        for entry in record.changelog
    ])  # fmt: skip
    _insert(table, "clock", [
        (priority, rank, pace.first_reply, pace.update)
        for rank, (priority, pace) in enumerate(base.config.desk.clock.items(), 1)
    ])  # fmt: skip


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def ask(table: DuckDBPyConnection, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The columns and rows that a query gives.

    Raises:
        UsageError: it is no query that DuckDB understands, or asks for a file or the network.
    """
    import duckdb

    try:
        found = table.execute(sql)
        return [each[0] for each in found.description or ()], found.fetchall()
    except duckdb.Error as error:
        first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise UsageError(
            f"The query failed: {first}.", "Tables and views: kb tickets sql 'SHOW ALL TABLES' --from FILE."
        ) from error


def write_parquet(table: DuckDBPyConnection, sql: str, out: Path) -> None:
    """Write what a query gives as Parquet; the table must have been opened with this ``out``.

    Raises:
        UsageError: as for :func:`ask`.
    """
    ask(table, f"COPY ({sql.strip().rstrip(';')}) TO '{_quoted(str(out))}' (FORMAT parquet)")
