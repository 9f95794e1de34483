"""Who is connected: how long a request may take to arrive, and how many connections one client, and all, may have.

A connection *waits* while no request of its own is being answered: it was just made, is between two requests, or sends
the head of one a letter at a time. Waiting costs its client nothing and the server a place, so it has a deadline, and
where places are short the one that has waited longest makes room. Whoever sends at once is answered.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from starlette.types import ASGIApp
from uvicorn import Config
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from sopkb_serve.settings import ServerSettings

_LARGEST_HEAD = 32_768
"""Bytes of a request's head."""
_SPARE = 64
"""Connections beyond those that are let in: uvicorn counts one that is being closed."""


def configured(app: ASGIApp, host: str, port: int, settings: ServerSettings) -> Config:
    """How an application is served.

    Args:
        app: the application.
        host: to listen on.
        port: to listen on; 0 for any.
        settings: with the limits of connections.
    """
    return Config(
        app,
        host=host,
        port=port,
        http=_protocol(Places(settings)),
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=round(settings.head_seconds),
        h11_max_incomplete_event_size=_LARGEST_HEAD,
        limit_concurrency=settings.connections + _SPARE,
    )


@dataclass
class Places:
    """The connections that there are, each list in the order in which they began.

    Args:
        settings: with the limits.
    """

    settings: ServerSettings
    _waiting: dict[Connection, None] = field(default_factory=dict)
    _of_client: dict[str, dict[Connection, None]] = field(default_factory=dict)
    _all: dict[Connection, None] = field(default_factory=dict)

    def enter(self, connection: Connection) -> bool:
        """Whether a new connection may stay; another may have to go for it."""
        mine = self._of_client.setdefault(connection.peer, {})
        mine[connection] = self._all[connection] = self._waiting[connection] = None
        most = self.settings.connections_of_client
        if most and len(mine) > most and not self._make_room(mine, connection):
            return False
        return len(self._all) <= self.settings.connections or self._make_room(self._waiting, connection)

    def _make_room(self, among: dict[Connection, None], new: Connection) -> bool:
        oldest = next((each for each in among if each is not new and each.is_idle), None)
        if oldest is None:
            return False
        oldest.drop()
        return True

    def waits(self, connection: Connection) -> None:
        """Note that a connection waits, from now on."""
        if connection in self._all:
            self._waiting[connection] = None

    def is_answered(self, connection: Connection) -> None:
        """Note that a request of a connection is being answered."""
        self._waiting.pop(connection, None)

    def leave(self, connection: Connection) -> None:
        """Forget a connection."""
        self._waiting.pop(connection, None)
        self._all.pop(connection, None)
        mine = self._of_client.get(connection.peer, {})
        mine.pop(connection, None)
        if not mine:
            self._of_client.pop(connection.peer, None)


class Connection(H11Protocol):
    """A connection with a deadline for the head of each request.

    Args:
        places: where it must find one.
        given: what uvicorn gives.
    """

    def __init__(self, places: Places, **given: Any) -> None:
        super().__init__(**given)
        self._places = places
        self._deadline: asyncio.TimerHandle | None = None
        self.peer = ""

    @property
    def is_idle(self) -> bool:
        """Whether no request of it is being answered, or nobody will read the answer."""
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is None or cycle.response_complete or self.transport.is_closing()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a place, or be closed."""
        super().connection_made(transport)
        self.peer = self.client[0] if self.client else ""
        self._arm()
        if not self._places.enter(self):
            self.drop()

    def handle_events(self) -> None:
        """Begin with what has arrived whole."""
        super().handle_events()
        if not self.is_idle:
            self._places.is_answered(self)
            self._arm()

    def on_response_complete(self) -> None:
        """Wait again."""
        self._places.waits(self)
        self._arm()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Give the place back."""
        self._disarm()
        self._places.leave(self)
        super().connection_lost(exc)

    def drop(self) -> None:
        """Close at once, and send nothing that is left."""
        self._disarm()
        self._places.leave(self)
        self.transport.abort()

    def _arm(self) -> None:
        self._disarm()
        seconds = self._places.settings.head_seconds if self.is_idle else self._places.settings.seconds * 2
        self._deadline = self.loop.call_later(seconds, self._is_late)

    def _disarm(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _is_late(self) -> None:
        if self.is_idle:
            self.drop()
        else:  # a stream that stays open: see that its end, when it is closed, is not waited for
            self._arm()


def _protocol(places: Places) -> type[Connection]:
    class Placed(Connection):
        def __init__(self, **given: Any) -> None:
            super().__init__(places, **given)

    return Placed
