"""Texts that tell of danger, in a journal or an export: their routes are told and counted, their words not repeated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sopkb.core.load import Base
from sopkb.danger import danger_lists
from sopkb.journal import JournalHistory
from sopkb.search.alerts import LABELS, Alert, alerts_of, danger_routes
from sopkb_desk.facts import Column, Table
from sopkb_desk.markdown import quoted
from sopkb_desk.reading import Export
from sopkb_desk.survey import Survey
from sopkb_desk.ticket import Ticket

Route = tuple[str, str]
"""A topic of danger, and the id of the escalation that is shown for it."""
_MOST_LINES = 25


def hears(base: Base, now: datetime) -> Callable[[str], tuple[Alert, ...]]:
    """What listens to a text as every door does.

    Args:
        base: its languages and routes.
        now: the moment that states are told for.
    """
    routes = danger_routes(base.config, base.corpus, now)
    return lambda text: alerts_of(text, base.config, routes)


def without_danger(
    history: JournalHistory, listen: Callable[[str], Iterable[Alert]]
) -> tuple[JournalHistory, Counter[Route]]:
    """A journal without the words of searches and reports that tell of danger, and how often each route was shown.

    The server writes no such words; a journal may be older than what is listened for now.

    Args:
        history: of a journal.
        listen: of :func:`hears`.
    """
    counted: Counter[Route] = Counter()
    for each in history.alerts:
        counted[each.topic, each.record] += each.times
    searches, reports = [], []
    for asked in history.searches:
        if alerts := tuple(listen(asked.query)):
            counted.update(_route(alert) for alert in alerts)
        else:
            searches.append(asked)
    for said in history.reports:
        if alerts := tuple(listen(f"{said.query}\n{said.note}")):
            counted.update(_route(alert) for alert in alerts)
            reports += [replace(said, query="", note="")] if said.record else []
        else:
            reports.append(said)
    return replace(history, searches=tuple(searches), reports=tuple(reports)), counted


def danger_table(counted: Mapping[Route, int], base: Base, note: str, empty: str) -> Table:
    """How often each route was shown, the most often first.

    Args:
        counted: by topic and id.
        base: its titles.
        note: what was counted.
        empty: what stands where nothing was counted.
    """
    columns = (
        Column("topic", "Topic"),
        Column("record", "Route"),
        Column("title", "Title"),
        Column("times", "Times", "count"),
    )
    rows = []
    for (topic, record_id), times in sorted(counted.items(), key=lambda each: (-each[1], each[0])):
        record = base.corpus.by_id.get(record_id)
        rows.append((LABELS.get(topic, topic), record_id, record.title if record else "", times))
    return Table("danger", "Told of danger", note, columns, tuple(rows), empty)


def screened(
    export: Export, listen: Callable[[str], tuple[Alert, ...]], which: Callable[[Ticket], bool] = lambda _: True
) -> Export:
    """An export in which a ticket that tells of danger has its alerts, and none of its words.

    Args:
        export: as it was read.
        listen: of :func:`hears`.
        which: tickets that are looked at; all where it is not given.
    """

    def heard(ticket: Ticket) -> Ticket:
        alerts = listen(ticket.summary) if ticket.summary and which(ticket) else ()
        return replace(ticket, summary="", alerts=alerts) if alerts else ticket

    return replace(export, tickets=tuple(map(heard, export.tickets)))


def without_dangerous_comments(survey: Survey, listen: Callable[[str], Iterable[Alert]]) -> Survey:
    """A survey without the comments that tell of danger; their scores still count."""
    answers = (replace(each, comment="") if any(listen(each.comment)) else each for each in survey.answers)
    return replace(survey, answers=tuple(answers))


def routes_counted(tickets: Iterable[Ticket]) -> Counter[Route]:
    """How many tickets told of danger, by route."""
    return Counter(_route(alert) for ticket in tickets for alert in ticket.alerts)


def danger_lines(tickets: Sequence[Ticket], export: Export, base: Base, moment: datetime) -> Iterator[str]:
    """What a report says of danger before all else, as Markdown: each ticket with its route, or that none told of it.

    Nothing where the base names no routes. That none told of danger is only said where each had a text.

    Args:
        tickets: those that the report is about, screened.
        export: which columns there are.
        base: its routes and languages.
        moment: of the report; what was answered by then is said to be.
    """
    if not danger_routes(base.config, base.corpus, moment):
        return
    told = sorted((each for each in tickets if each.alerts), key=lambda each: (each.has_left, each.created, each.id))
    if told:
        counts = ", ".join(f"{record_id} {times}" for (_, record_id), times in sorted(routes_counted(told).items()))
        yield (
            f"**{len(told)} told of danger** ({counts}): see to it that each route was taken, before all else. "
            f"Listened for in {_languages(base)}."
        )
    for ticket in told[:_MOST_LINES]:
        left = "answered" if ticket.has_left and (ticket.ended is None or ticket.ended <= moment) else "open"
        where = ", ".join(quoted(word) for word in (ticket.priority, ticket.site) if word)
        for alert in ticket.alerts:
            fast = f" {alert.how_fast}." if alert.how_fast else ""
            trouble = f" {alert.trouble}" if alert.trouble else ""
            yield (
                f"**{quoted(ticket.id)} told of danger: {alert.id}** ({alert.label}; {where or 'no priority'}, "
                f"{left}).{fast}{trouble}"
            )
    if len(told) > _MOST_LINES:
        yield f"**and {len(told) - _MOST_LINES} more told of danger**"
    yield from _not_heard(tickets, told, export, base)


def _not_heard(tickets: Sequence[Ticket], told: Sequence[Ticket], export: Export, base: Base) -> Iterator[str]:
    others = "another ticket" if told else "a ticket"
    silent = sum(not each.summary and not each.alerts for each in tickets)
    deaf = sorted(set(base.config.languages) - {each.language for each in danger_lists(base.config.languages)})
    if "summary" in export.absent or not tickets:
        why = "the export has no text of tickets (column summary)" if "summary" in export.absent else "it has no ticket"
        yield f"**Whether {others} told of danger is not known**: {why}."
    elif silent or deaf or export.bad:
        reasons = [f"{silent:,} of {len(tickets):,} have no text"] if silent else []
        reasons += [f"{len(export.bad):,} rows of the export could not be used"] if export.bad else []
        reasons += [f"nothing listens in {', '.join(deaf)}"] if deaf else []
        yield f"**Whether {others} told of danger is not known**: {'; '.join(reasons)}."
    elif not told:
        yield (
            f"None of the {len(tickets):,} tickets that are open or new was heard to tell of danger, "
            f"in {_languages(base)}."
        )


def _languages(base: Base) -> str:
    return ", ".join(each.language for each in danger_lists(base.config.languages))


def said(ticket: Ticket) -> str:
    """What the person said, as Markdown; ``""`` where the export does not say. Danger is not repeated."""
    if ticket.alerts:
        return f"(told of danger: {', '.join(alert.id for alert in ticket.alerts)})"
    return quoted(ticket.summary)


def _route(alert: Alert) -> Route:
    return alert.topic, alert.id
