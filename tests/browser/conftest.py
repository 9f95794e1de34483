"""The demo project as a site, served under a policy, and a browser that nothing may go wrong in."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from tests.browser.finding import PATIENCE
from tests.site.small_base import NOW, copy_project

from sopkb.core.load import load_base
from sopkb.site.adapters.plain import build_frame as plain
from sopkb.site.build import Generator, build_site, mkdocs
from sopkb.site.policy import POLICY_NAME

SEARCH_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "worker-src 'self'"
)
"""What search asks of a host."""


class _Handler(SimpleHTTPRequestHandler):
    """Sends the policy that the site brings, as the guide for operators says."""

    policy = ""

    def end_headers(self) -> None:
        policy = self.policy or Path(self.directory, POLICY_NAME).read_text(encoding="utf-8").strip()
        self.send_header("Content-Security-Policy", policy)
        super().end_headers()

    def log_message(self, *_: Any) -> None:
        pass


class _Strict(_Handler):
    policy = SEARCH_POLICY


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that leaves in the middle of an answer is no error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


Serve = Callable[..., str]


@pytest.fixture(scope="session")
def served() -> Iterator[Serve]:
    """Serve a folder, under the policy of the site or a ``strict`` one; gives the address."""
    with ExitStack() as stack:

        def serve(folder: Path, *, strict: bool = False) -> str:
            handler = partial(_Strict if strict else _Handler, directory=str(folder))
            server = stack.enter_context(_Server(("127.0.0.1", 0), handler))
            threading.Thread(target=server.serve_forever, daemon=True).start()
            stack.callback(server.shutdown)
            return f"http://127.0.0.1:{server.server_port}/"

        yield serve


@pytest.fixture(scope="session", params=["mkdocs", pytest.param("plain", marks=pytest.mark.long)])
def shell(request: pytest.FixtureRequest) -> Generator:
    """What stands around the records: a reader is to see and do the same in each."""
    return plain if request.param == "plain" else mkdocs()


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory, shell: Generator) -> Path:
    """The project, built into ``public/``."""
    folder = copy_project(tmp_path_factory.mktemp("project"))
    build_site(load_base(folder / "sop"), NOW, folder / "public", generator=shell)
    return folder


@pytest.fixture(scope="session")
def address(project: Path, served: Serve) -> str:
    return served(project / "public")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a new reader, on which nothing may go wrong, and that may ask one host only."""
    with browser.new_context() as context:
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        hosts: set[str] = set()
        context.on("request", lambda request: hosts.add(request.url.split("/")[2]))
        yield page
    assert complaints == []
    assert len(hosts) <= 1
