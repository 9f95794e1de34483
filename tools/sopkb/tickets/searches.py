"""What people could not find, from the journal of their searches: for whoever writes the next record or symptom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from sopkb.index import SearchIndex
from sopkb.journal import Asked, History, Read, Said
from sopkb.load import Base
from sopkb.model.state import State
from sopkb.search import search
from sopkb.tickets.danger import danger_table, hears, without_danger
from sopkb.tickets.facts import Cell, Column, Sort, Standout, Table
from sopkb.tickets.terms import terms_of

LEAST = 3
"""Searches that a group must have: one person's odd question is no finding, and is nobody's business."""
_ALIKE = 0.84
"""How alike two questions are, letter by letter, where they count as spellings of one."""
_LEFT = 0.6
"""Share of a question's searches that end without a record opened, from which on it counts as abandoned."""
_FAILING = 0.3
DEAD = (str(State.EXPIRED), str(State.RETIRED))
"""States in which nobody should follow a record."""
BAD = ("failed", "wrong")
"""What a reader says of a record that does not help."""


@dataclass(frozen=True)
class SearchInsights:
    """What a journal says.

    Args:
        searches: how many count.
        found_nothing: how many of them had no hit.
        tables: in the order of a reader's questions.
        standouts: gaps and missing symptoms, for patches.
        remarks: what a reader must know.
    """

    searches: int
    found_nothing: int
    tables: tuple[Table, ...]
    standouts: tuple[Standout, ...]
    remarks: tuple[str, ...]

    def table(self, key: str) -> Table:
        """The table of a name."""
        return next(table for table in self.tables if table.key == key)


@dataclass
class _Group:
    """One question in all its spellings."""

    key: str
    asked: list[Asked]

    @property
    def spellings(self) -> list[str]:
        return [query for query, _ in Counter(each.query for each in self.asked).most_common()]

    @property
    def name(self) -> str:
        return self.spellings[0]

    @property
    def chosen(self) -> Counter[str]:
        """What was opened, less what held no more: nobody should be led there."""
        return Counter(each.chosen for each in self.asked if each.chosen and each.chosen_state not in DEAD)


def analyse_searches(
    history: History, base: Base, index: SearchIndex, now: datetime, least: int = LEAST
) -> SearchInsights:
    """Say what a journal says.

    Args:
        history: of the time that counts.
        base: the knowledge base as it is now.
        index: its index: what it answers by now is no gap any more.
        now: the moment of the questions put to it.
        least: how many searches a group must have.
    """
    history, dangers = without_danger(history, hears(base, now))
    groups = _grouped(history.searches, lambda query: _key(query, index, now))
    groups = [group for group in groups if len(group.asked) >= least]
    nothing = [group for group in groups if _finds_nothing(group)]
    open_gaps = [group for group in nothing if not search(index, group.name, now=now, limit=1).total]
    telling = {each.source for each in history.searches if each.chosen}
    left = [group for group in groups if group not in nothing and _is_left(group, telling)]
    standouts = [*_gaps(open_gaps, base), *_symptoms(groups, base, index, now, least)]
    tables = (
        _nothing_table(nothing, open_gaps),
        _left_table(left, index, now),
        _dead_table(history.searches, base),
        _failing_table(history.reports, base, least),
        _symptom_table(standouts),
        _read_table(history.acknowledged, base),
        danger_table(dangers, base, "Searches and reports that told of danger; of their words nothing is kept."),
    )
    remarks = [f"Questions that were asked fewer than {least} times are left out; spellings of one count together."]
    if history.searches and not telling:
        remarks.append("No source tells what was opened: nothing can be said of abandoned searches and dead records.")
    empty = sum(not each.total for each in history.searches)
    return SearchInsights(len(history.searches), empty, tables, tuple(standouts), tuple(remarks))


def _key(query: str, index: SearchIndex, now: datetime) -> str:
    """What a question is about: its telling words as search reads them, misspelt ones mended, in one order."""
    used = {each.typed: each.used[0] for each in search(index, query, now=now, limit=1).corrections if each.used}
    mended = " ".join(used.get(word, word) for word in query.casefold().split())
    return " ".join(sorted(terms_of(mended))) or mended


def _grouped(searches: Iterable[Asked], key_of: Callable[[str], str]) -> list[_Group]:
    """The most asked first; a seldom spelling goes to the most asked question that it is like."""
    keys = {query: key_of(query) for query in {each.query for each in searches}}
    by_key: dict[str, list[Asked]] = {}
    for each in searches:
        by_key.setdefault(keys[each.query], []).append(each)
    groups: list[_Group] = []
    for key in sorted(by_key, key=lambda key: (-len(by_key[key]), key)):
        home = next((group for group in groups if _is_like(group.key, key)), None)
        if home:
            home.asked += by_key[key]
        else:
            groups.append(_Group(key, by_key[key]))
    return sorted(groups, key=lambda group: (-len(group.asked), group.key))


def _is_like(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _finds_nothing(group: _Group) -> bool:
    return sum(not each.total for each in group.asked) * 2 > len(group.asked)


def _is_left(group: _Group, telling: set[str]) -> bool:
    asked = [each for each in group.asked if each.source in telling]
    return len(asked) >= LEAST and sum(not each.chosen for each in asked) >= _LEFT * len(asked)


def _gaps(groups: Iterable[_Group], base: Base) -> Iterator[Standout]:
    for group in groups:
        why = f"none of {len(group.asked)} searches found a record"
        yield _standout(Sort.NEW_RECORD, group, why, "Write a record, or say whose it is.")


def _symptoms(
    groups: Iterable[_Group], base: Base, index: SearchIndex, now: datetime, least: int
) -> Iterator[Standout]:
    """Questions whose askers chose one record that search does not put first."""
    for group in groups:
        record_id, times = group.chosen.most_common(1)[0] if group.chosen else ("", 0)
        record = base.corpus.by_id.get(record_id)
        if record is None or times < least or times * 2 <= sum(group.chosen.values()):
            continue
        answer = search(index, group.name, now=now, limit=1)
        if not answer.total or answer.hits[0].id != record_id:
            why = f"{times} of {len(group.asked)} chose {record_id}, which search does not put first"
            yield _standout(Sort.SYMPTOM, group, why, f"Add what they ask to {record_id}.", record_id)


def _standout(sort: Sort, group: _Group, why: str, do: str, record: str = "") -> Standout:
    days = [each.at for each in group.asked]
    return Standout(
        sort,
        group.name,
        len(group.asked),
        0.0,
        why,
        do,
        record,
        first=min(days),
        last=max(days),
        lines=tuple(group.spellings[:5]),
        counted="searches",
    )


def _nothing_table(groups: Sequence[_Group], still: Sequence[_Group]) -> Table:
    rows = [(*_told(group), "open" if group in still else "answered by now") for group in groups]
    columns = (*_TOLD, Column("now", "Now"))
    note = "Questions that mostly found nothing, and whether the base answers them by now."
    return Table("nothing", "Found nothing", note, columns, tuple(rows))


def _left_table(groups: Sequence[_Group], index: SearchIndex, now: datetime) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for group in groups:
        hits = search(index, group.name, now=now, limit=1).hits
        left = sum(not each.chosen for each in group.asked)
        rows.append((*_told(group), left / len(group.asked), hits[0].id if hits else ""))
    columns = (*_TOLD, Column("left", "Left", "share"), Column("first", "First row"))
    note = "Questions that found records, of which mostly none was opened."
    return Table("abandoned", "Abandoned", note, columns, tuple(rows))


def _dead_table(searches: Iterable[Asked], base: Base) -> Table:
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
    return Table("dead", "Dead records still opened", "Opened when they held no more.", columns, tuple(rows))


def _failing_table(reports: Iterable[Said], base: Base, least: int) -> Table:
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
    return Table("failing", "Records that fail", "By what readers reported.", columns, tuple(rows))


def _read_table(acknowledged: Iterable[Read], base: Base) -> Table:
    times = Counter((each.record, each.version, each.team) for each in acknowledged)
    rows: list[tuple[Cell, ...]] = []
    for (record_id, version, team), count in sorted(times.items()):
        record = base.corpus.by_id.get(record_id)
        is_now = "yes" if record and record.meta.text("version") == version else "no"
        rows.append((record_id, record.title if record else "", version, is_now, team, count))
    columns = (
        Column("record", "Record"),
        Column("title", "Title"),
        Column("version", "Version"),
        Column("current", "Current"),
        Column("team", "Team"),
        Column("times", "Times", "count"),
    )
    return Table(
        "read", "Read and understood", "How often readers said so, by the team they gave.", columns, tuple(rows)
    )


def _symptom_table(standouts: Iterable[Standout]) -> Table:
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
    return Table("symptoms", "Missing symptoms", note, columns, tuple(rows))


def _told(group: _Group) -> tuple[Cell, ...]:
    last = max(each.at for each in group.asked)
    return group.name, " / ".join(group.spellings[1:4]), len(group.asked), last.date().isoformat()


_TOLD = (
    Column("question", "Question"),
    Column("spellings", "Also"),
    Column("searches", "Searches", "count"),
    Column("last", "Last", "day"),
)
