"""Words that were typed as one, though records write them side by side: ``blackscreen``, ``signinloop``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sopkb.search.index import SearchIndex
from sopkb.search.index.stemming import stem
from sopkb.search.phrases import records_with
from sopkb.search.reading import Phrase

SHORTEST_GLUED = 6
"""Letters of a word that may be two."""
LONGEST_GLUED = 30
"""Letters. What is longer is no words that somebody forgot to part."""
SHORTEST_PART = 3
"""Letters of its first and its last part; one between them may have a letter less."""
_ASCII_LETTERS = re.compile("[a-z]+")


def parts_of(word: str, index: SearchIndex) -> tuple[str, ...]:
    """The two words, or else the three, that a word is made of and that stand side by side in some record.

    Args:
        word: folded; no record has it.
        index: the open index.
    """
    if not SHORTEST_GLUED <= len(word) <= LONGEST_GLUED or not _ASCII_LETTERS.fullmatch(word):
        return ()
    lefts = [at for at in range(len(word) - SHORTEST_PART, SHORTEST_PART - 1, -1) if _is_held(word[:at], index)]
    for parts in (*_in_two(word, lefts), *_in_three(word, lefts, index)):
        terms = [stem(part) for part in parts]
        if all(map(index.count, terms)) and records_with(
            Phrase(word, tuple(zip(terms, range(3), strict=False))), index
        ):
            return parts
    return ()


def _is_held(word: str, index: SearchIndex) -> bool:
    return index.count(stem(word)) > 0


def _in_two(word: str, lefts: list[int]) -> Iterator[tuple[str, ...]]:
    yield from ((word[:at], word[at:]) for at in lefts)


def _in_three(word: str, lefts: list[int], index: SearchIndex) -> Iterator[tuple[str, ...]]:
    for at in lefts:
        for cut in range(len(word) - SHORTEST_PART, at + SHORTEST_PART - 2, -1):
            if _is_held(word[at:cut], index):
                yield word[:at], word[at:cut], word[cut:]
