"""From an export to what it says: figures, what stands out, tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from sopkb.errors import UsageError
from sopkb.load import Base
from sopkb.model.state import status_of
from sopkb.tickets.asking import Asker
from sopkb.tickets.bugs import bugs, costly
from sopkb.tickets.count import FEWEST, middle, share
from sopkb.tickets.facts import Figure, Insights, Sort, Standout
from sopkb.tickets.gaps import gaps, unfound
from sopkb.tickets.linking import Linking, judge_links
from sopkb.tickets.reading import Export
from sopkb.tickets.standing_out import failing, incomplete
from sopkb.tickets.survey import Survey, join
from sopkb.tickets.tables import TABLES, Matter, linked_share, reopened_share
from sopkb.tickets.ticket import Ticket

_TOLD = {
    "summary": "gaps, missing symptoms and link accuracy are not known",
    "kb_ids": "links are not known",
    "site": "no late export can be noticed",
    "reopened_count": "reopenings are not known",
    "escalated_to": "escalations are not known",
    "category": "areas are those of linked records alone",
}
"""What cannot be said without a column."""


@dataclass(frozen=True)
class Period:
    """A stretch of time: ``since`` counts, ``until`` counts no more; None where the export's own ends are meant."""

    since: datetime | None = None
    until: datetime | None = None


def analyse(
    export: Export,
    base: Base,
    ask: Asker,
    now: datetime,
    period: Period = Period(),
    survey: Survey | None = None,
) -> Insights:
    """Say what tickets say.

    Args:
        export: the tickets.
        base: the knowledge base.
        ask: its search.
        now: the moment that states are computed for.
        period: which tickets count, by the moment they were opened.
        survey: what people answered afterwards, if that is known.

    Raises:
        UsageError: no ticket lies in the period.
    """
    since = period.since or (export.tickets[0].created if export.tickets else now)
    until = period.until or now
    tickets = [ticket for ticket in export.tickets if since <= ticket.created < until]
    if not tickets:
        raise UsageError("No ticket lies in that time.", "Choose another time, or another export.")
    before = [ticket for ticket in export.tickets if since - (until - since) <= ticket.created < since]
    live = {record.id for record in base.corpus.records if status_of(record, now).state.is_live}
    linking = judge_links(tickets, live, ask)
    found_bugs = bugs(tickets, base, ask)
    joined = join(survey, tickets, base) if survey else None
    named = list(
        chain(
            joined.standouts if joined else (),
            gaps(tickets, base, ask),
            unfound(linking, base),
            failing(tickets, base),
            costly(found_bugs, base),
        )
    )
    standouts = (*_sites(export, tickets, until), *_ranked(named))
    matter = Matter(tickets, before, base, now, until, linking, found_bugs, standouts)
    return Insights(
        base=base.config.name,
        since=since,
        until=until,
        tickets=len(tickets),
        figures=(*_figures(tickets, linking), *(joined.figures if joined else ())),
        standouts=standouts,
        tables=(*(make(matter) for make in TABLES), *([joined.table] if joined else [])),
        remarks=tuple(_remarks(export, tickets, base, linking, joined.unknown if joined else 0)),
    )


def _sites(export: Export, tickets: Sequence[Ticket], until: datetime) -> Iterator[Standout]:
    """Incomplete exports, judged by all that is known before the end of the time."""
    yield from incomplete([ticket for ticket in export.tickets if ticket.created < until], until)


def _ranked(standouts: Sequence[Standout]) -> list[Standout]:
    """The costliest first; a record is named once for each sort of trouble."""
    ordered = sorted(standouts, key=lambda each: (-each.minutes, -each.tickets, each.name))
    seen: set[tuple[Sort, str]] = set()
    kept = []
    for each in ordered:
        key = (each.sort, each.record or each.name)
        if key not in seen:
            seen.add(key)
            kept.append(each)
    return kept


def _figures(tickets: Sequence[Ticket], linking: Linking) -> Iterator[Figure]:
    ended = [ticket for ticket in tickets if ticket.is_ended]
    yield Figure("tickets", "Tickets opened", len(tickets), "count")
    yield Figure("ended", "of these answered", len(ended), "count")
    yield Figure("link_rate", "Link rate", linked_share(tickets), "share", "answered tickets with a record")
    note = f"of {linking.asked:,} linked tickets that were asked, search shows the record among the first three"
    yield Figure("link_accuracy", "Link accuracy", linking.rate(), "share", note)
    note = "the same, where it stands first"
    yield Figure("link_accuracy_first", "Link accuracy, first row", linking.rate(first=True), "share", note)
    yield Figure("reopened", "Opened again", reopened_share(tickets), "share")
    for linked, key, title in ((True, "with", "with a record"), (False, "without", "without")):
        costs = [ticket.cost for ticket in ended if ticket.is_linked is linked]
        yield Figure(f"median_minutes_{key}", f"Median minutes {title}", middle(costs), "minutes")
    silent = sum(not ticket.summary for ticket in tickets)
    yield Figure("without_summary", "Without a summary", share(silent, len(tickets)), "share")


def _remarks(export: Export, tickets: Sequence[Ticket], base: Base, linking: Linking, strangers: int) -> Iterator[str]:
    if export.private:
        yield f"{export.private:,} rows were left out because they held personal data or secrets."
    others = len(export.bad) - export.private
    if others:
        yield f"{others:,} rows could not be read and were left out."
    strange = {record_id for ticket in tickets for record_id in ticket.kb_ids if record_id not in base.corpus.by_id}
    if strange:
        yield f"{len(strange):,} linked ids are not in this base: {', '.join(sorted(strange)[:5])}."
    if strangers:
        yield f"{strangers:,} answers of the survey are for tickets that do not count here."
    if linking.not_judged:
        yield f"{linking.not_judged:,} linked tickets were not put to search: their record is not live now."
    missing = sorted(export.absent & _TOLD.keys())
    if missing:
        unknown = "; ".join(f"no {name}, so {_TOLD[name]}" for name in missing)
        yield f"The export has {unknown}."
    if all(ticket.minutes is None for ticket in tickets):
        yield "Minutes are from opening to answer: the export has no minutes of work."
    yield f"Figures over fewer than {FEWEST} tickets are left out."
