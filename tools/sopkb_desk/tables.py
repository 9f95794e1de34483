"""The tables of an analysis, each a question that a lead asks. Rows over too few tickets are left out, or joined."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sopkb.core.load import Base
from sopkb.core.moments import midnight
from sopkb.core.state import describe, status_of
from sopkb_desk.bugs import Bug
from sopkb_desk.common import cost_of, tickets_by_record
from sopkb_desk.count import FEWEST, NotKnown, is_enough, middle, share
from sopkb_desk.facts import Cell, Column, Sort, Standout, Table, Unjudged
from sopkb_desk.linking import Linking
from sopkb_desk.measures import area_of, by, escalated_share, linked_share, reopened_share, site_count
from sopkb_desk.terms import holders_of, saying, terms_of
from sopkb_desk.ticket import Ticket

_COUNT = Column("tickets", "Tickets", "count")
_MEDIAN = Column("median_minutes", "Median minutes", "minutes")
_COST = Column("minutes", "Minutes in all", "minutes")
_REOPENED = Column("reopened", "Opened again", "share")
_ESCALATED = Column("escalated", "Passed on", "share")
_LINKED = Column("link_rate", "Linked", "share")


@dataclass(frozen=True)
class Matter:
    """What tables are made of.

    Args:
        tickets: those of the time.
        before: those of an equally long time before it; None where the export does not reach so far.
        base: the knowledge base.
        now: the moment that states are computed for.
        until: the end of the time that counts.
        linking: what search says to the links.
        bugs: with their tickets.
        standouts: what stands out.
        unjudged: what could not be judged.
    """

    tickets: Sequence[Ticket]
    before: Sequence[Ticket] | None
    base: Base
    now: datetime
    until: datetime
    linking: Linking
    bugs: Sequence[Bug]
    standouts: Sequence[Standout]
    unjudged: Sequence[Unjudged]

    @property
    def knows_links(self) -> bool:
        """Whether the export says which records were linked."""
        return any(ticket.is_link_known for ticket in self.tickets)

    def none(self, what: str) -> str:
        """What no rows of a table mean that is made from links.

        Args:
            what: was looked for, as a phrase: ``no record is linked to 5 tickets``.
        """
        return what if self.knows_links else "not known, the export does not say which records were linked"


def _fewer(count: int, noun: str) -> str:
    """What a table leaves out, as a sentence of its note."""
    return f" {count:,} {noun}{'' if count == 1 else 's'} with fewer than {FEWEST} tickets left out." if count else ""


def areas(matter: Matter) -> Table:
    """Coverage by area."""
    rows = [
        (matter.base.config.label("areas", area), len(theirs), linked_share(theirs), reopened_share(theirs),
         escalated_share(theirs), middle(ticket.cost for ticket in theirs))
        for area, theirs in by(matter.tickets, lambda ticket: area_of(ticket, matter.base)).items()
    ]  # fmt: skip
    rest = len(matter.tickets) - sum(row[1] for row in rows)
    note = "The area is that of the linked record; where none is linked, the platform's category."
    note += f" {rest:,} tickets of areas with fewer than {FEWEST} left out." if rest else ""
    columns = (Column("area", "Area"), _COUNT, _LINKED, _REOPENED, _ESCALATED, _MEDIAN)
    return Table("areas", "Coverage by area", note, columns, tuple(rows), f"no area has {FEWEST} tickets")


def records(matter: Matter) -> Table:
    """Every record that was linked often enough."""
    earlier = {record_id: len(theirs) for record_id, theirs in tickets_by_record(matter.before or ()).items()}
    by_record = tickets_by_record(matter.tickets)
    enough = {record_id: theirs for record_id, theirs in by_record.items() if is_enough(len(theirs))}
    rows: list[tuple[Cell, ...]] = []
    for record_id, theirs in enough.items():
        record = matter.base.corpus.by_id.get(record_id)
        judged = matter.linking.by_record.get(record_id)
        agreed = share(judged.shown, judged.asked) if judged else NotKnown.NONE
        was = earlier.get(record_id, 0)
        change = len(theirs) - was if is_enough(was) else NotKnown.FEW
        change = NotKnown.BEFORE if matter.before is None else change
        state = describe(status_of(record, matter.now), matter.now) if record else "not in this base"
        rows.append(
            (record_id, record.title if record else "", state, len(theirs), change, agreed, reopened_share(theirs),
             escalated_share(theirs), middle(ticket.cost for ticket in theirs))
        )  # fmt: skip
    rows.sort(key=lambda row: (-int(row[3] or 0), str(row[0])))
    note = "Search agrees: of a sample of its tickets, how many find it among the first three rows."
    note += _fewer(len(by_record) - len(enough), "record")
    columns = (
        Column("record", "Record"), Column("title", "Title"), Column("state", "State"), _COUNT,
        Column("change", "Change", "count"), Column("search_agrees", "Search agrees", "share"),
        _REOPENED, _ESCALATED, _MEDIAN,
    )  # fmt: skip
    none = matter.none(f"no record is linked to {FEWEST} tickets")
    return Table("records", "Records by tickets", note, columns, tuple(rows), none)


def bug_table(matter: Matter) -> Table:
    """Bugs, for engineering."""
    tracker = matter.base.corpus.tracker
    rows = []
    for bug in matter.bugs:
        days = [ticket.created for ticket in bug.tickets]
        recent = sum(day >= matter.until - timedelta(days=7) for day in days)
        is_open = tracker.is_open(bug.id)
        state = "unknown" if is_open is None else "open" if is_open else "closed"
        rows.append(
            (bug.id, bug.record.id if bug.record else "", state, len(days), cost_of(bug.tickets),
             site_count(bug.tickets), days[0].date().isoformat(),
             days[-1].date().isoformat(), recent if recent == 0 or is_enough(recent) else NotKnown.FEW)
        )  # fmt: skip
    note = "A ticket counts where it is linked to the workaround, names the bug or its code, or says its symptom."
    columns = (
        Column("bug", "Bug or code"), Column("record", "Workaround"), Column("state", "Tracker"), _COUNT, _COST,
        Column("sites", "Sites", "count"), Column("first", "First", "day"), Column("last", "Last", "day"),
        Column("last_week", "Last 7 days", "count"),
    )  # fmt: skip
    none = f"no bug and no code has {FEWEST} tickets that name it, say its symptom or are linked to its workaround"
    return Table("bugs", "Recurring bugs", note, columns, tuple(rows), none)


def workarounds(matter: Matter) -> Table:
    """What living with bugs costs."""
    rows: list[tuple[Cell, ...]] = []
    for record_id, theirs in tickets_by_record(matter.tickets).items():
        record = matter.base.corpus.by_id.get(record_id)
        if record and record.kind_name == "workaround" and is_enough(len(theirs)):
            state = describe(status_of(record, matter.now, matter.base.config.policy.expires_soon), matter.now)
            rows.append((record_id, record.title, record.owner, state, len(theirs), cost_of(theirs)))
    rows.sort(key=lambda row: (0.0 if isinstance(row[5], str) else -float(row[5] or 0), str(row[0])))
    columns = (Column("record", "Workaround"), Column("title", "Title"), Column("owner", "Owner"),
               Column("state", "State"), _COUNT, _COST)  # fmt: skip
    note = "Tickets times the median minutes of each: what a fix would save."
    none = matter.none(f"no workaround is linked to {FEWEST} tickets")
    return Table("workarounds", "Workarounds that cost most", note, columns, tuple(rows), none)


def resolution(matter: Matter) -> Table:
    """Median resolution with and without a record."""
    rows: list[tuple[Cell, ...]] = []
    for category, theirs in by(matter.tickets, lambda ticket: ticket.category).items():
        parts = [[t for t in theirs if t.is_ended and t.is_linked is linked] for linked in (True, False)]
        if not all(is_enough(len(part)) for part in parts):
            continue
        medians = [middle(ticket.cost for ticket in part) for part in parts]
        rows.append((matter.base.config.label("areas", category), len(parts[0]), medians[0], len(parts[1]), medians[1]))
    columns = (
        Column("category", "Category"), Column("with", "With a record", "count"),
        Column("median_with", "Median minutes", "minutes"), Column("without", "Without", "count"),
        Column("median_without", "Median minutes", "minutes"),
    )  # fmt: skip
    note = "Hard questions have no record more often: the difference is not what a record would save."
    none = matter.none(f"no category has {FEWEST} answered tickets with a record and {FEWEST} without")
    return Table("resolution", "Resolution with and without a record", note, columns, tuple(rows), none)


def gap_time(matter: Matter) -> Table:
    """How long a question waited for its record: from the first ticket that asks it to the record's first day."""
    first = min((ticket.created for ticket in matter.tickets), default=matter.now)
    unlinked = [(ticket, terms_of(ticket.summary)) for ticket in matter.tickets if not ticket.kb_ids and ticket.summary]
    linked = {record_id: theirs[0].created for record_id, theirs in tickets_by_record(matter.tickets).items()}
    holders = holders_of([terms for _, terms in unlinked])
    rows: list[tuple[Cell, ...]] = []
    for record in matter.base.corpus.records:
        day = record.day("created")
        if day is None or midnight(day) <= first or record.is_draft:
            continue
        if linked.get(record.id, matter.now) < midnight(day) - timedelta(days=1):
            continue  # people had it before the day that it gives
        asked = sorted(
            unlinked[number][0].created
            for number in saying([terms_of(text) for text in record.symptoms], holders)
            if midnight(day) - timedelta(days=90) <= unlinked[number][0].created < midnight(day)
        )
        if is_enough(len(asked)):
            waited = (midnight(day) - asked[0]).total_seconds() / 86400
            rows.append((record.id, record.title, len(asked), asked[0].date().isoformat(), day.isoformat(), waited))
    rows.sort(key=lambda row: (-float(row[5] or 0), str(row[0])))
    columns = (
        Column("record", "Record"), Column("title", "Title"), Column("tickets", "Tickets before it", "count"),
        Column("first", "First asked", "day"), Column("created", "Written", "day"), Column("days", "Days", "days"),
    )  # fmt: skip
    note = "Tickets of the 90 days before a record was written that say most words of one of its symptoms."
    none = f"no record written since {first.date()}, where the tickets begin, had {FEWEST} tickets before it"
    return Table("gap_time", "Time from the first question to the record", note, columns, tuple(rows), none)


def standout_table(matter: Matter) -> Table:
    """What stands out, as a table for a sheet; then what could not be judged, because it might."""
    rows: list[tuple[Cell, ...]] = [
        (number, str(each.sort), each.name, each.tickets, _cost_shown(each), each.sites or NotKnown.ABSENT,
         each.first.date().isoformat() if each.first else "", each.last.date().isoformat() if each.last else "",
         each.record, each.why, each.do)
        for number, each in enumerate(matter.standouts, 1)
    ]  # fmt: skip
    rows += (
        ("", "not judged", each.text, each.count or "", "", "", "", "", "", str(each.why), "")
        for each in matter.unjudged
    )
    columns = (
        Column("rank", "Rank", "count"), Column("kind", "Kind"), Column("name", "What"), _COUNT, _COST,
        Column("sites", "Sites", "count"), Column("first", "First", "day"), Column("last", "Last", "day"),
        Column("record", "Record"), Column("why", "Why"), Column("do", "What to do"),
    )  # fmt: skip
    return Table("standouts", "What stands out", "The costliest first.", columns, tuple(rows))


def _cost_shown(each: Standout) -> Cell:
    return "" if each.sort is Sort.SITE else each.minutes or NotKnown.NONE


TABLES: tuple[Callable[[Matter], Table], ...] = (
    standout_table, areas, records, bug_table, workarounds, resolution, gap_time,
)  # fmt: skip
