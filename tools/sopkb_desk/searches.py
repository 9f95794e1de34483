"""What people could not find, from the journal of their searches: for whoever writes the next record or symptom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sopkb.core.load import Base
from sopkb.journal import JournalHistory
from sopkb.search import search
from sopkb.search.index import SearchIndex
from sopkb_desk.danger import danger_table, hears, without_danger
from sopkb_desk.facts import Sort, Standout, Table
from sopkb_desk.search_groups import Group, grouped, key_of_question
from sopkb_desk.search_tables import (
    dead_table,
    failing_table,
    left_table,
    nothing_table,
    read_table,
    symptom_table,
)

LEAST = 3
"""Searches that a group must have: one person's odd question is no finding, and is nobody's business."""
_LEFT = 0.6
"""Share of a question's searches that end without a record opened, from which on it counts as abandoned."""


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


def analyse_searches(
    history: JournalHistory, base: Base, index: SearchIndex, now: datetime, least: int = LEAST
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
    every = grouped(history.searches, lambda query: key_of_question(query, index, now))
    groups = [group for group in every if len(group.asked) >= least]
    nothing = [group for group in groups if _finds_nothing(group)]
    open_gaps = [group for group in nothing if not search(index, group.name, now=now, limit=1).total]
    telling = {each.source for each in history.searches if each.chosen}
    left = [group for group in groups if group not in nothing and _is_left(group, telling)]
    standouts = [*_gaps(open_gaps, base), *_symptoms(groups, base, index, now, least)]
    none = f"none of the {len(groups)} questions that were asked {least} times or more"
    none = none if groups else f"not known, no question was asked {least} times"
    calm = "none was heard in what is written down" if history.searches or history.reports else "not known"
    untold = none if telling or not groups else "not known, no source tells what was opened"
    tables = (
        nothing_table(nothing, open_gaps, none),
        left_table(left, telling, index, now, untold),
        dead_table(history.searches, base, "none" if telling else "not known, no source tells what was opened"),
        failing_table(history.reports, base, least),
        symptom_table(standouts, untold),
        read_table(history.acknowledged, base),
        danger_table(dangers, base, "Searches and reports that told of danger; of their words nothing is kept.", calm),
    )
    rare = [group for group in every if len(group.asked) < least]
    remarks = ["Spellings of one question count together."]
    if rare:
        count = sum(len(group.asked) for group in rare)
        remarks.append(f"{len(rare):,} questions asked fewer than {least} times are left out ({count:,} searches).")
    silent = {each.source for each in history.searches} - telling
    if silent:
        remarks.append(
            f"What was opened is not known of searches from {', '.join(sorted(silent))}: nothing can be said of "
            "whether they were left, or led to dead records."
        )
    empty = sum(not each.total for each in history.searches)
    return SearchInsights(len(history.searches), empty, tables, tuple(standouts), tuple(remarks))


def _finds_nothing(group: Group) -> bool:
    return sum(not each.total for each in group.asked) * 2 > len(group.asked)


def _is_left(group: Group, telling: set[str]) -> bool:
    asked = [each for each in group.asked if each.source in telling]
    return len(asked) >= LEAST and sum(not each.chosen for each in asked) >= _LEFT * len(asked)


def _gaps(groups: Iterable[Group], base: Base) -> Iterator[Standout]:
    for group in groups:
        why = f"none of {len(group.asked)} searches found a record"
        yield _standout(Sort.NEW_RECORD, group, why, "Write a record, or say whose it is.")


def _symptoms(groups: Iterable[Group], base: Base, index: SearchIndex, now: datetime, least: int) -> Iterator[Standout]:
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


def _standout(sort: Sort, group: Group, why: str, do: str, record: str = "") -> Standout:
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
