"""From a query to an answer: one ranking, for whoever asks, at the moment that is given with the question."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sopkb.index import SearchIndex
from sopkb.index.schema import key
from sopkb.index.units import RecordUnits, SectionUnit, units_of
from sopkb.load import Base
from sopkb.model.codes import normal_form
from sopkb.search.answer import Answer, Correction, Hit, Notice, Snippet
from sopkb.search.expand import Clues, clues_of
from sopkb.search.notices import notice_of
from sopkb.search.plan import plan_of
from sopkb.search.ranking import Ranked, page_of, rank
from sopkb.search.reading import read
from sopkb.search.snippets import most_like, snippet_of
from sopkb.search.tiers import Tier
from sopkb.search.weights import WEIGHTS, Weights

__all__ = ["Answer", "Correction", "Hit", "Notice", "Snippet", "Tier", "search"]


def search(
    index: SearchIndex,
    base: Base,
    query: str,
    *,
    now: datetime,
    limit: int = 10,
    offset: int = 0,
    weights: Weights = WEIGHTS,
) -> Answer:
    """Answer a query.

    Args:
        index: the open index of the base.
        base: the base that the index was made of.
        query: whatever was typed or pasted; nothing in it can fail.
        now: the moment of the question, in UTC: states are those of this moment.
        limit: how many hits to give.
        offset: how many hits to leave out first.
        weights: the numbers of the ranking.
    """
    plan = plan_of(read(query, base.config.policy), lambda kind, normal: bool(index.holders(key(kind, normal))))
    clues = clues_of(plan, index, weights)
    ranking = rank(plan, clues, index, base, now, weights)
    notes = (f'No record has "{text}" word for word; its words were looked for.' for text in ranking.phrases_missed)
    return Answer(
        query=query,
        hits=tuple(_hit(ranked, base, clues) for ranked in page_of(ranking.live, limit, offset)),
        total=len(ranking.live),
        notices=tuple(
            notice_of(dead.record, dead.status, base.corpus, _as_written(dead)) for dead in ranking.dead_exact
        ),
        plan=replace(plan, notes=(*plan.notes, *notes)),
        corrections=tuple(Correction(typed, used) for typed, used in clues.corrections),
    )


def _hit(ranked: Ranked, base: Base, clues: Clues) -> Hit:
    record = ranked.record
    units = units_of(record, base.config)
    section = _section(ranked, units)
    terms = frozenset(term for clue in clues.clues if clue.covers for term, _ in clue.variants)
    return Hit(
        id=record.id,
        kind=record.kind_name,
        title=record.title,
        summary=record.summary,
        status=ranked.status,
        tier=ranked.tier,
        area=record.area,
        area_label=base.config.label("areas", record.area),
        heading=section.heading if section else "",
        anchor=section.anchor if section else "",
        snippet=snippet_of(section.text, terms) if section and not record.is_sensitive else None,
        matched=_as_written(ranked) or most_like(record.symptoms, terms, max((clues.words + 1) // 2, 1)),
        score=ranked.score,
        minutes=record.meta.number("est_minutes"),
        permissions=record.meta.texts("permissions"),
        path=record.path,
    )


def _section(ranked: Ranked, units: RecordUnits) -> SectionUnit | None:
    """The best section; where none stands out, the one with the steps, or the first."""
    if ranked.section:
        return units.sections[ranked.section - 1]
    steps = ranked.record.steps_section
    with_steps = (section for section in units.sections if steps and section.anchor == steps.anchor)
    return next(with_steps, units.sections[0] if units.sections else None)


def _as_written(ranked: Ranked) -> str:
    """The identifier that matched, as the record writes it; ``""`` where none did."""
    if not ranked.exact:
        return ""
    record = ranked.record
    written = (
        record.id,
        *record.aliases,
        *record.error_codes,
        *record.meta.texts("bug"),
        *record.meta.texts("incident"),
    )
    return next((text for text in written if normal_form(text) == ranked.exact.normal), ranked.exact.text)
