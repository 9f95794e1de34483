"""The tables of a handover: a line for each ticket that somebody must act on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sopkb.core.state import duration
from sopkb_desk.backlog import FollowUp
from sopkb_desk.danger import said
from sopkb_desk.facts import Why
from sopkb_desk.markdown import BLANK, quoted, table
from sopkb_desk.ticket import Ticket

_MOST_LINES = 25


def follow_up_table(rows: Sequence[FollowUp], moment: datetime, suggest: Callable[[str], str]) -> str:
    """Open tickets with what is due, and blanks for who takes them.

    Args:
        rows: in order; beyond 25 they are counted.
        moment: from which lateness counts.
        suggest: gives the record that answers what a ticket says; ``""`` where none does.
    """
    head = ("ticket", "sev", "due (UTC)", "record", "site", "what they said", "last done, next step", "owner")
    cells = [
        (
            quoted(each.ticket.id),
            quoted(each.ticket.priority) or "(no severity)",
            _due(each, moment),
            ", ".join(each.ticket.kb_ids) or _maybe(each, suggest),
            quoted(each.ticket.site) or "-",
            said(each.ticket) or "-",
            BLANK,
            BLANK,
        )
        for each in rows[:_MOST_LINES]
    ]
    return table(head, cells) + _more(rows)


def unsettled_table(tickets: Sequence[Ticket]) -> str:
    """Tickets of which nobody can tell whether they are open: those without an end first, then the newest."""
    head = ("ticket", "status", "sev", "opened (UTC)", "site", "what they said")
    ordered = sorted(tickets, key=lambda ticket: ticket.created, reverse=True)
    ordered.sort(key=lambda ticket: bool(ticket.resolved or ticket.closed))
    cells = [
        (
            quoted(ticket.id),
            quoted(ticket.status) or "(no status)",
            quoted(ticket.priority) or "(no severity)",
            f"{ticket.created:%a %d %b %H:%M}",
            quoted(ticket.site) or "-",
            said(ticket) or "-",
        )
        for ticket in ordered[:_MOST_LINES]
    ]
    return table(head, cells) + _more(tickets)


def _more(rows: Sequence[object]) -> str:
    return f"\n\nand {len(rows) - _MOST_LINES} more" if len(rows) > _MOST_LINES else ""


def _maybe(each: FollowUp, suggest: Callable[[str], str]) -> str:
    """What search answers to a ticket that nobody has linked yet."""
    found = suggest(each.ticket.summary) if each.ticket.summary else ""
    return f"try {found}" if found else "-"


def _due(each: FollowUp, moment: datetime) -> str:
    what = "first reply" if each.is_first else "update"
    if each.due is None:
        if each.unknown is Why.PRIORITY:
            return f"{what}: not known, open for {duration(moment - each.ticket.created)}"
        return f"{what}: not in the export {BLANK}"
    if each.is_late(moment):
        return f"**{what} {duration(moment - each.due)} late**"
    day = "" if each.due.date() == moment.date() else f"{each.due:%a} "
    return f"{what} {day}{each.due:%H:%M}"
