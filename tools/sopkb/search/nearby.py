"""What words add that stand beside each other in a query and in a record alike.

Whoever pastes half a line of a page, or of an error, gives its words in their order; no other page has them so. Only
the best records are looked at: one that is far behind has few of the words.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from itertools import pairwise

from sopkb.index import SearchIndex
from sopkb.index.posting import STEPS, positions_of
from sopkb.search.expand import ONE, weight_of
from sopkb.search.plan import Plan
from sopkb.search.score import is_common, rarity

REACH = 5
"""Words from one to the next, of those that carry information, up to which the two are neighbours."""


def nearby_points(plan: Plan, points: Mapping[int, int], index: SearchIndex) -> dict[int, int]:
    """What neighbours in the query add to records where they stand just as far apart.

    A pair is worth the rarity of the commoner of the two. Where very common words stand is not kept (see
    :func:`sopkb.search.score.is_common`), so they are no one's neighbours.

    Args:
        plan: the query.
        points: the score of each record.
        index: the open index.
    """
    ranking = index.settings.ranking
    pairs = list(_pairs(plan, index))
    if not pairs:
        return {}
    best = set(heapq.nsmallest(ranking.nearby_among, points, key=lambda number: (-points[number], number)))
    places = {term: _places(term, best, index) for one, other, _ in pairs for term in (one, other)}
    added: dict[int, int] = {}
    for one, other, distance in pairs:
        rare = min(rarity(index.record_count, index.count(term)) for term in (one, other))
        for number in places[one].keys() & places[other].keys():
            if any(place + distance in places[other][number] for place in places[one][number]):
                added[number] = added.get(number, 0) + rare * weight_of(ranking.nearby) * STEPS // ONE
    return added


def _pairs(plan: Plan, index: SearchIndex) -> Iterator[tuple[str, str, int]]:
    """Neighbours of a query: two terms, and how many words the second stands after the first."""
    asked = [(place, plan.words[number]) for place, number in enumerate(plan.sequence)]
    there = [(place, word.term) for place, word in asked if word.is_informative and _has_places(word.term, index)]
    for (place, one), (after, other) in pairwise(there):
        if after - place <= REACH and one != other:
            yield one, other, after - place


def _has_places(term: str, index: SearchIndex) -> bool:
    count = index.count(term)
    return count > 0 and not is_common(index, count)


def _places(term: str, numbers: set[int], index: SearchIndex) -> dict[int, frozenset[int]]:
    """Where a term stands in some records."""
    postings = (*index.salient(term), *index.plain(term))
    return {number: frozenset(positions_of(value)) for number, value in postings if number in numbers}
