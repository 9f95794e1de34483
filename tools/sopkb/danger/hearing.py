"""Whether a text tells of danger, by the patterns of some lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sopkb.danger.lists import TOPICS, DangerList
from sopkb.danger.patterns import Item, Pattern, Term, forms
from sopkb.danger.words import words_of

MOST_READ = 20_000
"""Characters of a text that are looked at; nobody tells of danger only after ten pages."""

Span = tuple[int, int]
"""Some words of a text: the number of the first, and of the one after the last."""
Spans = Mapping[int, Sequence[Span]]
"""Where each item stands, by its number, in the order of the text; what stands nowhere is not in it."""


def hear(text: str, lists: Sequence[DangerList]) -> tuple[str, ...]:
    """The topics that a text tells of, the most urgent first; none where it tells of no danger.

    The work is bounded by a multiple of the length of the text.

    Args:
        text: whatever somebody typed or pasted.
        lists: what to listen for; see :func:`sopkb.danger.danger_lists`.
    """
    words = words_of(text[:MOST_READ])
    if not words or not lists:
        return ()
    compiled = _compiled(tuple(lists))
    spans = compiled.spans(words)
    free = _without(spans, compiled.harmless)
    danger = _without(free, compiled.distress_only)
    return tuple(
        topic
        for topic in TOPICS
        for left in (free if topic == "staff_distress" else danger,)
        if any(_is_heard(pattern, left) for pattern in _possible(compiled.alerts[topic], left))
    )


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A pattern with numbers in the place of its items."""

    items: tuple[int, ...]
    gaps: tuple[int, ...]
    unless: int
    within: int


Numbered = Mapping[int, Sequence[_Numbered]]
"""Patterns by the number of their first item."""


class _Compiled:
    """Some lists together: every item has a number, and every term is found by what its first word is known by."""

    def __init__(self, lists: tuple[DangerList, ...]) -> None:
        self._numbers: dict[Item, int] = {}
        self.harmless = self._numbered(pattern for each in lists for pattern in each.harmless)
        self.distress_only = self._numbered(pattern for each in lists for pattern in each.distress_only)
        self.alerts = {topic: self._numbered(p for each in lists for p in each.alerts[topic]) for topic in TOPICS}
        self._items: dict[Term, list[int]] = {}
        for item, number in self._numbers.items():
            for term in item:
                self._items.setdefault(term, []).append(number)
        self._whole: dict[str, list[Term]] = {}
        self._beginnings: dict[str, list[Term]] = {}
        self._endings: list[Term] = []
        for term in self._items:
            if term.open_start:
                self._endings.append(term)
            elif term.open_end and len(term.words) == 1:
                self._beginnings.setdefault(term.words[0], []).append(term)
            else:
                self._whole.setdefault(term.words[0], []).append(term)

    def _numbered(self, patterns: Iterable[Pattern]) -> Numbered:
        found: dict[int, list[_Numbered]] = {}
        for pattern in patterns:
            items = (*pattern.items, pattern.unless)
            first, *rest = (self._numbers.setdefault(item, len(self._numbers)) for item in items)
            found.setdefault(first, []).append(_Numbered((first, *rest[:-1]), pattern.gaps, rest[-1], pattern.within))
        return found

    def spans(self, words: Sequence[str]) -> Spans:
        """Where each item stands among some words."""
        found: dict[int, set[Span]] = {}
        for number, word in enumerate(words):
            for term in self._beginning_with(word):
                end = number + len(term.words)
                if _agrees(term, words[number:end]):
                    for item in self._items[term]:
                        found.setdefault(item, set()).add((number, end))
        return {item: sorted(spans) for item, spans in found.items()}

    def _beginning_with(self, word: str) -> Iterator[Term]:
        for form in forms(word):
            yield from self._whole.get(form, ())
            for length in range(1, min(len(form), 64) + 1):
                yield from self._beginnings.get(form[:length], ())
        yield from (term for term in self._endings if term.words[0] in word)


@lru_cache(maxsize=8)
def _compiled(lists: tuple[DangerList, ...]) -> _Compiled:
    return _Compiled(lists)


@dataclass(frozen=True, slots=True)
class _Match:
    """Items that were found one after another: the numbers of the first word, of the word after the last, of all."""

    start: int
    end: int
    words: tuple[int, ...]


def _possible(patterns: Numbered, spans: Spans) -> Iterator[_Numbered]:
    """The patterns of which every item stands somewhere."""
    for first in spans:
        for pattern in patterns.get(first, ()):
            if all(item in spans for item in pattern.items):
                yield pattern


def _without(spans: Spans, patterns: Numbered) -> Spans:
    """Where items still stand without the words that some patterns take."""
    possible = _possible(patterns, spans)
    taken = {word for pattern in possible for match in _matches(pattern, spans) for word in match.words}
    if not taken:
        return spans
    free = {item: [span for span in found if taken.isdisjoint(range(*span))] for item, found in spans.items()}
    return {item: found for item, found in free.items() if found}


def _is_heard(pattern: _Numbered, spans: Spans) -> bool:
    matches = _matches(pattern, spans)
    if not matches or pattern.unless not in spans:
        return bool(matches)
    against = {word for span in spans[pattern.unless] for word in range(*span)}
    within = pattern.within
    return any(against.isdisjoint(range(match.start - within, match.end + within)) for match in matches)


def _matches(pattern: _Numbered, spans: Spans) -> list[_Match]:
    """Where a pattern stands, one match for each place where it may end: the one that begins last."""
    found = {}
    for start, end in spans[pattern.items[0]]:
        found[end] = _Match(start, end, tuple(range(start, end)))  # spans are sorted: the latest start is kept
    for item, gap in zip(pattern.items[1:], pattern.gaps, strict=True):
        before, found = found, {}
        for start, end in spans[item]:
            near = [before[place] for place in range(start - gap, start + 1) if place in before]
            if near:
                best = max(near, key=lambda match: (match.start, match.end))
                if end not in found or best.start >= found[end].start:
                    found[end] = _Match(best.start, end, (*best.words, *range(start, end)))
        if not found:
            break
    return list(found.values())


def _agrees(term: Term, words: Sequence[str]) -> bool:
    if len(words) != len(term.words):
        return False
    last = len(words) - 1
    return all(
        any(
            _is_form(form, wanted, term.open_start and not number, term.open_end and number == last)
            for form in forms(word)
        )
        for number, (wanted, word) in enumerate(zip(term.words, words, strict=True))
    )


def _is_form(form: str, wanted: str, starts_open: bool, ends_open: bool) -> bool:
    if starts_open and ends_open:
        return wanted in form
    if starts_open:
        return form.endswith(wanted)
    return form.startswith(wanted) if ends_open else form == wanted
