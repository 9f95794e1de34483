"""What tickets have in common: what they cost, where and when they were, which records they were linked to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sopkb_desk.count import Measured, NotKnown, middle
from sopkb_desk.ticket import Ticket


def minutes_of(tickets: Sequence[Ticket]) -> float:
    """What tickets cost, to rank by: as :func:`cost_of`, 0 where that is not known."""
    cost = cost_of(tickets)
    return 0.0 if isinstance(cost, NotKnown) else cost


def cost_of(tickets: Sequence[Ticket]) -> Measured:
    """What tickets cost: their number times the median of what each took."""
    usual = middle(ticket.cost for ticket in tickets)
    return usual if isinstance(usual, NotKnown) else len(tickets) * usual


def where(tickets: Sequence[Ticket]) -> dict[str, Any]:
    """Sites, first and last, and the product and area that most are about."""
    return {
        "sites": len({ticket.site for ticket in tickets if ticket.site}),
        "first": min(ticket.created for ticket in tickets),
        "last": max(ticket.created for ticket in tickets),
        "product": most(ticket.product for ticket in tickets),
        "area": most(ticket.category for ticket in tickets),
    }


def most(words: Iterable[str]) -> str:
    """The word that more than half of them are; an empty text where there is none."""
    counted = Counter(words)
    word, count = counted.most_common(1)[0]
    return word if count * 2 > counted.total() else ""


def tickets_by_record(tickets: Iterable[Ticket]) -> dict[str, list[Ticket]]:
    """Tickets by each record that they are linked to."""
    found: dict[str, list[Ticket]] = defaultdict(list)
    for ticket in tickets:
        for record_id in ticket.kb_ids:
            found[record_id].append(ticket)
    return dict(sorted(found.items()))
