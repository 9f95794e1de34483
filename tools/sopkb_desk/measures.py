"""Shares of tickets, and tickets by a word: what the tables and the weeks are made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from sopkb.core.load import Base
from sopkb_desk.count import Measured, NotKnown, is_enough, share
from sopkb_desk.ticket import Ticket

OTHER = "(other)"


def linked_share(tickets: Sequence[Ticket]) -> Measured:
    """Of the answered tickets, how many have a record."""
    ended = [ticket for ticket in tickets if ticket.is_ended]
    return _share_of_known([ticket.is_linked if ticket.is_link_known else None for ticket in ended])


def reopened_share(tickets: Sequence[Ticket]) -> Measured:
    """How many were opened again."""
    return _share_of_known([None if ticket.reopened is None else ticket.reopened > 0 for ticket in tickets])


def escalated_share(tickets: Sequence[Ticket]) -> Measured:
    """How many were passed on."""
    return _share_of_known([None if ticket.escalated_to is None else bool(ticket.escalated_to) for ticket in tickets])


def site_count(tickets: Iterable[Ticket]) -> int | NotKnown:
    """How many sites they come from."""
    return len({ticket.site for ticket in tickets if ticket.site}) or NotKnown.ABSENT


def _share_of_known(cases: Sequence[bool | None]) -> Measured:
    known = [case for case in cases if case is not None]
    return NotKnown.ABSENT if cases and not known else share(sum(known), len(known))


def by(tickets: Iterable[Ticket], key: Callable[[Ticket], str]) -> dict[str, list[Ticket]]:
    """Tickets by a word, the most first; words with too few tickets are joined to ``(other)``, which comes last."""
    found: dict[str, list[Ticket]] = defaultdict(list)
    for ticket in tickets:
        found[key(ticket) or OTHER].append(ticket)
    few = [word for word, theirs in found.items() if word != OTHER and not is_enough(len(theirs))]
    for word in few:
        found[OTHER] += found.pop(word)
    ordered = sorted(found.items(), key=lambda pair: (pair[0] == OTHER, -len(pair[1]), pair[0]))
    return {word: theirs for word, theirs in ordered if is_enough(len(theirs))}


def area_of(ticket: Ticket, base: Base) -> str:
    """The area of the record that was linked, else the category that the platform gave."""
    for record_id in ticket.kb_ids:
        record = base.corpus.by_id.get(record_id)
        if record and record.area:
            return record.area
    return ticket.category
