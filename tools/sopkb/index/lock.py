"""One writer at a time. The lock is the operating system's, so it goes when its process goes: it cannot be stale."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sopkb.errors import SopkbError

LOCK_NAME = "lock"
_PAUSE = 0.05
"""Seconds between two tries."""


@contextmanager
def exclusive(folder: Path, patience: float) -> Iterator[None]:
    """Hold the folder's lock.

    Args:
        folder: an index folder that exists.
        patience: seconds to wait for another writer.

    Raises:
        SopkbError: another process still held the lock after that time.
        OSError: the lock file cannot be made.
    """
    handle = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        for _ in range(max(1, round(patience / _PAUSE))):
            if _try_lock(handle):
                break
            time.sleep(_PAUSE)
        else:
            raise SopkbError(
                f"Another process is writing the search index in {folder}.",
                "Wait until it has finished, or end it, and try again.",
            )
        try:
            yield
        finally:
            _unlock(handle)
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
