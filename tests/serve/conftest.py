"""A real server over the demo base, and a client that speaks HTTP to it."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
import uvicorn
from tests.conftest import DEMO_NOW

from sopkb.core.load import Base
from sopkb.search.index import open_index, update_index
from sopkb_serve.app import create_app
from sopkb_serve.knowledge import Knowledge, Snapshot
from sopkb_serve.settings import ServerSettings

Start = Callable[..., Any]

PATIENCE = 300.0
"""Seconds until a test gives up; nothing depends on how long it takes."""


def allow_many_files() -> None:
    """For tests of thousands of connections: both ends of each are files of this process."""
    if os.name == "nt":
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most if most != resource.RLIM_INFINITY else 65_536, most))


@contextmanager
def running(app: Any, held: socket.socket | None = None) -> Iterator[str]:
    """Serve an application on a port of its own, or on one that somebody holds already; gives its address."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, args=([held] if held else None,), daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def demo_index(demo_base: Base, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("server") / "index"
    update_index(demo_base, folder)
    return folder


@pytest.fixture(scope="session")
def knowledge_of(demo_base: Base, demo_index: Path) -> Callable[[], Knowledge]:
    """Knowledge of the demo base at its moment, each with an index that is opened for it."""
    return lambda: Knowledge(Snapshot(demo_base, open_index(demo_base, demo_index)), lambda: DEMO_NOW)


@pytest.fixture(scope="session")
def address(knowledge_of: Callable[[], Knowledge]) -> Iterator[str]:
    with running(create_app(knowledge_of(), ServerSettings(address="https://kb.example.org/"))) as where:
        yield where


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=PATIENCE) as client:
        yield client
