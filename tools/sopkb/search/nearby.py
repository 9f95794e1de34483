"""What words add that stand beside each other in a query and in a record alike.

Whoever pastes half a line of a page, or of an error, gives its words in their order; no other page has them so. Only
the records that come first without it are looked at, and of them only what their rows show: so a browser needs nothing
that it does not fetch anyway.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Set
from itertools import pairwise
from typing import Any

from sopkb.search.expand import ONE, weight_of
from sopkb.search.index import SearchIndex
from sopkb.search.index.analysis import tokens
from sopkb.search.index.posting import STEPS
from sopkb.search.plan import Plan
from sopkb.search.snippets import section_of
from sopkb.search.weigh import rarity

REACH = 5
"""Words from one to the next, of those that carry information, up to which the two are neighbours."""

Places = Mapping[str, Set[int]]
"""Where the terms that are asked for stand in a text."""


def nearby_points(plan: Plan, shown: Mapping[int, int], index: SearchIndex) -> dict[int, int]:
    """What neighbours in the query add to records that have them just as far apart in one of their texts.

    The texts are title, summary, symptoms, and the heading and the text of the section that is shown. A pair is worth
    the rarity of the commoner of the two.

    Args:
        plan: the query.
        shown: of each record that is looked at its best section, 0 where none stands out.
        index: the open index.
    """
    pairs = list(_pairs(plan, index))
    added: dict[int, int] = {}
    if not pairs:
        return added
    asked = {term for one, other, _ in pairs for term in (one, other)}
    for number, section in shown.items():
        texts = [_places(text, asked) for text in _texts(index.card(number), section)]
        for one, other, distance in pairs:
            if any(_are_neighbours(places, one, other, distance) for places in texts):
                rare = min(rarity(index.record_count, index.count(term)) for term in (one, other))
                added[number] = added.get(number, 0) + rare * weight_of(index.settings.ranking.nearby) * STEPS // ONE
    return added


def _pairs(plan: Plan, index: SearchIndex) -> Iterator[tuple[str, str, int]]:
    """Neighbours of a query: two terms, and how many words the second stands after the first."""
    asked = [(place, plan.words[number]) for place, number in enumerate(plan.sequence)]
    there = [(place, word.term) for place, word in asked if word.is_informative and index.count(word.term)]
    for (place, one), (after, other) in pairwise(there):
        if after - place <= REACH and one != other:
            yield one, other, after - place


def _texts(card: Mapping[str, Any], section: int) -> Iterator[str]:
    heading, _, text = section_of(card, section)
    yield from (card.get("title", ""), card.get("summary", ""), *card.get("symptoms", ()), heading, text)


def _places(text: str, terms: Container[str]) -> Places:
    found: dict[str, set[int]] = {}
    for token in tokens(text, terms):
        found.setdefault(token.term, set()).add(token.position)
    return found


def _are_neighbours(places: Places, one: str, other: str, distance: int) -> bool:
    ends = places.get(other)
    return ends is not None and any(place + distance in ends for place in places.get(one, ()))
