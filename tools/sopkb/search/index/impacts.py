"""From a record's texts to its postings: a true BM25F over sections, worked out once and kept as small whole numbers.

For each term the occurrences in all fields are weighted, diluted by length, and added *before* they saturate
(Robertson, Zaragoza, Taylor: "Simple BM25 extension to multiple weighted fields", 2004): a word in the title and in the
body is one word found in two places, not two words found. A record's score for a term is then, times its rarity::

    level            sat(front) + whole * sat(front + body) + title * sat(title alone)
    gain of section  sat(front + section) - sat(front)
    gain of symptom  symptom * sat(symptom)

and a record scores the sum of its levels, plus, of its sections, the greatest sum of gains and a quarter of the next,
plus the greatest of its symptoms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sopkb.search.index.analysis import words
from sopkb.search.index.lengths import Lengths, relative
from sopkb.search.index.posting import FIRST_SYMPTOM, GAINS, LAST_SECTION, LEVELS, MOST_GAINS, MOST_LEVEL, STEPS, encode
from sopkb.search.index.ranking import Ranking
from sopkb.search.index.schema import FRONT_FIELDS, LENGTHS, SALIENT_FIELDS
from sopkb.search.index.units import RecordUnits

ROOM = 4096
"""Positions that a text takes, or a multiple: so no phrase runs into the next text, and no edit moves it."""
_NOWHERE: Mapping[int, float] = {}
_NAMES_IT = frozenset({"title", "aliases", "symptoms"})


@dataclass(frozen=True, slots=True)
class Postings:
    """What one record gives to the index: see :class:`sopkb.search.index.schema.IndexedRecord`."""

    salient: Mapping[str, bytes]
    plain: Mapping[str, bytes]
    words: tuple[str, ...]


@dataclass(slots=True)
class _Found:
    """One record's occurrences by term, while they are being added up."""

    front: dict[str, float] = field(default_factory=dict)
    title: dict[str, float] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    salient: set[str] = field(default_factory=set)
    body: dict[str, float] = field(default_factory=dict)
    sections: dict[str, dict[int, float]] = field(default_factory=dict)
    symptoms: dict[str, list[tuple[int, float]]] = field(default_factory=dict)
    positions: dict[str, list[int]] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)
    place: int = 0
    patterns: tuple[str, ...] = ()

    def read(self, texts: Iterable[str]) -> Counter[str]:
        """Note where the terms of some texts stand; how often each does."""
        found: list[str] = []
        positions = self.positions
        for text in texts:
            terms, surfaces, size = words(text, self.patterns)
            place = self.place
            self.place += ROOM * (size // ROOM + 1)
            for term, offset in terms:
                if term in positions:
                    positions[term].append(place + offset)
                else:
                    positions[term] = [place + offset]
                found.append(term)
            self.words |= surfaces
        return Counter(found)


def lengths_of(units: RecordUnits) -> Lengths:
    """A record's lengths."""
    front = [sum(len(text.encode()) for text in units.fields.get(name, ())) for name in FRONT_FIELDS]
    headings = sum(len(section.heading.encode()) for section in units.sections)
    texts = sum(len(section.text.encode()) for section in units.sections)
    return (*front, front[FRONT_FIELDS.index("symptoms")], headings, texts, texts)


def parts_of(units: RecordUnits) -> tuple[int, int]:
    """How many sections and how many symptoms a record has."""
    return len(units.sections), len(units.fields.get("symptoms", ()))


def postings_of(
    units: RecordUnits, usual: Mapping[str, float], ranking: Ranking, patterns: tuple[str, ...] = ()
) -> Postings:
    """A record's postings.

    Args:
        units: the record's texts.
        usual: the usual lengths of the base.
        ranking: the weights.
        patterns: what codes and ids look like, whose letters are no words of their own.
    """
    lengths = dict(zip(LENGTHS, lengths_of(units), strict=True))
    found = _Found(patterns=patterns)
    for name in FRONT_FIELDS:
        _add_front(found, name, units, relative(lengths[name], usual[name]), ranking)
    _add_symptoms(found, units, usual["symptom"], ranking)
    body = ranking.fields["body"]
    in_body = body.weight / _dilution(relative(lengths["body"], usual["body"]), body.b)
    sections, in_text = found.sections, found.body
    for section in units.sections:
        place = min(section.position, LAST_SECTION)
        for name, text in (("heading", section.heading), ("section", section.text)):
            weight = ranking.fields[name]
            amount = weight.weight / _dilution(relative(len(text.encode()), usual[name]), weight.b)
            counts = found.read([text])
            for term, count in counts.items():
                by_section = sections.get(term)
                if by_section is None:
                    sections[term] = {place: amount * count}
                else:
                    by_section[place] = by_section.get(place, 0.0) + amount * count
                in_text[term] = in_text.get(term, 0.0) + in_body * count
            if name in SALIENT_FIELDS:
                found.salient.update(counts)
    salient: dict[str, bytes] = {}
    plain: dict[str, bytes] = {}
    for term, positions in found.positions.items():
        if len(positions) > 1:
            positions.sort()  # A compound stands at its first part, and is found after the others.
        (salient if term in found.salient else plain)[term] = _posting(term, found, positions, ranking)
    return Postings(salient, plain, tuple(sorted(found.words)))


def _add_front(found: _Found, name: str, units: RecordUnits, length: float, ranking: Ranking) -> None:
    weight = ranking.fields[name]
    amount = weight.weight / _dilution(length, weight.b)
    in_title = 1.0 / _dilution(length, ranking.title_b)
    for term, count in found.read(units.fields.get(name, ())).items():
        found.front[term] = found.front.get(term, 0.0) + amount * count
        if name in SALIENT_FIELDS:
            found.salient.add(term)
        if name in _NAMES_IT:
            found.named.add(term)
        if name == "title":
            found.title[term] = in_title * count


def _add_symptoms(found: _Found, units: RecordUnits, usual: float, ranking: Ranking) -> None:
    """Each symptom as a text of its own: a question is like one of them, and not a little like all."""
    weight = ranking.fields["symptom"]
    for place, text in enumerate(units.fields.get("symptoms", ())[: MOST_LEVEL - FIRST_SYMPTOM], FIRST_SYMPTOM):
        amount = weight.weight / _dilution(relative(len(text.encode()), usual), weight.b)
        for term, count in Counter(term for term, _ in words(text, found.patterns).terms).items():
            worth = amount * count
            found.symptoms.setdefault(term, []).append((place, ranking.symptom * worth / (ranking.k1 + worth)))


def _posting(term: str, found: _Found, positions: list[int], ranking: Ranking) -> bytes:
    k1 = ranking.k1
    front = found.front.get(term, 0.0)
    alone = front / (k1 + front)
    all_of_it = front + found.body.get(term, 0.0)
    level = alone + ranking.whole * all_of_it / (k1 + all_of_it)
    title = found.title.get(term)
    if title:
        level += ranking.title * title / (k1 + title)
    gains: list[tuple[int, int]] = []
    for section, amount in found.sections.get(term, _NOWHERE).items():
        both = front + amount
        if gain := GAINS[_steps(both / (k1 + both) - alone)]:
            gains.append((section, gain))
    for place, worth in found.symptoms.get(term, ()):
        if gain := GAINS[_steps(worth)]:
            gains.append((place, gain))
    return encode(LEVELS[_steps(level)] or 1, term in found.named, gains[:MOST_GAINS], positions)


def _steps(impact: float) -> int:
    steps = int(impact * STEPS + 0.5)
    return steps if steps < MOST_LEVEL else MOST_LEVEL  # min() would take as long as all the rest


def _dilution(relative_length: float, b: float) -> float:
    return 1.0 - b + b * relative_length
