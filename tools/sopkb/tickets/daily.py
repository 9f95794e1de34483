"""The daily report: what a day was like, against what such a day usually is, and what is left to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from sopkb.config import Desk
from sopkb.load import Base
from sopkb.model.moments import midnight
from sopkb.model.record import Record
from sopkb.model.state import State, Status, duration
from sopkb.tickets.backlog import FollowUp, ended, first_replies, follow_ups, open_at, opened
from sopkb.tickets.base_news import change_lines, incident_lines, workaround_line, workarounds
from sopkb.tickets.count import count_text, is_enough, poisson_at_most
from sopkb.tickets.markdown import bullets, quoted, table
from sopkb.tickets.reading import Export
from sopkb.tickets.ticket import Ticket

WEEKS_OF_USUAL = 8
_MOST_LINES = 12


def day_of(day: date, desk: Desk) -> tuple[datetime, datetime]:
    """A day of the desk: the 24 hours that end on it."""
    until = midnight(day) + desk.day_ends
    return until - timedelta(days=1), until


def last_day(now: datetime, desk: Desk) -> date:
    """The last day that is over."""
    day = now.date()
    return day if midnight(day) + desk.day_ends <= now else day - timedelta(days=1)


def daily_values(export: Export, base: Base, day: date) -> Mapping[str, str]:
    """What the template of the daily report is filled with.

    Args:
        export: tickets; eight weeks before the day make "usual".
        base: the knowledge base, as it is now; states are those of the end of the day.
        day: of the report.
    """
    desk = base.config.desk
    since, until = day_of(day, desk)
    todays = opened(export.tickets, since, until)
    gone = ended(export.tickets, since, until)
    left = open_at(export.tickets, until)
    before = open_at(export.tickets, since)
    late = [each for each in follow_ups(export.tickets, until, desk) if each.due and each.due < until]
    soon = [pair for pair in workarounds(base, until) if pair[1].state in (State.EXPIRES_SOON, State.EXPIRED)]
    live = [pair for pair in workarounds(base, until) if pair[1].state.is_live]
    usual = _usual(export.tickets, since, until, desk)
    odd = list(_unusual(export.tickets, todays, since, until, base, desk))
    return {
        "day": day.isoformat(),
        "weekday": f"{day:%A}",
        "period": f"From {since:%a %d %b %H:%M} to {until:%a %d %b %H:%M} UTC",
        "source": f"Made from {', '.join(export.files)}, {len(export.tickets):,} tickets; counts under 5 are not told.",
        "short": _short(todays, gone, left, late, soon, odd, usual, day),
        "volume": _volume(todays, gone, left, desk),
        "balance": _balance(todays, gone, before, left),
        "sla": _sla(todays, until, desk),
        "unusual": "; ".join(odd) or "nothing out of the ordinary",
        "incidents": bullets(incident_lines(base, todays, until)),
        "soon": duration(base.config.policy.expires_soon),
        "expiring": bullets(workaround_line(*pair, until) for pair in soon),
        "live": ", ".join(record.id for record, _ in live) or "none",
        "frequent": bullets(_frequent(todays, gone, base)),
        "changes": bullets(change_lines(base, day, day, until)),
        "overdue": bullets(late_lines(late, until)),
    }


def _short(
    todays: Sequence[Ticket],
    gone: Sequence[Ticket],
    left: Sequence[Ticket],
    late: Sequence[FollowUp],
    soon: Sequence[tuple[Record, Status]],
    odd: Sequence[str],
    usual: float | None,
    day: date,
) -> str:
    against = f" (usually about {usual:.0f} on a {day:%A})" if usual is not None and usual >= 5 else ""
    parts = [
        f"{count_text(len(todays))} opened{against}, {count_text(len(gone))} answered, {count_text(len(left))} open."
    ]
    if late:
        parts.append(f"Overdue: {len(late)}.")
    elif all(ticket.is_reply_known for ticket in left):
        parts.append("Nothing is overdue, as far as the export tells.")
    if soon:
        parts.append(f"Ends soon or has just ended: {', '.join(record.id for record, _ in soon)}.")
    if odd:
        parts.append(f"Out of the ordinary: {odd[0]}.")
    return " ".join(parts)


def _volume(todays: Sequence[Ticket], gone: Sequence[Ticket], left: Sequence[Ticket], desk: Desk) -> str:
    priorities = [*desk.clock, *sorted({t.priority for t in (*todays, *gone, *left)} - set(desk.clock))]
    groups = [Counter(ticket.priority for ticket in part) for part in (todays, gone, left)]
    rows = [
        (quoted(priority) or "(none)", *(count_text(group[priority]) for group in groups))
        for priority in priorities
        if any(group[priority] for group in groups)
    ]
    rows.append(("**all**", *(f"**{count_text(len(part))}**" for part in (todays, gone, left))))
    return table(("severity", "opened", "answered", "open at the end"), rows)


def _balance(todays: Sequence[Ticket], gone: Sequence[Ticket], before: Sequence[Ticket], left: Sequence[Ticket]) -> str:
    """Step 8 of SOP-0024: opened minus closed is the change in open, or something is wrong with the figures."""
    change = len(left) - len(before)
    if len(todays) - len(gone) == change:
        return f"Open went {'up' if change > 0 else 'down' if change < 0 else 'neither up nor down'}" + (
            f" by {count_text(abs(change))}; opened minus answered agrees." if change else "; the figures agree."
        )
    return "**The figures do not agree**: opened minus answered is not the change in open. Export again before posting."


def _sla(todays: Sequence[Ticket], until: datetime, desk: Desk) -> str:
    parts = []
    for priority, found in first_replies(todays, until, desk).items():
        if is_enough(found.judged):
            parts.append(f"{priority} {found.kept / found.judged:.0%} of {found.judged}")
        elif found.judged:
            parts.append(f"{priority} under 5 tickets")
    if todays and not todays[0].is_reply_known:
        return "not known, the export has no first_response_at"
    return ", ".join(parts) or "no ticket to judge"


def _usual(tickets: Sequence[Ticket], since: datetime, until: datetime, desk: Desk) -> float | None:
    """How many tickets such a weekday has: the mean of the eight before; None where the export is shorter."""
    if not tickets or tickets[0].created > since - timedelta(weeks=WEEKS_OF_USUAL):
        return None
    weeks = (timedelta(weeks=number) for number in range(1, WEEKS_OF_USUAL + 1))
    return sum(len(opened(tickets, since - back, until - back)) for back in weeks) / WEEKS_OF_USUAL


def _unusual(
    tickets: Sequence[Ticket], todays: Sequence[Ticket], since: datetime, until: datetime, base: Base, desk: Desk
) -> Iterator[str]:
    """Categories with far more or far fewer tickets than that weekday leads one to expect."""
    if _usual(tickets, since, until, desk) is None:
        yield f"the export is shorter than {WEEKS_OF_USUAL} weeks, so nothing can be said"
        return
    now = Counter(ticket.category for ticket in todays)
    past: Counter[str] = Counter()
    for number in range(1, WEEKS_OF_USUAL + 1):
        back = timedelta(weeks=number)
        past.update(ticket.category for ticket in opened(tickets, since - back, until - back))
    for category in sorted(now.keys() | past.keys(), key=lambda word: -now[word]):
        mean, count = past[category] / WEEKS_OF_USUAL, now[category]
        label = quoted(base.config.label("areas", category) or "(no category)")
        if is_enough(count) and 1 - poisson_at_most(count - 1, max(mean, 0.5)) < 0.001:
            yield f"{label} **{count}**, usually {_about(mean)}"
        elif mean >= 7 and poisson_at_most(count, mean) < 0.001:
            yield f"{label} only {count_text(count)}, usually {_about(mean)}"


def _about(mean: float) -> str:
    return f"about {mean:.0f}" if mean >= 5 else "under 5"


def _frequent(todays: Sequence[Ticket], gone: Sequence[Ticket], base: Base) -> Iterator[str]:
    seen = {ticket.id: ticket for ticket in (*todays, *gone)}
    counts = Counter(record_id for ticket in seen.values() for record_id in ticket.kb_ids)
    for record_id, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:3]:
        record = base.corpus.by_id.get(record_id)
        title = quoted(record.title, 120) if record else "not in this base"
        yield f"{record_id} {title}: {count_text(count)}"


def late_lines(late: Sequence[FollowUp], moment: datetime) -> Iterator[str]:
    """Overdue tickets, each with what is late and by how much."""
    for each in late[:_MOST_LINES]:
        assert each.due is not None
        what = "first reply" if each.is_first else "update"
        said = f': "{quoted(each.ticket.summary)}"' if each.ticket.summary else ""
        yield (
            f"{quoted(each.ticket.id)} ({quoted(each.ticket.priority)}, {quoted(each.ticket.site) or 'no site'}): "
            f"{what} {duration(moment - each.due)} late{said}"
        )
    if len(late) > _MOST_LINES:
        yield f"and {len(late) - _MOST_LINES} more"
