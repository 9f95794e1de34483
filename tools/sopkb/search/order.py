"""From a plan to records in order: exact matches, filters, scores and tiers, at one moment."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sopkb.index import SearchIndex
from sopkb.index.schema import NUMBERS_A_KIND, KeyKind, id_of, key, number_of
from sopkb.model.kinds import KIND_BY_NAME, KINDS
from sopkb.model.state import State, Status, status_at
from sopkb.search.expand import Clues
from sopkb.search.filters import passes
from sopkb.search.nearby import nearby_points
from sopkb.search.phrases import records_with
from sopkb.search.plan import Exact, Plan
from sopkb.search.score import Scores, score_records, totals
from sopkb.search.standing import Group, standing_at
from sopkb.search.tiers import Tier, tier_of

_BEYOND_ANY = 1 << 60
"""More than any score."""
_WORKAROUND = KINDS.index(KIND_BY_NAME["workaround"])


@dataclass(frozen=True, slots=True)
class Ranked:
    """One record in its place.

    Args:
        number: of the record.
        status: its state at the moment of the question.
        tier: its tier.
        score: within the tier, in whole steps.
        section: its best section, 0 where none stands out.
        exact: the identifier or the routed words that matched, if any did.
    """

    number: int
    status: Status
    tier: Tier
    score: int
    section: int
    exact: Exact | None

    @property
    def id(self) -> str:
        return id_of(self.number)


@dataclass(frozen=True, slots=True)
class Ranking:
    """What answers.

    Args:
        page: the records that were asked for, best first; where none answers, the closest live ones.
        total: how many answer.
        dead_exact: the dead ones that matched exactly.
        phrases_missed: quoted phrases that no record has.
        facets: how many of those that answer, by kind, by area and by state.
    """

    page: tuple[Ranked, ...]
    total: int
    dead_exact: tuple[Ranked, ...]
    phrases_missed: tuple[str, ...]
    facets: Mapping[str, Mapping[str, int]]


def rank(plan: Plan, clues: Clues, index: SearchIndex, now: datetime, limit: int, offset: int) -> Ranking:
    """Rank the records of an index for a plan.

    Args:
        plan: what the query means.
        clues: what is looked for.
        index: the open index.
        now: the moment of the question.
        limit: how many records to give.
        offset: how many to leave out first.
    """
    exact = _exact_matches(plan, clues, index)
    scores = Scores() if plan.is_listing else score_records(index, clues)
    points, sections = totals(scores, index.settings.ranking)
    barred, missed = _barred(plan, index)
    is_enough = plan.is_listing or _is_enough(scores, clues, index)
    is_answered = is_enough or bool(exact)
    if plan.is_listing:
        candidates = set(index.traits)
    else:
        candidates = {*exact, *(points if is_enough or not is_answered else ())}
    standing = standing_at(index, now)
    states = standing.states
    if barred:
        candidates -= barred - exact.keys()
    if plan.filters:
        candidates = {n for n in candidates if passes(plan.filters, n, index.traits[n], states[n], index.settings)}
    dead = [n for n in exact if n in candidates and states[n].is_dead]
    candidates.difference_update(dead)

    def tier(number: int) -> Tier:
        named = exact.get(number)
        leads = number in standing.in_incident and _matches_most(scores, number, clues, index)
        return tier_of(states[number], named.kind if named else None, leads)

    def place(number: int) -> tuple[int, int, str]:
        return tier(number), -points.get(number, 0), id_of(number)

    def ranked(number: int) -> Ranked:
        status = status_at(index.traits[number].life, now, index.settings.soon)
        return Ranked(number, status, tier(number), points.get(number, 0), sections.get(number, 0), exact.get(number))

    if not is_answered:
        alive = (number for number in candidates if states[number].is_live)
        candidates = set(heapq.nsmallest(index.settings.ranking.close, alive, key=place))
    first, last = max(offset, 0), max(offset, 0) + max(limit, 0)
    # Nearly all records have the tier of their state: what stands far behind is not worth more than a sum.
    ahead = {state: int(tier_of(state, None, False)) * _BEYOND_ANY for state in State}
    heads = {number: ahead[states[number]] - points.get(number, 0) for number in candidates}
    for number in candidates & (standing.in_incident | exact.keys()):
        heads[number] = int(tier(number)) * _BEYOND_ANY - points.get(number, 0)
    among = index.settings.ranking.nearby_among
    farthest = max(heapq.nsmallest(max(last, among), heads.values()), default=0)
    best = sorted((number for number, head in heads.items() if head <= farthest), key=place)
    if first < min(last, among):
        shown = {number: sections.get(number, 0) for number in best[:among]}
        for number, added in nearby_points(plan, shown, index).items():
            points[number] = points.get(number, 0) + added
        best[:among] = sorted(shown, key=place)
    return Ranking(
        page=tuple(ranked(number) for number in best[first:last]),
        total=len(candidates) if is_answered else 0,
        dead_exact=tuple(ranked(number) for number in sorted(dead, key=place)),
        phrases_missed=missed,
        facets=_facets(map(standing.groups.__getitem__, candidates if is_answered else ())),
    )


def _exact_matches(plan: Plan, clues: Clues, index: SearchIndex) -> dict[int, Exact]:
    """For each record that is named, what names it; an id or alias before a code, a code before a route."""
    found: dict[int, Exact] = {}
    order = [KeyKind.ID, KeyKind.ALIAS, KeyKind.CODE, KeyKind.BUG, KeyKind.INCIDENT]
    for exact in sorted(plan.exact, key=lambda exact: order.index(exact.kind)):
        for record_id in index.holders(key(exact.kind, exact.normal)):
            found.setdefault(number_of(record_id) or 0, exact)
    for record_id, words in clues.routes:
        number = number_of(record_id)
        if number in index.traits and number is not None:
            found.setdefault(number, Exact(KeyKind.ALIAS, words, words))
    return found


def _matches_most(scores: Scores, number: int, clues: Clues, index: SearchIndex) -> bool:
    """Whether a workaround has most of the words in its title, aliases and symptoms."""
    if number // NUMBERS_A_KIND != _WORKAROUND or not clues.words:
        return False
    return scores.named.get(number, 0).bit_count() > clues.words * index.settings.ranking.incident_share


def _is_enough(scores: Scores, clues: Clues, index: SearchIndex) -> bool:
    """Whether some record matches enough of the words that carry information."""
    if not clues.words:
        return bool(scores.levels)
    most = max((bits.bit_count() for bits in set(scores.covered.values())), default=0)
    ranking = index.settings.ranking
    return most > 0 and most >= min(clues.words * ranking.least_share, ranking.enough)


def _barred(plan: Plan, index: SearchIndex) -> tuple[set[int], tuple[str, ...]]:
    """Records that hold an excluded word or lack a phrase; and the phrases that no record has, which bar nothing."""
    barred: set[int] = set()
    for term in plan.excluded:
        barred.update(number for number, _ in (*index.salient(term), *index.plain(term)))
    missed = []
    for phrase in plan.phrases:
        holders = records_with(phrase, index)
        if holders:
            barred |= index.traits.keys() - holders
        else:
            missed.append(phrase.text)
    return barred, tuple(missed)


def _facets(groups: Iterable[Group]) -> Mapping[str, Mapping[str, int]]:
    together = Counter(groups)
    counted: dict[str, Counter[str]] = {"kind": Counter(), "area": Counter(), "state": Counter()}
    for (kind, area, state), count in together.items():
        counted["kind"][KINDS[kind].name] += count
        counted["state"][str(state)] += count
        if area:
            counted["area"][area] += count
    return {
        name: dict(sorted(counts.items(), key=lambda count: (-count[1], count[0]))) for name, counts in counted.items()
    }
