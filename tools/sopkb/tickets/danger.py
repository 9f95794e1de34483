"""Texts that tell of danger, in a journal or an export: their routes are counted, their words are not repeated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from sopkb.journal import History
from sopkb.load import Base
from sopkb.search.alerts import LABELS, Alert, alerts_of, danger_routes
from sopkb.tickets.facts import Column, Table

Route = tuple[str, str]
"""A topic of danger, and the id of the escalation that is shown for it."""


def hears(base: Base, now: datetime) -> Callable[[str], tuple[Alert, ...]]:
    """What listens to a text as every door does.

    Args:
        base: its languages and routes.
        now: the moment that states are told for.
    """
    routes = danger_routes(base.config, base.corpus, now)
    return lambda text: alerts_of(text, base.config, routes)


def without_danger(history: History, listen: Callable[[str], Iterable[Alert]]) -> tuple[History, Counter[Route]]:
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


def _route(alert: Alert) -> Route:
    return alert.topic, alert.id
