"""The patterns of a danger list: the small language they are written in, and what they are once read.

A pattern is a line of items that must follow one another::

    @person wants_to die            three items; up to ``gap`` other words may stand between two of them
    tak* ~4 pills|tablets           up to four words between these two, and any of several terms as an item
    @child & @sexual ~8             both, in either order, at most eight words apart
    my head & cant|wont ~6          what `&` joins may be several items, here `my head`
    will attack !process|server     not where one of these words stands in or beside the match
    gun & live ~9 !!label|policy    not where one of these words stands within twelve words of the match

A *term* is one word (``pill``), several side by side (``wants_to``), an end (``*mord``) or a part (``*mord*``). A word
of four letters or more, the last one of several, also stands for all that begin with it (``pills``), unless a point
ends it (``pill.``); of a shorter word a star says so (``die*``). ``<18`` is the age of a minor in figures and may begin
a word: ``<18_years``, ``<18yo``. A word of seven letters or more also stands for itself with one of them missing.
``@name`` stands for all terms of a named group; a group may name groups that stand above it. In scripts without spaces
every character counts as a word: ``跳楼`` is two side by side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import NamedTuple

from sopkb.danger.words import words_of

BESIDE, AROUND = 3, 12
"""How many words before and after a match a word that rules it out may stand: after ``!``, after ``!!``."""
MINOR = "<18"
"""Stands in a term for any age under 18."""
_LONG = 4
_GAP = re.compile(r"~(\d+)")
_JOINED = frozenset("وفبلكسهح")
_AGE = re.compile(r"^(?:[1-9]|1[0-7])(?!\d)")
_SPELT = re.compile("([a-z]{7,})[.*]?")
"""A term that is one word, and so long that with a letter less it can hardly be another word."""
_HELD, _DOUBLED = re.compile(r"(.)\1\1+"), re.compile(r"(.)\1+")
_DOUBLED_FROM = 8
_BOUND = re.compile("ت(?:ها?|هم|نا|ك|ي)$")
_ELIDED = re.compile("^(?:[cdjlmnst](?=[aehiou].{4})|qu(?=il|elle|on|un))", re.DOTALL)
_UMLAUT = re.compile("([aou])e")


class PatternError(ValueError):
    """A pattern cannot be read; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand side by side.

    Args:
        words: folded; of the first the end, of the last the beginning may be all that is given. An age is ``<18``.
        open_start: whether the first word may begin with anything.
        open_end: whether the last word may end with anything.
    """

    words: tuple[str, ...]
    open_start: bool = False
    open_end: bool = False


Item = frozenset[Term]
"""Any of some terms."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """Items that follow one another.

    Args:
        items: in their order.
        gaps: for each item but the first, how many words may stand before it.
        unless: terms that rule a match out.
        within: how many words before and after a match they do so.
    """

    items: tuple[Item, ...]
    gaps: tuple[int, ...]
    unless: Item = frozenset()
    within: int = BESIDE


def forms(word: str) -> tuple[str, ...]:
    """What a word of a text may stand for: itself, and with an age under 18 as :data:`MINOR`.

    In Arabic also without what is written together with it (and, in, to, will; my, his, her), in French without what is
    elided before it; with one letter in place of several that are the same: three or more, in a long word two; and with
    ``a``, ``o``, ``u`` for German ``ae``, ``oe``, ``ue``, as umlauts are folded in lists.
    """
    if (age := _AGE.sub(MINOR, word, count=1)) != word:
        return word, age
    once = (_HELD if len(word) < _DOUBLED_FROM else _DOUBLED).sub(r"\1", word)
    bare = word[1:] if len(word) > 3 and word[0] in _JOINED else _ELIDED.sub("", word)
    return tuple(dict.fromkeys((word, _BOUND.sub("ه", bare), bare, once, _UMLAUT.sub(r"\1", word))))


def read_groups(texts: Mapping[str, str]) -> dict[str, Item]:
    """The terms of each group: separated by spaces or ``|``; ``@name`` stands for those of a group above.

    Raises:
        PatternError: a group names one that does not stand above it.
    """
    groups: dict[str, Item] = {}
    for name, text in texts.items():
        groups[name] = _item("|".join(text.replace("|", " ").split()), groups, name)
    return groups


def read_pattern(line: str, groups: Mapping[str, Item], gap: int) -> list[Pattern]:
    """The patterns that a line stands for: one, or for ``&`` one for each order of what it joins.

    Args:
        line: as it stands in a list.
        groups: what ``@name`` stands for.
        gap: how many words may stand between two items where the line does not say.

    Raises:
        PatternError: the line cannot be read.
    """
    sequences: list[_Sequence] = [_Sequence([], [])]
    unless: Item = frozenset()
    within = BESIDE
    pending: int | None = None
    for part in line.split():
        if part == "&":
            sequences.append(_Sequence([], []))
        elif measured := _GAP.fullmatch(part):
            pending = int(measured[1])
        elif part.startswith("!"):
            unless |= _item(part.lstrip("!"), groups, line)
            within = AROUND if part.startswith("!!") else within
        else:
            items, gaps = sequences[-1]
            if items:
                gaps.append(gap if pending is None else pending)
                pending = None
            items.append(_item(part, groups, line))
    if not all(items for items, _ in sequences):
        raise PatternError(f"`{line}` has no words to look for, at least on one side of an `&`.")
    if len(sequences) > 3:
        raise PatternError(f"`{line}` joins more than three by `&`.")
    apart = gap if pending is None else pending
    return [Pattern(*_joined(order, apart), unless, within) for order in permutations(sequences)]


class _Sequence(NamedTuple):
    items: list[Item]
    gaps: list[int]


def _joined(sequences: Sequence[_Sequence], apart: int) -> tuple[tuple[Item, ...], tuple[int, ...]]:
    items = [item for sequence in sequences for item in sequence.items]
    gaps = [gap for sequence in sequences for gap in (apart, *sequence.gaps)]
    return tuple(items), tuple(gaps[1:])


def _item(text: str, groups: Mapping[str, Item], line: str) -> Item:
    terms: set[Term] = set()
    for part in text.split("|"):
        if not part.startswith("@"):
            terms.update(map(_term, (part, *_misspelt(part))))
        elif part[1:] in groups:
            terms |= groups[part[1:]]
        else:
            raise PatternError(f"`{part}` in `{line}` is not a group of this list.")
    return frozenset(terms)


def _misspelt(text: str) -> Iterator[str]:
    """A long word without one of its letters, its first and its last aside."""
    if match := _SPELT.fullmatch(text):
        yield from (text[:place] + text[place + 1 :] for place in range(1, len(match[1]) - 1))


def _term(text: str) -> Term:
    words = tuple(words_of(text.strip("*.").replace("_", " ").replace(MINOR, "0")))
    if not words:
        raise PatternError(f"`{text}` is not a word.")
    ends_open = text.endswith("*") or (len(words[-1]) >= _LONG and not text.startswith("*") and not text.endswith("."))
    words = tuple(MINOR + word[1:] if word.startswith("0") else word for word in words)
    return Term(words, text.startswith("*"), ends_open)
