"""Clients that ask a server over HTTP, many at a time, each on a connection that stays open."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import quantiles
from urllib.parse import quote


@dataclass
class Told:
    """What a load came to.

    Args:
        laps: seconds from a request to the end of its answer.
        failed: requests that were answered with 5xx, or not at all.
        seconds: of the whole.
    """

    laps: list[float] = field(default_factory=list)
    failed: int = 0
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.laps) / self.seconds if self.seconds else 0.0

    def percentile(self, percent: int) -> float:
        """Of the laps, in seconds."""
        return quantiles(self.laps, n=100)[percent - 1] if len(self.laps) > 1 else float("nan")


def at_full_speed(port: int, queries: Sequence[str], clients: int, requests: int) -> Told:
    """Each client asks again as soon as it is answered.

    Args:
        port: of the server, on loopback.
        queries: asked in turn.
        clients: how many ask at a time.
        requests: how many in all.
    """
    return asyncio.run(_load(port, queries, clients, requests, 0.0))


def at_a_rate(port: int, queries: Sequence[str], clients: int, requests: int, rate: float) -> Told:
    """So many requests a second, whether earlier ones are answered or not; waiting for a free client counts.

    With a rate of 0 each client asks again as soon as it is answered.
    """
    return asyncio.run(_load(port, queries, clients, requests, rate))


async def _load(port: int, queries: Sequence[str], clients: int, requests: int, rate: float) -> Told:
    told = Told()
    numbers = iter(range(requests))
    began = time.perf_counter()

    async def client() -> None:
        connection = await _Connection.open(port)
        for number in numbers:
            due = began + number / rate if rate else time.perf_counter()
            await asyncio.sleep(max(due - time.perf_counter(), 0))
            try:
                status = await asyncio.wait_for(connection.get(queries[number % len(queries)]), 30)
            except (OSError, asyncio.IncompleteReadError, TimeoutError):
                status = 599
                connection = await _Connection.open(port)
            told.laps.append(time.perf_counter() - due)
            told.failed += status >= 500
        connection.close()

    await asyncio.gather(*(client() for _ in range(clients)))
    told.seconds = time.perf_counter() - began
    return told


class _Connection:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def open(cls, port: int) -> _Connection:
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def get(self, query: str) -> int:
        """Ask, and read the whole answer; gives its status."""
        path = f"/api/search?q={quote(query)}"
        self._writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n".encode())
        head = await self._reader.readuntil(b"\r\n\r\n")
        lines = head.lower().split(b"\r\n")
        length = next((int(line.partition(b":")[2]) for line in lines if line.startswith(b"content-length:")), None)
        if length is None:
            await self._chunks()
        else:
            await self._reader.readexactly(length)
        return int(head.split(b" ", 2)[1])

    async def _chunks(self) -> None:
        while size := int(await self._reader.readuntil(b"\r\n"), 16):
            await self._reader.readexactly(size + 2)
        await self._reader.readexactly(2)

    def close(self) -> None:
        self._writer.close()
