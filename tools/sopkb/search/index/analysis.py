"""Text to terms: the one place that says when two words are the same word.

Indexing and querying both come through here, so what is pure in this module is what a browser must do as well:
no clock, no file, no state but caches.

A word gives its terms like this::

    Loading            load              (English stem; words of ASCII letters only)
    Auditoría          auditoria         (folded: case, width, accents)
    KubePodNotReady    kube pod not readi, and kubepodnotreadi beside them
    sign-in            sign in, and signin beside them
    RC-4031            rc 4031, and rc4031 beside them
    3.8.1  88213       whole
    0x8007000E         8007000e         (also where it is written without 0x)
    无法登录            无法 法登 登录
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from sopkb.core.characters import LETTERS, MARKS, WORD
from sopkb.core.codes import LONGEST_CODE
from sopkb.core.folding import APOSTROPHES, INVISIBLE, fold, normalise
from sopkb.search.index.stemming import stem

LONGEST_TERM = 64
"""Characters. What is longer is no word that anybody types; it is cut."""

_INSIDE = f"[{WORD}{MARKS}{INVISIBLE}]"
_HYPHENS = r"\-" + "\u2010\u2011\u2012\u2013\ufe63\uff0d_\uff3f"
_INNER = r"(?<=[0-9])\.(?=[0-9])|(?<=[0-9]),(?=[0-9]{3}(?![0-9]))"  # 3.8.1 and 1,000
_CHUNK = re.compile(rf"[{WORD}]{_INSIDE}*(?:(?:[{APOSTROPHES}{_HYPHENS}]|{_INNER})[{WORD}]{_INSIDE}*)*")
_PIECE = re.compile(rf"[^{_HYPHENS}]+")
_PART = re.compile(rf"(?:{_INSIDE}|(?<=[0-9])\.(?=[0-9]))+")
_SPACELESS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1100-\u11ff\u3005\u3007\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z0-9])(?=[A-Z][a-z]{2})")
_SILENT = re.compile(rf"[{APOSTROPHES},]")
_ONLY_LETTERS = re.compile(f"[{LETTERS}]+")
_HEXADECIMAL = re.compile(r"0[xX](?=[0-9A-Fa-f]*[0-9])[0-9A-Fa-f]{4,}")
_VERSION = re.compile(r"v(?=[0-9]+\.[0-9])")


class Token(NamedTuple):
    """A word as it is matched; a tuple, because a large base has ten million of them.

    Args:
        term: what is compared: folded and, for a word of ASCII letters, stemmed.
        surface: folded, not stemmed: what spelling is corrected against.
        position: counts words from 0; the parts of a compound count each, the compound stands at its first part.
        start: where it begins in the text.
        end: where it ends in the text.
        joined: whether this is a compound kept whole beside its parts.
    """

    term: str
    surface: str
    position: int
    start: int
    end: int
    joined: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """A token of one chunk; ``offset`` counts words, ``start`` and ``end`` characters, from the chunk's first."""

    term: str
    surface: str
    offset: int
    start: int
    end: int
    joined: bool


def tokens(text: str, among: Container[str] | None = None) -> Iterator[Token]:
    """The words of a text, in order; a compound comes after its parts.

    Args:
        text: the text.
        among: the terms that are looked for; all, where it is not given.
    """
    position = 0
    for match in _CHUNK.finditer(text):
        parts, words = _analyse(match.group())
        for part in parts:
            if among is None or part.term in among:
                at, to = match.start() + part.start, match.start() + part.end
                yield Token(part.term, part.surface, position + part.offset, at, to, part.joined)
        position += words


class Words(NamedTuple):
    """A text to be indexed, as terms and spellings.

    Args:
        terms: each term with its position, compounds included.
        surfaces: the spellings, whole words only.
        size: how many positions the text takes.
    """

    terms: list[tuple[str, int]]
    surfaces: set[str]
    size: int


def words(text: str, patterns: tuple[str, ...] = ()) -> Words:
    """The same words as :func:`tokens`, without their places in the text: what indexing asks ten thousand times.

    Args:
        text: the text.
        patterns: what codes look like: the letters of one (``LD-3302``) are no word.
    """
    terms: list[tuple[str, int]] = []
    spelled: list[str] = []
    position = 0
    for chunk in _CHUNK.findall(text):
        parts, whole, count = _indexed(chunk, patterns)
        if count == 1 and len(parts) == 1:
            terms.append((parts[0][0], position))
        else:
            terms += [(term, position + offset) for term, offset in parts]
        spelled += whole
        position += count
    return Words(terms, set(spelled), position)


@lru_cache(maxsize=65536)
def _indexed(chunk: str, patterns: tuple[str, ...]) -> tuple[tuple[tuple[str, int], ...], tuple[str, ...], int]:
    parts, count = _analyse(chunk)
    if count > 1 and len(chunk) <= LONGEST_CODE and any(re.fullmatch(each, chunk, re.ASCII) for each in patterns):
        parts = tuple(part for part in parts if part.joined or not is_letters(part.surface))
    surfaces = tuple(part.surface for part in parts if is_letters(part.surface) and not is_spaceless(part.surface))
    return tuple((part.term, part.offset) for part in parts), surfaces, count


def is_letters(word: str) -> bool:
    """Whether a word is of letters only: no figure, and no mark that a letter has kept."""
    return _ONLY_LETTERS.fullmatch(word) is not None


def is_spaceless(word: str) -> bool:
    """Whether a term is of a script written without spaces, and so is a pair of characters and no whole word."""
    return _SPACELESS.match(word) is not None


@lru_cache(maxsize=65536)
def _analyse(chunk: str) -> tuple[tuple[_Part, ...], int]:
    """The tokens of a run of letters, digits and inner hyphens, and how many words it counts for."""
    found: list[_Part] = []
    pieces = count = 0
    for piece in _PIECE.finditer(chunk):
        pieces += 1
        parts = list(_piece(piece.group(), piece.start(), count))
        count += sum(not part.joined for part in parts)
        found += parts
    if pieces > 1:
        found += _joined([part for part in found if not part.joined], len(chunk))
    return tuple(found), count


def _piece(piece: str, start: int, offset: int) -> Iterator[_Part]:
    """The tokens of one piece without hyphens: its camel-case parts, their compound, and pairs of characters."""
    wide = normalise(_SILENT.sub("", piece))
    exact = len(wide) == len(piece)
    parts: list[_Part] = []
    for match in _PART.finditer(wide):
        for begin, end in _cuts(match.group()):
            at = (start + match.start() + begin, start + match.start() + end) if exact else (start, start + len(piece))
            surface = fold(match.group()[begin:end])
            surface = (surface[2:] if _HEXADECIMAL.fullmatch(surface) else _VERSION.sub("", surface))[:LONGEST_TERM]
            if surface:
                parts.append(_Part(stem(surface), surface, offset + len(parts), *at, False))
    yield from parts
    if len(parts) > 1 and not any(is_spaceless(part.surface) for part in parts):
        yield from _joined(parts, start + len(piece))


def _cuts(word: str) -> Iterator[tuple[int, int]]:
    """Where a word falls apart: at camel-case borders, and into pairs where a script has no spaces."""
    if _HEXADECIMAL.fullmatch(word):
        yield 0, len(word)
        return
    place = 0
    for run in [*_SPACELESS.finditer(word), None]:
        end = run.start() if run else len(word)
        borders = [place, *(place + cut.start() for cut in _CAMEL.finditer(word[place:end])), end]
        yield from ((a, b) for a, b in pairwise(borders) if a < b)
        if run:
            place = run.end()
            pairs = range(run.start(), max(run.end() - 1, run.start() + 1))
            yield from ((at, min(at + 2, run.end())) for at in pairs)


def _joined(parts: list[_Part], end: int) -> list[_Part]:
    whole = "".join(part.surface for part in parts)
    if len(whole) > LONGEST_TERM or len(parts) < 2:
        return []
    return [_Part(stem(whole), whole, parts[0].offset, parts[0].start, end, True)]
