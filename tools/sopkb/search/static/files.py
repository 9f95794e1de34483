"""The files of an export in their folder: written where they are not there yet, and removed when nobody names them."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

from sopkb.search.static.entries import name_of

LEVEL = 7
"""Of compression: 9 takes more than twice as long and saves 0.2 %."""
COLUMN = 100
"""Bytes from which on it pays to give what follows codes of its own."""
_UNFINISHED = ".new"


class Files:
    """The files of one export.

    Args:
        folder: where they are; made if need be.

    Attributes:
        there: names of those that are there.
        names: of those that the export names.
        written: how many were written.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self.there = set(names_below(folder))
        self.names: set[str] = set()
        self.written = 0

    def keep(self, names: Iterable[str]) -> bool:
        """Name files that an export before this one has written; False, and nothing is named, where one is gone."""
        wanted = set(names)
        if not self.there.issuperset(wanted):
            return False
        self.names |= wanted
        return True

    def put(self, *columns: bytes) -> str:
        """Write a file where it is not there yet; its name."""
        name = name_of(b"".join(columns))
        self.put_at(name, columns)
        return name

    def put_at(self, name: str, columns: Sequence[bytes], head: bytes = b"") -> None:
        """Write a file with a name of its own where it is not there yet.

        Args:
            name: its place in the folder.
            columns: what is packed.
            head: what stands before that.
        """
        self.names.add(name)
        if name in self.there:
            return
        # Not flushed to the disk one by one: after a power cut a reader finds a wrong digest, and says so.
        path = self._folder / f"{name}{_UNFINISHED}"
        if "/" in name:
            path.parent.mkdir(exist_ok=True)
        path.write_bytes(head + _deflated(columns))
        path.replace(self._folder / name)
        self.there.add(name)
        self.written += 1

    def remove_unnamed(self, *kept: str) -> None:
        """Remove what the export does not name."""
        for name in self.there - self.names - set(kept):
            (self._folder / name).unlink(missing_ok=True)
        used = {name.partition("/")[0] for name in self.names}
        for entry in list(os.scandir(self._folder)):
            if entry.is_dir(follow_symlinks=False) and entry.name not in used:
                with suppress(OSError):  # not empty: somebody else's
                    Path(entry.path).rmdir()


def names_below(folder: Path, below: str = "") -> Iterator[str]:
    """Every file below a folder, by its place in it; ``below`` stands before each."""
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            yield from names_below(Path(entry.path), f"{below}{entry.name}/")
        else:
            yield f"{below}{entry.name}"


def _deflated(columns: Sequence[bytes]) -> bytes:
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -15)
    packed = packer.compress(columns[0])
    for before, column in pairwise(columns):
        if len(before) >= COLUMN:
            packed += packer.flush(zlib.Z_BLOCK)
        packed += packer.compress(column)
    return packed + packer.flush()
