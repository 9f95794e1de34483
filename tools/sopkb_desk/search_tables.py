"""The tables of what people searched; one without rows says what was looked at, or why that is not known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from datetime import datetime

from sopkb.core.load import Base
from sopkb.journal import Read, Said, SearchEvent
from sopkb.search import search
from sopkb.search.index import SearchIndex
from sopkb_desk.facts import Cell, Column, Sort, Standout, Table
from sopkb_desk.search_groups import DEAD, Group

_FAILING = 0.3
BAD = ("failed", "wrong")
"""What a reader says of a record that does not help."""


def nothing_table(groups: Sequence[Group], still: Sequence[Group], none: str) -> Table:
    """Questions that mostly found nothing.

    Args:
        groups: those.
        still: of these, the ones that the base does not answer by now.
        none: what it means that there are none.
    """
    rows = [(*_told(group), "open" if group in still else "answered by now") for group in groups]
    columns = (*_TOLD, Column("now", "Now"))
    note = "Questions that mostly found nothing, and whether the base answers them by now."
    return Table("nothing", "Found nothing", note, columns, tuple(rows), none)


def left_table(groups: Sequence[Group], telling: Container[str], index: SearchIndex, now: datetime, none: str) -> Table:
    """Questions that found records, of which mostly none was opened.

    Args:
        groups: those.
        telling: the sources that tell what was opened; the share is of their searches alone.
        index: says what stands first by now.
        now: the moment of the questions put to it.
        none: what it means that there are none.
    """
    rows: list[tuple[Cell, ...]] = []
    for group in groups:
        hits = search(index, group.name, now=now, limit=1).hits
        asked = [each for each in group.asked if each.source in telling]
        left = sum(not each.chosen for each in asked)
        rows.append((*_told(group), left / len(asked), hits[0].id if hits else ""))
    columns = (*_TOLD, Column("left", "Left", "share"), Column("first", "First row"))
    note = "Questions that found records, of which mostly none was opened."
    return Table("abandoned", "Abandoned", note, columns, tuple(rows), none)


def dead_table(searches: Iterable[SearchEvent], base: Base, none: str) -> Table:
    """Records that were opened when they held no more; ``none`` is what it means that there are none."""
    opened = Counter((each.chosen, each.chosen_state) for each in searches if each.chosen_state in DEAD)
    rows: list[tuple[Cell, ...]] = []
    for (record_id, state), times in sorted(opened.items(), key=lambda item: (-item[1], item[0])):
        record, successor = base.corpus.by_id.get(record_id), base.corpus.successor_of(record_id)
        rows.append((record_id, record.title if record else "", state, times, successor.id if successor else ""))
    columns = (
        Column("record", "Record"),
        Column("title", "Title"),
        Column("state", "State"),
        Column("opened", "Opened", "count"),
        Column("successor", "Successor"),
    )
    return Table("dead", "Dead records still opened", "Opened when they held no more.", columns, tuple(rows), none)


def failing_table(reports: Iterable[Said], base: Base, least: int) -> Table:
    """Records of which readers report that they fail, from so many reports on."""
    by_record: dict[str, Counter[str]] = {}
    for said in reports:
        if said.record:
            by_record.setdefault(said.record, Counter())[said.outcome] += 1
    rows: list[tuple[Cell, ...]] = []
    for record_id, counts in by_record.items():
        bad, all_of_them = sum(counts[outcome] for outcome in BAD), counts.total()
        if all_of_them >= least and bad >= _FAILING * all_of_them:
            record = base.corpus.by_id.get(record_id)
            title = record.title if record else ""
            rows.append((record_id, title, counts["worked"], counts["failed"], counts["wrong"], bad / all_of_them))
    rows.sort(key=lambda row: (-float(row[5] or 0), str(row[0])))
    columns = (
        Column("record", "Record"),
        Column("title", "Title"),
        Column("worked", "Worked", "count"),
        Column("failed", "Failed", "count"),
        Column("wrong", "Wrong", "count"),
        Column("share", "Share", "share"),
    )
    judged = sum(counts.total() >= least for counts in by_record.values())
    none = f"none of the {judged} records with {least} reports or more" if judged else ""
    none = none or f"not known, no record has {least} reports"
    return Table("failing", "Records that fail", "By what readers reported.", columns, tuple(rows), none)


def read_table(acknowledged: Iterable[Read], base: Base) -> Table:
    """How often readers said that they have read a record."""
    times = Counter((each.record, each.version, each.team) for each in acknowledged)
    rows: list[tuple[Cell, ...]] = []
    for (record_id, version, team), count in sorted(times.items()):
        record = base.corpus.by_id.get(record_id)
        is_now = "yes" if record and record.meta.text("version") == version else "no" if record else "not in this base"
        rows.append((record_id, record.title if record else "", version, is_now, team, count))
    columns = (
        Column("record", "Record"),
        Column("title", "Title"),
        Column("version", "Version"),
        Column("current", "Current"),
        Column("team", "Team"),
        Column("times", "Times", "count"),
    )
    note, none = "How often readers said so, by the team they gave.", "nobody has said so in that time"
    return Table("read", "Read and understood", note, columns, tuple(rows), none)


def symptom_table(standouts: Iterable[Standout], none: str) -> Table:
    """Words that are missing in a record's symptoms; ``none`` is what it means that there are none."""
    rows = [
        (each.record, each.name, " / ".join(each.lines[1:4]), each.tickets, each.why)
        for each in standouts
        if each.sort is Sort.SYMPTOM
    ]
    columns = (
        Column("record", "Record"),
        Column("question", "Question"),
        Column("spellings", "Also"),
        Column("searches", "Searches", "count"),
        Column("why", "Why"),
    )
    note = "Words to add to a record's symptoms; --out writes them as patches."
    return Table("symptoms", "Missing symptoms", note, columns, tuple(rows), none)


def _told(group: Group) -> tuple[Cell, ...]:
    last = max(each.at for each in group.asked)
    return group.name, " / ".join(group.spellings[1:4]), len(group.asked), last.date().isoformat()


_TOLD = (
    Column("question", "Question"),
    Column("spellings", "Also"),
    Column("searches", "Searches", "count"),
    Column("last", "Last", "day"),
)
