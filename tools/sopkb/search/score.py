"""Adding up impacts: whole numbers only, so that Python and a browser come to the same figure.

What a posting's bytes mean, and the BM25F behind them, is :mod:`sopkb.search.index.impacts`'. Here impacts, weighed by
rarity, are added up, a record's best section is found, and the sum is marked down for the words that the record lacks.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from sopkb.search.expand import Clue
from sopkb.search.index import SearchIndex
from sopkb.search.index.posting import FIRST_SYMPTOM, IN_FRONT, MOST_GAINS, SECOND
from sopkb.search.index.ranking import Ranking
from sopkb.search.weigh import Weighed, Weighing, postings_of

SHARES = 64
"""Steps of the share of the words that a record has."""
BESTS = 8
"""Steps of the share that the record has that has most."""
FACTORS = 1024
"""Steps to a factor of 1."""
SECTIONS = 256
"""Numbers of sections and symptoms: see :mod:`sopkb.search.index.posting`."""


@dataclass(slots=True)
class Scores:
    """What was found, by record number.

    Args:
        levels: the sum for the record as a whole.
        gains: by ``number * SECTIONS + section``, what a section adds.
        covered: the informative words that the record has, as bits.
        named: those that its title, aliases and symptoms have.
        weights: see :class:`sopkb.search.weigh.Weighing`.
    """

    levels: dict[int, int] = field(default_factory=dict)
    gains: dict[int, int] = field(default_factory=dict)
    covered: dict[int, int] = field(default_factory=dict)
    named: dict[int, int] = field(default_factory=dict)
    weights: Sequence[int] = ()


def score_records(
    index: SearchIndex,
    weighing: Weighing,
    *,
    only: int | None = None,
    among: Container[int] | None = None,
    within: Collection[int] | None = None,
) -> Scores:
    """Score every record that has a clue.

    Args:
        index: the open index.
        weighing: what is looked for.
        only: number of a clue, to see what it adds alone; all but ``weights`` are sums over clues, or their bits.
        among: the records that a filler adds to; those that have another clue, where it is not given.
        within: the records that are scored; all, where it is not given.
    """
    scores = Scores(weights=weighing.weights)
    for number, (clue, here) in enumerate(weighing.clues):
        if not here or only not in (None, number):
            continue
        if len(here) > 1 or len(here[0].variant.terms) > 1:
            _add_best(scores, index, clue, here, within)
            continue
        postings = postings_of(index, here[0], within)
        if clue.is_filler:
            found = scores.levels if among is None else among
            postings = [posting for posting in postings if posting[0] in found]
        _add_term(scores, postings, here[0], clue.covers)
    return scores


def totals(scores: Scores, most: int, ranking: Ranking) -> tuple[dict[int, int], dict[int, int]]:
    """Each record's score, and its best section; no section where none adds anything.

    Args:
        scores: what was found.
        most: the share of the words that the record has that has most: see :func:`share_of`.
        ranking: the tables.
    """
    best = best_places(scores)
    factor_of = factors(scores.weights, most, ranking)
    covered = scores.covered
    found = {}
    for number, level in scores.levels.items():
        section, second, symptom = best.gains_of(number, scores)
        found[number] = marked_down(level + section + second + symptom, factor_of(covered.get(number, 0)))
    return found, {number: place % SECTIONS for number, place in best.sections.items()}


@dataclass(frozen=True, slots=True)
class Best:
    """Of each record the sections and the symptom that add most: places in ``gains``, the first of several.

    Args:
        sections: the section that adds most.
        seconds: the next.
        symptoms: the symptom that adds most.
    """

    sections: Mapping[int, int]
    seconds: Mapping[int, int]
    symptoms: Mapping[int, int]

    def gains_of(self, number: int, scores: Scores) -> tuple[int, int, int]:
        """What these add to a record: its section, the second, its symptom."""
        gains = scores.gains
        return (
            gains.get(self.sections.get(number, -1), 0),
            gains.get(self.seconds.get(number, -1), 0) // SECOND,
            gains.get(self.symptoms.get(number, -1), 0),
        )


def held_together(index: SearchIndex, weighing: Weighing, number: int, scores: Scores) -> int:
    """What a record has in its best section or symptom, its title or aliases, as bits; all, where neither adds.

    Args:
        index: the open index.
        weighing: what is looked for.
        number: of the record.
        scores: in which it is.
    """
    best = best_places(scores)
    places = [places[number] for places in (best.sections, best.symptoms) if number in places]
    if not places:
        return scores.covered.get(number, 0)
    together = scores.named.get(number, 0)
    for clue, (each, here) in enumerate(weighing.clues):
        if here and each.covers & ~together:
            gains = score_records(index, weighing, only=clue, within=(number,)).gains
            together |= each.covers if any(gains.get(place) for place in places) else 0
    return together


def best_places(scores: Scores) -> Best:
    """Where each record has what it is found for."""
    sections: dict[int, int] = {}
    seconds: dict[int, int] = {}
    symptoms: dict[int, int] = {}
    gains = scores.gains
    for place, gain in gains.items():
        if not gain:
            continue
        number = place // SECTIONS
        best = symptoms if place % SECTIONS >= FIRST_SYMPTOM else sections
        last = best.get(number)
        if last is None:
            best[number] = place
            continue
        if gain > (most := gains[last]) or (gain == most and place < last):
            best[number], place = place, last
        if best is sections:
            next_best = seconds.get(number)
            if next_best is None or gains[place] > gains[next_best]:
                seconds[number] = place
    return Best(sections, seconds, symptoms)


def share_of(weights: Sequence[int], bits: int) -> int:
    """The share of the informative words, by weight, that these bits stand for, in steps."""
    of_all = sum(weights)
    had = sum(weight for place, weight in enumerate(weights) if bits >> place & 1)
    return had * SHARES // of_all if of_all else SHARES


def factors(weights: Sequence[int], most: int, ranking: Ranking) -> Callable[[int], int]:
    """What gives the factor of a record for the words that it has, as bits: see :func:`marked_down`.

    Args:
        weights: see :class:`sopkb.search.weigh.Weighing`.
        most: the share of the words that the record has that has most.
        ranking: the tables.
    """
    row = coverage_factors(ranking)[most * BESTS // SHARES]

    @cache
    def factor_of(bits: int) -> int:
        return row[share_of(weights, bits)]

    return factor_of


def marked_down(points: int, factor: int) -> int:
    """The score of a record with some points, for the words that it lacks."""
    return points * factor // FACTORS


def coverage_factors(ranking: Ranking) -> Sequence[Sequence[int]]:
    """For each share that the record has that has most, the factor for each share that a record has."""
    powers = [ranking.coverage * (best / BESTS) ** 2 for best in range(BESTS + 1)]
    return [[int(FACTORS * (share / SHARES) ** power + 0.5) for share in range(SHARES + 1)] for power in powers]


def _add_term(scores: Scores, postings: Iterable[tuple[int, bytes]], weighed: Weighed, covers: int) -> None:
    """One term that stands for itself: nearly all of the work there is."""
    amount, mark = weighed.amount, IN_FRONT if weighed.variant.names else 0
    levels, gains, covered, named = scores.levels, scores.gains, scores.covered, scores.named
    for number, value in postings:
        levels[number] = levels.get(number, 0) + amount * value[0]
        head = value[1]
        covered[number] = covered.get(number, 0) | covers
        if head & mark:
            named[number] = named.get(number, 0) | covers
        for at in range(2, 2 + 2 * (head & MOST_GAINS), 2):
            place = number * SECTIONS + value[at]
            gains[place] = gains.get(place, 0) + amount * value[at + 1]


def _add_best(
    scores: Scores,
    index: SearchIndex,
    clue: Clue,
    variants: Sequence[Weighed],
    within: Collection[int] | None,
) -> None:
    """Several terms that count as one: each record, and each of its sections, gets the best of them."""
    levels: dict[int, int] = {}
    gains: dict[int, int] = {}
    named: set[int] = set()
    for each in variants:
        for number, value in postings_of(index, each, within):
            levels[number] = max(levels.get(number, 0), each.amount * value[0])
            if value[1] & IN_FRONT and each.variant.names:
                named.add(number)
            for at in range(2, 2 + 2 * (value[1] & MOST_GAINS), 2):
                place = number * SECTIONS + value[at]
                gains[place] = max(gains.get(place, 0), each.amount * value[at + 1])
    for number, amount in levels.items():
        scores.levels[number] = scores.levels.get(number, 0) + amount
        scores.covered[number] = scores.covered.get(number, 0) | clue.covers
        if number in named:
            scores.named[number] = scores.named.get(number, 0) | clue.covers
    for place, amount in gains.items():
        scores.gains[place] = scores.gains.get(place, 0) + amount
