"""A word without its endings, by the language that it is written in: ``stopped`` and ``stopping`` are ``stop``.

English is Porter's second algorithm, as Snowball generates it for Python and for a browser from one source. Another
language is one more stemmer in :data:`_STEMMERS`; what has none keeps its words whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from sopkb.search.index.snowball.english_stemmer import EnglishStemmer

_ASCII_LETTERS = re.compile(r"[a-z]+")
_STEMMERS: Mapping[str, Callable[[str], str]] = {"en": lambda word: EnglishStemmer().stemWord(word)}
"""A new stemmer each time: one holds the word that it works on, and threads may ask at once."""


@lru_cache(maxsize=131072)
def stem(word: str) -> str:
    """The English stem of a folded word of ASCII letters; any other word is its own."""
    return _STEMMERS["en"](word) if _ASCII_LETTERS.fullmatch(word) else word
