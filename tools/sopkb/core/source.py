"""Values with the places they stand at, and the faults met while reading them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sopkb.core.diagnostics import WHOLE_FILE, Location, printable, shown

Path = tuple[str | int, ...]
"""Where a value stands inside front matter: ``("changelog", 0, "version")``."""


class FaultKind(StrEnum):
    """What can be wrong with a file before anybody asks what it means."""

    BAD_NAME = "a file name with control characters"
    NOT_A_FILE = "not a regular file"
    LINK_OUTSIDE = "a symbolic link that leaves the tree"
    UNREADABLE = "not readable"
    TOO_LARGE = "too large"
    NOT_UTF8 = "not UTF-8"
    BINARY = "a NUL byte"
    EMPTY = "empty"
    BYTE_ORDER_MARK = "a byte-order mark"
    CARRIAGE_RETURNS = "Windows line ends"
    NO_FRONT_MATTER = "no front matter"
    UNCLOSED = "front matter without its closing line"
    NOT_A_MAP = "front matter that is not a map"
    SYNTAX = "YAML that does not parse"
    TAB = "a tab in the indentation"
    TOO_DEEP = "YAML nested too deep"
    DUPLICATE_KEY = "a key given twice"
    ALIAS = "a YAML anchor, alias, merge key or tag"
    KEY_NOT_TEXT = "a key that is not text"
    TRAP = "a value that YAML reads as something else"
    WITHHELD = "something private in an imported draft"


@dataclass(frozen=True, slots=True)
class Fault:
    """One such thing, with what a message needs.

    Args:
        kind: what it is.
        at: where.
        detail: what the message must name: the key, the parser's words, what YAML would have read.
        path: place in the front matter, for traps.
    """

    kind: FaultKind
    at: Location = WHOLE_FILE
    detail: str = ""
    path: Path = ()


def trap_message(fault: Fault) -> str:
    """What to say of a value that YAML reads as something else (``FaultKind.TRAP``)."""
    raw, _, parsed = fault.detail.rpartition("\n")
    name = next((str(step) for step in reversed(fault.path) if isinstance(step, str)), "value")
    value = shown(raw)
    read_as = (
        printable(parsed)[:60] if value == raw else shown(parsed)
    )  # "the date 2026-11-22" is made of nothing but raw
    comment = "; a comment of yours has a blank behind its #" if " #" in raw else ""
    return f'Quote `{shown(name)}: "{value}"`; YAML read it as {read_as}{comment}.'


class Positions:
    """Where each key and each value of a document stands.

    Kept as one integer a value, because a base of 10,000 records has some 600,000 of them; and from run to run as a
    text that is read when somebody asks, because hardly anybody does where nothing is wrong.

    Args:
        places: of each path, as :meth:`pack` gives it; or what ``__reduce__`` made of them.
    """

    __slots__ = ("_known",)

    def __init__(self, places: Mapping[Path, int] | str) -> None:
        self._known = places

    def __reduce__(self) -> tuple[type[Positions], tuple[str]]:
        return Positions, (json.dumps([list(self.places), list(self.places.values())], separators=(",", ":")),)

    @property
    def places(self) -> Mapping[Path, int]:
        """By path, packed."""
        if isinstance(self._known, str):
            paths, places = json.loads(self._known)
            self._known = dict(zip(map(tuple, paths), places, strict=True))
        return self._known

    @staticmethod
    def pack(key: Location, value: Location) -> int:
        """Two places in one integer: 20 bits a line, 12 bits a column (longer lines are cut there)."""
        packed = 0
        for place in (key, value):
            packed = (packed << 32) | (min(place.line, 0xFFFFF) << 12) | min(place.column, 0xFFF)
        return packed

    def value(self, *path: str | int) -> Location:
        """Where the value at a path begins; the nearest place above it where the path does not exist."""
        return self._unpack(path, 0)

    def key(self, *path: str | int) -> Location:
        """Where the key of the value at a path begins (in a list: the value itself)."""
        return self._unpack(path, 32)

    def _unpack(self, path: Path, shift: int) -> Location:
        places = self.places
        for end in range(len(path), -1, -1):
            packed = places.get(path[:end])
            if packed is not None:
                packed >>= shift
                return Location((packed >> 12) & 0xFFFFF, packed & 0xFFF)
        return Location(1, 1)

    def __contains__(self, path: Path) -> bool:
        return path in self.places


NOWHERE = Positions({})


@dataclass(frozen=True, slots=True)
class Meta:
    """A map read from YAML: the values, where they stand, and what was odd about them.

    The typed getters answer with something empty where a value has another type than asked: rule S02 reports
    that, and nothing after it may fall over it.
    """

    data: Mapping[str, Any] = field(default_factory=dict)
    positions: Positions = NOWHERE
    faults: tuple[Fault, ...] = ()

    def __contains__(self, name: str) -> bool:
        return name in self.data

    def text(self, name: str) -> str:
        """A string, or ``""``."""
        value = self.data.get(name)
        return value if isinstance(value, str) else ""

    def number(self, name: str) -> int | None:
        """An integer, or None."""
        value = self.data.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def flag(self, name: str) -> bool:
        """Whether the value is ``true``."""
        return self.data.get(name) is True

    def texts(self, name: str) -> tuple[str, ...]:
        """The strings of a list; of a single string, that one."""
        return tuple(value for value, _ in self.texts_with_paths(name))

    def texts_with_paths(self, name: str) -> Iterator[tuple[str, Path]]:
        """The strings of a list, or the single string, each with its path."""
        value = self.data.get(name)
        if isinstance(value, str):
            yield value, (name,)
        elif isinstance(value, list):
            for number, item in enumerate(value):
                if isinstance(item, str):
                    yield item, (name, number)

    def located_texts(self, name: str) -> Iterator[tuple[str, Location]]:
        """The strings of a list, or the single string, each with its place."""
        return ((value, self.positions.value(*path)) for value, path in self.texts_with_paths(name))

    def map(self, name: str) -> Mapping[str, Any]:
        """A map, or an empty one."""
        value = self.data.get(name)
        return value if isinstance(value, dict) else {}

    def maps(self, name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """The maps of a list, each with its number in the list."""
        value = self.data.get(name)
        if isinstance(value, list):
            for number, item in enumerate(value):
                if isinstance(item, dict):
                    yield number, item
