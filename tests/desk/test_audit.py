"""What changed in the shape of exports is told, and an ordinary week says nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.desk.test_insights import ticket

from sopkb_desk.audit import Shape, between_files, between_weeks
from sopkb_desk.ticket import Ticket

UNTIL = datetime(2026, 11, 16, tzinfo=UTC)


def nine_weeks() -> list[Ticket]:
    hours = range(1, 9 * 7 * 24, 3)
    sites, states = ("dub-1", "mnl-1", "bog-1"), ("closed", "resolved")
    return [
        ticket(
            n,
            created=UNTIL - timedelta(hours=hour),
            site=sites[n % 3],
            status=states[n % 2],
            priority=f"sev{n % 4 + 1}",
        )
        for n, hour in enumerate(hours)
    ]


def test_an_ordinary_week_says_nothing() -> None:
    assert not list(between_weeks(nine_weeks(), UNTIL))


def is_last(each: Ticket) -> bool:
    return each.created >= UNTIL - timedelta(weeks=1)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda t: replace(t, status="parked") if is_last(t) and t.site == "dub-1" else t, "status “parked” is new"),
        (lambda t: None if is_last(t) and t.site == "mnl-1" else t, "site “mnl-1” stopped: 0, usually about 19"),
        (lambda t: None if is_last(t) and t.created.day > 10 else t, "the median of 8 weeks is 56"),
        (lambda t: replace(t, category="") if is_last(t) else t, "category is empty for 100%"),
    ],
)
def test_a_week_that_was_tampered_with_is_told(change: Callable[[Ticket], Ticket | None], said: str) -> None:
    tickets = [each for t in nine_weeks() if (each := change(t)) is not None]
    assert any(said in each.what for each in between_weeks(tickets, UNTIL))


def test_too_few_weeks_are_not_called_usual() -> None:
    (only,) = between_weeks([t for t in nine_weeks() if t.created > UNTIL - timedelta(weeks=3)], UNTIL)
    assert "what is usual is not known" in only.means


def test_columns_that_are_gone_moved_or_new_are_told() -> None:
    old = Shape("w1.csv", "Zendesk", {"site": "Site", "status": "Status"}, frozenset({"Site", "Status"}), 0, 100)
    new = Shape("w2.csv", "Zendesk", {"site": "", "status": "State"}, frozenset({"State"}), 9, 100)
    said = [each.what for each in between_files([old, new])]
    assert said == [
        "w2.csv has no site any more",
        "w2.csv takes status from State, w1.csv from Status",
        "w2.csv lacks columns: Site, Status",
        "w2.csv has new columns: State",
        "9 of 100 rows of w2.csv could not be used",
    ]
    assert not list(between_files([old, old]))
