"""The handover: what the next shift must know and do, the most urgent first.

A ticket whose priority or status is not known may be the most urgent of all: it is listed, and counted, as such.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sopkb.core.config import Desk, Shift
from sopkb.core.errors import UsageError
from sopkb.core.load import Base
from sopkb.core.moments import midnight
from sopkb.core.record import Record
from sopkb.core.state import State, Status
from sopkb_desk.backlog import URGENT, FollowUp, follow_ups, not_judged, opened, unsettled
from sopkb_desk.base_news import change_lines, incident_lines, workaround_line, workarounds
from sopkb_desk.daily_figures import told
from sopkb_desk.danger import danger_lines, hears, screened
from sopkb_desk.day_details import age
from sopkb_desk.facts import Unjudged, Why
from sopkb_desk.handover_table import follow_up_table, unsettled_table
from sopkb_desk.markdown import bullets, quoted
from sopkb_desk.reading import Export
from sopkb_desk.rota import coverage, rota_of
from sopkb_desk.ticket import Ticket
from sopkb_desk.unjudged import at, of_export, uncovered, unknown_priorities, unknown_statuses


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


@dataclass(frozen=True)
class _Backlog:
    """What is open, in the parts that a handover tells apart."""

    urgent: Sequence[FollowUp]
    strange: Sequence[FollowUp]
    due: Sequence[FollowUp]
    others: Sequence[FollowUp]
    unsettled: Sequence[Ticket]

    @property
    def everything(self) -> Sequence[FollowUp]:
        return (*self.urgent, *self.strange, *self.due, *self.others)


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
    since = handover.since
    export = screened(export, hears(base, seen), lambda each: each.ended is None or each.ended >= since)
    backlog = _backlog(export, seen, handover, desk)
    doubts = list(of_export(export, handover.since, seen))
    shift_tickets = opened(export.tickets, handover.since, seen)
    new = {each.id: each for each in (*shift_tickets, *(each.ticket for each in backlog.everything))}
    new |= {each.id: each for each in backlog.unsettled}
    dangers = danger_lines(list(new.values()), export, base, seen)
    pairs = workarounds(base, seen)
    ending = [pair for pair in pairs if pair[1].state in (State.EXPIRES_SOON, State.EXPIRED)]
    stay = [record.id for record, status in pairs if status.state in (State.LIVE, State.REVIEW_DUE)]
    lines = [workaround_line(*pair, seen) for pair in ending]
    lines += [f"Live for longer: {', '.join(stay)}"] if stay else []
    lines += [workaround_line(*pair, seen) for pair in pairs if pair[1].state is State.KNOWN]
    yesterday = handover.moment.date() - timedelta(days=1)
    begun = f"{len(shift_tickets):,} tickets were opened in this shift"
    unknown = uncovered(export, handover.since, seen)
    if handover.since > seen:
        begun = "**this shift has not begun yet**"
    elif unknown:
        begun = f"how many were opened in this shift is not known ({unknown})"
    knows_links = not unknown and "kb_ids" not in export.absent
    return {
        "from_shift": handover.ends.title,
        "to_shift": handover.begins.title,
        "moment": at(handover.moment),
        "source": f"From {', '.join(map(quoted, export.files))}, as of {seen:%a %d %b %H:%M} UTC; {begun}, "
        f"{_counted_open(backlog) if export.tickets else 'nor how many are open'}.",
        "short": _short(dangers, backlog, doubts, ending, handover, seen, desk),
        "urgent": _urgent(backlog, doubts, seen, desk, suggest),
        "follow_ups": _follow_ups(backlog, doubts, seen, desk, suggest),
        "others": _others(backlog, export),
        "age": age(backlog.everything, seen, [*doubts, *unknown_statuses(backlog.unsettled)]),
        "coverage": coverage(rota_of(desk.rota), handover.moment, handover.until),
        "incidents": bullets(incident_lines(base, shift_tickets, seen, knows_links=knows_links)),
        "workarounds": bullets(lines, "No workaround is live."),
        "changes": bullets(
            change_lines(base, yesterday, handover.moment.date(), handover.moment),
            "No record changed in a way that asks to be told.",
        ),
    }


def _counted_open(backlog: _Backlog) -> str:
    maybe = f", and {len(backlog.unsettled):,} more may be open or not" if backlog.unsettled else ""
    return f"{len(backlog.everything):,} are open{maybe}"


def _backlog(export: Export, seen: datetime, handover: Handover, desk: Desk) -> _Backlog:
    todo = list(follow_ups(export.tickets, seen, desk))
    urgent_words = list(desk.clock)[:URGENT]
    known = [each for each in todo if each.ticket.priority in desk.clock]
    rest = [each for each in known if each.ticket.priority not in urgent_words]
    due = [each for each in rest if each.due and each.due < handover.until]
    return _Backlog(
        urgent=[each for each in known if each.ticket.priority in urgent_words],
        strange=[each for each in todo if each.ticket.priority not in desk.clock],
        due=due,
        others=[each for each in rest if each not in due],
        unsettled=unsettled(export.tickets, seen),
    )


def _short(
    dangers: Iterable[str],
    backlog: _Backlog,
    doubts: Sequence[Unjudged],
    ending: Sequence[tuple[Record, Status]],
    handover: Handover,
    seen: datetime,
    desk: Desk,
) -> str:
    lines = [*dangers]
    if backlog.urgent:
        lines.append(f"**{len(backlog.urgent)} urgent open**: each needs an owner before this shift leaves.")
    for strange in unknown_priorities([each.ticket for each in backlog.strange], desk):
        lines.append(f"**How urgent is not known**: {told(strange)}. Each may be urgent: read them aloud as well.")
    for strange in unknown_statuses(backlog.unsettled):
        lines.append(f"**Open or not is not known**: {told(strange)}. Look them up in the ticket platform.")
    late = sum(each.is_late(seen) for each in backlog.everything)
    unknown = [*not_judged(backlog.everything, seen, desk), *doubts]
    if late:
        least = "At least " if unknown or backlog.unsettled else ""
        lines.append(f"**{least}{late} overdue** now: write to these people first.")
    lines.append(_due_in_shift(backlog, unknown, handover))
    others = [each for each in unknown if each.why is not Why.PRIORITY]
    if others:
        lines.append(f"**Not judged**: {'; '.join(map(told, others))}.")
    for record, status in ending:
        if status.moment and status.moment <= handover.until:
            day = "" if status.moment.date() == handover.moment.date() else f"{status.moment:%a} "
            when = "has ended" if status.state is State.EXPIRED else f"ends {day}{status.moment:%H:%M} UTC"
            lines.append(f"**{record.id} {when}**: {record.owner} renews or retires it, or tell the sites.")
    return bullets(lines)


def _due_in_shift(backlog: _Backlog, doubts: Sequence[Unjudged], handover: Handover) -> str:
    """What else is due before the next shift ends. "Nothing else" is only said where everything was looked at."""
    if backlog.due:
        least = "At least " if doubts or backlog.unsettled else ""
        return f"{least}{len(backlog.due)} due or overdue by {handover.until:%a %H:%M} UTC."
    if doubts or backlog.unsettled:
        return "**Whether anything else is due in your shift is not known.**"
    return f"Nothing else is due in your shift: each of the {len(backlog.everything):,} open tickets was judged."


def _urgent(
    backlog: _Backlog, doubts: Sequence[Unjudged], seen: datetime, desk: Desk, suggest: Callable[[str], str]
) -> str:
    """What is read aloud: the urgent, those that may be, and those that may be open."""
    words = " or ".join(list(desk.clock)[:URGENT])
    parts = [follow_up_table(backlog.urgent, seen, suggest)] if backlog.urgent else []
    for strange in unknown_priorities([each.ticket for each in backlog.strange], desk):
        table = follow_up_table(backlog.strange, seen, suggest)
        parts.append(f"**How urgent is not known**: {told(strange)}.\n\n{table}")
    for strange in unknown_statuses(backlog.unsettled):
        table = unsettled_table(backlog.unsettled)
        parts.append(f"**Open or not is not known**: {told(strange)}.\n\n{table}")
    if doubts:
        parts.append(f"**Not judged**: {'; '.join(map(told, doubts))}.")
    if not parts:
        return f"None: each of the {len(backlog.everything):,} open tickets has another severity than {words}."
    return "\n\n".join(parts if backlog.urgent else [f"None is known to be {words}.", *parts])


def _follow_ups(
    backlog: _Backlog, doubts: Sequence[Unjudged], seen: datetime, desk: Desk, suggest: Callable[[str], str]
) -> str:
    if backlog.due:
        return follow_up_table(backlog.due, seen, suggest)
    unknown = [*not_judged(backlog.everything, seen, desk), *unknown_statuses(backlog.unsettled), *doubts]
    if unknown:
        return f"None is known to be. **Not judged**: {'; '.join(map(told, unknown))}."
    return f"None: each of the {len(backlog.everything):,} open tickets was judged."


def _others(backlog: _Backlog, export: Export) -> str:
    if not backlog.others:
        return "No other ticket of the export is known to be open."
    text = f"Open besides: {', '.join(_counts(backlog.others))}."
    unknown = sum(each.due is None for each in backlog.others)
    if unknown:
        text += f" For {unknown} of them the export does not say when the next update is promised"
        text += " (column next_update_at)." if "next_update_at" in export.absent else "."
    return text


def _counts(others: Sequence[FollowUp]) -> Iterator[str]:
    counts = Counter(each.ticket.priority for each in others)
    for priority, count in sorted(counts.items()):
        yield f"{count} {quoted(priority)}"
