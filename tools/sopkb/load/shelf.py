"""Parsed documents kept from one run to the next, so that only what changed is parsed.

A document is found by what it was made from: the file's bytes and path, our own code, Python and the two parsers. So
nothing is ever stale, and a shelf serves every base and every branch. It is a help and never a need: where it is
missing, not ours, read only, full, locked, damaged or from another version, documents are parsed as without it.

A shelf must not be a way to run code. It lies outside the repository, in a folder that only its user may write to; what
it holds is read by an unpickler that knows the classes of the model and nothing else.
"""

from __future__ import annotations

import contextlib
import copyreg
import hashlib
import importlib.util
import io
import os
import pickle
import sqlite3
import stat
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from sopkb.diagnostics import Location
from sopkb.model.body import Body, Link, LinkKind, Section, Step
from sopkb.model.record import Document, Record, Withheld
from sopkb.model.source import Fault, FaultKind, Meta, Positions

LARGEST = 512 * 1024 * 1024
"""Bytes. Grown beyond that, a shelf keeps only what the base at hand needs: 10,000 records take some 90 MB."""

_FILE = "documents-1.sqlite"  # another number where its table changes
_PATIENCE = 2.0  # seconds to wait for another process that writes: less than parsing takes
_CLASSES = (
    Body,
    Document,
    Fault,
    FaultKind,
    Link,
    LinkKind,
    Location,
    Meta,
    Positions,
    Record,
    Section,
    Step,
    Withheld,
)
_BY_NAME: Mapping[tuple[str, str], type] = {(each.__module__, each.__qualname__): each for each in _CLASSES}
_PARSERS = ("yaml", "markdown_it")
_CHECKSUM = 4


class _Pickler(pickle.Pickler):
    # By value, because Python 3.11 writes a member of an enumeration as a call of getattr.
    dispatch_table = copyreg.dispatch_table | dict.fromkeys(
        (LinkKind, FaultKind), lambda member: (type(member), (member.value,))
    )


class _Unpickler(pickle.Unpickler):
    def find_class(self, module_name: str, global_name: str) -> Any:
        try:
            return _BY_NAME[module_name, global_name]
        except KeyError:
            raise pickle.UnpicklingError(global_name) from None


def pack(document: Document) -> bytes:
    """A document as bytes, with a checksum before them."""
    buffer = io.BytesIO()
    _Pickler(buffer, 5).dump(document)
    data = buffer.getvalue()
    return zlib.crc32(data).to_bytes(_CHECKSUM, "big") + data


def unpack(packed: bytes) -> Document | None:
    """The document; None where the bytes are damaged, or would make anything but a document."""
    data = memoryview(packed)[_CHECKSUM:]
    if zlib.crc32(data).to_bytes(_CHECKSUM, "big") != packed[:_CHECKSUM]:
        return None
    try:
        document = _Unpickler(io.BytesIO(data)).load()
    except Exception:  # whatever a file can make an unpickler raise
        return None
    return document if isinstance(document, Document) else None


def key_of(raw: bytes, path: str) -> bytes:
    """What a document is kept under.

    Args:
        raw: the file's bytes.
        path: of the file, as the document names it.
    """
    return hashlib.sha256(b"\0".join((_code_digest(), path.encode("utf-8", "surrogatepass"), raw))).digest()


def code_of_parsing() -> list[Path]:
    """The files of ours that decide how a file is parsed."""
    package = Path(__file__).resolve().parents[1]
    parts = (package / part for part in ("load", "model", "private"))
    return sorted([*package.glob("*.py"), *(path for part in parts for path in part.rglob("*.py"))])


@cache
def _code_digest() -> bytes:
    """A digest of everything that decides how a file is parsed."""
    theirs = [spec.origin for spec in map(importlib.util.find_spec, _PARSERS) if spec and spec.origin]
    total = hashlib.sha256(sys.version.encode())
    for path in (*code_of_parsing(), *map(Path, theirs)):  # the parsers name their version in their first file
        total.update(path.read_bytes())
    return total.digest()


class Shelf:
    """The documents kept in one folder; without a folder, or where it cannot be used, none.

    Args:
        folder: where they are; made where it is missing.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    @property
    def is_open(self) -> bool:
        """Whether documents are kept at all."""
        return self._folder is not None

    @contextlib.contextmanager
    def taking(self) -> Iterator[Callable[[bytes], Document | None]]:
        """A function that gives the document kept under a key, or None."""
        with self._opened() as database:
            if database is None:
                yield lambda key: None
                return
            find = database.cursor()

            def take(key: bytes) -> Document | None:
                try:
                    row = find.execute("SELECT data FROM documents WHERE key = ?", (key,)).fetchone()
                except sqlite3.Error as error:
                    self._give_up(error)
                    return None
                return unpack(row[0]) if row and isinstance(row[0], bytes) else None

            yield take

    def put(self, packed: Mapping[bytes, bytes], needed: Iterable[bytes] = ()) -> None:
        """Keep some documents, as :func:`pack` gives them.

        Args:
            packed: by key.
            needed: keys of the other documents of the base at hand, which stay when room must be made.
        """
        with self._opened() as database:
            if database is None or not packed:
                return
            database.execute("BEGIN IMMEDIATE")
            if _size(database) + sum(map(len, packed.values())) > LARGEST:
                _keep_only(database, needed)
            database.executemany("INSERT OR REPLACE INTO documents VALUES (?, ?)", packed.items())
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
                (self._folder / _FILE).unlink(missing_ok=True)

    def _open(self) -> sqlite3.Connection | None:
        if self._folder is None or not _is_private(self._folder):
            return None
        database = sqlite3.connect(self._folder / _FILE, timeout=_PATIENCE, isolation_level=None)
        try:
            database.execute("PRAGMA synchronous = OFF")  # a lost page is found by its checksum
            database.execute("CREATE TABLE IF NOT EXISTS documents (key BLOB PRIMARY KEY, data BLOB)")
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
    database.execute("DELETE FROM documents WHERE key NOT IN (SELECT key FROM needed)")


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
