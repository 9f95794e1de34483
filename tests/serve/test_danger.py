"""Danger at the doors of the server: told before anything else, also where nothing else can be, written nowhere."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from tests.conftest import DEMO_NOW
from tests.serve.conftest import PATIENCE, running
from tests.serve.test_chat import LARK, SLACK, WALL, lark, message, slack, texts
from tests.serve.test_mcp import ask, refused

from sopkb.core.errors import SopkbError
from sopkb.core.load import Base
from sopkb.journal import SqliteJournal, read_journal
from sopkb_serve.app import create_app
from sopkb_serve.chat import platforms
from sopkb_serve.events import Log
from sopkb_serve.knowledge import Knowledge, Snapshot
from sopkb_serve.mcp import IN_DANGER, create_mcp
from sopkb_serve.settings import ServerSettings

SITE = "https://kb.example.org/"
JUMP = "someone on the livestream says he is going to jump"
FIXED = (
    "Is somebody in danger? Danger to life: ESC-0005 · A child at risk: ESC-0004 · A colleague in distress: ESC-0007"
)
AT = datetime(2026, 11, 22, 10, tzinfo=UTC)


class NoIndex:
    """An index whose files are gone."""

    def __getattr__(self, name: str) -> Any:
        raise OSError(f"{name} cannot be read for {JUMP}")

    def close(self) -> None:
        pass


@pytest.fixture
def without_index(demo_base: Base) -> Iterator[httpx.Client]:
    """A server whose index cannot be read."""
    knowledge = Knowledge(Snapshot(demo_base, NoIndex()), lambda: DEMO_NOW)  # type: ignore[arg-type]
    secrets = {"KB_SLACK_SIGNING_SECRET": SLACK, "KB_LARK_ENCRYPT_KEY": LARK}
    app = create_app(knowledge, ServerSettings(address=SITE), chat=platforms(secrets, lambda: WALL))
    with running(app) as address, httpx.Client(base_url=address, timeout=PATIENCE) as client:
        yield client


def test_the_api_tells_the_route_before_the_hits_and_nobody_may_keep_the_answer(client: httpx.Client) -> None:
    answer = client.get("/api/search", params={"q": JUMP})
    document = answer.json()
    assert next(iter(document)) == "alerts"
    (alert,) = document["alerts"]
    assert (alert["id"], alert["url"]) == ("ESC-0005", SITE + "ESC-0005.html")
    assert alert["how_fast"] == "Safety operations on-call answers within 5 minutes, 24x7"
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers


def test_an_answer_that_is_empty_or_only_close_has_the_line_with_addresses(client: httpx.Client) -> None:
    document = client.get("/api/search", params={"q": "canteen voucher"}).json()
    assert document["danger"]["line"] == FIXED
    assert document["danger"]["routes"][0]["url"] == SITE + "ESC-0005.html"
    assert client.get("/api/search", params={"q": "black screen"}).json()["danger"] is None


@pytest.mark.parametrize(
    ("query", "status"),
    [
        (f"q={JUMP}&now=never", 400),
        (f"q={JUMP}&kind=sop&nothing=1", 400),
        (f"q=black&q={JUMP}", 400),
        (f"q={JUMP}{'+and+so+on' * 200}", 400),
        (f"q={JUMP}&area=%FF", 400),
        (f"q=kind:sop -someone {JUMP}", 200),
    ],
)
def test_a_request_that_cannot_be_answered_is_told_the_route_all_the_same(
    query: str, status: int, client: httpx.Client
) -> None:
    answer = client.get("/api/search?" + query.replace(" ", "+"))
    assert answer.status_code == status
    assert [alert["id"] for alert in answer.json()["alerts"]] == ["ESC-0005"]


def test_who_asks_too_often_is_told_the_route_all_the_same(knowledge_of: Callable[[], Knowledge]) -> None:
    secrets = {"KB_SLACK_SIGNING_SECRET": SLACK, "KB_LARK_ENCRYPT_KEY": LARK}
    app = create_app(knowledge_of(), ServerSettings(address=SITE, a_minute=1), chat=platforms(secrets, lambda: WALL))
    with running(app) as address, httpx.Client(base_url=address, timeout=PATIENCE) as client:
        client.get("/api/health")
        answer = client.get("/api/search", params={"q": JUMP, "limit": "none"})
        assert answer.status_code == 429
        assert next(iter(answer.json())) == "alerts"
        (alert,) = answer.json()["alerts"]
        assert (alert["id"], alert["url"]) == ("ESC-0005", SITE + "ESC-0005.html")
        call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call"}
        told = client.post("/mcp", json={**call, "params": {"name": "search", "arguments": {"query": JUMP}}})
        assert (told.status_code, told.json()["alerts"][0]["id"]) == (429, "ESC-0005")
        for said in (slack(client, JUMP), lark(client, message(JUMP, "p2p"))):
            assert said.status_code == 200
            assert said.text.index("ESC-0005 Imminent harm route") < said.text.index("Too many requests.")

        refused_alike = [
            client.get("/api/search", params={"q": "black screen"}),
            client.get("/api/records", params={"q": JUMP}),
            client.post("/mcp", json={**call, "params": [JUMP]}),
            client.post("/mcp", content=b"[" * 60_000),
            client.post("/chat/slack", content=b"text=" + JUMP.encode()),
            slack(client, "black screen"),
        ]
        assert [each.status_code for each in refused_alike] == [429, 429, 429, 429, 401, 429]
        assert not any("ESC-0005" in each.text for each in refused_alike)


def test_without_an_index_the_routes_are_told(without_index: httpx.Client, capsys: pytest.CaptureFixture[str]) -> None:
    answer = without_index.get("/api/search", params={"q": JUMP})
    assert answer.status_code == 500
    assert [alert["id"] for alert in answer.json()["alerts"]] == ["ESC-0005"]
    for told in (slack(without_index, JUMP), lark(without_index, message(JUMP, "p2p"))):
        assert told.status_code == 200
        assert "ESC-0005 Imminent harm route" in told.text
    assert JUMP not in capsys.readouterr().err
    everyday = without_index.get("/api/search", params={"q": "black screen"})
    assert everyday.json()["detail"] == "The server made a mistake."
    assert "alerts" not in everyday.json()


def test_chat_shows_the_route_first_with_its_page(knowledge_of: Callable[[], Knowledge]) -> None:
    secrets = {"KB_SLACK_SIGNING_SECRET": SLACK, "KB_LARK_ENCRYPT_KEY": LARK}
    app = create_app(knowledge_of(), ServerSettings(address=SITE), chat=platforms(secrets, lambda: WALL))
    with running(app) as address, httpx.Client(base_url=address, timeout=PATIENCE) as client:
        told = slack(client, JUMP).json()
        assert told["text"] == "Danger to life: ESC-0005 Imminent harm route"
        first = told["blocks"][0]["text"]["text"]
        assert first.startswith(f":warning: *<{SITE}ESC-0005.html|Danger to life: ESC-0005 Imminent harm route>*\n")
        assert "Safety operations on-call answers within 5 minutes" in first
        card = lark(client, message(JUMP, "p2p")).json()["card"]
        assert card["header"]["title"]["content"] == "Danger to life: ESC-0005 Imminent harm route"
        assert card["elements"][0]["text"]["content"].startswith("⚠ Danger to life: ESC-0005 Imminent harm route\n")
        assert card["elements"][1]["actions"][0]["url"] == SITE + "ESC-0005.html"
        assert FIXED in texts(slack(client, "canteen voucher").json())
        assert "Is somebody in danger?" not in slack(client, "black screen").text


def test_an_agent_is_told_to_say_the_route_before_anything_else(knowledge_of: Callable[[], Knowledge]) -> None:
    server = create_mcp(knowledge_of(), ServerSettings(address=SITE), "PUO")
    found = ask(server, "search", query=JUMP)
    assert [(alert["id"], alert["url"]) for alert in found["alerts"]] == [("ESC-0005", SITE + "ESC-0005.html")]
    assert found["note"].startswith(IN_DANGER)
    assert ask(server, "search", query="canteen voucher")["danger"] == FIXED
    assert ask(server, "search", query="black screen")["danger"] == ""
    told = refused(server, "search", query=JUMP + " x" * 600)
    assert told.index("Danger to life: ESC-0005 Imminent harm route") < told.index("Send at most 1,000")


def test_an_agent_is_told_the_route_where_the_index_cannot_be_opened(demo_base: Base) -> None:
    def opened() -> Snapshot:
        raise SopkbError("The index cannot be made.", "Make room.")

    server = create_mcp(Knowledge(opened, lambda: DEMO_NOW), ServerSettings(), "PUO", base=lambda: demo_base)
    told = refused(server, "search", query=JUMP)
    assert told.index("Danger to life: ESC-0005 Imminent harm route") < told.index("The index cannot be made.")
    assert "alerts" not in refused(server, "search", query="black screen")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite"


@pytest.fixture
def journalled(knowledge_of: Callable[[], Knowledge], path: Path) -> Iterator[httpx.Client]:
    knowledge = knowledge_of()
    log = Log(SqliteJournal(path), lambda: AT, knowledge)
    secrets = {"KB_SLACK_SIGNING_SECRET": SLACK}
    app = create_app(knowledge, ServerSettings(), log=log, chat=platforms(secrets, lambda: WALL))
    with running(app) as address, httpx.Client(base_url=address, timeout=PATIENCE) as client:
        yield client


def queries(path: Path) -> list[str]:
    with sqlite3.connect(path) as database:
        return [query for (query,) in database.execute("SELECT query FROM searches ORDER BY id")]


def counted(path: Path) -> list[tuple[str, str, str, int]]:
    return [(each.source, each.topic, each.record, each.times) for each in read_journal(path).alerts]


def written(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.iterdir())


def test_of_a_search_that_raises_an_alert_only_the_route_is_counted(journalled: httpx.Client, path: Path) -> None:
    journalled.get("/api/search", params={"q": JUMP, "session": "abcdefgh", "source": "site"})
    journalled.get("/api/search", params={"q": JUMP, "nothing": "1"})
    slack(journalled, JUMP)
    journalled.get("/api/search", params={"q": "black screen"})
    journalled.post(
        "/api/events", json={"kind": "opened", "session": "zzzzzzzz", "record": "SOP-0012"}
    )  # all is written
    assert queries(path) == ["black screen"]
    assert counted(path) == [
        ("api", "life", "ESC-0005", 1),
        ("chat", "life", "ESC-0005", 1),
        ("site", "life", "ESC-0005", 1),
    ]
    assert b"livestream" not in written(path)
    assert b"abcdefgh" not in written(path)


def test_what_was_typed_before_and_is_taken_back_afterwards_is_not_written_either(
    journalled: httpx.Client, path: Path
) -> None:
    end = JUMP.removesuffix("jump")
    for text in ("black screen", "someone on the live", end, JUMP, JUMP + " now", JUMP, end, "someone"):
        journalled.get("/api/search", params={"q": text, "session": "abcdefgh", "source": "site"})
    journalled.post("/api/events", json={"kind": "opened", "session": "abcdefgh", "record": "ESC-0005"})
    journalled.get("/api/search", params={"q": "queue empty", "session": "abcdefgh", "source": "site"})
    journalled.post("/api/events", json={"kind": "opened", "session": "abcdefgh", "record": "TRB-0003"})
    assert queries(path) == ["black screen", "queue empty"]
    assert counted(path) == [("site", "life", "ESC-0005", 1)]
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT chosen FROM searches ORDER BY id").fetchall() == [(None,), ("TRB-0003",)]


def test_whatever_a_client_sends_the_server_listens_itself(journalled: httpx.Client, path: Path) -> None:
    said = {"session": "abcdefgh", "source": "site"}
    events = [
        {**said, "kind": "search", "query": JUMP, "total": 3},
        {**said, "kind": "report", "outcome": "gap", "query": JUMP, "note": "What the user said: "},
        {**said, "kind": "report", "outcome": "failed", "record": "WKA-0002", "version": "1.2.0", "note": JUMP},
    ]
    assert journalled.post("/api/events", json=events).status_code == 201
    history = read_journal(path)
    assert history.searches == ()
    assert [(each.outcome, each.record, each.query, each.note) for each in history.reports] == [
        ("failed", "WKA-0002", "", "")
    ]
    assert counted(path) == [("site", "life", "ESC-0005", 3)]
    assert b"livestream" not in written(path)


def test_a_site_tells_that_it_showed_a_route_and_no_word_of_why(journalled: httpx.Client, path: Path) -> None:
    event = {"kind": "alerted", "session": "abcdefgh", "source": "site", "topic": "child_safety"}
    journalled.get("/api/search", params={"q": "there is a nak", "session": "abcdefgh", "source": "site"})
    assert journalled.post("/api/events", json=event).status_code == 201
    assert journalled.post("/api/events", json={**event, "query": "x"}).status_code == 400
    assert journalled.post("/api/events", json={**event, "topic": "weather"}).status_code == 400
    assert queries(path) == []
    assert counted(path) == [("site", "child_safety", "ESC-0004", 1)]


def test_an_older_journal_is_read_and_goes_on(path: Path) -> None:
    SqliteJournal(path).close()
    with sqlite3.connect(path) as database:
        database.execute("DROP TABLE alerts")
    assert read_journal(path).alerts == ()
    SqliteJournal(path).close()
    assert read_journal(path).alerts == ()


def test_metrics_count_alerts_and_never_what_was_asked(knowledge_of: Callable[[], Knowledge]) -> None:
    with (
        running(create_app(knowledge_of(), ServerSettings())) as address,
        httpx.Client(base_url=address, timeout=PATIENCE) as client,
    ):
        client.get("/api/search", params={"q": JUMP})
        client.get("/api/search", params={"q": JUMP, "now": "never"})
        text = client.get("/api/metrics").text
    assert "kb_search_alerts_total 2\n" in text
    assert "jump" not in text
