"""From a plan to records in order: exact matches, filters, scores and tiers, at one moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sopkb.index import SearchIndex
from sopkb.index.schema import KeyKind, id_of, key, number_of
from sopkb.model.kinds import kind_of_id
from sopkb.model.state import Status, status_at
from sopkb.search.expand import Clues
from sopkb.search.filters import passes
from sopkb.search.phrases import records_with
from sopkb.search.plan import Exact, Plan
from sopkb.search.score import Scores, score_records, totals
from sopkb.search.tiers import Tier, tier_of


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
    """Every record that answers, best first, and the dead ones that matched exactly.

    ``facets`` counts the records that answer: by kind, by area and by state.
    """

    live: tuple[Ranked, ...]
    dead_exact: tuple[Ranked, ...]
    phrases_missed: tuple[str, ...]
    facets: Mapping[str, Mapping[str, int]]


def rank(plan: Plan, clues: Clues, index: SearchIndex, now: datetime) -> Ranking:
    """Rank the records of an index for a plan."""
    exact = _exact_matches(plan, clues, index)
    scores = Scores() if plan.is_listing else score_records(index, clues)
    points, sections = totals(scores, index.settings.ranking)
    barred, missed = _barred(plan, index)
    if plan.is_listing:
        candidates = set(index.traits)
    else:
        candidates = set(points) if _is_enough(scores, clues, index) else set()
        candidates |= exact.keys()
    found = []
    for number in candidates:
        if number in barred and number not in exact:
            continue
        traits = index.traits[number]
        status = status_at(traits.life, now, index.settings.soon)
        if passes(plan.filters, number, traits, status.state, index.settings):
            named = exact.get(number)
            leads = traits.in_incident and _matches_most(scores, number, clues, index)
            tier = tier_of(status.state, named.kind if named else None, leads)
            found.append(Ranked(number, status, tier, points.get(number, 0), sections.get(number, 0), named))
    found.sort(key=lambda ranked: (ranked.tier, -ranked.score, ranked.id))
    dead = tuple(ranked for ranked in found if ranked.exact and ranked.status.state.is_dead)
    live = tuple(ranked for ranked in found if ranked not in dead)
    return Ranking(live, dead, missed, _facets(live, index))


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
    kind = kind_of_id(id_of(number))
    named = scores.named.get(number, 0).bit_count()
    return (
        kind is not None
        and kind.name == "workaround"
        and clues.words > 0
        and named > clues.words * index.settings.ranking.incident_share
    )


def _is_enough(scores: Scores, clues: Clues, index: SearchIndex) -> bool:
    """Whether some record matches enough of the words that carry information."""
    if not clues.words:
        return bool(scores.levels)
    most = max((bits.bit_count() for bits in scores.covered.values()), default=0)
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


def _facets(live: Sequence[Ranked], index: SearchIndex) -> Mapping[str, Mapping[str, int]]:
    kinds = (kind.name for ranked in live if (kind := kind_of_id(ranked.id)))
    areas = (area for ranked in live if (area := index.traits[ranked.number].area))
    states = (str(ranked.status.state) for ranked in live)
    counted = {"kind": Counter(kinds), "area": Counter(areas), "state": Counter(states)}
    return {
        name: dict(sorted(counts.items(), key=lambda count: (-count[1], count[0]))) for name, counts in counted.items()
    }


def page_of(ranked: Sequence[Ranked], limit: int, offset: int) -> Sequence[Ranked]:
    """The part of a ranking that one page shows."""
    return ranked[max(offset, 0) : max(offset, 0) + max(limit, 0)]
