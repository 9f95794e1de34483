"""Why a row stands where it stands: how the query was read, and of which parts its score is the sum.

Nothing is worked out here that scoring does not work out as well: each clue is scored by itself with the functions of
:mod:`sopkb.search.score`, and what a record got from all of them adds up to its score.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sopkb.search.answer import Answer
from sopkb.search.expand import ONE, Clue, Clues, Origin, clues_of
from sopkb.search.index import SearchIndex
from sopkb.search.index.posting import FIRST_SYMPTOM
from sopkb.search.index.schema import number_of
from sopkb.search.nearby import nearby_points
from sopkb.search.plan import Plan
from sopkb.search.reach import reach_of
from sopkb.search.score import FACTORS, SECTIONS, Scores, best_places, factors, marked_down, score_records, totals
from sopkb.search.weigh import RARITY, weigh, weigh_all


@dataclass(frozen=True, slots=True)
class VariantShown:
    """What counts as a clue.

    Args:
        terms: all of which a record must have.
        origin: where it comes from.
        records: how many have the rarest of them.
        rarity: of that one, but no more than that of the word as typed; 1 is a term with an inverse document frequency
            of 1.
        weight: what it counts, the word as typed being worth 1.
        is_common: whether it counts only in front fields and headings.
    """

    terms: tuple[str, ...]
    origin: Origin
    records: int
    rarity: float
    weight: float
    is_common: bool


@dataclass(frozen=True, slots=True)
class ClueShown:
    """One thing that was looked for: the words it stands for, and what counts as them, the best of which does."""

    words: tuple[str, ...]
    variants: tuple[VariantShown, ...]


@dataclass(frozen=True, slots=True)
class PartShown:
    """What a clue adds to the points of a record: as a whole, in its best section, in its best symptom."""

    clue: int
    level: int
    section: int
    symptom: int

    @property
    def points(self) -> int:
        return self.level + self.section + self.symptom


@dataclass(frozen=True, slots=True)
class HitShown:
    """The score of a hit.

    Args:
        id: of the record.
        section: heading of the section that adds most; ``""`` where none does.
        symptom: the symptom that adds most; ``""`` where none does.
        parts: what each clue adds that adds anything.
        second: what the section adds that adds most but one.
        factor: what all of that is worth, less than 1 for a record that lacks words that others have.
        nearby: what words add that are neighbours in the query and in the record.
        score: the sum of the parts and the second section, times the factor, rounded down, and what neighbours add.
    """

    id: str
    section: str
    symptom: str
    parts: tuple[PartShown, ...]
    second: int
    factor: float
    nearby: int
    score: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a query was read and its hits were scored.

    Args:
        plan: identifiers, words, phrases, filters.
        clues: what was looked for.
        routes: ids that words of the query name, each with those words.
        hits: of the answer, in its order.
    """

    plan: Plan
    clues: tuple[ClueShown, ...]
    routes: tuple[tuple[str, str], ...]
    hits: tuple[HitShown, ...]


def explain(index: SearchIndex, answer: Answer) -> Explanation:
    """Explain an answer that the index gave, from its first hit on."""
    plan = answer.plan
    clues = clues_of(plan, index)
    weighing = weigh_all(index, clues)
    numbers = [number_of(hit.id) or 0 for hit in answer.hits]
    scores = score_records(index, weighing, within=numbers)
    share = reach_of(index, weighing).share
    sections = totals(scores, share, index.settings.ranking)[1]
    first = numbers[: index.settings.ranking.nearby_among]
    nearby = nearby_points(plan, {number: sections.get(number, 0) for number in first}, index)
    alone = [
        score_records(index, weighing, only=place, among=scores.levels, within=numbers)
        for place in range(len(clues.clues))
    ]
    return Explanation(
        plan=plan,
        clues=tuple(_clue(clue, clues, plan, index) for clue in clues.clues),
        routes=clues.routes,
        hits=tuple(_hit(hit.id, index, scores, share, alone, nearby) for hit in answer.hits),
    )


def _clue(clue: Clue, clues: Clues, plan: Plan, index: SearchIndex) -> ClueShown:
    words = tuple(plan.words[n].surface for place, n in enumerate(clues.asked) if clue.covers >> place & 1)
    if clue.is_filler:
        words = clue.variants[0].terms
    shown = []
    for each in weigh(index, clue):
        variant, rare = each.variant, each.rarity / RARITY if each.count else 0.0
        shown.append(
            VariantShown(variant.terms, variant.origin, each.count, rare, variant.weight / ONE, each.is_common)
        )
    return ClueShown(words, tuple(shown))


def _hit(
    record_id: str, index: SearchIndex, scores: Scores, share: int, alone: Sequence[Scores], nearby: Mapping[int, int]
) -> HitShown:
    number = number_of(record_id) or 0
    best = best_places(scores)
    section, symptom = best.sections.get(number), best.symptoms.get(number)
    parts = []
    for clue, one in enumerate(alone):
        gains = [0 if place is None else one.gains.get(place, 0) for place in (section, symptom)]
        part = PartShown(clue, one.levels.get(number, 0), *gains)
        if part.points:
            parts.append(part)
    card = index.card(number)
    headings = [heading for heading, *_ in card.get("sections", ())]
    factor = factors(scores.weights, share, index.settings.ranking)(scores.covered.get(number, 0))
    second = best.gains_of(number, scores)[1]
    return HitShown(
        id=record_id,
        section=_named(headings, section, 1),
        symptom=_named([text for text in card.get("symptoms", ()) if text], symptom, FIRST_SYMPTOM),
        parts=tuple(parts),
        second=second,
        factor=factor / FACTORS,
        nearby=nearby.get(number, 0),
        score=marked_down(sum(part.points for part in parts) + second, factor) + nearby.get(number, 0),
    )


def _named(names: Sequence[str], place: int | None, first: int) -> str:
    """The section or symptom at a place of the gains, which are counted from ``first``."""
    number = -1 if place is None else place % SECTIONS - first
    return names[number] if 0 <= number < len(names) else ""
