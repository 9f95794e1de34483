"""What each whole week was like, small enough to keep and to publish: the page of trends is made from it.

Nothing in it is about a ticket or a person, and what rests on fewer than five tickets is null.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sopkb.config import Desk
from sopkb.journal import History
from sopkb.load import Base
from sopkb.model.moments import format_instant, midnight
from sopkb.tickets.backlog import first_replies
from sopkb.tickets.count import is_enough, middle, share
from sopkb.tickets.facts import Sort, Standout
from sopkb.tickets.reading import Export
from sopkb.tickets.tables import area_of, by, linked_share, reopened_share
from sopkb.tickets.ticket import Ticket
from sopkb.tickets.trends import FORMAT

_WEEK = timedelta(weeks=1)


def weeks_document(
    export: Export,
    base: Base,
    now: datetime,
    standouts: Iterable[Standout] = (),
    searches: Mapping[str, tuple[int, int]] | None = None,
) -> dict[str, Any]:
    """Every whole week of an export, as JSON can hold it.

    Args:
        export: the tickets.
        base: the knowledge base.
        now: the moment; the week that it lies in is not over, and is left out.
        standouts: of the analysis: weeks of an incomplete export are marked.
        searches: for each week how many searches there were, and how many found nothing.
    """
    late = [(each.name.partition(":")[0], each.first) for each in standouts if each.sort is Sort.SITE and each.first]
    weeks = []
    for monday, tickets in _whole_weeks(export.tickets, now):
        week = _week(tickets, monday, base, searches or {})
        week["incomplete"] = [site for site, first in late if first < monday + _WEEK]
        weeks.append(week)
    return {"format": FORMAT, "made": format_instant(now), "source": list(export.files), "weeks": weeks}


def searches_by_week(history: History) -> dict[str, tuple[int, int]]:
    """For each ISO week how many searches there were, and how many of them found nothing."""
    counts: dict[str, tuple[int, int]] = {}
    for each in history.searches:
        asked, nothing = counts.get(week_name(each.at), (0, 0))
        counts[week_name(each.at)] = (asked + 1, nothing + (each.total == 0))
    return counts


def week_name(moment: datetime) -> str:
    """``2026-W46``."""
    year, week, _ = moment.isocalendar()
    return f"{year}-W{week:02d}"


def _whole_weeks(tickets: Sequence[Ticket], now: datetime) -> Iterator[tuple[datetime, list[Ticket]]]:
    if not tickets:
        return
    first = tickets[0].created
    monday = midnight(first.date() - timedelta(days=first.weekday()))
    if first.date() != monday.date():
        monday += _WEEK  # it began before the export did
    while monday + _WEEK <= now:
        yield monday, [ticket for ticket in tickets if monday <= ticket.created < monday + _WEEK]
        monday += _WEEK


def _week(
    tickets: Sequence[Ticket], monday: datetime, base: Base, searches: Mapping[str, tuple[int, int]]
) -> dict[str, Any]:
    name = week_name(monday)
    asked, nothing = searches.get(name, (0, 0))
    kept, judged = _in_time(tickets, monday + _WEEK, base.config.desk)
    areas = by(tickets, lambda ticket: area_of(ticket, base))
    return {
        "week": name,
        "tickets": len(tickets) if is_enough(len(tickets)) else None,
        "first_reply_in_time": _rounded(share(kept, judged)),
        "link_rate": _rounded(linked_share(tickets)),
        "reopened": _rounded(reopened_share(tickets)),
        "median_minutes": _rounded(middle(ticket.cost for ticket in tickets)),
        "zero_results": _rounded(share(nothing, asked)),
        "areas": {
            area: {"tickets": len(theirs), "link_rate": _rounded(linked_share(theirs))}
            for area, theirs in areas.items()
        },
    }


def _in_time(tickets: Sequence[Ticket], until: datetime, desk: Desk) -> tuple[int, int]:
    found = first_replies(tickets, until, desk).values()
    return sum(each.kept for each in found), sum(each.judged for each in found)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
