"""What each record that has a clue may be worth at most: of thousands, few must be scored to know the first ten.

A record's points are what each clue adds to the record as a whole, to its best section, and to its best symptom. Which
those are shows when all clues are added up. But no clue adds more than it does to the section and the symptom that it
favours itself, and the sum of those takes one addition a posting. What counts is then proved, not guessed: the idea of
the upper bounds of MaxScore (Turtle, Flood: "Query evaluation: strategies and optimizations", 1995).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from sopkb.search.index import SearchIndex
from sopkb.search.index.posting import MOST_OF_ALL, most_of
from sopkb.search.score import FACTORS, SHARES, factors, share_of
from sopkb.search.weigh import Weighed, Weighing, lists_of, postings_of


@dataclass(frozen=True, slots=True)
class Reach:
    """What was found, before it is scored.

    Args:
        most: of every record that has a clue, what its score is never above.
        share: the share of the informative words, by weight, that the record has that has most.
    """

    most: Mapping[int, int] = field(default_factory=dict)
    share: int = SHARES


def reach_of(index: SearchIndex, weighing: Weighing) -> Reach:
    """Find every record that has a clue."""
    # One number a record: which clues it has, as bits, above the sum of what they may add.
    amounts = [sum(each.amount for each in here) for _, here in weighing.clues]
    shift = (MOST_OF_ALL * sum(amounts)).bit_length()
    found: dict[int, int] = {}
    get = found.get
    for place, (clue, here) in enumerate(weighing.clues):
        amount, has = amounts[place], 1 << shift + place
        if clue.is_filler:
            pairs = [(number, most) for each in here for number, most in _most(index, each) if number in found]
            found.update([(number, found[number] + amount * most) for number, most in pairs])
        elif len(here) == 1:
            holders = _most(index, here[0])
            found.update([(number, get(number, 0) + amount * most + has) for number, most in holders])
        else:
            for number, added in _any(index, here).items():
                found[number] = get(number, 0) + added + has
    return _marked_down(found, shift, index, weighing)


def _most(index: SearchIndex, weighed: Weighed) -> Iterable[tuple[int, int]]:
    """The records that hold a variant, each with the most that its posting adds, in impacts."""
    if len(weighed.variant.terms) > 1:
        return [(number, most_of(value)) for number, value in postings_of(index, weighed)]
    lists = lists_of(index, weighed)
    return chain.from_iterable(zip(postings, postings.most, strict=True) for postings in lists)


def _any(index: SearchIndex, variants: Sequence[Weighed]) -> Mapping[int, int]:
    """The records that hold any of some variants, each with the most that they add.

    The best of them counts, but one may be best for the record and another for its section: hence the sum.
    """
    found: dict[int, int] = {}
    for each in variants:
        for number, most in _most(index, each):
            found[number] = found.get(number, 0) + each.amount * most
    return found


def _marked_down(found: Mapping[int, int], shift: int, index: SearchIndex, weighing: Weighing) -> Reach:
    covers = [clue.covers for clue, _ in weighing.clues]
    covered = {}
    for clues in {number >> shift for number in found.values()}:
        words = 0
        for place, covered_by in enumerate(covers):
            words |= covered_by if clues >> place & 1 else 0
        covered[clues] = words
    share = max((share_of(weighing.weights, words) for words in covered.values()), default=SHARES)
    factor_of = factors(weighing.weights, share, index.settings.ranking)
    factor = {clues: factor_of(words) for clues, words in covered.items()}
    points = (1 << shift) - 1
    most = {number: (each & points) * factor[each >> shift] // FACTORS for number, each in found.items()}
    return Reach(most, share)
