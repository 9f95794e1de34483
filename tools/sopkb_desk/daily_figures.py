"""The figures of a day by severity: exact, and with what they leave out beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from sopkb.core.config import Desk
from sopkb_desk.backlog import ended, first_replies, open_at, opened, unsettled
from sopkb_desk.count import is_enough
from sopkb_desk.facts import Unjudged
from sopkb_desk.markdown import quoted, table
from sopkb_desk.reading import Export
from sopkb_desk.ticket import Ticket
from sopkb_desk.unjudged import undated, unknown_priorities, unknown_statuses


def volume(export: Export, since: datetime, until: datetime, desk: Desk) -> str:
    """Tickets opened, answered and open, by severity; and those that may be open or not, where there are any."""
    parts = [
        opened(export.tickets, since, until),
        ended(export.tickets, since, until),
        open_at(export.tickets, until),
        unsettled(export.tickets, until),
    ]
    heads = ["severity", "opened", "answered", "open at the end", "status not known"]
    if not parts[-1]:
        parts, heads = parts[:-1], heads[:-1]
    strange = sorted({ticket.priority for part in parts for ticket in part} - set(desk.clock))
    groups = [Counter(ticket.priority for ticket in part) for part in parts]
    rows = [
        (_severity(priority, desk), *(f"{group[priority]:,}" for group in groups))
        for priority in [*desk.clock, *strange]
        if any(group[priority] for group in groups)
    ]
    rows.append(("**all**", *(f"**{len(part):,}**" for part in parts)))
    missing = [f"{len(export.bad):,} rows that were left out"] if export.bad else []
    missing += [each.text for each in undated(export.tickets, until)]
    return table(heads, rows) + (f"\n\nNot among them: {'; '.join(missing)}." if missing else "")


def _severity(priority: str, desk: Desk) -> str:
    if priority in desk.clock:
        return quoted(priority)
    return f"{quoted(priority)} (not known)" if priority else "(no severity)"


def balance(export: Export, since: datetime, until: datetime) -> str:
    """Step 8 of SOP-0024: opened minus closed is the change in open, or something is wrong with the figures."""
    if not export.begins or export.begins > since:
        return "How open has changed is not known: what was open before is not in the export."
    doubts = [*unknown_statuses(unsettled(export.tickets, until)), *undated(export.tickets, until)]
    if doubts:
        return f"How open has changed cannot be told, for want of {'; '.join(map(told, doubts))}."
    todays, gone = opened(export.tickets, since, until), ended(export.tickets, since, until)
    change = len(open_at(export.tickets, until)) - len(open_at(export.tickets, since))
    if len(todays) - len(gone) != change:
        trouble = "**The figures do not agree**: opened minus answered is not the change in open."
        return f"{trouble} Export again before posting."
    if not change:
        return "Open went neither up nor down; the figures agree."
    return f"Open went {'up' if change > 0 else 'down'} by {abs(change)}; opened minus answered agrees."


def replies(todays: Sequence[Ticket], until: datetime, desk: Desk) -> str:
    """First replies in time, by severity, and how many were not judged."""
    return "; ".join(_replies(todays, until, desk)) or "no ticket was opened"


def _replies(todays: Sequence[Ticket], until: datetime, desk: Desk) -> Iterator[str]:
    for priority, found in first_replies(todays, until, desk).items():
        parts = []
        if found.judged:
            share = f" ({found.kept / found.judged:.0%})" if is_enough(found.judged) else ""
            late = f", {found.judged - found.kept} late" if found.judged > found.kept else ""
            parts.append(f"{found.kept} of {found.judged} in time{share}{late}")
        if found.waiting:
            parts.append(f"{found.waiting} not yet due")
        if found.unknown:
            parts.append(f"{found.unknown} not known, the export has no first_response_at for them")
        if parts:
            yield f"{priority} {', '.join(parts)}"
    for strange in unknown_priorities(todays, desk):
        yield f"**not judged**: {told(strange)}"


def told(each: Unjudged) -> str:
    """What could not be judged, as Markdown."""
    return quoted(each.text, 400)
