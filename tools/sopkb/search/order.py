"""From a plan to records in order: exact matches, filters, scores and tiers, at one moment."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime

from sopkb.core.kinds import KIND_BY_NAME, KINDS
from sopkb.core.state import State, Status, status_at
from sopkb.search.expand import Clues, Origin
from sopkb.search.filters import passes
from sopkb.search.index import SearchIndex
from sopkb.search.index.schema import NUMBERS_A_KIND, KeyKind, id_of, key, number_of
from sopkb.search.nearby import nearby_points
from sopkb.search.phrases import records_with
from sopkb.search.plan import Exact, Plan
from sopkb.search.reach import Reach, reach_of
from sopkb.search.score import held_together, score_records, totals
from sopkb.search.standing import Standing, standing_at
from sopkb.search.strength import Held, is_answer
from sopkb.search.tiers import Tier, tier_of
from sopkb.search.weigh import Weighing, weigh_all

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
    weighing = weigh_all(index, clues)
    reach = Reach() if plan.is_listing else reach_of(index, weighing)
    barred, missed = _barred(plan, index)
    candidates = set(index.traits) if plan.is_listing else {*exact, *reach.most}
    standing = standing_at(index, now)
    states = standing.states
    if barred:
        candidates -= barred - exact.keys()
    if plan.filters:
        candidates = {n for n in candidates if passes(plan.filters, n, index.traits[n], states[n], index.settings)}
    dead = [n for n in exact if n in candidates and states[n].is_dead]
    candidates.difference_update(dead)
    # Where nothing live answers, as in a base that was only just imported, drafts have nobody to give way to.
    gives_way = any(states[number].is_live for number in candidates)
    contest = _Contest(clues, index, weighing, reach, standing, exact, gives_way)
    first, last = max(offset, 0), max(offset, 0) + max(limit, 0)
    among = index.settings.ranking.nearby_among
    wanted = max(last, among)
    best = contest.best(candidates, wanted + len(exact))
    is_enough = plan.is_listing or (contest.is_answered_by(best, plan) and not _is_all_corrected(weighing))
    is_answered = is_enough or bool(exact)
    if not is_enough:
        candidates &= exact.keys() if exact else {number for number in candidates if states[number].is_live}
        best = contest.best(candidates, wanted if exact else index.settings.ranking.close)
    best = best[:wanted]
    if first < min(last, among):
        shown = {number: contest.sections.get(number, 0) for number in best[:among]}
        for number, added in nearby_points(plan, shown, index).items():
            contest.points[number] += added
        best[:among] = sorted(shown, key=contest.place)
    contest.score(dead)
    return Ranking(
        page=tuple(contest.ranked(number, now) for number in best[first:last]),
        total=len(candidates) if is_answered else 0,
        dead_exact=tuple(contest.ranked(number, now) for number in sorted(dead, key=contest.place)),
        phrases_missed=missed,
        facets=_facets(standing, candidates if is_answered else ()),
    )


class _Contest:
    """The records that may answer, scored as far as it takes to know the best of them."""

    def __init__(
        self,
        clues: Clues,
        index: SearchIndex,
        weighing: Weighing,
        reach: Reach,
        standing: Standing,
        exact: Mapping[int, Exact],
        gives_way: bool,
    ) -> None:
        self._clues, self._index, self._weighing, self._reach = clues, index, weighing, reach
        self._standing, self._exact, self._gives_way = standing, exact, gives_way
        self._named: dict[int, int] = {}
        self.points: dict[int, int] = {}
        self.sections: dict[int, int] = {}

    def score(self, numbers: Iterable[int]) -> None:
        """Score some records that have not been."""
        fresh = [number for number in numbers if number not in self.points]
        scores = score_records(self._index, self._weighing, within=fresh)
        points, sections = totals(scores, self._reach.share, self._index.settings.ranking)
        self.points |= dict.fromkeys(fresh, 0) | points
        self.sections |= sections
        self._named |= scores.named

    def is_answered_by(self, best: Iterable[int], plan: Plan) -> bool:
        """Whether the first of some records that the question does not name is an answer to it."""
        first = next((number for number in best if number not in self._exact), None)
        if first is None:
            return False
        scores = score_records(self._index, self._weighing, within=(first,))
        together = held_together(self._index, self._weighing, first, scores)
        held = Held(self.points[first], scores.covered.get(first, 0), together, scores.named.get(first, 0))
        return is_answer(held, plan, self._clues, self._weighing, self._index)

    def best(self, candidates: Set[int], count: int) -> list[int]:
        """The first so many of some records, in order."""
        groups, most = self._standing.group_of, self._reach.most.get
        # Nearly all records have the tier of their state: what stands far behind is not worth more than a sum. A draft
        # may be meant, which shows when it is scored.
        ahead = [
            int(tier_of(state, None, is_meant=self._may_be_meant(state))) * _BEYOND_ANY
            for _, _, state in self._standing.groups
        ]
        heads = {number: ahead[groups[number]] - most(number, 0) for number in candidates}
        # What was scored before, for a larger set of records, is worth what it is worth.
        self._settle(heads, candidates & (self._standing.in_incident | self._exact.keys() | self.points.keys()))
        wanted = count
        while True:
            wanted *= 2
            first = _first(heads, wanted)
            if self.points.keys() >= set(first[:count]):
                return first[:count]  # nobody else can come to stand before one of these
            self._settle(heads, first)
            farthest = sorted(heads[number] for number in first)[:count][-1]
            heads = {number: head for number, head in heads.items() if head <= farthest}

    def _settle(self, heads: dict[int, int], numbers: Iterable[int]) -> None:
        """Put what records are worth in the place of what they may be worth at most."""
        numbers = list(numbers)
        self.score(numbers)
        for number in numbers:
            heads[number] = int(self._tier(number)) * _BEYOND_ANY - self.points[number]

    def place(self, number: int) -> tuple[int, int, str]:
        """What records are sorted by that have been scored."""
        return self._tier(number), -self.points[number], id_of(number)

    def ranked(self, number: int, now: datetime) -> Ranked:
        """A record that has been scored, in its place."""
        status = status_at(self._index.traits[number].life, now, self._index.settings.soon)
        points, section = self.points[number], self.sections.get(number, 0)
        return Ranked(number, status, self._tier(number), points, section, self._exact.get(number))

    def _tier(self, number: int) -> Tier:
        named, state = self._exact.get(number), self._standing.states[number]
        leads = number in self._standing.in_incident and number // NUMBERS_A_KIND == _WORKAROUND
        return tier_of(
            state,
            named.kind if named else None,
            leads_incident=leads and self._matches_most(number),
            is_meant=self._may_be_meant(state) and self._matches_most(number),
        )

    def _may_be_meant(self, state: State) -> bool:
        return self._gives_way and state is State.DRAFT

    def _matches_most(self, number: int) -> bool:
        """Whether a record has most of the words in its title, aliases and symptoms."""
        named, words = self._named.get(number, 0), self._clues.words
        return words > 0 and named.bit_count() > words * self._index.settings.ranking.incident_share


def _first(heads: Mapping[int, int], count: int) -> list[int]:
    """The first so many records by their heads, then by their ids."""
    farthest = max(heapq.nsmallest(count, heads.values()), default=0)
    found = (number for number, head in heads.items() if head <= farthest)
    return sorted(found, key=lambda number: (heads[number], id_of(number)))[:count]


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


def _is_all_corrected(weighing: Weighing) -> bool:
    """Whether nothing of what was typed is found, but only what it was corrected to."""
    corrected = [
        all(each.variant.origin is Origin.CORRECTED for each in here)
        for clue, here in weighing.clues
        if here and clue.covers
    ]
    return bool(corrected) and all(corrected)


def _barred(plan: Plan, index: SearchIndex) -> tuple[set[int], tuple[str, ...]]:
    """Records that hold an excluded word or lack a phrase; and the phrases that no record has, which bar nothing."""
    barred: set[int] = set()
    for term in plan.excluded:
        barred.update(index.salient(term), index.plain(term))
    missed = []
    for phrase in plan.phrases:
        holders = records_with(phrase, index)
        if holders:
            barred |= index.traits.keys() - holders
        else:
            missed.append(phrase.text)
    return barred, tuple(missed)


def _facets(standing: Standing, numbers: Iterable[int]) -> Mapping[str, Mapping[str, int]]:
    together = Counter(map(standing.group_of.__getitem__, numbers))
    counted: dict[str, Counter[str]] = {"kind": Counter(), "area": Counter(), "state": Counter()}
    for place, count in together.items():
        kind, area, state = standing.groups[place]
        counted["kind"][KINDS[kind].name] += count
        counted["state"][str(state)] += count
        if area:
            counted["area"][area] += count
    return {
        name: dict(sorted(counts.items(), key=lambda count: (-count[1], count[0]))) for name, counts in counted.items()
    }
