"""What an operator may set of the server, and the limits that keep it answering."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """How the server behaves.

    Args:
        hosts: names that a request may be addressed to (``Host``), without a port; ``*`` for any.
        origins: web pages that may ask from a browser (``https://tickets.example.org``).
        address: where the site's pages lie, with a ``/`` at the end; ``/`` where this server serves them.
        site: folder of a built site to serve beside the API; None for none.
        longest_query: characters.
        largest_page: records or rows of one answer.
        largest_body: bytes of a request's body.
        seconds: how long one request may take; a slow one is answered with 503.
        waiting: requests that may wait for the search; the next one is answered with 503.
        head_seconds: how long the head of a request may take to arrive, from the connection or the last answer on.
        connections: how many there may be at a time.
        connections_of_client: how many of them one client may have; 0 for no limit.
        a_minute: requests of one client in a minute; the next one is answered with 429. 0 for no limit.
    """

    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    origins: tuple[str, ...] = ()
    address: str = "/"
    site: Path | None = None
    longest_query: int = 1000
    largest_page: int = 100
    largest_body: int = 65_536
    seconds: float = 10.0
    waiting: int = 256
    head_seconds: float = 10.0
    connections: int = 800
    connections_of_client: int = 256
    a_minute: int = 0
