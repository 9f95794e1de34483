"""Whether a text tells of danger, by the patterns of some lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sopkb.danger.lists import TOPICS, DangerList
from sopkb.danger.patterns import BESIDE, Item, Pattern, Term, in_years
from sopkb.danger.words import words_of

MOST_READ = 20_000
"""Characters of a text that are looked at; nobody tells of danger only after ten pages."""

Places = Mapping[Term, Sequence[tuple[int, int]]]
"""Where each term stands, as the number of its first word and of the word after its last."""


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
    places = compiled.places(words)
    taken = {word for pattern in compiled.harmless for match in _matches(pattern, places) for word in match.words}
    if taken:
        places = {
            term: free
            for term, spans in places.items()
            if (free := [span for span in spans if taken.isdisjoint(range(*span))])
        }
    return tuple(topic for topic in TOPICS if any(_is_heard(pattern, places) for pattern in compiled.alerts[topic]))


class _Compiled:
    """Some lists together, with every term by what its first word is known by."""

    def __init__(self, lists: tuple[DangerList, ...]) -> None:
        self.harmless = [pattern for each in lists for pattern in each.harmless]
        self.alerts = {topic: [pattern for each in lists for pattern in each.alerts[topic]] for topic in TOPICS}
        patterns = (*self.harmless, *(pattern for found in self.alerts.values() for pattern in found))
        self.whole: dict[str, list[Term]] = {}
        self.beginnings: dict[str, list[Term]] = {}
        self.endings: list[Term] = []
        for term in {term for pattern in patterns for item in (*pattern.items, pattern.unless) for term in item}:
            if term.open_start:
                self.endings.append(term)
            elif term.open_end and len(term.words) == 1:
                self.beginnings.setdefault(term.words[0], []).append(term)
            else:
                self.whole.setdefault(term.words[0], []).append(term)

    def places(self, words: Sequence[str]) -> Places:
        """Where each term stands among some words."""
        found: dict[Term, list[tuple[int, int]]] = {}
        for number, word in enumerate(words):
            for term in self._beginning_with(word):
                end = number + len(term.words)
                if _agrees(term, words[number:end]):
                    found.setdefault(term, []).append((number, end))
        return found

    def _beginning_with(self, word: str) -> Iterator[Term]:
        yield from self.whole.get(word, ())
        if (age := in_years(word)) != word:
            yield from self.whole.get(age, ())
        for length in range(1, min(len(word), 64) + 1):
            yield from self.beginnings.get(word[:length], ())
        yield from self.endings


@lru_cache(maxsize=8)
def _compiled(lists: tuple[DangerList, ...]) -> _Compiled:
    return _Compiled(lists)


@dataclass(frozen=True, slots=True)
class _Match:
    """Items that were found one after another: the numbers of the first word, of the word after the last, of all."""

    start: int
    end: int
    words: tuple[int, ...]


def _is_heard(pattern: Pattern, places: Places) -> bool:
    matches = _matches(pattern, places)
    if not pattern.unless or not matches:
        return bool(matches)
    against = {word for span in _spans(pattern.unless, places) for word in range(*span)}
    return any(against.isdisjoint(range(match.start - BESIDE, match.end + BESIDE)) for match in matches)


def _matches(pattern: Pattern, places: Places) -> list[_Match]:
    """Where a pattern stands, one match for each place where it may end: the one that begins last."""
    found = {}
    for start, end in _spans(pattern.items[0], places):
        found[end] = _Match(start, end, tuple(range(start, end)))  # spans are sorted: the latest start is kept
    for item, gap in zip(pattern.items[1:], pattern.gaps, strict=True):
        before, found = found, {}
        for start, end in _spans(item, places):
            near = [before[place] for place in range(start - gap, start + 1) if place in before]
            if near:
                best = max(near, key=lambda match: (match.start, match.end))
                if end not in found or best.start >= found[end].start:
                    found[end] = _Match(best.start, end, (*best.words, *range(start, end)))
        if not found:
            break
    return list(found.values())


def _spans(item: Item, places: Places) -> list[tuple[int, int]]:
    """Where an item stands, in the order of the text."""
    if len(item) > len(places):
        return sorted({span for term, spans in places.items() if term in item for span in spans})
    return sorted({span for term in item for span in places.get(term, ())})


def _agrees(term: Term, words: Sequence[str]) -> bool:
    if len(words) != len(term.words):
        return False
    last = len(words) - 1
    for number, (wanted, word) in enumerate(zip(term.words, words, strict=True)):
        starts_open, ends_open = term.open_start and not number, term.open_end and number == last
        if starts_open and ends_open:
            agrees = wanted in word
        elif starts_open:
            agrees = word.endswith(wanted)
        else:
            agrees = word.startswith(wanted) if ends_open else wanted in (word, in_years(word))
        if not agrees:
            return False
    return True
