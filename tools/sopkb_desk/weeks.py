"""What each whole week was like, small enough to keep and to publish: the page of trends is made from it.

Nothing in it is about a ticket or a person, and what rests on fewer than five tickets is null.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sopkb.core.config import Desk
from sopkb.core.load import Base
from sopkb.core.moments import format_instant, midnight
from sopkb_desk.backlog import first_replies
from sopkb_desk.count import Measured, NotKnown, is_enough, middle, share
from sopkb_desk.facts import Sort, Standout, Why
from sopkb_desk.measures import area_of, by, linked_share, reopened_share
from sopkb_desk.reading import Export
from sopkb_desk.ticket import Ticket
from sopkb_desk.trends import FORMAT
from sopkb_desk.unjudged import ends

Item = TypeVar("Item")
_WEEK = timedelta(weeks=1)


def weeks_document(
    export: Export,
    base: Base,
    now: datetime,
    standouts: Iterable[Standout] = (),
) -> dict[str, Any]:
    """Every whole week of an export, as JSON can hold it.

    Args:
        export: the tickets.
        base: the knowledge base.
        now: the moment; the week that it lies in is not over, and is left out; so is one in which the export ends.
        standouts: of the analysis: weeks of an incomplete export are marked.
    """
    late = [(each.name.partition(":")[0], each.first) for each in standouts if each.sort is Sort.SITE and each.first]
    weeks = []
    end = ends(export, now) or now  # what came after its newest entry is not known: that week is not whole
    for monday, tickets in whole_weeks(export.tickets, lambda ticket: ticket.created, min(end, now)):
        week = _week(tickets, monday, base)
        week["incomplete"] = [site for site, first in late if first < monday + _WEEK]
        weeks.append(week)
    return {"format": FORMAT, "made": format_instant(now), "source": list(export.files), "weeks": weeks}


def week_name(moment: datetime) -> str:
    """``2026-W46``."""
    year, week, _ = moment.isocalendar()
    return f"{year}-W{week:02d}"


def whole_weeks(
    items: Sequence[Item], moment_of: Callable[[Item], datetime], now: datetime
) -> Iterator[tuple[datetime, list[Item]]]:
    """The Mondays of the weeks that some items cover whole, each with its items.

    Args:
        items: the oldest first.
        moment_of: gives an item's moment, in UTC.
        now: the week that it lies in is not over.
    """
    if not items:
        return
    first = moment_of(items[0])
    monday = midnight(first.date() - timedelta(days=first.weekday()))
    if first.date() != monday.date():
        monday += _WEEK  # it began before they did
    while monday + _WEEK <= now:
        yield monday, [item for item in items if monday <= moment_of(item) < monday + _WEEK]
        monday += _WEEK


def _week(tickets: Sequence[Ticket], monday: datetime, base: Base) -> dict[str, Any]:
    kept, judged = _in_time(tickets, monday + _WEEK, base.config.desk)
    areas = by(tickets, lambda ticket: area_of(ticket, base))
    return {
        "week": week_name(monday),
        "tickets": len(tickets) if is_enough(len(tickets)) else None,
        "first_reply_in_time": rounded(share(kept, judged)),
        "link_rate": rounded(linked_share(tickets)),
        "reopened": rounded(reopened_share(tickets)),
        "not_judged": {
            str(Why.PRIORITY): sum(ticket.priority not in base.config.desk.clock for ticket in tickets),
            str(Why.STATUS): sum(not ticket.is_status_known for ticket in tickets),
        },
        "median_minutes": rounded(middle(ticket.cost for ticket in tickets)),
        "areas": {
            area: {"tickets": len(theirs), "link_rate": rounded(linked_share(theirs))} for area, theirs in areas.items()
        },
    }


def _in_time(tickets: Sequence[Ticket], until: datetime, desk: Desk) -> tuple[int, int]:
    found = first_replies(tickets, until, desk).values()
    return sum(each.kept for each in found), sum(each.judged for each in found)


def rounded(value: Measured) -> float | None:
    """A figure as files hold it: null where there is none."""
    return None if isinstance(value, NotKnown) else round(value, 4)
