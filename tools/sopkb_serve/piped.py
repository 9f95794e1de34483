"""The tools over standard input and output, for clients that do not wait for a program to start.

Newer clients ask first which protocol is spoken (``server/discover``), and some give up after a second and begin the
older handshake on the same pipe. The library serves the protocol of the first request as long as the pipe is open, and
would refuse such a client. Here the handshake is served whenever it comes: it ends the session before it, and begins
the next one on the same pipe.
"""

from __future__ import annotations

from types import TracebackType
from typing import Any, TypeVar

import anyio
from mcp.server.mcpserver import MCPServer
from mcp.server.stdio import stdio_server
from mcp.shared.message import SessionMessage
from mcp.types import JSONRPCError, JSONRPCNotification, JSONRPCRequest, JSONRPCResponse
from mcp_types import PROTOCOL_VERSION_META_KEY

Item = SessionMessage | Exception
Stream = TypeVar("Stream", bound="_Open")

DISCOVER, HANDSHAKE, CANCELLED = "server/discover", "initialize", "notifications/cancelled"


class PipedServer(MCPServer[Any]):
    """A server that begins anew with every older handshake."""

    async def run_stdio_async(self) -> None:
        """Serve until standard input ends."""
        options = self._lowlevel_server.create_initialization_options()
        async with stdio_server() as (reading, writing), reading, writing:
            first: SessionMessage | None = None
            while True:
                session = Session(reading, first)
                await self._lowlevel_server.run(session, Answers(writing, session), options)
                if session.handshake is None:
                    return
                first = session.handshake


class _Open:
    """One end of a pipe for one session: closing it leaves the pipe open for the next."""

    async def aclose(self) -> None:
        pass

    async def __aenter__(self: Stream) -> Stream:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass


class Session(_Open):
    """What comes in, up to a handshake that the protocol of the session's first request has no place for.

    What protocol is spoken has been answered before the session ends: the client may have asked for both at once.

    Args:
        stream: what comes in.
        first: what comes before it, if anything.

    Attributes:
        handshake: what ended the session; None where the stream itself ended.
    """

    def __init__(self, stream: Any, first: SessionMessage | None) -> None:
        self._stream, self._first = stream, first
        self._is_newer: bool | None = None
        self._unanswered: set[str] = set()
        self._settled = anyio.Event()
        self.handshake: SessionMessage | None = None

    async def receive(self) -> Item:
        """The next message.

        Raises:
            anyio.EndOfStream: the session is over.
        """
        if self.handshake is not None:
            raise anyio.EndOfStream
        item, self._first = self._first or await self._stream.receive(), None
        if isinstance(item, SessionMessage) and self._is_over(item):
            self.handshake = item
            while self._unanswered:
                self._settled = anyio.Event()
                await self._settled.wait()
            raise anyio.EndOfStream
        return item

    def settle(self, request: object) -> None:
        """A request has been answered, or is not waited for any more: 7 and "7" are one, as the library has it."""
        self._unanswered.discard(str(request))
        self._settled.set()

    def _is_over(self, item: SessionMessage) -> bool:
        message = item.message
        if isinstance(message, JSONRPCRequest):
            if self._is_newer is None:
                self._is_newer = message.method != HANDSHAKE and _has_version(message.params)
            if self._is_newer and message.method == HANDSHAKE:
                return True
            if message.method == DISCOVER:
                self._unanswered.add(str(message.id))
        elif isinstance(message, JSONRPCNotification) and message.method == CANCELLED:
            self.settle((message.params or {}).get("requestId"))
        return False

    def __aiter__(self) -> Session:
        return self

    async def __anext__(self) -> Item:
        try:
            return await self.receive()
        except anyio.EndOfStream:
            raise StopAsyncIteration from None


class Answers(_Open):
    """What goes out of a session.

    Args:
        stream: where it goes.
        session: is told what has been answered.
    """

    def __init__(self, stream: Any, session: Session) -> None:
        self._stream, self._session = stream, session

    async def send(self, item: SessionMessage) -> None:
        """Send one message."""
        await self._stream.send(item)
        if isinstance(item.message, JSONRPCResponse | JSONRPCError):
            self._session.settle(item.message.id)


def _has_version(params: object) -> bool:
    """Whether a request names its protocol itself, as the newer ones do, in place of a handshake."""
    about = params.get("_meta") if isinstance(params, dict) else None
    return isinstance(about, dict) and PROTOCOL_VERSION_META_KEY in about
