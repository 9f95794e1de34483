"""Adding up impacts: whole numbers only, so that Python and a browser come to the same figure.

What a posting's bytes mean, and the BM25F behind them, is :mod:`sopkb.index.impacts`'. Here each clue is weighed by its
rarity, a record's best section is found, and the sum is marked down for the words that the record lacks.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from sopkb.index import SearchIndex
from sopkb.index.posting import FIRST_SYMPTOM, IN_FRONT, MOST_GAINS, STEPS
from sopkb.index.ranking import Ranking
from sopkb.index.reader import Postings
from sopkb.search.expand import ONE, Clue, Clues, Variant

RARITY = 256
"""Steps to a rarity of 1."""
SHARES = 64
"""Steps of the share of the words that a record has."""
FACTORS = 1024
"""Steps to a factor of 1."""
SECTIONS = 256
"""Numbers of sections and symptoms: see :mod:`sopkb.index.posting`."""
_LN_2 = 0.6931471805599453
_LAST_ODD = 33
"""Terms of the series: the next is below 1/3 to the power of 35."""
_THERE = b"\xff"
"""More than any posting: of a run of terms, those that are common must be in a record, and count for nothing there."""
UNIT = RARITY * STEPS
"""What is shown as a score of 1."""


@dataclass(slots=True)
class Scores:
    """What was found, by record number.

    Args:
        levels: the sum for the record as a whole.
        gains: by ``number * SECTIONS + section``, what a section adds.
        covered: the informative words that the record has, as bits.
        named: those that its title, aliases and symptoms have.
        weights: what each informative word weighs in the coverage, 0 for one that no record has.
    """

    levels: dict[int, int] = field(default_factory=dict)
    gains: dict[int, int] = field(default_factory=dict)
    covered: dict[int, int] = field(default_factory=dict)
    named: dict[int, int] = field(default_factory=dict)
    weights: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A variant with what an impact of it is worth.

    Args:
        variant: the variant.
        rarity: of its rarest term, or that of the word as typed, where that is less; in steps.
        amount: the same times its weight.
        count: how many records have the rarest term.
        is_common: whether it counts only in salient places.
    """

    variant: Variant
    rarity: int
    amount: int
    count: int
    is_common: bool


def score_records(
    index: SearchIndex, clues: Clues, only: int | None = None, among: Container[int] | None = None
) -> Scores:
    """Score every record that has a clue.

    Args:
        index: the open index.
        clues: what is looked for.
        only: number of a clue, to see what it adds alone; all but ``weights`` are sums over clues, or their bits.
        among: the records that a filler adds to; those that have another clue, where it is not given.
    """
    weighed = [weigh(index, clue) for clue in clues.clues]
    whole = _read_whole(each for clue, each in zip(clues.clues, weighed, strict=True) if not clue.is_filler)
    scores = Scores(weights=[0] * clues.words)
    for number, (clue, variants) in enumerate(zip(clues.clues, weighed, strict=True)):
        here = [each for each in variants if each.count]
        if not here:
            continue
        if clue.covers.bit_count() == 1:
            place = clue.covers.bit_length() - 1
            scores.weights[place] = max(scores.weights[place], *(each.amount for each in here))
        if only not in (None, number):
            continue
        if clue.is_filler:
            found = scores.levels if among is None else among
            postings = [posting for posting in _postings(index, here[0], False) if posting[0] in found]
            _add_term(scores, postings, here[0], 0)
        elif len(here) == 1 and len(here[0].variant.terms) == 1:
            _add_term(scores, _postings(index, here[0], here[0] is whole), here[0], clue.covers)
        else:
            _add_best(scores, index, here, whole, clue)
    return scores


def totals(scores: Scores, ranking: Ranking) -> tuple[dict[int, int], dict[int, int]]:
    """Each record's score, and its best section; no section where none adds anything."""
    sections, symptoms = best_places(scores)
    factor_of = factors(scores, ranking)
    gains, covered = scores.gains, scores.covered
    found = {}
    for number, level in scores.levels.items():
        points = level + gains.get(sections.get(number, -1), 0) + gains.get(symptoms.get(number, -1), 0)
        found[number] = marked_down(points, factor_of(covered.get(number, 0)))
    return found, {number: place % SECTIONS for number, place in sections.items()}


def best_places(scores: Scores) -> tuple[dict[int, int], dict[int, int]]:
    """Of each record the section, and the symptom, that adds most: its place in ``gains``; the first of several."""
    sections: dict[int, int] = {}
    symptoms: dict[int, int] = {}
    gains = scores.gains
    for place, gain in gains.items():
        best = symptoms if place % SECTIONS >= FIRST_SYMPTOM else sections
        number = place // SECTIONS
        last = best.get(number)
        if last is None:
            if gain:
                best[number] = place
        elif gain > (most := gains[last]) or (gain == most and place < last):
            best[number] = place
    return sections, symptoms


def factors(scores: Scores, ranking: Ranking) -> Callable[[int], int]:
    """What gives the factor of a record for the words that it has, as bits: see :func:`marked_down`."""
    row = coverage_factors(ranking)[min(max(len(scores.weights), ranking.short), ranking.long) - ranking.short]
    of_all = sum(scores.weights)

    @cache
    def factor_of(bits: int) -> int:
        had = sum(weight for place, weight in enumerate(scores.weights) if bits >> place & 1)
        return row[had * SHARES // of_all] if of_all else FACTORS

    return factor_of


def marked_down(points: int, factor: int) -> int:
    """The score of a record with some points, for the words that it lacks."""
    return points * factor // FACTORS


def coverage_factors(ranking: Ranking) -> Sequence[Sequence[int]]:
    """For queries of ``short`` to ``long`` words, the factor for each share of the words (by weight) that are had."""
    table = []
    for words in range(ranking.short, ranking.long + 1):
        along = (words - ranking.short) / (ranking.long - ranking.short)
        power = ranking.coverage_short + (ranking.coverage_long - ranking.coverage_short) * along
        table.append([int(FACTORS * (share / SHARES) ** power + 0.5) for share in range(SHARES + 1)])
    return table


def rarity(records: int, holders: int) -> int:
    """Inverse document frequency as BM25 has it, kept above 0 by the 1 that is added, in steps."""
    return int(RARITY * _logarithm(1.0 + (records - holders + 0.5) / (holders + 0.5)) + 0.5)


def _logarithm(number: float) -> float:
    """The natural logarithm of a number of 1 or more, by +, -, * and / alone: libraries may round it differently."""
    twos = 0
    while number >= 2.0:
        number /= 2.0
        twos += 1
    ratio = (number - 1.0) / (number + 1.0)
    total = 0.0
    for odd in range(_LAST_ODD, 0, -2):
        total = total * ratio * ratio + 1.0 / odd
    return 2.0 * ratio * total + twos * _LN_2


def is_common(index: SearchIndex, holders: int) -> bool:
    """Whether a term is in so many records that it counts only where it is salient."""
    return holders > common_from(index.settings.ranking, index.record_count)


def common_from(ranking: Ranking, records: int) -> int:
    """The number of records above which a term is common."""
    return max(ranking.common_least, int(records * ranking.common_share))


def weigh(index: SearchIndex, clue: Clue) -> list[Weighed]:
    """The variants of a clue, weighed.

    No expansion is rarer than the word as typed, if that is there: who types ``queue`` does not look for the one record
    with ``q``. A misspelt word is as common as the word that it was to be, though one record may have the misspelling.
    """
    counts = [min(index.count(term) for term in variant.terms) for variant in clue.variants]
    rarities = [rarity(index.record_count, count) for count in counts]
    if clue.is_misspelt:
        rarities = [rarity(index.record_count, max(counts))] * len(counts)
    elif clue.variants[0].weight == ONE and counts[0]:
        rarities = [min(each, rarities[0]) for each in rarities]
    return [
        Weighed(variant, rare, rare * variant.weight // ONE, count, is_common(index, count))
        for variant, rare, count in zip(clue.variants, rarities, counts, strict=True)
    ]


def _read_whole(weighed: Iterable[Sequence[Weighed]]) -> Weighed | None:
    """Where every word of a query is common, the rarest, of which more is read then; else nothing."""
    there = [each for variants in weighed for each in variants if each.count]
    if not there or not all(each.is_common for each in there):
        return None
    return min(there, key=lambda each: (each.count, each.variant.terms))


def strongest(plain: Postings, ranking: Ranking) -> Postings:
    """The plain postings of a common term that are worth most, as many as a term that is not common may have."""
    return heapq.nsmallest(ranking.common_least, plain, key=lambda posting: (-_most(posting[1]), posting[0]))


def _most(value: bytes) -> int:
    """What a posting is worth where its best section is the record's."""
    return value[0] + max(value[3 : 2 + 2 * (value[1] & MOST_GAINS) : 2], default=0)


def _postings(index: SearchIndex, weighed: Weighed, is_whole: bool, at: int = 0) -> Postings:
    term = weighed.variant.terms[at]
    salient = index.salient(term)
    if not is_common(index, index.count(term)):
        return [*salient, *index.plain(term)]
    if is_whole:
        return [*salient, *strongest(index.plain(term), index.settings.ranking)]
    return salient if weighed.is_common else [*salient, *((number, _THERE) for number, _ in index.plain(term))]


def _add_term(scores: Scores, postings: Postings, weighed: Weighed, covers: int) -> None:
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
    scores: Scores, index: SearchIndex, variants: Sequence[Weighed], whole: Weighed | None, clue: Clue
) -> None:
    """Several terms that count as one: each record, and each of its sections, gets the best of them."""
    levels: dict[int, int] = {}
    gains: dict[int, int] = {}
    named: set[int] = set()
    for each in variants:
        for number, value in _held(index, each, each is whole):
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


def _held(index: SearchIndex, weighed: Weighed, is_whole: bool) -> Postings:
    """The records that hold all terms of a variant; of a run the posting of the term that is worth least counts."""
    postings = _postings(index, weighed, is_whole)
    for at in range(1, len(weighed.variant.terms)):
        other: Mapping[int, bytes] = dict(_postings(index, weighed, is_whole, at))
        postings = [(number, min(value, other[number])) for number, value in postings if number in other]
    return postings
