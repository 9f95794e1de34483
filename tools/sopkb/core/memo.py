"""The memo: what was made in a run before, found again by what it was made from.

Bytes under a key over our own code, the libraries that it stands on, the function that made them, and what that
function was given. So nothing stale is ever read, and one file serves every base and every branch: one SQLite file in
the user's own cache folder. It holds parsed files, and the findings of rules that look at one file.

A memo is a help and never a need: where it is missing, not ours, read only, full, locked or damaged, its user makes
again what it would have held. It must not be a way to plant something: it lies outside the repository, in a folder that
only its user writes to, and whoever reads it runs nothing of it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import stat
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

FILE_NAME = "memo-1.sqlite"  # another number where its table changes; 10,000 records take some 90 MB
LARGEST = 512 * 1024 * 1024
"""Bytes. Grown beyond that, it loses what other code made, and what its user does not need just now."""
PACKAGE = Path(__file__).resolve().parents[1]

_NOT_CODE = "__pycache__"
_LIBRARIES = ("google-re2", "jsonschema-rs", "markdown-it-py", "PyYAML", "Whoosh")
_PATIENCE = 2.0  # seconds to wait for another process that writes: less than making things again takes
_CHECKSUM = 4


@cache
def code_digest() -> str:
    """SHA-256, in hexadecimal, over each file of the package and the versions of Python and of our libraries.

    By contents: an upgrade may leave times and sizes as they were. All of them take some 15 ms, once in a process.
    """
    total = hashlib.sha256("\n".join((sys.version, *map(_version, _LIBRARIES))).encode())
    for folder, names, files in os.walk(PACKAGE):
        names[:] = sorted(name for name in names if name != _NOT_CODE)
        for name in sorted(files):
            with open(os.path.join(folder, name), "rb") as file:  # noqa: PTH118
                contents = file.read()
            total.update(f"{name} {len(contents)}\n".encode("utf-8", "surrogateescape"))
            total.update(contents)
    return total.hexdigest()


def _version(library: str) -> str:
    try:
        return f"{library} {version(library)}"
    except PackageNotFoundError:  # another one in its place, which names itself otherwise
        return f"{library} unknown"


def key_of(function: str, *inputs: bytes) -> bytes:
    """What something is kept under.

    Args:
        function: what made it; another name where the form of what it makes changes.
        inputs: all that it was made from.
    """
    total = hashlib.sha256(f"{code_digest()} {function}".encode())
    for each in inputs:
        total.update(f" {len(each)} ".encode())
        total.update(each)
    return total.digest()


class Memo:
    """What is kept in one folder; without a folder, or where it cannot be used, nothing.

    Args:
        folder: where the file is; made where it is missing.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    @property
    def is_open(self) -> bool:
        """Whether anything is kept at all."""
        return self._folder is not None

    @contextlib.contextmanager
    def reading(self) -> Iterator[Callable[[bytes], bytes | None]]:
        """A function that gives what is kept under a key, as it was put; or None."""
        with self._opened() as database:
            if database is None:
                yield lambda key: None
                return
            find = database.cursor()

            def get(key: bytes) -> bytes | None:
                try:
                    row = find.execute("SELECT data FROM memo WHERE key = ?", (key,)).fetchone()
                except sqlite3.Error as error:
                    self._give_up(error)
                    return None
                return _checked(row[0]) if row else None

            yield get

    def put(self, function: str, made: Mapping[bytes, bytes], needed: Iterable[bytes] = ()) -> None:
        """Keep some things.

        Args:
            function: as in :func:`key_of`.
            made: by key.
            needed: keys of what else its user needs just now of this function, which stays when room must be made.
        """
        if not made:
            return
        with self._opened() as database:
            if database is None:
                return
            maker = f"{code_digest()} {function}"
            database.execute("BEGIN IMMEDIATE")
            if _size(database) + sum(map(len, made.values())) > LARGEST:
                _make_room(database, maker, needed)
            rows = ((key, maker, _sealed(data)) for key, data in made.items())
            database.executemany("INSERT OR REPLACE INTO memo VALUES (?, ?, ?)", rows)
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
                (self._folder / FILE_NAME).unlink(missing_ok=True)

    def _open(self) -> sqlite3.Connection | None:
        if self._folder is None or not _is_private(self._folder):
            return None
        database = sqlite3.connect(self._folder / FILE_NAME, timeout=_PATIENCE, isolation_level=None)
        try:
            database.execute("PRAGMA synchronous = OFF")  # a lost page is found by its checksum
            database.execute("CREATE TABLE IF NOT EXISTS memo (key BLOB PRIMARY KEY, maker TEXT, data BLOB)")
        except BaseException:
            database.close()
            raise
        return database


def _sealed(data: bytes) -> bytes:
    return zlib.crc32(data).to_bytes(_CHECKSUM, "big") + data


def _checked(sealed: object) -> bytes | None:
    """What was put; None where it is damaged."""
    if not isinstance(sealed, bytes):
        return None
    data = sealed[_CHECKSUM:]
    return data if _sealed(data) == sealed else None


def _size(database: sqlite3.Connection) -> int:
    (pages,), (size,) = (database.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size"))
    return int(pages) * int(size)


def _make_room(database: sqlite3.Connection, maker: str, needed: Iterable[bytes]) -> None:
    """Pages of what is deleted are used again: the file grows no further."""
    code = maker.partition(" ")[0]
    database.execute("CREATE TEMPORARY TABLE needed (key BLOB PRIMARY KEY)")
    database.executemany("INSERT OR IGNORE INTO needed VALUES (?)", ((key,) for key in needed))
    database.execute("DELETE FROM memo WHERE substr(maker, 1, ?) != ?", (len(code), code))
    database.execute("DELETE FROM memo WHERE maker = ? AND key NOT IN (SELECT key FROM needed)", (maker,))


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
