"""Try links that lead to other hosts: the only part of a check that uses the network, and only when asked.

Records are untrusted text, so an address in one decides little: it is tried where its host is on the list that kb.yml
gives (a host on a private or loopback address, too, only by being named there), with http or https, without
credentials, without a body being read, and no redirect is followed to another host. What an answer says is never
repeated. The whole takes no longer than it was given.
"""

from __future__ import annotations

import queue
import socket
import ssl
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

_WORKERS = 8
_REDIRECTS = 5
_AGENT = "sopkb-link-check"
_PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))
_BEHIND_A_DOOR = frozenset({401, 403, 407, 429})
"""Somebody is there, and asks who we are or to come later: no dead link."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long the trying may take, in seconds.

    Args:
        request: for one answer.
        total: for all of them; what is not answered by then counts as not tried.
    """

    request: float = 5.0
    total: float = 30.0


class _Stay(HTTPRedirectHandler):
    """Follows nothing: where a redirect leads is looked at first."""

    def redirect_request(self, *_: object) -> None:
        return None


def default_opener() -> OpenerDirector:
    """Opens addresses as the environment says (its proxies), and follows no redirect."""
    return build_opener(_Stay)


def is_tried(address: str, hosts: Iterable[str]) -> bool:
    """Whether an address may be tried: http or https, no credentials, its host (and port) on the list.

    Args:
        address: anything an author wrote.
        hosts: names, or ``name:port``; a name alone stands for the ports 80 and 443.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return False
    allowed = frozenset(hosts)
    return f"{parts.hostname}:{port}" in allowed or (port in (None, 80, 443) and parts.hostname in allowed)


def try_addresses(
    addresses: Iterable[str],
    hosts: Iterable[str],
    *,
    limits: Limits = Limits(),
    opener: OpenerDirector | None = None,
) -> dict[str, str]:
    """What is wrong with each address that was tried in time; ``""`` where nothing is.

    Args:
        addresses: as records have them; those that may not be tried are left out.
        hosts: see :func:`is_tried`.
        limits: how long it may take.
        opener: opens addresses, without following redirects.
    """
    allowed = frozenset(hosts)
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
    for address in sorted({address for address in addresses if is_tried(address, allowed)}):
        waiting.put(address)
    end = time.monotonic() + limits.total
    answers: dict[str, str] = {}
    attempt = _Attempt(allowed, limits, end, opener or default_opener())

    def work() -> None:
        while time.monotonic() < end:
            try:
                address = waiting.get_nowait()
            except queue.Empty:
                return
            answers[address] = attempt.of(address)

    # Daemons: a host that dribbles its answer must hold up neither the result nor the end of the program.
    workers = [threading.Thread(target=work, daemon=True) for _ in range(min(_WORKERS, waiting.qsize()))]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(max(0.0, end - time.monotonic()))
    return dict(answers)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """How one address is tried."""

    hosts: frozenset[str]
    limits: Limits
    end: float
    opener: OpenerDirector

    def of(self, address: str) -> str:
        """What is wrong, in words of ours."""
        try:
            return self._status(quote(address, safe=_PRINTABLE))
        except URLError as error:
            return _reason(error.reason)
        except (OSError, HTTPException, ValueError) as error:
            return _reason(error)

    def _status(self, address: str) -> str:
        host = urlsplit(address).hostname
        for _ in range(_REDIRECTS):
            status, target = self._ask(address, "HEAD")
            if status >= 400 and status not in _BEHIND_A_DOOR:
                status, target = self._ask(address, "GET")  # some hosts know no HEAD
            if not 300 <= status < 400 or not target:
                return "" if status < 400 or status in _BEHIND_A_DOOR else f"answers {status}"
            address = quote(urljoin(address, target), safe=_PRINTABLE)
            if not is_tried(address, self.hosts) or urlsplit(address).hostname != host:
                return ""  # it has moved to another host, which nobody allowed us to ask
        return "sends us from one address to the next"

    def _ask(self, address: str, method: str) -> tuple[int, str]:
        """The status of an answer, and where it sends us."""
        request = Request(address, method=method, headers={"User-Agent": _AGENT, "Accept": "*/*"})
        left = max(0.1, min(self.limits.request, self.end - time.monotonic()))
        try:
            with self.opener.open(request, timeout=left) as response:
                return response.status, ""
        except HTTPError as error:
            with error:
                return error.code, error.headers.get("Location", "") or ""


def _reason(error: object) -> str:
    """Why nobody answered; never in the words of another host."""
    if isinstance(error, TimeoutError):
        return "does not answer in time"
    if isinstance(error, ssl.SSLError):
        return "has no certificate that is valid"
    if isinstance(error, socket.gaierror):
        return "names a host that does not exist"
    if isinstance(error, ConnectionError):
        return "refuses the connection"
    return "does not answer as a web server"
