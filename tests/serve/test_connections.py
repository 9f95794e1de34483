"""Whoever holds connections open and sends nothing keeps nobody from being answered."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace

import httpx2 as httpx
import pytest
import uvicorn
from tests.serve.conftest import PATIENCE, allow_many_files

from sopkb_serve.app import create_app
from sopkb_serve.connections import configured
from sopkb_serve.knowledge import Knowledge
from sopkb_serve.settings import ServerSettings

HALF = b"GET /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
WHOLE = b"GET /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
Address = tuple[str, int]

DEADLINES = (0.3, 3.0, 30.0)
"""Deadlines to try one after the other: this test itself may be kept waiting longer than the shortest allows."""


@contextmanager
def served(knowledge: Knowledge, settings: ServerSettings) -> Iterator[Address]:
    server = uvicorn.Server(configured(create_app(knowledge, settings), "127.0.0.1", 0, settings))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module", autouse=True)
def _files() -> None:
    allow_many_files()


@pytest.fixture
def serve(knowledge_of: Callable[[], Knowledge]) -> Iterator[Callable[..., Address]]:
    with ExitStack() as stack:
        yield lambda **limits: stack.enter_context(served(knowledge_of(), replace(ServerSettings(), **limits)))


@contextmanager
def connected(address: Address, count: int, sent: bytes = b"") -> Iterator[list[socket.socket]]:
    with ExitStack() as stack:
        opened = []
        for _ in range(count):
            opened.append(stack.enter_context(socket.create_connection(address, timeout=PATIENCE)))
            if sent:
                with contextlib.suppress(ConnectionError):
                    opened[-1].sendall(sent)
        yield opened


def is_answered(address: Address) -> bool:
    return httpx.get(f"http://127.0.0.1:{address[1]}/api/health", timeout=PATIENCE).status_code == 200


def closed_by_the_server(connections: list[socket.socket], count: int) -> bool:
    """Wait until so many of them are closed."""
    closed = 0
    with selectors.DefaultSelector() as selector:
        for each in connections:
            selector.register(each, selectors.EVENT_READ)
        while closed < count:
            ready = selector.select(timeout=PATIENCE)
            if not ready:
                return False
            for key, _ in ready:
                selector.unregister(key.fileobj)
                closed += 1
    return True


@pytest.mark.parametrize("sent", [b"", HALF], ids=["nothing", "half a head"])
def test_two_thousand_half_open_connections_keep_nobody_from_being_answered(
    serve: Callable[..., Address], sent: bytes
) -> None:
    address = serve()
    with connected(address, 2000, sent) as held:
        assert all(is_answered(address) for _ in range(20))
        assert closed_by_the_server(held, 2000 - 256)


def test_what_waits_is_closed_after_its_deadline_however_busy_it_looks(serve: Callable[..., Address]) -> None:
    address = serve(head_seconds=0.3)
    with connected(address, 3, HALF) as held:
        stop = threading.Event()

        def drip() -> None:
            with contextlib.suppress(OSError):
                while not stop.is_set():
                    held[0].sendall(b"x")
                    time.sleep(0.01)

        thread = threading.Thread(target=drip)
        thread.start()
        try:
            assert closed_by_the_server(held, 3)
        finally:
            stop.set()
            thread.join()


def test_a_second_request_has_the_same_deadline_as_the_first(serve: Callable[..., Address]) -> None:
    for seconds in DEADLINES:
        with connected(serve(head_seconds=seconds), 1, WHOLE) as (held,):
            if not held.recv(65536).startswith(b"HTTP/1.1 200"):
                continue  # the whole request came too late
            held.sendall(HALF)
            assert closed_by_the_server([held], 1)
            return
    raise AssertionError("a whole request was not answered within any deadline")


@pytest.mark.parametrize("path", ["/api/events", "/mcp"])
def test_a_body_that_does_not_come_is_not_waited_for(serve: Callable[..., Address], path: str) -> None:
    address = serve(seconds=0.2, head_seconds=30.0)
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{address[1]}\r\nContent-Type: application/json\r\n"
    head += "Accept: application/json, text/event-stream\r\nContent-Length: 10\r\n\r\n1"
    with connected(address, 5, head.encode()) as held:
        assert closed_by_the_server(held, 5)
    # What is waited for here is any answer: a whole one may take a busy machine longer than a request may.
    assert httpx.get(f"http://127.0.0.1:{address[1]}/api/health", timeout=PATIENCE).status_code in (200, 408)


def test_of_one_client_the_connection_that_waited_longest_makes_room(serve: Callable[..., Address]) -> None:
    address = serve(connections_of_client=3, head_seconds=PATIENCE)
    with connected(address, 4) as held:
        assert closed_by_the_server(held[:1], 1)
        for each in held[1:]:
            each.sendall(WHOLE)
            assert each.recv(12) == b"HTTP/1.1 200"


def test_of_all_connections_the_one_that_waited_longest_makes_room(serve: Callable[..., Address]) -> None:
    address = serve(connections=3, connections_of_client=0, head_seconds=PATIENCE)
    with connected(address, 4) as held:
        assert closed_by_the_server(held[:1], 1)
        held[3].sendall(WHOLE)
        assert held[3].recv(12) == b"HTTP/1.1 200"


def test_a_connection_may_be_used_again_and_again(serve: Callable[..., Address]) -> None:
    address = serve(connections_of_client=1, connections=1, head_seconds=PATIENCE)
    with httpx.Client(base_url=f"http://127.0.0.1:{address[1]}", timeout=PATIENCE) as client:
        assert {client.get("/api/health").status_code for _ in range(200)} == {200}
