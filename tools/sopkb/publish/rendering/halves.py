"""A part of the work done by a copy of this process: on two cores, the work takes half of the time.

Only a program that is ours alone forks (``kb build``): a copy of a process with threads may find a lock held by a
thread that it does not have. Where there is no fork, or the copy fails, everything is done here, with the same result.
"""

from __future__ import annotations

import gc
import os
import pickle
import tempfile
import threading
from collections.abc import Callable, Sequence
from typing import IO, TypeVar

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
    if not fork or len(pieces) < LEAST or _cores() < 2 or threading.active_count() > 1:
        return [*work(pieces[::2]), *work(pieces[1::2])]
    gc.freeze()  # what is there now is not looked at again, so that the copy shares it for good
    with tempfile.TemporaryFile() as answer:
        try:
            child = os.fork()
        except OSError:
            return [*work(pieces[::2]), *work(pieces[1::2])]
        if child == 0:
            _answer(answer, lambda: work(pieces[1::2]))
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


def _cores() -> int:
    if not hasattr(os, "fork"):
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _answer(answer: IO[bytes], work: Callable[[], object]) -> None:
    """The copy's whole life. It leaves without what an exit would do: that is the other's."""
    status = 1
    try:
        pickle.dump(work(), answer, 5)
        answer.flush()
        status = 0
    finally:
        os._exit(status)
