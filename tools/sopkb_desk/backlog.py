"""The tickets of a desk at a moment: which are open, and when each is due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sopkb.core.config import Desk, Pace
from sopkb_desk.facts import Unjudged, Why
from sopkb_desk.ticket import Ticket
from sopkb_desk.unjudged import unknown_priorities

URGENT = 2
"""The first two priorities are read aloud (SOP-0024)."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """An open ticket and when somebody must write next.

    Args:
        ticket: the ticket.
        due: that moment, as far as it is known; else None.
        is_first: whether nobody has answered yet.
        unknown: why it cannot be told whether something is due before that; None where it can.
    """

    ticket: Ticket
    due: datetime | None
    is_first: bool
    unknown: Why | None = None

    def is_late(self, moment: datetime) -> bool:
        """Whether somebody should have written by a moment."""
        return self.due is not None and self.due < moment

    def is_judged(self, moment: datetime) -> bool:
        """Whether it can be told that it is late, or that it is not."""
        return self.unknown is None or self.is_late(moment)


def opened(tickets: Iterable[Ticket], since: datetime, until: datetime) -> list[Ticket]:
    """Tickets opened in a stretch of time."""
    return [ticket for ticket in tickets if since <= ticket.created < until]


def ended(tickets: Iterable[Ticket], since: datetime, until: datetime) -> list[Ticket]:
    """Tickets that left the backlog in a stretch of time."""
    return [ticket for ticket in tickets if ticket.ended and since <= ticket.ended < until]


def open_at(tickets: Iterable[Ticket], moment: datetime) -> list[Ticket]:
    """The backlog at a moment, as far as it is known: see :func:`unsettled`."""
    return [
        ticket
        for ticket in tickets
        if ticket.created < moment
        and ticket.is_status_known
        and not (ticket.has_left and (ticket.ended is None or ticket.ended < moment))
    ]


def unsettled(tickets: Iterable[Ticket], moment: datetime) -> list[Ticket]:
    """Tickets of which nobody can tell whether they are in the backlog at a moment: their status is not known."""
    return [ticket for ticket in tickets if ticket.created < moment and not ticket.is_status_known]


def follow_ups(tickets: Iterable[Ticket], moment: datetime, desk: Desk) -> Iterator[FollowUp]:
    """The backlog with what is due, the most urgent priority first, then by when it is due.

    A priority that is not known comes after those that are read aloud, and before the others: it may be one of both.
    """
    ranks: dict[str, float] = {name: rank for rank, name in enumerate(desk.clock)}
    found = [_follow_up(ticket, moment, desk.clock.get(ticket.priority)) for ticket in open_at(tickets, moment)]
    yield from sorted(
        found,
        key=lambda each: (
            ranks.get(each.ticket.priority, URGENT - 0.5),
            each.due is None,
            each.due or each.ticket.created,
            each.ticket.id,
        ),
    )


def not_judged(todo: Iterable[FollowUp], moment: datetime, desk: Desk) -> Iterator[Unjudged]:
    """Open tickets of which nobody can tell whether they are late, by reason."""
    by_reason: dict[Why, list[Ticket]] = defaultdict(list)
    for each in todo:
        if each.unknown and not each.is_judged(moment):
            by_reason[each.unknown].append(each.ticket)
    yield from unknown_priorities(by_reason.get(Why.PRIORITY, ()), desk)
    for why, what in ((Why.FIRST_REPLY, "somebody first answered"), (Why.NEXT_UPDATE, "the next update is promised")):
        if count := len(by_reason.get(why, ())):
            tickets = f"{count:,} open ticket{'' if count == 1 else 's'}"
            yield Unjudged(why, count, f"{tickets}, the export does not say when {what} (column {why})")


def _follow_up(ticket: Ticket, moment: datetime, pace: Pace | None) -> FollowUp:
    if not ticket.is_reply_known:
        return FollowUp(ticket, ticket.next_update, is_first=False, unknown=Why.FIRST_REPLY)
    if ticket.first_response is None or ticket.first_response >= moment:
        if pace is None:
            return FollowUp(ticket, ticket.next_update, is_first=True, unknown=Why.PRIORITY)
        return FollowUp(ticket, ticket.created + timedelta(minutes=pace.first_reply), is_first=True)
    unknown = None if ticket.next_update else Why.NEXT_UPDATE
    return FollowUp(ticket, ticket.next_update, is_first=False, unknown=unknown)


@dataclass(frozen=True, slots=True)
class InTime:
    """First replies of one priority.

    Args:
        judged: tickets that were answered, or whose time is over.
        kept: of these, how many were answered in time.
        waiting: tickets that nobody has answered, and whose time is not over.
        unknown: tickets of which the export does not say when somebody first answered.
    """

    judged: int
    kept: int
    waiting: int = 0
    unknown: int = 0


def first_replies(tickets: Sequence[Ticket], until: datetime, desk: Desk) -> Mapping[str, InTime]:
    """First replies in time, by priority; of a priority that has no clock nothing is judged."""
    found = {}
    for priority, pace in desk.clock.items():
        limit = timedelta(minutes=pace.first_reply)
        theirs = [ticket for ticket in tickets if ticket.priority == priority]
        known = [ticket for ticket in theirs if ticket.is_reply_known]
        judged = [
            ticket
            for ticket in known
            if ticket.created + limit < until or (ticket.first_response and ticket.first_response < until)
        ]
        kept = sum(
            ticket.first_response is not None and ticket.first_response <= ticket.created + limit for ticket in judged
        )
        found[priority] = InTime(len(judged), kept, len(known) - len(judged), len(theirs) - len(known))
    return found
