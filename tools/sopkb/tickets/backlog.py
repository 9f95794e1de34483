"""The tickets of a desk at a moment: which are open, and when each is due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sopkb.config import Desk, Pace
from sopkb.tickets.ticket import Ticket


@dataclass(frozen=True, slots=True)
class FollowUp:
    """An open ticket and when somebody must write next.

    Args:
        ticket: the ticket.
        due: that moment; None where the export does not tell when the next message is promised.
        is_first: whether nobody has answered yet.
    """

    ticket: Ticket
    due: datetime | None
    is_first: bool


def opened(tickets: Iterable[Ticket], since: datetime, until: datetime) -> list[Ticket]:
    """Tickets opened in a stretch of time."""
    return [ticket for ticket in tickets if since <= ticket.created < until]


def ended(tickets: Iterable[Ticket], since: datetime, until: datetime) -> list[Ticket]:
    """Tickets that left the backlog in a stretch of time."""
    return [ticket for ticket in tickets if ticket.ended and since <= ticket.ended < until]


def open_at(tickets: Iterable[Ticket], moment: datetime) -> list[Ticket]:
    """The backlog at a moment."""
    return [ticket for ticket in tickets if ticket.created < moment and not (ticket.ended and ticket.ended < moment)]


def follow_ups(tickets: Iterable[Ticket], moment: datetime, desk: Desk) -> Iterator[FollowUp]:
    """The backlog with what is due, the most urgent priority first, then by when it is due."""
    ranks = {name: rank for rank, name in enumerate(desk.clock)}
    found = [_follow_up(ticket, moment, desk.clock.get(ticket.priority)) for ticket in open_at(tickets, moment)]
    yield from sorted(
        found,
        key=lambda each: (
            ranks.get(each.ticket.priority, len(ranks)),
            each.due is None,
            each.due or each.ticket.created,
            each.ticket.id,
        ),
    )


def _follow_up(ticket: Ticket, moment: datetime, pace: Pace | None) -> FollowUp:
    if not ticket.is_reply_known:
        return FollowUp(ticket, ticket.next_update, is_first=False)
    if ticket.first_response is None or ticket.first_response >= moment:
        due = ticket.created + timedelta(minutes=pace.first_reply) if pace else ticket.next_update
        return FollowUp(ticket, due, is_first=True)
    return FollowUp(ticket, ticket.next_update, is_first=False)


@dataclass(frozen=True, slots=True)
class InTime:
    """How many first replies came in time, of those whose time is over."""

    judged: int
    kept: int


def first_replies(tickets: Sequence[Ticket], until: datetime, desk: Desk) -> Mapping[str, InTime]:
    """First replies in time, by priority; a ticket whose time is not over yet is not judged."""
    found = {}
    for priority, pace in desk.clock.items():
        limit = timedelta(minutes=pace.first_reply)
        judged = [
            ticket
            for ticket in tickets
            if ticket.priority == priority
            and ticket.is_reply_known
            and (ticket.created + limit < until or (ticket.first_response and ticket.first_response < until))
        ]
        kept = sum(
            ticket.first_response is not None and ticket.first_response <= ticket.created + limit for ticket in judged
        )
        found[priority] = InTime(len(judged), kept)
    return found
