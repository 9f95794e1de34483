"""From an export to what it says: figures, what stands out, tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from sopkb.core.errors import UsageError
from sopkb.core.load import Base
from sopkb.core.state import status_of
from sopkb_desk.asking import Asker
from sopkb_desk.bugs import bugs, costly
from sopkb_desk.count import FEWEST, NotKnown, middle, share
from sopkb_desk.danger import danger_table, hears, routes_counted, screened, without_dangerous_comments
from sopkb_desk.facts import Figure, Insights, Sort, Standout, Unjudged, Why
from sopkb_desk.gaps import gaps, unfound
from sopkb_desk.linking import Linking, judge_links
from sopkb_desk.measures import linked_share, reopened_share
from sopkb_desk.reading import Export
from sopkb_desk.standing_out import failing, incomplete
from sopkb_desk.survey import Joined, Survey, join
from sopkb_desk.tables import TABLES, Matter
from sopkb_desk.ticket import Ticket
from sopkb_desk.unjudged import at, of_export, unknown_priorities, unknown_statuses

_TOLD = {
    "summary": "gaps, missing symptoms and link accuracy are not known",
    "kb_ids": "links are not known",
    "site": "no late export can be noticed",
    "reopened_count": "reopenings are not known",
    "escalated_to": "escalations are not known",
    "category": "areas are those of linked records alone",
}
"""What cannot be said without a column."""
_DANGER_NOTE = "Tickets whose text told of danger, by route; of their words nothing is kept."
_ENOUGH = 20
"""Answered tickets below which nothing can be told from chance."""


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
    since = period.since or export.begins or now
    until = period.until or now
    listen = hears(base, now)
    export = screened(export, listen, lambda ticket: since <= ticket.created < until)
    survey = without_dangerous_comments(survey, listen) if survey else None
    tickets = [ticket for ticket in export.tickets if since <= ticket.created < until]
    if not tickets:
        raise _no_ticket(export, now)
    start = since - (until - since)
    reaches = export.begins is not None and export.begins <= start
    before = [ticket for ticket in export.tickets if start <= ticket.created < since] if reaches else None
    unjudged = tuple(_unjudged(export, tickets, since, until, base))
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
    matter = Matter(tickets, before, base, now, until, linking, found_bugs, standouts, unjudged)
    return Insights(
        base=base.config.name,
        since=since,
        until=until,
        tickets=len(tickets),
        figures=(*_figures(export, tickets, linking), *(joined.figures if joined else ())),
        standouts=standouts,
        tables=(
            *(make(matter) for make in TABLES),
            danger_table(routes_counted(tickets), base, _DANGER_NOTE, _calm(export, tickets, base)),
            *([joined.table] if joined else []),
        ),
        unjudged=unjudged,
        blind=tuple(_blind(export, tickets, unjudged)),
        remarks=tuple(_remarks(export, tickets, base, linking, joined)),
    )


def _no_ticket(export: Export, now: datetime) -> UsageError:
    begin, end = export.begins, export.newest(now)
    if begin is None or end is None:
        return UsageError("The export has no ticket: nothing can be said.", "Export again, for another time.")
    reach = f"The export reaches from {at(begin)} to {at(end)}"
    return UsageError("No ticket lies in that time: nothing can be said of it.", f"{reach}. Choose another time.")


def _unjudged(
    export: Export, tickets: Sequence[Ticket], since: datetime, until: datetime, base: Base
) -> Iterator[Unjudged]:
    """What could not be judged; sites that are late stand out by themselves."""
    yield from unknown_statuses(tickets)
    yield from unknown_priorities(tickets, base.config.desk)
    yield from (each for each in of_export(export, since, until, back=timedelta(0)) if each.why is not Why.SITE)


def _blind(export: Export, tickets: Sequence[Ticket], unjudged: Sequence[Unjudged]) -> Iterator[str]:
    """Why something that stands out may not have been seen."""
    telling = sum(ticket.is_ended and bool(ticket.summary) for ticket in tickets)
    if telling < _ENOUGH:
        yield f"{telling} answered tickets have a summary, too few to tell anything from chance"
    yield from (f"{_TOLD[name]} (no {name})" for name in sorted(export.absent & _TOLD.keys()))
    yield from (each.text for each in unjudged)


def _sites(export: Export, tickets: Sequence[Ticket], until: datetime) -> Iterator[Standout]:
    """Incomplete exports, judged by all that is known before the end of the time."""
    yield from incomplete([ticket for ticket in export.tickets if ticket.created < until], until)


def _calm(export: Export, tickets: Sequence[Ticket], base: Base) -> str:
    """What it means that no ticket told of danger."""
    if not base.config.danger:
        return "not listened for, kb.yml names no routes (danger)"
    if "summary" in export.absent:
        return "not known, the export has no text of tickets (column summary)"
    silent = sum(not ticket.summary and not ticket.alerts for ticket in tickets)
    heard = f"none was heard in the text of {len(tickets) - silent:,} tickets"
    return f"{heard}; {silent:,} have no text" if silent else heard


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


def _figures(export: Export, tickets: Sequence[Ticket], linking: Linking) -> Iterator[Figure]:
    ended = [ticket for ticket in tickets if ticket.is_ended]
    yield Figure("tickets", "Tickets opened", len(tickets), "count")
    yield Figure("ended", "of these answered", len(ended), "count")
    strange = sum(not ticket.is_status_known for ticket in tickets)
    yield Figure("status_not_known", "status not known", strange, "count", "neither answered nor open")
    yield Figure("link_rate", "Link rate", linked_share(tickets), "share", "answered tickets with a record")
    note = f"of {linking.asked:,} linked tickets that were asked, search shows the record among the first three"
    yield Figure("link_accuracy", "Link accuracy", linking.rate(), "share", note)
    note = "the same, where it stands first"
    yield Figure("link_accuracy_first", "Link accuracy, first row", linking.rate(first=True), "share", note)
    yield Figure("reopened", "Opened again", reopened_share(tickets), "share")
    known = [ticket for ticket in ended if ticket.is_link_known]
    for linked, key, title in ((True, "with", "with a record"), (False, "without", "without")):
        costs = [ticket.cost for ticket in known if ticket.is_linked is linked]
        yield Figure(f"median_minutes_{key}", f"Median minutes {title}", middle(costs), "minutes")
    silent = share(sum(not ticket.summary and not ticket.alerts for ticket in tickets), len(tickets))
    silent = NotKnown.ABSENT if "summary" in export.absent else silent
    yield Figure("without_summary", "Without a summary", silent, "share")


def _remarks(
    export: Export, tickets: Sequence[Ticket], base: Base, linking: Linking, joined: Joined | None
) -> Iterator[str]:
    strange = {record_id for ticket in tickets for record_id in ticket.kb_ids if record_id not in base.corpus.by_id}
    if strange:
        yield f"{len(strange):,} linked ids are not in this base: {', '.join(sorted(strange)[:5])}."
    if joined and joined.unknown:
        yield f"{joined.unknown:,} answers of the survey are for tickets that do not count here."
    if joined and joined.left_out:
        yield f"{joined.left_out:,} rows of the survey could not be used."
    if linking.not_judged:
        yield f"{linking.not_judged:,} linked tickets were not put to search: their record is not live now."
    missing = sorted(export.absent & _TOLD.keys())
    if missing:
        unknown = "; ".join(f"no {name}, so {_TOLD[name]}" for name in missing)
        yield f"The export has {unknown}."
    if all(ticket.minutes is None for ticket in tickets):
        yield "Minutes are from opening to answer: the export has no minutes of work."
    yield f"A share or a median over fewer than {FEWEST} tickets is not given."
