"""A static host on this machine: packs what such hosts pack, counts what it sends, and can be as far away as a phone.

Distance is made here and not in the browser, whose own brakes do not reach a worker. A connection costs a round trip,
and so does each request on it; what is sent shares one line. There is no TLS and no HTTP/2.
"""

from __future__ import annotations

import gzip
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

_PACKED = {".html", ".js", ".css", ".json", ".svg", ".txt", ".xml", ".map"}
"""What hosts pack on their way; a file without an ending is of no type that they would."""
_PIECE = 4096


@dataclass(frozen=True, slots=True)
class Network:
    """How far away a host is.

    Args:
        round_trip: seconds.
        rate: bytes a second; 0 for no limit.
    """

    round_trip: float = 0.0
    rate: float = 0.0


LOOPBACK = Network()
OFFICE = Network(0.050, 10e6 / 8)
SLOW_PHONE = Network(0.150, 1.6e6 / 8)
"""What Lighthouse calls slow 4G."""


@dataclass(slots=True)
class Sent:
    """What was sent since it was asked for last: the bodies' bytes, by the path that was asked for."""

    by_request: list[tuple[str, int]] = field(default_factory=list)
    last: float = 0.0
    under_way: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def noting(self, path: str, size: int) -> Iterator[None]:
        """Count a body that the block sends: whoever asked has it a moment before the block has ended."""
        with self.lock:
            self.under_way += 1
        try:
            yield
            with self.lock:
                self.by_request.append((path, size))
        finally:
            with self.lock:
                self.under_way -= 1
                self.last = time.monotonic()

    def take(self, quiet: float = 0.25) -> list[tuple[str, int]]:
        """All since the last time, once nothing was asked for in so many seconds."""
        while self.under_way or time.monotonic() - self.last < quiet:
            time.sleep(quiet / 10)
        with self.lock:
            found, self.by_request = self.by_request, []
        return found


class _Line:
    """The one line that all connections share: when the next piece may have arrived."""

    def __init__(self, rate: float) -> None:
        self._rate, self._free, self._lock = rate, 0.0, threading.Lock()

    def wait(self, size: int) -> None:
        if not self._rate:
            return
        with self._lock:
            now = time.monotonic()
            self._free = max(self._free, now) + size / self._rate
            pause = self._free - now
        time.sleep(max(pause, 0))


@contextmanager
def hosting(folder: Path, network: Network = LOOPBACK) -> Iterator[tuple[str, Sent]]:
    """Serve a folder; gives its address, and what is sent."""
    sent, line = Sent(), _Line(network.rate)

    class Handler(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            time.sleep(network.round_trip)
            super().setup()

        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path).lstrip("/") or "index.html"
            found = _body(folder, path)
            time.sleep(network.round_trip)
            body, is_packed = found or (b"", False)
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", self.guess_type(path))
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "max-age=600")
            if is_packed:
                self.send_header("Content-Encoding", "gzip")
            with sent.noting(path, len(body)):
                self.end_headers()
                for start in range(0, len(body), _PIECE):
                    line.wait(len(body[start : start + _PIECE]))
                    self.wfile.write(body[start : start + _PIECE])

        def log_message(self, *_: Any) -> None:
            pass

    with _Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/", sent
        finally:
            server.shutdown()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that leaves in the middle of an answer is no error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@lru_cache(maxsize=256)
def _body(folder: Path, path: str) -> tuple[bytes, bool] | None:
    """A file as it is sent, and whether it is packed; None where there is none, or it lies outside."""
    file = (folder / path).resolve()
    if not file.is_relative_to(folder.resolve()) or not file.is_file():
        return None
    raw = file.read_bytes()
    return (gzip.compress(raw, 6), True) if file.suffix in _PACKED else (raw, False)
