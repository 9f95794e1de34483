"""One sort of what is private: its shape, what may not stand beside it, and what only looks like it.

Shapes are run by RE2, which cannot backtrack: no text makes it slow. It cannot look around either, so what may not
stand before or after is said apart; and it is quick only where it need not tell groups, so what follows a label is
read by Python's own engine, at one place, a bounded number of characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import re2

WORD = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"
"""Characters of a word, for :attr:`Sort.before` and :attr:`Sort.after`."""

_AROUND = 80
"""Bytes on each side of a match that may decide whether it is harmless."""
_TELLING = 96
"""Bytes of a match that are looked at to tell whether it is harmless."""

Check = Callable[[str, str, str], bool]
"""Of a match, the text before and the text after it: a verdict."""


def _never(datum: str, before: str, after: str) -> bool:
    return False


@cache
def _options() -> Any:
    options = re2.Options()
    options.never_capture = True
    options.log_errors = False
    options.max_mem = 64 << 20
    return options


@cache
def compiled(shape: str, cased: bool) -> Any:
    """A shape as RE2 runs it; compiled once."""
    return re2.compile(shape if cased else f"(?i){shape}", options=_options())


@dataclass(frozen=True)
class Sort:
    """One row of the table.

    Args:
        name: what a finding calls it.
        is_secret: whether it is a secret (rule A02), or else a personal datum (rule A01).
        hint: a small expression of which a match stands wherever the shape can match; it is looked for first.
        shape: the expression, for RE2: of all that must not be repeated; with a ``value``, of what stands before that.
        value: the expression, for Python, of what must not be repeated, from the end of the shape; bounded.
        before: ASCII characters, none of which stands right before a match.
        after: ASCII characters, none of which stands right after what must not be repeated.
        is_harmless: tells that this is a placeholder or something else.
        within: where only parts of a match are of this sort, their places in it.
        cased: whether capitals matter.
        finder: what finds it instead of a shape, in a text in UTF-8.
        reaches: where it ends, when that is later than the shape can tell: from the text in UTF-8 and the match's end.
    """

    name: str
    is_secret: bool
    hint: str
    shape: str = ""
    value: str = ""
    before: str = ""
    after: str = ""
    is_harmless: Check = _never
    within: Callable[[str], Iterable[tuple[int, int]]] | None = None
    cased: bool = False
    reaches: Callable[[bytes, int], int] | None = None
    finder: Callable[[bytes], Iterable[tuple[int, int]]] | None = None

    @cached_property
    def _pattern(self) -> Any:
        """Compiled when it is first needed: all of them would slow down every start."""
        return compiled(self.shape, self.cased)

    @cached_property
    def _value(self) -> re.Pattern[bytes]:
        return re.compile(self.value.encode(), 0 if self.cased else re.IGNORECASE)

    @cached_property
    def _not_before(self) -> frozenset[int]:
        return frozenset(self.before.encode())

    @cached_property
    def _not_after(self) -> frozenset[int]:
        return frozenset(self.after.encode())

    def places(self, text: bytes) -> Iterator[tuple[int, int]]:
        """Where this sort stands in a text in UTF-8, in order."""
        if self.finder:
            yield from sorted(self.finder(text))
            return
        position, kept = 0, -1
        while match := self._pattern.search(text, position):
            start, end = match.span()
            position = max(end, start + 1)
            if start and start != kept and text[start - 1] in self._not_before:
                continue  # only a piece of something longer
            for first, last in self._data(text, start, end):
                position = kept = max(position, last)
                yield first, last

    def _data(self, text: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
        """What must not be repeated of one match."""
        if self.value:
            value = self._value.match(text, end)
            if value is None:
                return
            start, end = value.span()
        if end < len(text) and text[end] in self._not_after:
            return
        if self.within:
            for first, last in self.within(text[start:end].decode("utf-8", "replace")):
                yield start + first, self.reaches(text, start + last) if self.reaches else start + last
            return
        datum = text[start : min(end, start + _TELLING)].decode("utf-8", "ignore")
        before = text[max(0, start - _AROUND) : start].decode("utf-8", "ignore")
        if not self.is_harmless(datum, before, text[end : end + _AROUND].decode("utf-8", "ignore")):
            yield start, self.reaches(text, end) if self.reaches else end
