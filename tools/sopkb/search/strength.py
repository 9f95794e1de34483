"""Whether a first row is an answer: how much of what was asked it holds, whatever the base and the question.

Two shares are looked at: the row's score over what all words of the question with information amount to, where a word
that no record has counts as the rarest there can be; and the same score over one such rarest word alone. The first is
small where a record has only some of many words, the second where it has only words that many records have. Their
geometric mean, over 1 and the share of the words that title, aliases and symptoms have (one everyday word in a title
scores high, and is no answer yet), is the row's strength. A record that has every word is an answer however common
they are.
"""

from __future__ import annotations

from dataclasses import dataclass

from sopkb.search.expand import Clues
from sopkb.search.index import SearchIndex
from sopkb.search.index.posting import STEPS
from sopkb.search.plan import Plan
from sopkb.search.weigh import Weighing, rarity

SHARES = 1024
"""Steps to a strength of 1."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a record holds of a question.

    Args:
        points: its score, before neighbours were looked at.
        covered: which of the words that say what is asked it has, as bits.
        named: those that its title, aliases and symptoms have.
    """

    points: int
    covered: int
    named: int


def is_answer(held: Held, plan: Plan, clues: Clues, weighing: Weighing, index: SearchIndex) -> bool:
    """Whether a record is an answer to a question.

    Args:
        held: what the record holds of it.
        plan: the question.
        clues: what was looked for.
        weighing: the same, weighed.
        index: the open index.
    """
    if not held.points:
        return False
    if held.covered.bit_count() >= clues.words:
        return True
    least = int(index.settings.ranking.least_strength * SHARES + 0.5)
    rarest = rarity(index.record_count, 0)
    asked = named = 0
    for place, number in enumerate(clues.asked):
        count = index.count(plan.words[number].term)
        rare = rarity(index.record_count, count)
        asked += rare
        if held.named >> place & 1:
            named += rare if count else weighing.weights[place]
    # In floating point, step by step as a browser has to: both round alike.
    strength = float(held.points) * held.points * asked * (SHARES * SHARES)
    return strength >= float(least * least * STEPS * STEPS) * rarest * (asked + named) * (asked + named)
