"""From a plan to records in order: exact matches, filters, scores and tiers, at one moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sopkb.index import SearchIndex
from sopkb.index.schema import TEXT_FIELDS, KeyKind, key
from sopkb.load import Base
from sopkb.model.record import Record
from sopkb.model.state import Status, status_of
from sopkb.search.expand import Clues
from sopkb.search.filters import passes
from sopkb.search.phrases import records_with
from sopkb.search.plan import Exact, Plan
from sopkb.search.score import RecordScore, score_records, total
from sopkb.search.tiers import Tier, tier_of
from sopkb.search.weights import Weights


@dataclass(frozen=True, slots=True)
class Ranked:
    """One record in its place.

    Args:
        record: the record.
        status: its state at the moment of the question.
        tier: its tier.
        score: within the tier.
        section: its best section, 0 where none stands out.
        exact: the identifier that matched, if one did.
    """

    record: Record
    status: Status
    tier: Tier
    score: float
    section: int
    exact: Exact | None


@dataclass(frozen=True, slots=True)
class Ranking:
    """Every record that answers, best first, and the dead ones that matched exactly."""

    live: tuple[Ranked, ...]
    dead_exact: tuple[Ranked, ...]
    phrases_missed: tuple[str, ...]


def rank(plan: Plan, clues: Clues, index: SearchIndex, base: Base, now: datetime, weights: Weights) -> Ranking:
    """Rank the records of a base for a plan."""
    exact = _exact_matches(plan, index)
    scores: Mapping[int, RecordScore] = {} if plan.is_listing else score_records(index, clues, weights)
    barred, missed = _barred(plan, index)
    numbers = {record_id: number for number, record_id in index.ids.items()}
    if plan.is_listing:
        candidates = set(index.ids)
    else:
        candidates = set(scores) if _is_enough(scores, clues, weights) else set()
        candidates |= {numbers[record_id] for record_id in exact}
    found = []
    for number in candidates:
        record = base.corpus.by_id.get(index.ids[number])
        if record is None or (number in barred and record.id not in exact):
            continue
        status = status_of(record, now, base.config.policy.expires_soon)
        if passes(plan.filters, record, status.state, base.config):
            found.append(_ranked(record, status, scores.get(number), exact.get(record.id), clues, base, weights))
    found.sort(key=lambda ranked: (ranked.tier, -ranked.score, ranked.record.id))
    dead = tuple(ranked for ranked in found if ranked.exact and ranked.status.state.is_dead)
    return Ranking(tuple(ranked for ranked in found if ranked not in dead), dead, missed)


def _ranked(
    record: Record,
    status: Status,
    score: RecordScore | None,
    exact: Exact | None,
    clues: Clues,
    base: Base,
    weights: Weights,
) -> Ranked:
    score = score or RecordScore()
    matches_most = clues.words > 0 and score.covered_by_front.bit_count() > clues.words * weights.incident_share
    tier = tier_of(record, status.state, exact.kind if exact else None, matches_most, base.corpus.tracker)
    return Ranked(record, status, tier, total(score, clues, weights), score.best_section, exact)


def _exact_matches(plan: Plan, index: SearchIndex) -> dict[str, Exact]:
    """For each record that is named, the identifier that names it; an id or alias before a code."""
    found: dict[str, Exact] = {}
    order = [KeyKind.ID, KeyKind.ALIAS, KeyKind.CODE, KeyKind.BUG, KeyKind.INCIDENT]
    for exact in sorted(plan.exact, key=lambda exact: order.index(exact.kind)):
        for record_id in index.holders(key(exact.kind, exact.normal)):
            found.setdefault(record_id, exact)
    return found


def _is_enough(scores: Mapping[int, RecordScore], clues: Clues, weights: Weights) -> bool:
    """Whether some record matches enough of the words that carry information."""
    if not clues.words:
        return bool(scores)
    most = max((score.covered.bit_count() for score in scores.values()), default=0)
    return most > 0 and most >= clues.words * weights.least_share


def _barred(plan: Plan, index: SearchIndex) -> tuple[set[int], tuple[str, ...]]:
    """Records that hold an excluded word or lack a phrase; and the phrases that no record has, which bar nothing."""
    barred: set[int] = set()
    for term in plan.excluded:
        for field in TEXT_FIELDS:
            barred.update(index.record_of[unit] for unit, _ in index.postings(field, term))
    missed = []
    for phrase in plan.phrases:
        holders = records_with(phrase, index)
        if holders:
            barred |= index.ids.keys() - holders
        else:
            missed.append(phrase.text)
    return barred, tuple(missed)


def page_of(ranked: Sequence[Ranked], limit: int, offset: int) -> Sequence[Ranked]:
    """The part of a ranking that one page shows."""
    return ranked[max(offset, 0) : max(offset, 0) + max(limit, 0)]
