"""``kb check --external``: outside links are tried when somebody asks, and only those of listed hosts."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.cli.conftest import Ran

SOP = "sop/sops/SOP-0012-accesshub-restore-a-locked-moderator-account.md"


@pytest.fixture
def gone() -> Iterator[str]:
    """The host of a server that has nothing."""

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.send_response(404)
            self.end_headers()

        do_GET = do_HEAD

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_dead_link_is_a_warning_and_only_when_asked(kb: Callable[..., Ran], project: Path, gone: str) -> None:
    config, record = project / "sop/kb.yml", project / SOP
    allowed = config.read_text("utf-8").replace("hosts: [", f'hosts: ["{gone}", ', 1)
    config.write_text(allowed, "utf-8", newline="\n")
    text = record.read_text("utf-8") + f"\nSee [the board](http://{gone}/board).\n"
    record.write_text(text, "utf-8", newline="\n")
    assert "K02" not in kb("check", SOP).out
    said = kb("check", "--external", SOP)
    assert (said.code, said.out.count("K02  ")) == (0, 1)
    assert "answers 404. Correct the link" in said.out
    assert "Outside links: 1 tried, 0 not in time, 0 left alone" in said.err


def test_hosts_that_are_not_listed_are_left_alone(kb: Callable[..., Ran], project: Path, gone: str) -> None:
    record = project / SOP
    record.write_text(record.read_text("utf-8") + f"\nSee [the board](http://{gone}/board).\n", "utf-8", newline="\n")
    said = kb("check", "--external", SOP)
    assert "K02" not in said.out
    assert "Outside links: 0 tried, 0 not in time, 1 left alone" in said.err
