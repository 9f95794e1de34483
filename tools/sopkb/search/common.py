"""Words that everybody knows, a list a language: whoever types one of them means it, whether or not a record has it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

_FOLDER = "words"
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@cache
def languages_with_words() -> tuple[str, ...]:
    """The languages that the program has a list for."""
    names = (entry.name for entry in files(__package__).joinpath(_FOLDER).iterdir())
    return tuple(sorted(name.removesuffix(".txt") for name in names if name.endswith(".txt")))


def common_words(languages: Iterable[str]) -> frozenset[str]:
    """The common words of some languages, folded; a language without a list has none.

    Args:
        languages: BCP 47 tags, of which only the language counts: ``pt-BR`` is ``pt``.
    """
    wanted = {tag.lower().partition("-")[0] for tag in languages}
    return _joined(frozenset(wanted.intersection(languages_with_words())))


@cache
def _joined(languages: frozenset[str]) -> frozenset[str]:
    return frozenset().union(*map(_words_of, languages))


@cache
def _words_of(language: str) -> frozenset[str]:
    text = files(__package__).joinpath(_FOLDER, f"{language}.txt").read_text("ascii")
    words, last = [], ""
    for line in text.split():
        last = last[: _DIGITS.index(line[0])] + line[1:]
        words.append(last)
    return frozenset(words)
