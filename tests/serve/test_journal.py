"""What is written down of searches and reports: redacted, merged, kept for a while, not lost once acknowledged."""

from __future__ import annotations

import json
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from tests.conftest import CHECKOUT, SMALL_CONFIG, make_base
from tests.serve.conftest import PATIENCE, running

from sopkb.cli import main
from sopkb.core.errors import SopkbError
from sopkb.journal import Acknowledged, JournalFull, Opened, Report, Search, SqliteJournal
from sopkb_serve.app import create_app
from sopkb_serve.events import Log
from sopkb_serve.knowledge import Knowledge
from sopkb_serve.settings import ServerSettings

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)


def rows(path: Path, table: str, columns: str = "*") -> list[tuple[Any, ...]]:
    with sqlite3.connect(path) as database:
        return list(database.execute(f"SELECT {columns} FROM {table} ORDER BY id"))


def search(query: str, session: str = "session-1", total: int = 1) -> Search:
    return Search(session, "site", query, ["WKA-0002"][:total], total)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite"


@pytest.fixture
def journal(path: Path) -> Iterator[SqliteJournal]:
    journal = SqliteJournal(path)
    yield journal
    journal.close()


def test_the_keystrokes_of_one_search_are_one_line(journal: SqliteJournal, path: Path) -> None:
    for second, text in enumerate(["bl", "black", "black scr", "black screen", "black scree"]):
        journal.write([search(text)], AT + timedelta(seconds=second))
    journal.write([search("queue empty")], AT + timedelta(seconds=6))
    journal.write([search("queue empty", "session-2")], AT + timedelta(seconds=7))
    journal.write([search("queue empty now")], AT + timedelta(minutes=5))
    assert rows(path, "searches", "query") == [
        ("black scree",),
        ("queue empty",),
        ("queue empty",),
        ("queue empty now",),
    ]


def test_searches_without_a_session_are_nobodys_keystrokes(journal: SqliteJournal, path: Path) -> None:
    journal.write([search("black", "")], AT)
    journal.write([search("black screen", "")], AT)
    assert len(rows(path, "searches")) == 2


def test_what_was_opened_and_said_belongs_to_the_search_before(journal: SqliteJournal, path: Path) -> None:
    journal.write([search("black screen")], AT)
    journal.write([Opened("session-1", "WKA-0002", "LIVE")], AT + timedelta(seconds=5))
    journal.write([search("black screen again")], AT + timedelta(seconds=9))
    journal.write([Opened("session-1", "WKA-0002", "LIVE")], AT + timedelta(seconds=12))
    journal.write([Report("session-1", "site", "failed", "WKA-0002", "1.2.0")], AT + timedelta(minutes=3))
    assert rows(path, "searches", "query, chosen, outcome") == [
        ("black screen", "WKA-0002", None),
        ("black screen again", "WKA-0002", "failed"),
    ]
    assert rows(path, "reports", "outcome, record, version") == [("failed", "WKA-0002", "1.2.0")]


def test_nothing_private_and_no_session_is_written(journal: SqliteJournal, path: Path) -> None:
    private = "jane.doe@" + "some-vendor.co"
    journal.write([search(f"account of {private} locked")], AT)
    journal.write([Report("session-1", "site", "gap", query=private, note=f"ask {private}")], AT)
    journal.write([Acknowledged("session-1", "night shift", "SOP-0012", "2.1.0")], AT)
    journal.close()
    written = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert private.encode() not in written
    assert b"session-1" not in written
    assert b"night shift" in written


def test_lines_are_deleted_when_their_time_is_over(path: Path) -> None:
    journal = SqliteJournal(path, timedelta(days=30))
    journal.write([search("old")], AT - timedelta(days=31))
    journal.write([search("young")], AT - timedelta(days=29))
    journal.write([search("new")], AT)
    journal.close()
    assert rows(path, "searches", "query") == [("young",), ("new",)]


def test_a_full_journal_keeps_what_it_has_and_writes_again_when_old_lines_are_deleted(path: Path) -> None:
    journal = SqliteJournal(path, timedelta(days=30), largest=200_000)

    def fill() -> int:
        for number in range(10_000):
            journal.write([search(f"query {number} {'x' * 400}", f"session-{number}")], AT)
        return 0

    with pytest.raises(JournalFull, match=r"The journal journal\.sqlite is full"):
        fill()
    held = len(rows(path, "searches"))
    assert held > 200
    assert path.stat().st_size <= 200_000
    with pytest.raises(JournalFull):
        journal.write([search(f"more {'x' * 400}", f"other-{number}") for number in range(50)], AT)
    assert len(rows(path, "searches")) == held
    journal.write([search("much later")], AT + timedelta(days=31))
    journal.close()
    assert rows(path, "searches", "query") == [("much later",)]


def test_only_its_owner_may_read_the_file(journal: SqliteJournal, path: Path) -> None:
    assert path.stat().st_mode & 0o077 == 0


def test_a_file_that_is_no_journal_is_said(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("not a database, but long enough to be taken for one" * 20, "utf-8")
    with pytest.raises(SopkbError, match="The journal other cannot be used"):
        SqliteJournal(tmp_path / "other")


@pytest.fixture
def client(knowledge_of: Callable[[], Knowledge], path: Path) -> Iterator[httpx.Client]:
    knowledge = knowledge_of()
    log = Log(SqliteJournal(path), lambda: AT, knowledge)
    with (
        running(create_app(knowledge, ServerSettings(), log=log)) as address,
        httpx.Client(base_url=address, timeout=PATIENCE) as client,
    ):
        yield client


@pytest.fixture
def limited(knowledge_of: Callable[[], Knowledge], path: Path) -> Iterator[Callable[..., tuple[httpx.Client, Log]]]:
    """A client of a server whose journal has limits of its own."""
    with ExitStack() as stack:

        def serve(largest: int = 0, **limits: Any) -> tuple[httpx.Client, Log]:
            knowledge = knowledge_of()
            log = Log(SqliteJournal(path, largest=largest), lambda: AT, knowledge, **limits)
            address = stack.enter_context(running(create_app(knowledge, ServerSettings(), log=log)))
            return stack.enter_context(httpx.Client(base_url=address, timeout=PATIENCE)), log

        yield serve


def test_a_full_journal_is_said_to_its_writers_and_once_to_the_operator(limited: Callable[..., Any]) -> None:
    said: list[str] = []
    client, _ = limited(largest=100_000, a_minute=0, say=said.append)
    note = [{**REPORT, "note": "x" * 3000}] * 10
    answers = [client.post("/api/events", json=note) for _ in range(10)]
    assert {answer.status_code for answer in answers} == {201, 507}
    assert answers[-1].json()["detail"] == "The journal is full."
    assert client.get("/api/search?q=black+screen").status_code == 200
    assert len(said) == 1
    assert "--journal-size" in said[0]


def test_one_client_writes_so_much_in_a_minute_and_is_answered_all_the_same(limited: Callable[..., Any]) -> None:
    client, _ = limited(a_minute=1)
    answers = [client.post("/api/events", json=[REPORT] * number) for number in (50, 1)]
    assert [answer.status_code for answer in answers] == [201, 429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 60
    assert client.get("/api/search?q=black+screen").status_code == 200


def test_searches_that_a_client_asks_too_often_are_counted_and_not_written(
    limited: Callable[..., Any], path: Path
) -> None:
    client, log = limited(a_minute=1)
    assert [client.get(f"/api/search?q=black+{number}").status_code for number in range(10)] == [200] * 10
    log.close()
    assert (len(rows(path, "searches")), log.left_out) == (1, 9)


REPORT = {"kind": "report", "session": "abcdefgh", "source": "site", "outcome": "worked", "record": "WKA-0002"}


def test_a_page_reports_and_is_told_that_it_is_written(client: httpx.Client, path: Path) -> None:
    assert client.post("/api/events", json={**REPORT, "version": "1.2.0", "note": "fine"}).status_code == 201
    acknowledged = {
        "kind": "acknowledged",
        "session": "abcdefgh",
        "team": "night",
        "record": "SOP-0012",
        "version": "2.1.0",
    }
    assert client.post("/api/events", json=acknowledged).status_code == 201
    assert rows(path, "reports", "outcome, note") == [("worked", "fine")]
    assert rows(path, "acknowledgements", "team, record, version") == [("night", "SOP-0012", "2.1.0")]


def test_a_search_of_the_api_is_written_with_its_results(client: httpx.Client, path: Path) -> None:
    client.get("/api/search", params={"q": "black screen", "session": "abcdefgh", "source": "chat"})
    client.post("/api/events", json={"kind": "opened", "session": "abcdefgh", "record": "WKA-0002"})
    ((query, source, results, chosen, state),) = rows(path, "searches", "query, source, results, chosen, chosen_state")
    assert (query, source, chosen, state) == ("black screen", "chat", "WKA-0002", "LIVE")
    assert results.startswith('["WKA-0002"')


def test_a_list_of_events_is_written_whole_or_not_at_all(client: httpx.Client, path: Path) -> None:
    """As a page sends it: as plain text, which needs no leave beforehand."""
    search = {"kind": "search", "session": "abcdefgh", "source": "site", "query": "black", "total": 2}
    search["results"] = ["WKA-0002", "NEW-9999"]
    opened = {"kind": "opened", "session": "abcdefgh", "record": "WKA-0002"}
    answer = client.post("/api/events", content=json.dumps([search, opened]), headers={"Content-Type": "text/plain"})
    assert (answer.status_code, answer.json()) == (201, {"written": 2})
    assert rows(path, "searches", "query, results, chosen") == [("black", '["WKA-0002"]', "WKA-0002")]
    assert client.post("/api/events", json=[REPORT, {**REPORT, "record": "SOP-9999"}]).status_code == 400
    assert client.post("/api/events", json=[REPORT] * 51).status_code == 400
    assert rows(path, "reports") == []


def test_lines_are_not_kept_longer_than_readers_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "project").mkdir()
    base = make_base(tmp_path / "project", {}, SMALL_CONFIG + "\njournal: {address: /, keep_days: 30}\n")
    arguments = ["api", "--root", str(base.root), "--journal", str(tmp_path / "journal"), "--port", "0"]
    assert main([*arguments, "--keep-days", "31"]) == 2
    assert "tells its readers that lines are deleted after 30 days" in capsys.readouterr().err


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"[[]]",
        b"{" * 50_000,
        b'{"kind": "other", "session": "abcdefgh"}',
        b'{"kind": "report", "session": "a b"}',
        b'{"kind": "opened", "session": "abcdefgh", "record": "SOP-9999"}',
        b'{"kind": "opened", "session": "abcdefgh", "record": "SOP-0012", "more": 1}',
        b'{"kind": "acknowledged", "session": "abcdefgh", "team": "<b>", "record": "SOP-0012", "version": "1.0.0"}',
        b'{"kind": "search", "session": "abcdefgh", "source": "site", "query": "x", "total": true}',
        b'{"kind": "search", "session": "abcdefgh", "source": "site", "query": "x", "total": 1, "filters": {"a": []}}',
    ],
)
def test_what_is_no_event_is_refused_and_not_written(client: httpx.Client, path: Path, body: bytes) -> None:
    assert client.post("/api/events", content=body).status_code == 400
    assert not any(rows(path, table) for table in ("searches", "reports", "acknowledgements"))


def test_events_are_described_where_they_are_taken(client: httpx.Client) -> None:
    document = client.get("/api/openapi.json").json()
    OpenAPIV31SpecValidator(document).validate()
    assert "post" in document["paths"]["/api/events"]


def test_a_foreign_page_cannot_write(client: httpx.Client, path: Path) -> None:
    answer = client.post("/api/events", json=REPORT, headers={"Origin": "https://evil.example.org"})
    assert answer.status_code == 403
    assert rows(path, "reports") == []


def test_no_acknowledged_line_is_lost_when_the_server_is_killed(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    path = tmp_path / "journal.sqlite"
    command = [sys.executable, "-m", "sopkb", "api", "--root", str(CHECKOUT / "sop"), "--port", "0"]
    written = 0
    for _ in range(10 if request.config.getoption("--long") else 2):
        with subprocess.Popen([*command, "--journal", str(path)], stderr=subprocess.PIPE, text=True) as server:
            assert server.stderr is not None
            address = next(found[0] for line in server.stderr if (found := re.search(r"http://127\.0\.0\.1:\d+", line)))
            with httpx.Client(base_url=address, timeout=PATIENCE) as client:
                for _ in range(17):
                    written += 1
                    assert client.post("/api/events", json={**REPORT, "note": f"n{written}"}).status_code == 201
                server.send_signal(signal.SIGKILL)
        assert [note for (note,) in rows(path, "reports", "note")] == [f"n{number + 1}" for number in range(written)]
