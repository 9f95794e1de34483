"""What people searched in each whole week, and what in vain, small enough to publish on the page of trends.

Nothing in it is about a person. What rests on fewer than five searches or reports is left out, and so is a question
that must not be quoted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sopkb.core.moments import format_instant
from sopkb.journal import JournalHistory, Said, SearchEvent
from sopkb_desk.as_text import table_rows
from sopkb_desk.count import is_enough, share
from sopkb_desk.facts import Cell, Table
from sopkb_desk.harmless import is_harmless
from sopkb_desk.search_groups import DEAD
from sopkb_desk.search_tables import BAD
from sopkb_desk.searches import SearchInsights
from sopkb_desk.trends import FORMAT
from sopkb_desk.weeks import rounded, week_name, whole_weeks

PUBLISHED = ("nothing", "abandoned", "dead", "failing", "danger")
"""Tables of :class:`SearchInsights` that the page shows."""
_MOST = 20


def search_weeks_document(history: JournalHistory, found: SearchInsights, source: str, now: datetime) -> dict[str, Any]:
    """Every whole week of a journal, and the questions and records that somebody should look at, as JSON can hold them.

    Args:
        history: all that the journal holds.
        found: what was found in it.
        source: name of the journal's file.
        now: the moment; the week that it lies in is not over, and is left out.
    """
    reports = dict(whole_weeks(history.reports, lambda each: each.at, now))
    telling = {each.source for each in history.searches if each.chosen}
    weeks = [
        _week(monday, asked, reports.get(monday, []), telling)
        for monday, asked in whole_weeks(history.searches, lambda each: each.at, now)
    ]
    return {
        "format": FORMAT,
        "made": format_instant(now),
        "source": [source],
        "search_weeks": weeks,
        "tables": {key: list(_published(found.table(key))) for key in PUBLISHED},
    }


def _week(monday: datetime, asked: Sequence[SearchEvent], said: Sequence[Said], telling: set[str]) -> dict[str, Any]:
    open_to_choice = [each for each in asked if each.total and each.source in telling]
    dead = sum(each.chosen_state in DEAD for each in asked)
    about = [each for each in said if each.record]
    return {
        "week": week_name(monday),
        "searches": len(asked) if is_enough(len(asked)) else None,
        "nothing": rounded(share(sum(not each.total for each in asked), len(asked))),
        "left": rounded(share(sum(not each.chosen for each in open_to_choice), len(open_to_choice))),
        "dead": rounded(share(dead, sum(bool(each.chosen) for each in asked))),
        "failed": rounded(share(sum(each.outcome in BAD for each in about), len(about))),
    }


def _published(table: Table) -> Iterator[dict[str, Cell]]:
    """The first rows of a table that may be seen by everybody."""
    counts = [place for place, column in enumerate(table.columns) if column.kind == "count"]
    rows = [
        row
        for row in table.rows
        if is_enough(sum(int(row[place] or 0) for place in counts))
        and all(is_harmless(cell) for cell in row if isinstance(cell, str))
    ]
    yield from table_rows(Table(table.key, table.title, table.note, table.columns, tuple(rows[:_MOST])))
