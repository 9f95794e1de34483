"""Bytes kept from one run to the next under what they were made from: one SQLite file in the user's own cache folder.

A store is a help and never a need: where it is missing, not ours, read only, full, locked or damaged, its user makes
again what it would have held. It promises nothing about the bytes it gives: its user keeps a checksum in them.

A store must not be a way to plant something: it lies outside the repository, in a folder that only its user writes to.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

LARGEST = 512 * 1024 * 1024
"""Bytes. Grown beyond that, a store keeps only what its user needs just now."""

_PATIENCE = 2.0  # seconds to wait for another process that writes: less than making things again takes


class Store:
    """What is kept in one file of a folder; without a folder, or where it cannot be used, nothing.

    Args:
        folder: where the file is; made where it is missing.
        name: of the file; another one where the form of what it holds changes.
    """

    def __init__(self, folder: Path | None, name: str) -> None:
        self._folder = folder
        self._name = name

    @property
    def is_open(self) -> bool:
        """Whether anything is kept at all."""
        return self._folder is not None

    @contextlib.contextmanager
    def taking(self) -> Iterator[Callable[[bytes], bytes | None]]:
        """A function that gives what is kept under a key, or None."""
        with self._opened() as database:
            if database is None:
                yield lambda key: None
                return
            find = database.cursor()

            def take(key: bytes) -> bytes | None:
                try:
                    row = find.execute("SELECT data FROM kept WHERE key = ?", (key,)).fetchone()
                except sqlite3.Error as error:
                    self._give_up(error)
                    return None
                return row[0] if row and isinstance(row[0], bytes) else None

            yield take

    def put(self, made: Mapping[bytes, bytes], needed: Iterable[bytes] = ()) -> None:
        """Keep some things.

        Args:
            made: by key.
            needed: keys of what else its user needs just now, which stays when room must be made.
        """
        with self._opened() as database:
            if database is None or not made:
                return
            database.execute("BEGIN IMMEDIATE")
            if _size(database) + sum(map(len, made.values())) > LARGEST:
                _keep_only(database, needed)
            database.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", made.items())
            database.execute("COMMIT")

    @contextlib.contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection | None]:
        database = None
        try:
            database = self._open()
        except sqlite3.Error as error:
            self._give_up(error)
        try:
            yield database
        except sqlite3.Error as error:
            self._give_up(error)
        finally:
            if database:
                database.close()

    def _give_up(self, error: sqlite3.Error) -> None:
        """Go on without: what is locked, read only or full may be well the next time, what is damaged will not."""
        if self._folder and not isinstance(error, sqlite3.OperationalError):
            with contextlib.suppress(OSError):
                (self._folder / self._name).unlink(missing_ok=True)

    def _open(self) -> sqlite3.Connection | None:
        if self._folder is None or not _is_private(self._folder):
            return None
        database = sqlite3.connect(self._folder / self._name, timeout=_PATIENCE, isolation_level=None)
        try:
            database.execute("PRAGMA synchronous = OFF")  # a lost page is found by its checksum
            database.execute("CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, data BLOB)")
        except BaseException:
            database.close()
            raise
        return database


def _size(database: sqlite3.Connection) -> int:
    (pages,), (size,) = (database.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size"))
    return int(pages) * int(size)


def _keep_only(database: sqlite3.Connection, keys: Iterable[bytes]) -> None:
    """Pages of what is deleted are used again: the file grows no further."""
    database.execute("CREATE TEMPORARY TABLE needed (key BLOB PRIMARY KEY)")
    database.executemany("INSERT OR IGNORE INTO needed VALUES (?)", ((key,) for key in keys))
    database.execute("DELETE FROM kept WHERE key NOT IN (SELECT key FROM needed)")


def _is_private(folder: Path) -> bool:
    """Whether a folder is there, or can be made, and nobody but its user can have written to it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        about = folder.lstat()
    except OSError:
        return False
    if not stat.S_ISDIR(about.st_mode):
        return False
    if os.name == "nt":  # a user's own folder there is closed to others from the start
        return True
    return about.st_uid == os.geteuid() and not about.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
