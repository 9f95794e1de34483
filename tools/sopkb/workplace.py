"""Folders to work in, which are gone afterwards: those of a process that was killed are removed by the next one."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sopkb.locking import try_lock, unlock

_LOCK = ".lock"
_PREFIX = "kb-"


@contextmanager
def workplace(name: str, folder: Path | None = None, left: Callable[[Path], None] = lambda _: None) -> Iterator[Path]:
    """An empty folder that nobody else uses, for as long as the block runs.

    Folders of the same name that nobody uses any more are removed first: a lock in each tells, and the copies of a
    process (fork) hold it too.

    Args:
        name: what its name begins with.
        folder: where it is made; the system's folder for such things where none is named.
        left: is shown each folder that a killed process left, before it is removed.

    Raises:
        OSError: it cannot be made.
    """
    above = folder or Path(tempfile.gettempdir())
    prefix = f".{name}." if folder else f"{_PREFIX}{name}-"
    _clear(above, prefix, left)
    place, handle = _new(above, prefix)
    try:
        yield place
    finally:
        with suppress(OSError):
            unlock(handle)
        os.close(handle)
        shutil.rmtree(place, ignore_errors=True)


def _new(above: Path, prefix: str) -> tuple[Path, int]:
    """A folder, and its lock, held; whoever clears may have come between the two, and then another is made."""
    while True:
        place = Path(tempfile.mkdtemp(prefix=prefix, suffix=".new", dir=above))
        handle = _open(place)
        if handle is None:
            continue
        if try_lock(handle) and (place / _LOCK).exists():
            return place, handle
        os.close(handle)


def _clear(above: Path, prefix: str, left: Callable[[Path], None]) -> None:
    with suppress(OSError):
        for place in sorted(above.iterdir()):
            if place.name.startswith(prefix) and place.name.endswith(".new") and _is_ours(place):
                handle = _open(place)
                if handle is None:
                    continue
                if is_dead := try_lock(handle):
                    left(place)
                    shutil.rmtree(place, ignore_errors=True)
                os.close(handle)
                if is_dead:  # where an open file cannot be removed
                    shutil.rmtree(place, ignore_errors=True)


def _open(place: Path) -> int | None:
    """The lock of a folder; None where that is gone."""
    try:
        return os.open(place / _LOCK, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    except OSError:
        return None


def _is_ours(place: Path) -> bool:
    """Whether this is a folder that this user made: others write to the system's folder, too."""
    try:
        about = place.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(about.st_mode) and (os.name == "nt" or about.st_uid == os.geteuid())
