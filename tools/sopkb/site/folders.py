"""Folders that are replaced as a whole: whoever looks sees the old one or the new one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sopkb.core.errors import SopkbError, UsageError, reason_of
from sopkb.workplace import workplace

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
        with workplace(target.name, target.parent, lambda left: _put_back(left / "old", target)) as place:
            new = place / "new"
            new.mkdir()
            with _writing(destination):
                yield new
                (new / MARKER).write_text(f"{made_by}\n", encoding="utf-8")
                _swap(new, target, place / "old")
    except OSError as error:
        raise SopkbError(f"{destination} cannot be made: {reason_of(error)}.", "Name another folder.") from error


@contextmanager
def _writing(destination: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SopkbError(
            f"{destination} cannot be written: {reason_of(error)}.",
            "Name another folder, or make room.",
        ) from error


def _put_back(old: Path, target: Path) -> None:
    """What a process had just taken away when it was killed, and not yet replaced."""
    if old.is_dir() and not os.path.lexists(target):
        old.rename(target)


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
