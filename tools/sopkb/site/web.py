"""A small web server for one author: pages from memory, the site's policy, and a word when something has changed."""

from __future__ import annotations

import json
import mimetypes
import posixpath
import re
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from sopkb.core.errors import SopkbError, reason_of
from sopkb.site.filled import Filled
from sopkb.site.finder import SEARCH_FOLDER
from sopkb.site.old_addresses import address_key
from sopkb.site.paths import SOURCES
from sopkb.site.policy import policy_for

LIVE_SCRIPT, LIVE_STATE = "kb-live.js", "kb-live.json"
"""The only things that a served page has and a built one has not: the script that follows, and what it follows."""
_ID = re.compile(r"([A-Za-z]{3}-\d{4})/?")
_LONGEST = 25.0
"""Seconds that a page waits for news before it asks again."""
_LOCAL = ("localhost", "127.0.0.1", "[::1]")
_ADDRESS = re.compile(r"(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\])(?::\d+)?", re.IGNORECASE)
_MOST = 256
"""Connections at a time: beyond that the one that has waited longest for a request makes room."""


class State:
    """What is served at the moment. One thread changes it, all others read.

    Args:
        searched: a folder with the files that search reads.
    """

    def __init__(self, searched: Path) -> None:
        self.searched = searched
        self.is_searchable = threading.Event()
        self.trouble: tuple[str, ...] = ()
        self.version = self.of_site = 0
        self._news = threading.Condition()
        self._site: Filled | None = None
        searched.mkdir(parents=True, exist_ok=True)

    @property
    def site(self) -> Filled:
        """The site."""
        if self._site is None:
            raise RuntimeError("nothing is served yet")
        return self._site

    def show(self, site: Filled) -> None:
        """Serve another site, in which nothing is wrong, and tell every page."""
        with self._news:
            self._site, self.trouble = site, ()
            self.version += 1
            self.of_site = self.version
            self._news.notify_all()

    def tell(self, trouble: Sequence[str]) -> None:
        """Have every page show what keeps it from being made anew."""
        with self._news:
            self.trouble = tuple(trouble)
            self.version += 1
            self._news.notify_all()

    def wait(self, version: int) -> bytes:
        """What is served, once it is another version than that, or after a while, as JSON."""
        with self._news:
            self._news.wait_for(lambda: self.version != version, _LONGEST)
            news = {"version": self.version, "site": self.of_site, "trouble": self.trouble}
        return json.dumps(news).encode()

    def moved(self, path: str) -> str:
        """The id of the record whose document lay at an address before it was imported; ``""`` for none."""
        return self.site.content.old_addresses.get(address_key(path), "")

    def file(self, place: str) -> bytes | None:
        """A file of the site, by its address; None where there is none."""
        if place.startswith(f"{SEARCH_FOLDER}/"):
            self.is_searchable.wait()
            return _read(self.searched, place)
        site = self.site
        data = site.file(place)
        return _read(site.frame.folder, place) if data is None else data


def _read(folder: Path, place: str) -> bytes | None:
    """A file below a folder; None for a place that is none, or lies outside."""
    path = folder / place
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            return None
        return path.read_bytes()
    except (OSError, ValueError):
        return None


class WebServer(ThreadingHTTPServer):
    """Serves a state on one host and port.

    Args:
        state: what is served.
        host: to listen on.
        port: to listen on; 0 for any.

    Raises:
        SopkbError: the port is taken.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, state: State, host: str, port: int) -> None:
        self.state = state
        try:
            super().__init__((host, port), _Handler)
        except OSError as error:
            raise SopkbError(
                f"{host}:{port} cannot be listened on: {reason_of(error)}.", "Name another with --port."
            ) from error
        self.url = f"http://{host}:{self.server_port}/"
        self._connections: dict[Any, bool] = {}
        self._changing = threading.Lock()
        self._is_open = host in ("", "0.0.0.0", "::")
        names = {host, *_LOCAL} if self._is_open or host in (*_LOCAL, "::1") else {host}
        names |= {socket.gethostname().lower(), socket.getfqdn().lower()} if self._is_open else set()
        self._hosts = frozenset(f"{name}:{self.server_port}" for name in names)

    def is_meant(self, host: str) -> bool:
        """Whether a request names this server: a page elsewhere could make a browser ask here by a name of its own.

        Where any address is listened on, any address is right, for nobody else can give a name to those.
        """
        return host.lower() in self._hosts or (self._is_open and _ADDRESS.fullmatch(host) is not None)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer on a new connection; one on which nothing is asked may have to go for it."""
        self.note(request, is_waiting=True)
        with self._changing:
            waiting = (each for each, is_waiting in self._connections.items() if is_waiting)
            oldest = next(waiting, None) if len(self._connections) > _MOST else None
            self._connections.pop(oldest, None)
        if oldest is not None:
            with suppress(OSError):  # its client may have gone
                oldest.shutdown(socket.SHUT_RDWR)  # its thread finds nothing to read any more, and ends
        super().process_request(request, client_address)

    def note(self, connection: Any, *, is_waiting: bool) -> None:
        """Note whether a connection waits for its next request, from now on, or has one that is being answered."""
        with self._changing:
            self._connections.pop(connection, None)
            self._connections[connection] = is_waiting

    def shutdown_request(self, request: Any) -> None:
        """Forget a connection and close it."""
        with self._changing:
            self._connections.pop(request, None)
        super().shutdown_request(request)

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that leaves in the middle of an answer is no error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    def run(self, step: Callable[[], float], started: Callable[[str], None]) -> None:
        """Serve until interrupted.

        Args:
            step: does some work, and gives the seconds to wait until the next.
            started: told the address once the server answers.
        """
        threading.Thread(target=self.serve_forever, daemon=True).start()
        started(self.url)
        try:
            while True:
                time.sleep(step())
        except KeyboardInterrupt:
            pass
        finally:
            self.shutdown()
            self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: WebServer
    protocol_version = "HTTP/1.1"
    timeout = 60.0  # seconds until a connection on which nothing is asked is closed

    def do_GET(self) -> None:
        self.server.note(self.connection, is_waiting=False)
        self._answer()
        self.server.note(self.connection, is_waiting=True)

    do_HEAD = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: an author wants to see what the check says."""

    def _answer(self) -> None:
        if not self.server.is_meant(self.headers.get("Host", "")):
            self._send(HTTPStatus.MISDIRECTED_REQUEST, b"Another host is meant.\n", "text/plain")
            return
        parts = urlsplit(self.path)
        place = posixpath.normpath("/" + unquote(parts.path)).lstrip("/")
        if not place.isprintable():
            self._send(HTTPStatus.BAD_REQUEST, b"This is no address.\n", "text/plain")
            return
        state = self.server.state
        if place == LIVE_STATE:
            seen = parse_qs(parts.query).get("version", ["0"])[0]
            self._send(HTTPStatus.OK, state.wait(int(seen) if seen.isdecimal() else 0), "application/json")
            return
        if place == LIVE_SCRIPT:
            self._send(HTTPStatus.OK, (SOURCES / "reload.js").read_bytes(), "text/javascript")
            return
        if found := _ID.fullmatch(place):
            self._redirect(f"/{found[1].upper()}.html")
            return
        if not place or parts.path.endswith("/"):
            place = posixpath.join(place, "index.html")
        # The version is asked first: a page that is older than it says is loaded again, and none is shown for ever.
        version = state.of_site
        data = state.file(place)
        status = HTTPStatus.OK
        if data is None and (record_id := state.moved(parts.path)):
            self._redirect(f"/{record_id}.html")
            return
        if data is None:
            status, place = HTTPStatus.NOT_FOUND, "404.html"
            data = state.file(place) or b"Not found.\n"
        kind = mimetypes.guess_type(place)[0] or "application/octet-stream"
        if place.endswith(".html"):
            data = _followed(data, version)
        self._send(status, data, kind)

    def _redirect(self, to: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", to)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, status: HTTPStatus, data: bytes, kind: str) -> None:
        is_text = kind.startswith("text/") or kind in ("application/json", "application/xml", "text/javascript")
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if is_text else kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Content-Security-Policy", policy_for(self.server.state.site.frame.scripts))
        self.end_headers()
        if self.command != "HEAD":
            try:
                self.wfile.write(data)
            except ConnectionError:
                self.close_connection = True  # the reader has gone on


def _followed(html: bytes, version: int) -> bytes:
    """A page with the script that loads it again when it has changed."""
    script = f'<script src="/{LIVE_SCRIPT}" data-version="{version}" defer></script>'.encode()
    return html.replace(b"</body>", script + b"</body>", 1) if b"</body>" in html else html + script
