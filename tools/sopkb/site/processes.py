"""A part of the work done by a copy of this process: on two cores, the work takes half of the time.

Only a program that is ours alone forks (``kb build``): a copy of a process with threads may find a lock held by a
thread that it does not have. Where there is no fork, or the copy fails, everything is done here, with the same result.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import NoReturn, TypeVar

LEAST = 200
"""Pieces of work below which a second process takes longer to start than it saves."""
MOST = 8
"""Processes at a time: each has some memory of its own, and what they share must be read from the disk anyway."""

Piece = TypeVar("Piece")


def shared_out(
    pieces: Sequence[Piece], work: Callable[[Sequence[Piece]], object], *, fork: bool, taken: int = 0
) -> None:
    """Do some work whose result shows on the disk alone, on every core that there is.

    Args:
        pieces: what to work on; every process gets those of all sorts.
        work: does some of them.
        fork: whether this process may be copied.
        taken: how many cores other copies of it are working on: more processes than cores take memory for nothing.
    """
    may_share = fork and len(pieces) >= LEAST and threading.active_count() == 1
    count = max(min(_cores() - taken, MOST), 1) if may_share else 1
    shares = [pieces[number::count] for number in range(count)]
    children: dict[int, Sequence[Piece]] = {}
    left = [shares[0]]
    try:
        for share in shares[1:]:
            try:
                child = os.fork() or _live(partial(work, share))
            except OSError:  # no more processes are allowed: this one does it
                left.append(share)
            else:
                children[child] = share
        for share in left:
            work(share)
    finally:
        failed = [share for child, share in children.items() if os.waitpid(child, 0)[1]]
    for share in failed:  # what a copy could not do is done, or told, here
        work(share)


class Ahead:
    """Work that a copy of this process begins early, so that it is done when this process comes to it.

    Use it in a ``with``: at its end nobody is left writing.

    Args:
        work: what is begun. It must show on the disk alone, and doing it once more must be quick and change nothing:
            where no copy can be made, or it fails, this process finds it undone and does it, or says why it cannot.
        fork: whether this process may be copied.
    """

    def __init__(self, work: Callable[[], object], *, fork: bool) -> None:
        self._child = 0
        if fork and _may_copy():
            with suppress(OSError):
                self._child = os.fork() or _live(lambda: _work_apart(work))

    @property
    def is_running(self) -> bool:
        """Whether the copy is still at work."""
        if self._child and os.waitpid(self._child, os.WNOHANG)[0]:
            self._child = 0
        return bool(self._child)

    def wait(self) -> None:
        """Wait until it is done, or has failed."""
        if self._child:
            os.waitpid(self._child, 0)
            self._child = 0

    def stop(self) -> None:
        """End it, whatever it is doing."""
        if self._child:
            with suppress(OSError):  # it may have ended, or not have come so far
                os.killpg(self._child, signal.SIGKILL)
            os.kill(self._child, signal.SIGKILL)
        self.wait()

    def __enter__(self) -> Ahead:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def _work_apart(work: Callable[[], object]) -> None:
    os.setpgid(0, 0)  # those that it starts in its turn end with it
    work()


def _may_copy() -> bool:
    return _cores() > 1 and threading.active_count() == 1


def _cores() -> int:
    if not hasattr(os, "fork"):
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _live(work: Callable[[], object]) -> NoReturn:
    """The copy's whole life. It leaves without what an exit would do: that is the other's."""
    status = 1
    try:
        work()
        status = 0
    finally:
        os._exit(status)
