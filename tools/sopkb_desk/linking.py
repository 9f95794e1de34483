"""Does search agree with the records that agents linked? Asked for a sample that any run draws the same."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sopkb_desk.asking import Asker
from sopkb_desk.count import Measured, NotKnown, is_enough
from sopkb_desk.ticket import Ticket

PER_RECORD = 20
"""Tickets of a record that are asked at most: a hundred thousand questions would take minutes, and tell no more."""


@dataclass
class Agreement:
    """What search said to tickets of one record.

    Args:
        tickets: that were linked to it.
        asked: of these.
        first: of these, where it stood first.
        shown: of these, where it was among the first three.
        missed: the tickets for which it was not.
    """

    tickets: int = 0
    asked: int = 0
    first: int = 0
    shown: int = 0
    missed: list[Ticket] = field(default_factory=list)


@dataclass(frozen=True)
class Linking:
    """The agreement of links and search.

    Args:
        by_record: for each live record that was linked.
        not_judged: links to records that are not live now, or that the base does not have.
    """

    by_record: dict[str, Agreement]
    not_judged: int

    @property
    def asked(self) -> int:
        """Tickets that search was asked about."""
        return sum(each.asked for each in self.by_record.values())

    def rate(self, *, first: bool = False) -> Measured:
        """The share of all judged links that search agrees with; each record counts as often as it is linked."""
        judged = [each for each in self.by_record.values() if each.asked]
        whole = sum(each.tickets for each in judged)
        if not is_enough(whole):
            return NotKnown.FEW if whole else NotKnown.NONE
        return sum(each.tickets * (each.first if first else each.shown) / each.asked for each in judged) / whole


def judge_links(tickets: Sequence[Ticket], live: Collection[str], ask: Asker) -> Linking:
    """Ask search about linked tickets.

    Args:
        tickets: any; those without a link or a summary are passed over.
        live: ids of the records that are live now.
        ask: the search.
    """
    linked: dict[str, list[Ticket]] = defaultdict(list)
    not_judged = 0
    for ticket in tickets:
        if not ticket.kb_ids or not ticket.summary:
            continue
        known = [record_id for record_id in ticket.kb_ids if record_id in live]
        if known:
            linked[known[0]].append(ticket)
        else:
            not_judged += 1
    found = {record_id: _judged(record_id, linked[record_id], ask) for record_id in sorted(linked)}
    return Linking(found, not_judged)


def _judged(record_id: str, tickets: list[Ticket], ask: Asker) -> Agreement:
    agreement = Agreement(tickets=len(tickets))
    for ticket in sorted(tickets, key=_draw)[:PER_RECORD]:
        ids = ask(ticket.summary).ids
        agreement.asked += 1
        agreement.first += ids[:1] == (record_id,)
        if record_id in ids or any(other in ids for other in ticket.kb_ids):
            agreement.shown += 1
        else:
            agreement.missed.append(ticket)
    return agreement


def _draw(ticket: Ticket) -> tuple[int, str]:
    return zlib.crc32(ticket.id.encode()), ticket.id
