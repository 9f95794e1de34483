"""Folders that are replaced as a whole: whoever looks sees the old one or the new one."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sopkb.errors import SopkbError, UsageError

MARKER = ".made-by-kb"
"""The file by which a later run knows that it may replace the folder."""


@contextmanager
def replacing(destination: Path, made_by: str) -> Iterator[Path]:
    """Give an empty folder beside the destination, and put it there once the block has ended well.

    A block that raises leaves the destination as it was.

    Args:
        destination: the folder to make or to replace; the folder it lies in is made where it is missing.
        made_by: what the marker says, for example ``kb export``.

    Raises:
        UsageError: something is there that this command did not make.
        SopkbError: the place cannot be written to.
    """
    target = destination.resolve()
    _refuse_foreign(target, destination, made_by)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        workplace = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".new", dir=target.parent))
    except OSError as error:
        raise SopkbError(f"{destination} cannot be made: {error.strerror}.", "Name another folder.") from error
    try:
        new = workplace / "new"
        new.mkdir()
        yield new
        (new / MARKER).write_text(f"{made_by}\n", encoding="utf-8")
        _swap(new, target, workplace / "old")
    except OSError as error:
        raise SopkbError(f"{destination} cannot be written: {error}.", "Name another folder, or make room.") from error
    finally:
        shutil.rmtree(workplace, ignore_errors=True)


def put(place: str, data: bytes, new: Path, old: Path | None) -> None:
    """Write a file of a folder that is to replace another; where that has the same, as a second name of it.

    A link is made in a tenth of the time of a file, and what has not changed keeps its time stamp. Nothing stays
    shared: the old folder goes.

    Args:
        place: in the folder, with ``/``.
        data: all that it shall hold.
        new: the folder that is being filled.
        old: the one that it is to replace, where there is one.
    """
    target = new / place
    if old is not None:
        before = old / place
        with suppress(OSError):  # not there, not ours, changed meanwhile, or a file system without links
            if before.read_bytes() == data and stat.S_ISREG(before.lstat().st_mode):
                _make(target, lambda: os.link(before, target))
                return
    _make(target, lambda: _write(target, data))


def put_again(place: str, source: Path, new: Path, old: Path | None) -> None:
    """The same for a file that lies elsewhere and is never written to again, only replaced: as a second name of that.

    Args:
        place: see :func:`put`.
        source: the file.
        new: see :func:`put`.
        old: see :func:`put`; looked at where the file lies on another file system.

    Raises:
        OSError: it cannot be read.
    """
    target = new / place
    try:
        _make(target, lambda: os.link(source, target))
    except OSError:
        put(place, source.read_bytes(), new, old)


def _make(target: Path, make: Callable[[], None]) -> None:
    """Make a file that is hardly ever there, in a folder that nearly always is.

    What is there goes first: it may be a second name of a file in the folder that people still read.
    """
    try:
        make()
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        make()
    except FileExistsError:
        target.unlink()
        make()


def _write(target: Path, data: bytes) -> None:
    with open(target, "xb") as file:
        file.write(data)


def _refuse_foreign(target: Path, named: Path, made_by: str) -> None:
    if not os.path.lexists(target):
        return
    if not target.is_dir():
        raise UsageError(f"{named} is a file.", "Name a folder.")
    if not any(target.iterdir()):
        return
    marker = target / MARKER
    with suppress(OSError, UnicodeDecodeError):
        if marker.read_text(encoding="utf-8").strip() == made_by:
            return
    raise UsageError(
        f"{named} is not empty, and `{made_by}` did not make it.", "Name a new folder, or move that one away."
    )


def _swap(new: Path, target: Path, old: Path) -> None:
    had_one = target.exists()
    if had_one:
        target.rename(old)
    try:
        new.rename(target)
    except OSError:
        if had_one:
            old.rename(target)
        raise
