"""What else a lead posts of a day: how long answers took, how old the backlog is, what came back or was passed on.

Each figure names how many tickets it rests on, and says so where the export does not tell it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from statistics import median

from sopkb.core.config import Desk
from sopkb.core.load import Base
from sopkb.core.state import duration
from sopkb_desk.backlog import FollowUp, opened
from sopkb_desk.facts import Unjudged
from sopkb_desk.markdown import BLANK, quoted, table
from sopkb_desk.reading import Export
from sopkb_desk.rota import Rota, roles_at
from sopkb_desk.ticket import Ticket
from sopkb_desk.unjudged import WEEKS_BACK

_AGES = ((timedelta(days=1), "under 1 day"), (timedelta(days=3), "1 to 3 days"), (timedelta(days=7), "3 to 7 days"),
         (timedelta(days=30), "7 to 30 days"), (timedelta.max, "over 30 days"))  # fmt: skip
_OLDEST = 5
_MOST_LINES = 12


def resolution(export: Export, gone: Sequence[Ticket], until: datetime, desk: Desk) -> str:
    """How long the tickets took that were answered on the day, by severity, against the eight weeks before."""
    if not gone:
        return "No ticket was answered."
    before = [
        ticket
        for ticket in export.tickets
        if ticket.ended and until - timedelta(weeks=WEEKS_BACK, days=1) <= ticket.ended < until - timedelta(days=1)
    ]
    reaches = export.begins is not None and export.begins <= until - timedelta(weeks=WEEKS_BACK)
    rows = []
    for priority in [*desk.clock, *sorted({ticket.priority for ticket in gone} - desk.clock.keys())]:
        spans = _spans(gone, priority)
        if spans:
            usual = _spans(before, priority)
            told = f"{_middle(usual)} (n {len(usual):,})" if usual and reaches else "not known"
            rows.append((quoted(priority) or "(no severity)", f"{len(spans):,}", _middle(spans),
                         duration(max(spans)), told))  # fmt: skip
    return table(
        ("severity", "answered (n)", "median time", "longest", f"median of the {WEEKS_BACK} weeks before"), rows
    )


def _spans(tickets: Sequence[Ticket], priority: str) -> list[timedelta]:
    return [span for ticket in tickets if ticket.priority == priority and (span := ticket.resolution)]


def _middle(spans: Sequence[timedelta]) -> str:
    return duration(timedelta(seconds=median(span.total_seconds() for span in spans)))


def none_open(doubts: Sequence[Unjudged]) -> str:
    """What an empty backlog means. That nothing is open is only said where everything was looked at."""
    return "Nothing is known to be open." if doubts else "Nothing is open."


def age(todo: Sequence[FollowUp], until: datetime, doubts: Sequence[Unjudged]) -> str:
    """How old the backlog is, and its oldest tickets."""
    if not todo:
        return none_open(doubts)
    counts: Counter[str] = Counter()
    for each in todo:
        old = until - each.ticket.created
        counts[next(name for limit, name in _AGES if old < limit)] += 1
    ages = ", ".join(f"{name} {counts[name]:,}" for _, name in _AGES if counts[name])
    oldest = sorted(todo, key=lambda each: each.ticket.created)[:_OLDEST]
    named = ", ".join(f"{quoted(each.ticket.id)} ({duration(until - each.ticket.created)})" for each in oldest)
    return f"{len(todo):,} open: {ages}. The oldest: {named}."


def quality(export: Export, todays: Sequence[Ticket], gone: Sequence[Ticket]) -> Iterator[str]:
    """Opened again, passed on, linked, liked: a line each, exact, with what it rests on."""
    touched = list({ticket.id: ticket for ticket in (*todays, *gone)}.values())
    of = "opened or answered on the day"
    yield _counted("Opened again", touched, "reopened_count", export, lambda t: bool(t.reopened), of)
    passed = Counter(ticket.escalated_to for ticket in touched if ticket.escalated_to)
    teams = f" ({', '.join(f'{quoted(team)} {n}' for team, n in passed.most_common(5))})" if passed else ""
    yield _counted("Passed on", touched, "escalated_to", export, lambda t: bool(t.escalated_to), of) + teams
    yield _counted("Linked to a record", gone, "kb_ids", export, lambda t: t.is_linked, "answered on the day")
    told = [ticket for ticket in gone if ticket.satisfied is not None]
    if "satisfied" in export.absent:
        yield "Satisfied: not known, the export has no column of it"
    elif not told:
        yield f"Satisfied: not known, none of the {len(gone):,} answered on the day said so"
    else:
        liked = sum(bool(ticket.satisfied) for ticket in told)
        yield f"Satisfied: {liked:,} of {len(told):,} who said so ({len(gone):,} answered on the day)"


def _counted(
    what: str, tickets: Sequence[Ticket], column: str, export: Export, is_case: Callable[[Ticket], bool], of: str
) -> str:
    if column in export.absent:
        return f"{what}: not known, the export has no column of it ({quoted(column)})"
    count = sum(map(is_case, tickets))
    share = f" ({count / len(tickets):.0%})" if tickets else ""
    return f"{what}: {count:,} of {len(tickets):,} {of}{share}"


def usual_counts(export: Export, since: datetime, until: datetime) -> list[int] | None:
    """How many tickets the eight same weekdays before had; None where the export begins later."""
    if not export.begins or export.begins > since - timedelta(weeks=WEEKS_BACK):
        return None
    weeks = [timedelta(weeks=number) for number in range(1, WEEKS_BACK + 1)]
    return [len(opened(export.tickets, since - back, until - back)) for back in weeks]


def usual_line(counts: Sequence[int] | None, today: int, weekday: str, begins: str) -> str:
    """The usual of a weekday with its spread, and where the day lies in it."""
    if counts is None:
        return f"Not known: the export begins on {begins}, and it takes the {WEEKS_BACK} weeks before the day."
    low, high = min(counts), max(counts)
    where = (
        "within that range"
        if low <= today <= high
        else "**above all of them**"
        if today > high
        else "**below all of them**"
    )
    return (
        f"{today:,} opened; the {len(counts)} {weekday}s before had a median of {median(counts):.0f}, "
        f"from {low:,} to {high:,}: {where}."
    )


def to_follow(todo: Sequence[FollowUp], base: Base, rota: Rota | None, until: datetime) -> Iterator[str]:
    """Open tickets that somebody must write to, each with its role and when it is due; the most urgent first."""
    due = [each for each in todo if each.due is not None]
    for each in due[:_MOST_LINES]:
        assert each.due is not None
        record = next((base.corpus.by_id[name] for name in each.ticket.kb_ids if name in base.corpus.by_id), None)
        on = roles_at(rota, max(each.due, until))
        role = f"owner **{quoted(on)}**" if on else f"owner {BLANK}"
        asks = f"; {record.id} is {quoted(record.owner)}'s" if record and record.owner else ""
        what = "first reply" if each.is_first else "update"
        when = f"was due {each.due:%a %H:%M} UTC" if each.is_late(until) else f"due {each.due:%a %d %b %H:%M} UTC"
        yield f"{quoted(each.ticket.id)} ({quoted(each.ticket.priority) or 'no severity'}): {what} {when}, {role}{asks}"
    rest = len(due) - _MOST_LINES
    if rest > 0:
        yield f"and {rest:,} more with a due time"
    unknown = len(todo) - len(due)
    if unknown:
        yield f"**Not known** of {unknown:,} open tickets: when the next message is due"
