"""From a query to an answer: one ranking, for whoever asks, at the moment that is given with the question.

The way of a query: :mod:`reading` (its text), :mod:`plan` (what it means), :mod:`expand` (what is looked up),
:mod:`weigh` (what that is worth), :mod:`reach` (who may come first), :mod:`score` (impacts added up),
:mod:`order` (tiers, filters, the clock), then the rows here. Only the index is asked; the browser's engine does the
same with the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sopkb.core.codes import normal_form
from sopkb.core.kinds import kind_of_id
from sopkb.search.answer import Answer, Correction, Hit, Near, NoSuch, Notice, Related, Snippet
from sopkb.search.expand import Clues, clues_of
from sopkb.search.index import SearchIndex
from sopkb.search.index.schema import key
from sopkb.search.missing import no_such
from sopkb.search.notices import notice_of
from sopkb.search.order import Ranked, rank
from sopkb.search.plan import Lookup, plan_of
from sopkb.search.reading import filters_of, read
from sopkb.search.snippets import most_like, shown_section, snippet_of
from sopkb.search.tiers import Tier

__all__ = ["Answer", "Correction", "Hit", "Near", "NoSuch", "Notice", "Related", "Snippet", "Tier", "search"]

MOST_RELATED = 5
"""Related records that are named beside a first hit."""


def search(
    index: SearchIndex,
    query: str,
    *,
    now: datetime,
    filters: Mapping[str, Iterable[str]] | None = None,
    limit: int = 10,
    offset: int = 0,
) -> Answer:
    """Answer a query.

    Args:
        index: the open index.
        query: whatever was typed or pasted; nothing in it can fail.
        now: the moment of the question, in UTC: states are those of this moment.
        filters: conditions as if they had been typed: ``{"kind": ["sop"], "area": ["video"]}``.
        limit: how many hits to give.
        offset: how many hits to leave out first.
    """
    reading = read(query, index.settings.patterns)
    if filters:
        reading = replace(reading, filters=(*reading.filters, *filters_of(filters)))
    plan = plan_of(reading, lookup_in(index))
    clues = clues_of(plan, index)
    ranking = rank(plan, clues, index, now, limit, offset)
    notes = (f'No record has "{text}" word for word; its words were looked for.' for text in ranking.phrases_missed)
    asked = frozenset(word.term for word in plan.words)
    hits = tuple(_hit(ranked, index, clues, asked) for ranked in ranking.page)
    is_answered = bool(ranking.total and hits)
    return Answer(
        query=query,
        hits=hits,
        total=ranking.total,
        notices=tuple(_notice(dead, index) for dead in ranking.dead_exact),
        plan=replace(plan, notes=(*plan.notes, *notes)),
        facets=ranking.facets,
        corrections=tuple(Correction(typed, used) for typed, used in clues.corrections),
        missing=tuple(no_such(each, index) for each in plan.missing),
        related=_related(ranking.page[0], index, {hit.id for hit in hits}) if is_answered and not offset else (),
    )


def lookup_in(index: SearchIndex) -> Lookup:
    """What a plan asks of an index."""
    return Lookup(
        is_known=lambda kind, normal: bool(index.holders(key(kind, normal))),
        is_held=lambda term: index.count(term) > 0,
        is_begun=lambda kind, normal: any(
            each != key(kind, normal) for each in index.keys_beginning(key(kind, normal))
        ),
    )


def _hit(ranked: Ranked, index: SearchIndex, clues: Clues, asked: frozenset[str]) -> Hit:
    card = index.card(ranked.number)
    kind = kind_of_id(ranked.id)
    terms = frozenset(term for clue in clues.clues if not clue.is_filler for v in clue.variants for term in v.terms)
    wanted = [
        frozenset(v.terms[0] for v in clue.variants if len(v.terms) == 1)
        for clue in clues.clues
        if clue.covers.bit_count() == 1
    ]
    heading, anchor, text = shown_section(card, ranked.section, asked, wanted)
    symptoms = tuple(card.get("symptoms", ()))
    return Hit(
        id=ranked.id,
        kind=kind.name if kind else "",
        title=card.get("title", ""),
        summary=card.get("summary", ""),
        status=ranked.status,
        tier=ranked.tier,
        area=card.get("area", ""),
        area_label=index.settings.label("areas", card.get("area", "")),
        heading=heading,
        anchor=anchor,
        snippet=None if "advisory" in card else snippet_of(text, terms),
        matched=_as_written(ranked, card) or most_like(symptoms, terms, max((clues.words + 1) // 2, 1)),
        score=ranked.score,
        minutes=card.get("minutes"),
        permissions=tuple(card.get("permissions", ())),
        affected=card.get("affected", ""),
        waits_for=card.get("waits_for", ""),
        how_to_raise=card.get("how_to_raise", ""),
        how_fast=card.get("how_fast", ""),
        reviewed=card.get("reviewed", ""),
        version=card.get("version", ""),
        confidence=card.get("confidence", ""),
        advisory=card.get("advisory", ""),
        path=card.get("path", ""),
    )


def _notice(dead: Ranked, index: SearchIndex) -> Notice:
    card = index.card(dead.number)
    return notice_of(dead.id, card, dead.status, _as_written(dead, card))


def _as_written(ranked: Ranked, card: dict[str, Any]) -> str:
    """The identifier that matched, as the record writes it; ``""`` where none did."""
    if not ranked.exact:
        return ""
    written = (ranked.id, *card.get("exact", ()))
    return next((text for text in written if normal_form(text) == ranked.exact.normal), ranked.exact.text)


def _related(first: Ranked, index: SearchIndex, shown: set[str]) -> tuple[Related, ...]:
    """Records that belong to the first hit and are not among the hits."""
    others = [tuple(other) for other in index.card(first.number).get("related", ()) if other[0] not in shown]
    return tuple(Related(record_id, title) for record_id, title in others[:MOST_RELATED])
