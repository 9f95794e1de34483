"""One writer at a time. The lock is the operating system's, so it goes when its process goes: it cannot be stale."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sopkb.core.errors import SopkbError
from sopkb.locking import try_lock, unlock

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
            if try_lock(handle):
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
            unlock(handle)
    finally:
        os.close(handle)
