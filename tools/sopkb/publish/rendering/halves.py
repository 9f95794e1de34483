"""A part of the work done by a copy of this process: on two cores, the work takes half of the time.

Only a program that is ours alone forks (``kb build``): a copy of a process with threads may find a lock held by a
thread that it does not have. Where there is no fork, or the copy fails, everything is done here, with the same result.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import tempfile
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import IO, NoReturn, TypeVar

LEAST = 200
"""Pieces of work below which a second process takes longer to start than it saves."""

Piece = TypeVar("Piece")
Done = TypeVar("Done")


def in_halves(pieces: Sequence[Piece], work: Callable[[Sequence[Piece]], list[Done]], *, fork: bool) -> list[Done]:
    """Do some work, each half in a process of its own where that is possible.

    Args:
        pieces: what to work on.
        work: does some of them; what it gives must go through pickle.
        fork: whether this process may be copied.

    Returns:
        What the work gave, first that of every other piece, then the rest.
    """
    if len(pieces) < LEAST or not (fork and _may_copy()):
        return [*work(pieces[::2]), *work(pieces[1::2])]
    gc.freeze()  # what is there now is not looked at again, so that the copy shares it for good
    with tempfile.TemporaryFile() as answer:
        try:
            child = os.fork()
        except OSError:
            return [*work(pieces[::2]), *work(pieces[1::2])]
        if child == 0:
            _live(lambda: _answer(answer, work(pieces[1::2])))
        try:
            own = work(pieces[::2])
        finally:
            _, status = os.waitpid(child, 0)
        gc.unfreeze()
        if status:
            return [*own, *work(pieces[1::2])]
        answer.seek(0)
        done: list[Done] = pickle.load(answer)  # written by our own child into a file without a name
        return [*own, *done]


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


def _answer(answer: IO[bytes], done: object) -> None:
    pickle.dump(done, answer, 5)
    answer.flush()


def _live(work: Callable[[], object]) -> NoReturn:
    """The copy's whole life. It leaves without what an exit would do: that is the other's."""
    status = 1
    try:
        work()
        status = 0
    finally:
        os._exit(status)
