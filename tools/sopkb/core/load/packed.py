"""Parsed documents as bytes, so that the memo can keep them from one run to the next (:mod:`sopkb.core.memo`).

A memo must not be a way to run code: what it holds is read by an unpickler that knows the classes of the model and
nothing else.
"""

from __future__ import annotations

import copyreg
import io
import pickle
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from operator import attrgetter
from typing import Any

from sopkb.core.body import Block, Body, Link, LinkKind, Section, Step
from sopkb.core.diagnostics import Location
from sopkb.core.record import Document, Record, Withheld
from sopkb.core.source import Fault, FaultKind, Meta, Positions

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
    """A document as bytes."""
    buffer = io.BytesIO()
    _Pickler(buffer, 5).dump(document)
    return buffer.getvalue()


def unpack(packed: bytes) -> Document | None:
    """The document; None where the bytes would make anything but a document."""
    try:
        document = _Unpickler(io.BytesIO(packed)).load()
    except Exception:  # whatever a file can make an unpickler raise
        return None
    return document if isinstance(document, Document) else None
