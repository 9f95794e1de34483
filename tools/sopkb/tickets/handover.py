"""The handover: what the next shift must know and do, the most urgent first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sopkb.config import Desk, Shift
from sopkb.errors import UsageError
from sopkb.load import Base
from sopkb.model.moments import midnight
from sopkb.model.record import Record
from sopkb.model.state import State, Status, duration
from sopkb.tickets.backlog import FollowUp, follow_ups, opened
from sopkb.tickets.base_news import change_lines, incident_lines, workaround_line, workarounds
from sopkb.tickets.count import count_text
from sopkb.tickets.markdown import BLANK, bullets, quoted, table
from sopkb.tickets.reading import Export

_URGENT = 2
"""The first two priorities are read aloud (SOP-0024)."""
_MOST_LINES = 25


@dataclass(frozen=True)
class Handover:
    """Who hands over to whom, and when.

    Args:
        ends: the shift that ends.
        begins: the next one.
        since: when the first began.
        moment: when it ends.
        until: when the next one ends.
    """

    ends: Shift
    begins: Shift
    since: datetime
    moment: datetime
    until: datetime


def handover_at(desk: Desk, now: datetime, shift: str | None = None) -> Handover:
    """The next end of a shift, from a moment on.

    Args:
        desk: its shifts.
        now: the moment.
        shift: the word of the shift that ends; None for whichever ends next.

    Raises:
        UsageError: there is no such shift.
    """
    names = [each.name for each in desk.shifts]
    if shift is not None and shift not in names:
        raise UsageError(f"There is no shift {shift}.", f"kb.yml has: {', '.join(names)}.")
    ends = [
        (midnight(now.date()) + timedelta(days=day) + each.end, place)
        for day in (-1, 0, 1)
        for place, each in enumerate(desk.shifts)
        if shift in (None, each.name)
    ]
    moment, place = min(end for end in ends if end[0] >= now)
    this, following = desk.shifts[place], desk.shifts[(place + 1) % len(desk.shifts)]
    begin = midnight(moment.date()) + following.start % timedelta(days=1)
    begin = begin if begin >= moment else begin + timedelta(days=1)
    return Handover(this, following, moment - (this.end - this.start), moment, begin + following.end - following.start)


def handover_values(
    export: Export, base: Base, handover: Handover, now: datetime, suggest: Callable[[str], str]
) -> Mapping[str, str]:
    """What the template of the handover is filled with.

    Args:
        export: tickets, as they are known now.
        base: the knowledge base.
        handover: who hands over to whom.
        now: the moment.
        suggest: gives the record that answers what a ticket says; ``""`` where none does.
    """
    desk = base.config.desk
    seen = min(now, handover.moment)
    todo = list(follow_ups(export.tickets, seen, desk))
    urgent_words = list(desk.clock)[:_URGENT]
    urgent = [each for each in todo if each.ticket.priority in urgent_words]
    rest = [each for each in todo if each.ticket.priority not in urgent_words]
    due = [each for each in rest if each.due and each.due < handover.until]
    others = [each for each in rest if each not in due]
    shift_tickets = opened(export.tickets, handover.since, seen)
    pairs = workarounds(base, seen)
    ending = [pair for pair in pairs if pair[1].state in (State.EXPIRES_SOON, State.EXPIRED)]
    stay = [record.id for record, status in pairs if status.state in (State.LIVE, State.REVIEW_DUE)]
    lines = [workaround_line(*pair, seen) for pair in ending]
    lines += [f"Live for longer: {', '.join(stay)}"] if stay else []
    yesterday = handover.moment.date() - timedelta(days=1)
    late = sum(1 for each in todo if each.due and each.due < seen)
    begun = f"{count_text(len(shift_tickets))} tickets were opened in this shift"
    begun = begun if handover.since <= seen else "**this shift has not begun yet**"
    return {
        "from_shift": handover.ends.title,
        "to_shift": handover.begins.title,
        "moment": f"{handover.moment:%a %d %b %Y %H:%M} UTC",
        "source": f"From {', '.join(export.files)}, as of {seen:%a %d %b %H:%M} UTC; {begun}, "
        f"{count_text(len(todo))} are open.",
        "short": _short(urgent, late, due, ending, handover),
        "urgent": _table(urgent, seen, suggest),
        "follow_ups": _table(due, seen, suggest),
        "others": _others(others, export, handover),
        "incidents": bullets(incident_lines(base, shift_tickets, seen)),
        "workarounds": bullets(lines),
        "changes": bullets(change_lines(base, yesterday, handover.moment.date(), handover.moment)),
    }


def _short(
    urgent: Sequence[FollowUp],
    late: int,
    due: Sequence[FollowUp],
    ending: Sequence[tuple[Record, Status]],
    handover: Handover,
) -> str:
    lines = []
    if urgent:
        lines.append(f"**{len(urgent)} urgent open**: each needs an owner before this shift leaves.")
    if late:
        lines.append(f"**{late} overdue** now: write to these people first.")
    more = (
        f"{len(due)} due or overdue by {handover.until:%a %H:%M} UTC." if due else "Nothing else is due in your shift."
    )
    lines.append(more)
    for record, status in ending:
        if status.moment and status.moment <= handover.until:
            day = "" if status.moment.date() == handover.moment.date() else f"{status.moment:%a} "
            when = "has ended" if status.state is State.EXPIRED else f"ends {day}{status.moment:%H:%M} UTC"
            lines.append(f"**{record.id} {when}**: {record.owner} renews or retires it, or tell the sites.")
    return bullets(lines)


def _table(rows: Sequence[FollowUp], moment: datetime, suggest: Callable[[str], str]) -> str:
    head = ("ticket", "sev", "due (UTC)", "record", "site", "what they said", "last done, next step", "owner")
    cells = [
        (
            quoted(each.ticket.id),
            quoted(each.ticket.priority),
            _due(each, moment),
            ", ".join(each.ticket.kb_ids) or _maybe(each, suggest),
            quoted(each.ticket.site) or "-",
            quoted(each.ticket.summary) or "-",
            BLANK,
            BLANK,
        )
        for each in rows[:_MOST_LINES]
    ]
    more = f"\n\nand {len(rows) - _MOST_LINES} more" if len(rows) > _MOST_LINES else ""
    return table(head, cells) + more


def _maybe(each: FollowUp, suggest: Callable[[str], str]) -> str:
    """What search answers to a ticket that nobody has linked yet."""
    found = suggest(each.ticket.summary) if each.ticket.summary else ""
    return f"try {found}" if found else "-"


def _due(each: FollowUp, moment: datetime) -> str:
    what = "first reply" if each.is_first else "update"
    if each.due is None:
        return f"{what}: not in the export {BLANK}"
    if each.due < moment:
        return f"**{what} {duration(moment - each.due)} late**"
    day = "" if each.due.date() == moment.date() else f"{each.due:%a} "
    return f"{what} {day}{each.due:%H:%M}"


def _others(others: Sequence[FollowUp], export: Export, handover: Handover) -> str:
    if not others:
        return "No other ticket is open."
    later = sum(each.due is not None for each in others)
    unknown = len(others) - later
    parts = list(_counts(others))
    text = f"Open besides: {', '.join(parts)}."
    if unknown:
        text += f" For {unknown} of them the export does not say when the next update is promised"
        text += " (column next_update_at)." if "next_update_at" in export.absent else "."
    return text


def _counts(others: Sequence[FollowUp]) -> Iterator[str]:
    counts = Counter(each.ticket.priority or "no severity" for each in others)
    for priority, count in sorted(counts.items()):
        yield f"{count} {quoted(priority)}"
