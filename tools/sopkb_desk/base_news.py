"""What a desk must know of the knowledge base at a moment: incidents, workarounds, records that changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from sopkb.core.codes import LONGEST_CODE
from sopkb.core.known import waits_for
from sopkb.core.load import Base
from sopkb.core.moments import midnight, parse_date
from sopkb.core.record import Record
from sopkb.core.state import State, Status, describe, status_of
from sopkb_desk.markdown import BLANK, quoted
from sopkb_desk.ticket import Ticket
from sopkb_desk.unjudged import OLD, at

_LONGEST = 120


def workarounds(base: Base, moment: datetime) -> list[tuple[Record, Status]]:
    """Workarounds that are live at a moment, or ended in the last day; those that end first lead, known issues end."""
    soon = base.config.policy.expires_soon
    found = [
        (record, status_of(record, moment, soon)) for record in base.corpus.records if record.kind_name == "workaround"
    ]
    recent = [
        (record, status)
        for record, status in found
        if status.state.is_live
        or (status.state is State.EXPIRED and status.moment and status.moment > moment - timedelta(days=1))
    ]
    return sorted(recent, key=lambda pair: (_end_of(pair[1]) or moment + timedelta(days=999), pair[0].id))


def _end_of(status: Status) -> datetime | None:
    """When a workaround ends, or ended; a known issue ends when somebody has an answer."""
    return None if status.state is State.KNOWN else status.moment


def workaround_line(record: Record, status: Status, moment: datetime) -> str:
    """A workaround for a list: what, until when, whose; a known issue with whom it waits for."""
    if status.state is State.KNOWN:
        whom = waits_for(record)
        waits = f", waits for {quoted(whom)}" if whom else ""
        return f"{record.id} {quoted(record.title, _LONGEST)}: **{describe(status, moment)}**{waits}"
    end = f"until {status.moment:%a %d %b %H:%M} UTC" if status.moment and status.state.is_live else ""
    state = "" if status.state is State.LIVE else f", **{describe(status, moment)}**"
    owner = f", owner {record.owner}" if record.owner else ""
    return f"{record.id} {quoted(record.title, _LONGEST)}: {end or 'ended'}{state}{owner}"


def incident_lines(
    base: Base, tickets: Sequence[Ticket], moment: datetime, *, knows_links: bool = True
) -> Iterator[str]:
    """Open incidents of the tracker, with the workaround and how many tickets of the time are linked to it.

    Args:
        base: the knowledge base.
        tickets: those of the time.
        moment: that states are computed for.
        knows_links: whether the export says which records were linked in that time.
    """
    tracker = base.corpus.tracker
    incidents = [
        item
        for item in sorted(tracker.items.values(), key=lambda item: item.id)
        if item.is_open and re.search(base.config.policy.incident_pattern, item.id[:LONGEST_CODE])
    ]
    for item in incidents:
        records = [record for record in base.corpus.records if record.meta.text("incident") == item.id]
        live = [record.id for record in records if status_of(record, moment).state.is_live]
        count = sum(any(record.id in ticket.kb_ids for record in records) for ticket in tickets)
        linked = f"{count:,}" if knows_links else "not known"
        what = f"workaround {', '.join(live)}" if live else "**no live workaround**"
        yield (
            f"**{item.id}** {quoted(item.title, _LONGEST)}: {what}; tickets linked to it: {linked}; next update {BLANK}"
        )
    if not tracker.as_of:
        what = "The tracker's export does not say as of when" if tracker.items else "The base has no tracker export"
        yield f"{what}: open incidents {BLANK}"
        return
    old = f", **more than {OLD // timedelta(hours=1)} h old**" if moment - tracker.as_of > OLD else ""
    none = "" if incidents else "No open incident: "
    yield f"{none}{'as' if none else 'As'} the tracker's export of {at(tracker.as_of)} has it{old}."


def change_lines(base: Base, first: date, last: date, until: datetime) -> list[str]:
    """Changes of records that people must hear of.

    Args:
        base: the knowledge base.
        first: day of the oldest changelog entries that are told.
        last: day of the newest.
        until: records that begin to hold in the day and a half after it are told as well.
    """
    lines, undated = [], 0
    for record in base.corpus.records:
        if record.is_unpublished:
            continue
        for entry in record.changelog:
            day = parse_date(entry.get("date"))
            undated += day is None
            if day is None or not first <= day <= last or entry.get("training") == "none":
                continue
            order = "**retrain**" if entry.get("training") == "retrain" else "read"
            what = quoted(str(entry.get("change", "")), _LONGEST)
            lines.append(f"{record.id} {entry.get('version', '')} ({order}): {what}")
    for record in (*base.corpus.records, *base.corpus.upcoming.values()):
        day = record.day("effective_from")
        if day and not record.is_draft and until < midnight(day) <= until + timedelta(hours=36):
            lines.append(f"{record.id} holds from {day}: {quoted(record.title, _LONGEST)}")
    if undated:
        lines.append(f"**Not known** of {undated} entries of changelogs: they have no day (kb check)")
    if base.corpus.unreadable_paths:
        lines.append(f"**Not known** of {len(base.corpus.unreadable_paths)} files that cannot be read (kb check)")
    return lines
