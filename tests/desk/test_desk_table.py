"""The table of tickets: what is loaded, what SQL says of it, and what a query cannot reach."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.conftest import CHECKOUT, DEMO_NOW
from tests.desk.products import facts, zendesk

from sopkb.core.errors import UsageError
from sopkb.core.load import Base
from sopkb_desk.backlog import ended, first_replies, open_at
from sopkb_desk.backlog import opened as opened_in
from sopkb_desk.columns import TicketMapping
from sopkb_desk.daily import day_of
from sopkb_desk.desk_table import ask, load, opened, prepare, write_parquet
from sopkb_desk.reading import Export
from sopkb_desk.report_sql import daily_queries
from sopkb_desk.ticket_file import TicketFile
from sopkb_desk.year import Year

GUIDE = (CHECKOUT / "docs/guides/desk-sql.md").read_text("utf-8")
QUERIES = re.findall(r"```sql\n(.*?)```", GUIDE, re.DOTALL)
MAY_BE_EMPTY = ("left_out", "NOT is_status_known", "changes", "NOT EXISTS", "longest")


@pytest.fixture(scope="module")
def table(year: Year, demo_base: Base, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The generated year, loaded."""
    folder = tmp_path_factory.mktemp("table")
    (folder / "tickets.csv").write_text(year.text, "utf-8")
    with opened(folder / "desk.duckdb") as found:
        prepare(found)
        (loaded,) = load(found, [(p := folder / "tickets.csv", TicketFile(p, DEMO_NOW))], demo_base, DEMO_NOW)
    assert loaded.tickets == len(year.right)
    return folder / "desk.duckdb"


def test_there_are_more_than_twenty_queries() -> None:
    assert len(QUERIES) > 20


@pytest.mark.parametrize("number", range(len(QUERIES)))
def test_a_query_of_the_guide_runs_as_it_stands_and_says_something(table: Path, number: int) -> None:
    sql = QUERIES[number]
    with opened(table, read_only=True) as found:
        names, rows = ask(found, sql)
    assert names
    assert rows or any(word in sql for word in MAY_BE_EMPTY), sql


def test_every_column_says_what_it_means(table: Path) -> None:
    with opened(table, read_only=True) as found:
        _, rows = ask(found, "SELECT column_name FROM duckdb_columns() WHERE NOT internal AND comment IS NULL "
                             "AND table_name NOT IN (SELECT view_name FROM duckdb_views())")  # fmt: skip
    assert not rows


def test_the_queries_of_a_day_give_the_figures_of_its_report(table: Path, export: Export, demo_base: Base) -> None:
    desk = demo_base.config.desk
    since, until = day_of(date(2026, 11, 20), desk)
    queries = daily_queries(since, until)
    with opened(table, read_only=True) as found:
        answers = {title: ask(found, sql)[1] for title, sql in queries.items()}
    todays, gone = opened_in(export.tickets, since, until), ended(export.tickets, since, until)
    assert dict(answers["opened, by severity"]) == Counter(t.priority for t in todays)
    assert {row[0]: row[1] for row in answers["answered, by severity"]} == Counter(t.priority for t in gone)
    still = open_at(export.tickets, until)
    assert dict(answers["open at the end, by severity"]) == Counter(t.priority for t in still)
    kept = first_replies(todays, until, desk)
    assert {row[0]: (row[1], row[2]) for row in answers["first replies in time, by severity"]} == {
        name: (each.judged, each.kept) for name, each in kept.items() if each.judged
    }
    assert answers["linked, of those answered"] == [(len(gone), sum(t.is_linked for t in gone))]


def test_figures_are_those_that_plain_reading_of_the_file_gives(table: Path, year: Year) -> None:
    rows = list(csv.DictReader(year.text.splitlines()))
    with opened(table, read_only=True) as found:
        _, by_site = ask(found, "SELECT site, count(*) FROM tickets GROUP BY ALL")
        _, linked = ask(found, "SELECT count(DISTINCT ticket_id) FROM links")
    assert dict(by_site) == Counter(row["site"] for row in rows)
    assert linked == [(sum(bool(row["kb_ids"]) for row in rows),)]


def test_a_later_load_replaces_a_ticket_and_keeps_what_changed(demo_base: Base, tmp_path: Path) -> None:
    all_ = facts(60)
    first, second = tmp_path / "w1.csv", tmp_path / "w2.csv"
    text = zendesk(all_).decode("utf-8-sig")
    first.write_text(text, "utf-8")
    second.write_text(text.replace(",Open,", ",Solved,"), "utf-8")
    with opened(tmp_path / "d.duckdb") as found:
        prepare(found)
        files = [(path, TicketFile(path, DEMO_NOW, TicketMapping())) for path in (first, second, first)]
        loads = list(load(found, files, demo_base, DEMO_NOW))
        _, changes = ask(found, "SELECT DISTINCT column_name, was, is_now, load FROM changes")
        _, count = ask(found, "SELECT count(*), count(DISTINCT ticket_id) FROM tickets")
    were_open = sum(fact.state == "open" for fact in all_)
    assert [(each.tickets, each.new, each.changed) for each in loads] == [(60, 60, 0), (60, 0, were_open), (None, 0, 0)]
    assert changes == [("status", "open", "resolved", 2)]
    assert count == [(60, 60)]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM '/etc/hostname'",
        "COPY tickets TO '/tmp/stolen.csv'",
        "INSTALL httpfs",
        "ATTACH '/tmp/other.duckdb'",
        "SET enable_external_access = true",
        "DELETE FROM tickets",
        "SELECT * FROM glob('/**')",
    ],
)
def test_a_query_reaches_no_other_file_no_network_and_changes_nothing(table: Path, sql: str) -> None:
    with opened(table, read_only=True) as found, pytest.raises(UsageError, match="The query failed"):
        ask(found, sql)


def test_parquet_is_written_to_the_file_that_was_named_and_to_no_other(table: Path, tmp_path: Path) -> None:
    import duckdb

    out = tmp_path / "replies.parquet"
    with opened(table, read_only=True, out=out) as found:
        write_parquet(found, "SELECT priority, count(*) AS n FROM first_replies GROUP BY ALL;", out)
        with pytest.raises(UsageError):
            write_parquet(found, "SELECT 1", tmp_path / "other.parquet")
    (row,) = duckdb.sql(f"SELECT count(*) FROM '{out}'").fetchall()
    assert row[0] >= 3


def test_nothing_of_a_person_is_in_the_table(demo_base: Base, tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_bytes(zendesk(facts(20)))
    with opened(tmp_path / "d.duckdb") as found:
        prepare(found)
        list(load(found, [(path, TicketFile(path, datetime(2026, 11, 22, tzinfo=UTC)))], demo_base, DEMO_NOW))
    assert b"prado" not in (tmp_path / "d.duckdb").read_bytes().lower()
