"""BM25F over sections, summed up for records.

For each clue the occurrences in all fields are weighted, normalised by length, and added *before* they saturate: a word
in the title and in the body is one word found in two places, not two words found. Rarity counts records, and nothing
deleted is counted anywhere.

A record's score is that of its best section, plus a share of the whole record's and of the title's alone, marked down
for the words that it lacks.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field

from sopkb.index import SearchIndex
from sopkb.index.schema import FRONT_FIELDS, SECTION_FIELDS
from sopkb.search.expand import Clue, Clues
from sopkb.search.weights import Weights


@dataclass(slots=True)
class RecordScore:
    """What is known of one record after all clues.

    Args:
        front: score of the front matter's words alone.
        whole: score of the record read as one text.
        title: score of the title alone.
        covered: informative words that the record has, as bits.
        covered_by_front: those that its title and symptoms have.
        sections: for each section that has a clue, what it adds to ``front``.
    """

    front: float = 0.0
    whole: float = 0.0
    title: float = 0.0
    covered: int = 0
    covered_by_front: int = 0
    sections: dict[int, float] = field(default_factory=dict)

    @property
    def best_section(self) -> int:
        """The section that adds most, the first of several; 0 where none adds anything."""
        return min(self.sections, key=lambda section: (-self.sections[section], section), default=0)


@dataclass(slots=True)
class _Occurrences:
    """Weighted occurrences of one clue, by record number, and by section within it."""

    front: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    title: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    symptoms: set[int] = field(default_factory=set)
    sections: dict[int, dict[int, float]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(float)))
    whole: dict[int, float] = field(default_factory=lambda: defaultdict(float))

    @property
    def records(self) -> set[int]:
        return self.front.keys() | self.whole.keys()


def score_records(index: SearchIndex, clues: Clues, weights: Weights) -> dict[int, RecordScore]:
    """Score every record that has a clue.

    Returns:
        for each record number what was found; :func:`total` makes one figure of it.
    """
    scores: dict[int, RecordScore] = defaultdict(RecordScore)
    for clue in clues.clues:
        found = _occurrences(index, clue, weights)
        records = found.records
        rarity = _rarity(index.record_count, len(records)) * clue.weight
        for record in records:
            _add(scores[record], found, record, rarity, clue.covers, weights.k1)
    return scores


def total(score: RecordScore, clues: Clues, weights: Weights) -> float:
    """A record's score as one figure, rounded so that two machines agree on it."""
    best = score.front + max(score.sections.values(), default=0.0)
    figure = best + weights.whole * score.whole + weights.title * score.title
    if clues.words:
        share = score.covered.bit_count() / clues.words
        figure *= share ** _strictness(clues.words, weights)
    return round(figure, 4)


def _add(score: RecordScore, found: _Occurrences, record: int, rarity: float, covers: int, k1: float) -> None:
    front = found.front.get(record, 0.0)
    alone = _saturated(front, k1)
    score.front += rarity * alone
    score.whole += rarity * _saturated(front + found.whole.get(record, 0.0), k1)
    score.title += rarity * _saturated(found.title.get(record, 0.0), k1)
    score.covered |= covers
    if record in found.title or record in found.symptoms:
        score.covered_by_front |= covers
    for section, occurrences in found.sections.get(record, {}).items():
        gain = rarity * (_saturated(front + occurrences, k1) - alone)
        score.sections[section] = score.sections.get(section, 0.0) + gain


def _occurrences(index: SearchIndex, clue: Clue, weights: Weights) -> _Occurrences:
    found = _Occurrences()
    for term, weight in clue.variants:
        for name in FRONT_FIELDS:
            of_field, mean, lengths = weights.fields[name], index.mean_lengths[name], index.lengths(name)
            for unit, count in index.postings(name, term):
                record = index.record_of[unit]
                amount = weight * count / _dilution(lengths[unit] / mean, of_field.b)
                found.front[record] += of_field.weight * amount
                if name == "title":
                    found.title[record] += weight * count / _dilution(lengths[unit] / mean, weights.title_b)
                elif name == "symptoms":
                    found.symptoms.add(record)
        for name in SECTION_FIELDS:
            of_field, mean, lengths = weights.fields[name], index.mean_lengths[name], index.lengths(name)
            for unit, count in index.postings(name, term):
                record = index.record_of[unit]
                amount = of_field.weight * weight * count
                found.sections[record][index.section_of[unit]] += amount / _dilution(lengths[unit] / mean, of_field.b)
                relative = index.body_lengths[record] / index.mean_body_length
                found.whole[record] += amount / _dilution(relative, of_field.b)
    return found


def _dilution(relative_length: float, b: float) -> float:
    return 1.0 - b + b * relative_length


def _saturated(occurrences: float, k1: float) -> float:
    return occurrences / (k1 + occurrences)


def _rarity(records: int, holders: int) -> float:
    """Inverse document frequency, above 0 for every word."""
    return math.log(1.0 + (records - holders + 0.5) / (holders + 0.5))


def _strictness(words: int, weights: Weights) -> float:
    """How hard missing words count: fully up to ``short`` words, least from ``long`` words on."""
    share = (words - weights.short) / (weights.long - weights.short)
    share = min(max(share, 0.0), 1.0)
    return weights.coverage_short + (weights.coverage_long - weights.coverage_short) * share
