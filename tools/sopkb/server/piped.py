"""The tools over standard input and output, for clients that do not wait for a program to start.

Newer clients ask first which protocol is spoken (``server/discover``), and some give up after a second and begin the
older handshake on the same pipe. A program that was still starting then finds both, would serve the first, and refuse
the second, on which the client insists. So the first is passed over where the second lies behind it.
"""

from __future__ import annotations

from collections import deque
from types import TracebackType
from typing import Any

import anyio
from mcp.server.mcpserver import MCPServer
from mcp.server.stdio import stdio_server
from mcp.shared.message import SessionMessage
from mcp.types import JSONRPCRequest

Item = SessionMessage | Exception
A_MOMENT = 0.05
"""Seconds in which what was written before this program read is there."""


class PipedServer(MCPServer[Any]):
    """A server that looks behind the first message."""

    async def run_stdio_async(self) -> None:
        """Serve until standard input ends."""
        async with stdio_server() as (reading, writing):
            options = self._lowlevel_server.create_initialization_options()
            await self._lowlevel_server.run(Opening(reading), writing, options)


class Opening:
    """A stream of messages, less a first question that its sender no longer waits for.

    Args:
        stream: what comes in.
    """

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._ahead: deque[Item] = deque()
        self._is_open = False

    async def receive(self) -> Item:
        """The next message."""
        if not self._is_open:
            self._is_open = True
            await self._look_ahead()
        return self._ahead.popleft() if self._ahead else await self._stream.receive()

    async def _look_ahead(self) -> None:
        first = await self._stream.receive()
        self._ahead.append(first)
        if _method(first) == "server/discover":
            with anyio.move_on_after(A_MOMENT):
                self._ahead.append(await self._stream.receive())
        if _method(self._ahead[-1]) == "initialize":
            self._ahead = deque([self._ahead[-1]])

    async def aclose(self) -> None:
        await self._stream.aclose()

    def __aiter__(self) -> Opening:
        return self

    async def __anext__(self) -> Item:
        try:
            return await self.receive()
        except anyio.EndOfStream:
            raise StopAsyncIteration from None

    async def __aenter__(self) -> Opening:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


def _method(item: Item) -> str:
    return item.message.method if isinstance(item, SessionMessage) and isinstance(item.message, JSONRPCRequest) else ""
