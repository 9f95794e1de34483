"""Whether a first row is an answer: how strong the evidence is that a record holds what was asked, in any base.

For it speak, each as a share that does not depend on the base:

- the row's score, over that of one impact of the rarest word there can be. It is small where a record has only words
  that many records have;
- of the rarity of all that was asked, the share in one place: in one section, one symptom, or the title. A word that no
  record has counts as the rarest. It is small where a record has only some of the words, or each of them elsewhere;
- the same share for the words that title, aliases and symptoms have: there a word says what a record is about;
- each word that was asked, for no record has all of a long question.

Against it speak each word that no record has, and how many records there are: the more, the stronger is the evidence
that one of them has by chance, which grows with the logarithm of their number.

One or two words that a record has are answered by it, however common they are. The beginning of a word that is still
being typed is no evidence of either kind. The numbers were fitted to five sets
at once (docs/reference/benchmarks.md); none belongs to one of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from sopkb.search.expand import Clues
from sopkb.search.index import SearchIndex
from sopkb.search.index.posting import STEPS
from sopkb.search.plan import Plan
from sopkb.search.spelling import SHORTEST_COMPLETED
from sopkb.search.weigh import Weighing, rarity

SHARES = 1024
"""Steps to a strength of 1."""
EIGHTHS = (6, 8, 3)
"""What counts of the score, of the share in one place, and of that in title, aliases and symptoms, in eighths."""
A_WORD = 102
"""What each word that was asked adds, in steps."""
UNKNOWN = 123
"""What each word takes off that no record has, nor anything that counts as it."""
BY_CHANCE = (3, 5)
"""What the rarity of a word in no record takes off: it is the logarithm of the number of records."""
FEW_WORDS = 2
"""Words that are answered by a record that has them, however common they are."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a record holds of a question.

    Args:
        points: its score, before neighbours were looked at.
        covered: which of the words that say what is asked it has, as bits.
        together: those of them that its best section and symptom, its title and aliases have.
        named: those that its title, aliases and symptoms have.
    """

    points: int
    covered: int
    together: int
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
    asked_for = [
        (place, plan.words[number])
        for place, number in enumerate(clues.asked)
        if number != plan.unfinished or weighing.weights[place] or len(plan.words[number].surface) >= SHORTEST_COMPLETED
    ]
    if len(asked_for) <= FEW_WORDS and held.covered.bit_count() >= len(asked_for):
        return True
    rarest = rarity(index.record_count, 0)
    asked = together = named = unknown = 0
    for place, word in asked_for:
        count = index.count(word.term)
        rare = rarity(index.record_count, count)
        asked += rare
        found = rare if count else weighing.weights[place]
        unknown += not found
        together += found * (held.together >> place & 1)
        named += found * (held.named >> place & 1)
    shares = (held.points * SHARES // (STEPS * rarest), *(part * SHARES // max(asked, 1) for part in (together, named)))
    strength = sum(eighths * share for eighths, share in zip(EIGHTHS, shares, strict=True)) // 8
    strength += A_WORD * len(asked_for) - UNKNOWN * unknown - BY_CHANCE[0] * rarest // BY_CHANCE[1]
    return strength >= int(index.settings.ranking.least_strength * SHARES + 0.5)
