"""How often one client may do something."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.requests import Request

MOST_CLIENTS = 10_000
"""Clients that are remembered."""


def client_of(request: Request) -> str:
    """The address that a request comes from; behind a proxy on this machine, the one that the proxy names."""
    return request.client.host if request.client else ""


class Rates:
    """A bucket a client, which holds what may be done in a minute and fills evenly.

    Args:
        a_minute: how often; 0 for no limit.
        clock: gives seconds, which only rise.
    """

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock = float(a_minute), clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str, times: int = 1) -> int:
        """Seconds that a client must wait before it may; 0 where it may now, and then that is counted.

        Args:
            client: its address.
            times: how often it wants to at once; what is more than a minute's worth counts as that.
        """
        if not self._most:
            return 0
        now, wanted = self._clock(), min(float(times), self._most)
        left, since = self._buckets.pop(client, (self._most, now))
        left = min(self._most, left + (now - since) * self._most / 60)
        if left < wanted:
            self._buckets[client] = left, now
            return max(1, round((wanted - left) * 60 / self._most))
        self._buckets[client] = left - wanted, now
        while len(self._buckets) > MOST_CLIENTS:
            self._buckets.popitem(last=False)
        return 0
