"""The words of an index as people spell them, each with how many records it is in.

Kept beside the postings, whose terms are stems: a misspelt word must be compared with what people write.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path


class Lexicon:
    """Spellings and their record counts.

    Args:
        counts: for each spelling, in how many records it stands.
    """

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts

    def __contains__(self, word: str) -> bool:
        return word in self._counts

    def __len__(self) -> int:
        return len(self._counts)

    def count(self, word: str) -> int:
        """In how many records a spelling stands."""
        return self._counts.get(word, 0)

    def beginning_with(self, prefix: str) -> Iterator[str]:
        """The spellings that begin so, in alphabetical order."""
        return _range(self.sorted, prefix)

    def ending_with(self, suffix: str) -> Iterator[str]:
        """The spellings that end so, in the alphabetical order of their reverses."""
        return (word[::-1] for word in _range(self._reversed, suffix[::-1]))

    @cached_property
    def sorted(self) -> list[str]:
        """Every spelling, sorted by code point."""
        return sorted(self._counts)

    @cached_property
    def _reversed(self) -> list[str]:
        return sorted(word[::-1] for word in self._counts)

    def changed(self, added: Mapping[str, int], removed: Iterable[str]) -> Lexicon:
        """The lexicon after some records' words have come and gone.

        Args:
            added: each word that came, and in how many records.
            removed: the words that went; one of two records is named twice.
        """
        counts = Counter(self._counts)
        counts.update(added)
        counts.subtract(Counter(removed))
        return Lexicon({word: count for word, count in counts.items() if count > 0})

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(self._counts, ensure_ascii=False, sort_keys=True), encoding="utf-8")


def parse_lexicon(raw: bytes) -> Lexicon:
    """The lexicon of a file that :meth:`Lexicon.write` wrote."""
    return Lexicon(json.loads(raw))


def _range(words: list[str], prefix: str) -> Iterator[str]:
    at = bisect_left(words, prefix)
    while at < len(words) and words[at].startswith(prefix):
        yield words[at]
        at += 1
