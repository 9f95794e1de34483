"""Requests that mean no good: each is refused, nothing of the program is told, and the server answers on."""

from __future__ import annotations

import random
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2 as httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance
from tests.conftest import DEMO_NOW
from tests.serve.conftest import PATIENCE, running

from sopkb.journal import SqliteJournal
from sopkb_serve.app import create_app
from sopkb_serve.events import Log
from sopkb_serve.knowledge import Knowledge
from sopkb_serve.settings import ServerSettings


def raw(address: str, request: bytes) -> bytes:
    """Send bytes as they are; gives what comes back until the server closes.

    Our end is closed only once the answer begins: a server drops the question of somebody who has gone.
    """
    where = urlsplit(address)
    with socket.create_connection((where.hostname, where.port), timeout=PATIENCE) as connection:
        connection.sendall(request)
        received = connection.recv(65_536)
        with suppress(OSError):  # the server may have closed already
            connection.shutdown(socket.SHUT_WR)
        while part := connection.recv(65_536):
            received += part
        return received


def test_a_foreign_host_is_misdirected(client: httpx.Client) -> None:
    response = client.get("/api/health", headers={"Host": "evil.example.org"})
    assert response.status_code == 421
    assert response.json()["field"] == "Host"


def test_a_web_page_may_ask_only_where_it_was_allowed_to(knowledge_of: Callable[[], Knowledge]) -> None:
    settings = ServerSettings(origins=("https://tickets.example.org",))
    with (
        running(create_app(knowledge_of(), settings)) as address,
        httpx.Client(base_url=address, timeout=PATIENCE) as client,
    ):
        friend = client.get("/api/health", headers={"Origin": "https://tickets.example.org"})
        assert friend.headers["access-control-allow-origin"] == "https://tickets.example.org"
        stranger = client.get("/api/health", headers={"Origin": "https://evil.example.org"})
        assert "access-control-allow-origin" not in stranger.headers


def test_who_asks_too_often_is_told_when_to_ask_again(knowledge_of: Callable[[], Knowledge]) -> None:
    with running(create_app(knowledge_of(), ServerSettings(a_minute=1))) as address:
        with httpx.Client(base_url=address, timeout=PATIENCE) as client:
            answers = [client.get("/api/health") for _ in range(2)]
        assert answers[0].status_code == 200
        assert answers[-1].status_code == 429
        assert int(answers[-1].headers["retry-after"]) >= 1


def test_a_body_that_is_too_large_is_refused_whether_it_is_announced_or_not(address: str) -> None:
    announced = b"GET /api/health HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\n"
    assert b" 413 " in raw(address, announced).splitlines()[0]


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"GET /api/search?q=%ff%fe HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 400),
        (b"GET /api/search?q=a&q=b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 400),
        (b"GET /api/records/..%2f..%2fetc%2fpasswd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 404),
        (b"GET /api/records/%00 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 404),
        (b"DELETE /api/records/SOP-0012 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 405),
        (b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", None),
        (b"GET / HTTP/1.1\r\n" + b"X-A: b\r\n" * 20_000 + b"\r\n", None),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
        (b"GET / HTTP/9.9\r\n\r\n", 421),
        (b"GET /api/health HTTP/1.1\r\nHost: \r\nConnection: close\r\n\r\n", 421),
    ],
)
def test_what_is_no_request_is_a_fault_of_the_client(address: str, request_bytes: bytes, status: int | None) -> None:
    """None for what is too long: the server may close before it has read all, and then no answer may arrive."""
    try:
        received = raw(address, request_bytes)
    except ConnectionError:
        received = b""
    if status is not None:
        assert received.split()[1] == str(status).encode(), received[:200]
    assert not received or received.split()[1].startswith(b"4"), received[:200]
    assert b"Traceback" not in received
    assert b".py" not in received
    assert httpx.get(address + "/api/health", timeout=PATIENCE).status_code == 200


def test_random_requests_are_answered_with_nothing_worse_than_4xx(
    address: str, client: httpx.Client, request: pytest.FixtureRequest
) -> None:
    drawn = random.Random(20261122)
    words = [
        "api",
        "search",
        "records",
        "codes",
        "..",
        "%2e%2e",
        "SOP-0012",
        "\u202e",
        "<script>",
        "'; drop",
        "🙂",
        "审核台",
    ]
    names = ["q", "limit", "offset", "kind", "now", "since", "format", "q[]", "__proto__", "%00"]
    for _ in range(10_000 if request.config.getoption("--long") else 300):
        path = "/" + "/".join(drawn.choices(words, k=drawn.randrange(1, 5)))
        query = {
            drawn.choice(names): drawn.choice(words) * drawn.choice((1, 1, 1, 400)) for _ in range(drawn.randrange(4))
        }
        headers = {
            drawn.choice(("Accept", "If-None-Match", "Range", "X-Forwarded-For")): drawn.choice(("*", "a" * 3000, "0"))
        }
        answer = client.request(
            drawn.choice(("GET", "GET", "GET", "POST", "PUT", "HEAD")), path, params=query, headers=headers
        )
        assert answer.status_code < 500, (path, query)
    assert client.get("/api/health").status_code == 200


def test_the_server_keeps_to_its_description(
    knowledge_of: Callable[[], Knowledge], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Schemathesis makes requests from the OpenAPI document, right and wrong ones, and holds each answer to it."""
    with_settings = settings(
        max_examples=300 if request.config.getoption("--long") else 25,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    knowledge = knowledge_of()
    log = Log(SqliteJournal(tmp_path / "journal.sqlite"), lambda: DEMO_NOW, knowledge)
    tried = []
    with running(create_app(knowledge, ServerSettings(address="https://kb.example.org/"), log=log)) as address:
        schema = schemathesis.openapi.from_url(address + "/api/openapi.json")
        for found in schema.get_all_operations():
            operation = found.ok()  # type: ignore[union-attr]

            @with_settings
            @given(case=operation.as_strategy())
            def keeps_to_it(case: schemathesis.Case) -> None:
                # Which records there are is no part of the document: an event about another one is refused.
                unsaid: list[Any] = [positive_data_acceptance] if case.path == "/api/events" else []
                case.call_and_validate(excluded_checks=unsaid)

            keeps_to_it()
            tried.append(operation.path)
    assert len(tried) == 8
