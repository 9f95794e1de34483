"""Parsed documents kept from one run to the next, so that only what changed is parsed.

A document is found by what it was made from: the file's bytes and path, our own code, Python and the two parsers. So
nothing is ever stale, and a parse cache serves every base and every branch. Where it cannot be used
(:mod:`sopkb.core.store`), documents are parsed as without it.

A parse cache must not be a way to run code: what it holds is read by an unpickler that knows the classes of the model
and nothing else.
"""

from __future__ import annotations

import contextlib
import copyreg
import hashlib
import importlib.util
import io
import pickle
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any

from sopkb.core.body import Block, Body, Link, LinkKind, Section, Step
from sopkb.core.diagnostics import Location
from sopkb.core.program import program_digest
from sopkb.core.record import Document, Record, Withheld
from sopkb.core.source import Fault, FaultKind, Meta, Positions
from sopkb.core.store import Store

_FILE = "documents-4.sqlite"  # another number where its form changes; 10,000 records take some 90 MB
_CLASSES = (
    Block,
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


def _by_fields(cls: type) -> Callable[[Any], tuple[type, tuple[Any, ...]]]:
    """How an object of a dataclass with slots is written: as a call of its class, which is read in half the time."""
    values = attrgetter(*(field.name for field in fields(cls)))
    return lambda item: (cls, values(item))


class _Pickler(pickle.Pickler):
    # By value, because Python 3.11 writes a member of an enumeration as a call of getattr.
    dispatch_table = (
        copyreg.dispatch_table
        | dict.fromkeys((LinkKind, FaultKind), lambda member: (type(member), (member.value,)))
        | {cls: _by_fields(cls) for cls in _CLASSES if is_dataclass(cls) and "__slots__" in vars(cls)}
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
    return hashlib.sha256(b"\0".join((_made_by(), path.encode("utf-8", "surrogatepass"), raw))).digest()


@cache
def _made_by() -> bytes:
    """A digest of everything that decides how a file is parsed: the parsers name their version in their first file."""
    total = hashlib.sha256(program_digest().encode())
    for spec in map(importlib.util.find_spec, _PARSERS):
        if spec and spec.origin:
            total.update(Path(spec.origin).read_bytes())
    return total.digest()


class ParseCache:
    """The documents kept in one folder; without a folder, or where it cannot be used, none.

    Args:
        folder: where they are; made where it is missing.
    """

    def __init__(self, folder: Path | None) -> None:
        self._store = Store(folder, _FILE)

    @property
    def is_open(self) -> bool:
        """Whether documents are kept at all."""
        return self._store.is_open

    @contextlib.contextmanager
    def taking(self) -> Iterator[Callable[[bytes], Document | None]]:
        """A function that gives the document kept under a key, or None."""
        with self._store.taking() as take:

            def document(key: bytes) -> Document | None:
                packed = take(key)
                return None if packed is None else unpack(packed)

            yield document

    def put(self, packed: Mapping[bytes, bytes], needed: Iterable[bytes] = ()) -> None:
        """Keep some documents, as :func:`pack` gives them.

        Args:
            packed: by key.
            needed: keys of the other documents of the base at hand, which stay when room must be made.
        """
        self._store.put(packed, needed)
