"""What is looked up for the clues of a query, and what an impact of each term is worth: its rarity, in whole steps."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from sopkb.search.expand import ONE, Clue, Clues, Variant
from sopkb.search.index import SearchIndex
from sopkb.search.index.posting import Postings
from sopkb.search.index.ranking import Ranking, common_from

RARITY = 256
"""Steps to a rarity of 1."""
_LN_2 = 0.6931471805599453
_LAST_ODD = 33
"""Terms of the series: the next is below 1/3 to the power of 35."""
_THERE = b"\xff"
"""More than any posting: of a run of terms, those that are common must be in a record, and count for nothing there."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A variant with what an impact of it is worth.

    Args:
        variant: the variant.
        rarity: of its rarest term, or that of the word as typed, where that is less; in steps.
        amount: the same times its weight.
        count: how many records have the rarest term.
        is_common: whether it counts only in salient places, and where it stands most.
    """

    variant: Variant
    rarity: int
    amount: int
    count: int
    is_common: bool


@dataclass(frozen=True, slots=True)
class Weighing:
    """The clues of a query, weighed.

    Args:
        clues: each with those of its variants that some record has.
        weights: what each informative word weighs in the coverage, 0 for one that no record has.
    """

    clues: tuple[tuple[Clue, tuple[Weighed, ...]], ...]
    weights: tuple[int, ...]


def weigh_all(index: SearchIndex, clues: Clues) -> Weighing:
    """Weigh the clues of a query."""
    found = [(clue, tuple(each for each in weigh(index, clue) if each.count)) for clue in clues.clues]
    weights = [0] * clues.words
    for clue, here in found:
        if here and clue.covers.bit_count() == 1:
            place = clue.covers.bit_length() - 1
            weights[place] = max(weights[place], *(each.amount for each in here))
    return Weighing(tuple(found), tuple(weights))


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
    """Whether a term is in so many records that it counts only where it is salient, and where it stands most."""
    return holders > common_from(index.settings.ranking, index.record_count)


def strongest(plain: Postings, ranking: Ranking) -> Postings:
    """The plain postings of a common term that are worth most."""
    return Postings((number, plain[number]) for number in plain.strongest[: ranking.common_read])


def lists_of(index: SearchIndex, weighed: Weighed, at: int = 0) -> Sequence[Postings]:
    """The postings that are read for one of the terms of a variant; no record is in two of the lists."""
    term = weighed.variant.terms[at]
    salient = index.salient(term)
    if not is_common(index, index.count(term)):
        return salient, index.plain(term)
    if weighed.is_common:
        return salient, strongest(index.plain(term), index.settings.ranking)
    return salient, Postings(dict.fromkeys(index.plain(term), _THERE))


def postings_of(
    index: SearchIndex, weighed: Weighed, within: Collection[int] | None = None
) -> Iterable[tuple[int, bytes]]:
    """The records that hold all terms of a variant; of a run the posting of the term that is worth least counts.

    Args:
        index: the open index.
        weighed: the variant.
        within: the records that are asked about; all, where it is not given.
    """
    found = _read(lists_of(index, weighed), within)
    for at in range(1, len(weighed.variant.terms)):
        other = dict(_read(lists_of(index, weighed, at), within))
        found = [(number, min(value, other[number])) for number, value in found if number in other]
    return found


def _read(lists: Sequence[Postings], within: Collection[int] | None) -> Iterable[tuple[int, bytes]]:
    if within is None:
        return chain.from_iterable(postings.items() for postings in lists)
    return [(number, postings[number]) for postings in lists for number in within if number in postings]
