"""The base and the index that questions are put to, and how newer ones take their place without losing a question."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TypeVar

from sopkb.core.load import Base
from sopkb.search.index import SearchIndex
from sopkb.site.old_addresses import old_addresses
from sopkb_serve.remembered import Remembered

Result = TypeVar("Result")


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A base and its index, which belong together and never change, and what was answered from them.

    Args:
        base: the loaded base.
        index: its index, open.
        remembered: the answers that were given from it.
    """

    base: Base
    index: SearchIndex
    remembered: Remembered = field(default_factory=Remembered)

    @cached_property
    def old_addresses(self) -> Mapping[str, str]:
        """The id of the record that each address of before an import leads to."""
        return old_addresses(self.base.corpus)


class Busy(Exception):
    """More questions wait than could be answered in time."""


class Knowledge:
    """What is known now. One thread asks the index, so that nothing of it is shared between threads.

    Args:
        snapshot: to begin with; or what opens it, on the thread of the index, while the caller does something else.
            The first questions wait for it.
        clock: gives the moment of a question, in UTC.
        waiting: how many questions may wait.
    """

    def __init__(
        self, snapshot: Snapshot | Callable[[], Snapshot], clock: Callable[[], datetime], waiting: int = 256
    ) -> None:
        self._waiting = waiting
        self._asked = 0
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="kb-search")
        self._snapshot: Future[Snapshot] = Future()
        if isinstance(snapshot, Snapshot):
            self._snapshot.set_result(snapshot)
        else:
            self._snapshot = self._thread.submit(snapshot)
        self.clock = clock

    @property
    def snapshot(self) -> Snapshot:
        """The newest; whoever has begun with an older one may finish with it. Waits for one that is being opened."""
        return self._snapshot.result()

    @property
    def waiting(self) -> int:
        """How many questions are not answered yet."""
        return self._asked

    async def ask(self, question: Callable[[Snapshot], Result], seconds: float) -> Result:
        """Put a question to the index.

        Args:
            question: what to do with the snapshot; it runs on the thread of the index.
            seconds: how long to wait for it.

        Raises:
            Busy: too many wait already.
            TimeoutError: it took too long. It is then answered to nobody.
            SopkbError: the snapshot to begin with could not be opened.
        """
        if self._asked >= self._waiting:
            raise Busy
        # To open a large base takes longer than a question may; whoever gives up leaves it opening.
        snapshot = await asyncio.shield(asyncio.wrap_future(self._snapshot))
        future: Future[Result] = self._thread.submit(question, snapshot)
        self._asked += 1
        future.add_done_callback(self._answered)
        return await asyncio.wait_for(asyncio.wrap_future(future), seconds)

    def _answered(self, _: Future[Result]) -> None:
        self._asked -= 1

    def renew(self, snapshot: Snapshot) -> None:
        """Answer from a newer snapshot from now on; the older index is closed behind the last question put to it."""
        old = self.snapshot
        self._snapshot = Future()
        self._snapshot.set_result(snapshot)
        self._thread.submit(old.index.close)

    def close(self) -> None:
        """Finish what was asked, and let go of the index."""
        self._thread.submit(lambda: self.snapshot.index.close())
        self._thread.shutdown()
