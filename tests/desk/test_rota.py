"""The rota: shifts in local time, turns, holidays, gaps, handovers; and the day's figures that name their roles."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from tests.conftest import DEMO_NOW
from tests.desk.test_insights import ticket
from tests.desk.test_unjudged import quiet

from sopkb.core.errors import UsageError
from sopkb.core.load import Base
from sopkb_desk.daily import daily_values
from sopkb_desk.day_details import usual_line
from sopkb_desk.rota import Rota, coverage, rota_of


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def rota(*lines: dict[str, Any], **more: Any) -> Rota:
    found = rota_of({"lines": list(lines), **more})
    assert found
    return found


DUBLIN = {"role": "desk", "from": "08:00", "to": "16:00", "zone": "Europe/Dublin"}


def test_a_shift_keeps_its_local_hour_when_clocks_change() -> None:
    found = rota(DUBLIN)
    assert [d.begins.hour for d in found.duties(at("2026-10-24T00:00"), at("2026-10-26T23:00"))] == [7, 8, 8]


def test_a_shift_over_midnight_ends_on_the_next_day() -> None:
    found = rota({"role": "night", "from": "22:00", "to": "06:00"})
    (duty,) = found.on_duty(at("2026-11-22T03:00"))
    assert (duty.begins, duty.ends) == (at("2026-11-21T22:00"), at("2026-11-22T06:00"))


def test_roles_take_turns_by_weeks_from_the_first_monday() -> None:
    found = rota({"roles": ["a", "b", "c"], "weeks": 2, "starting": "2026-11-04", "from": "00:00", "to": "24:00"})
    days = [date(2026, 11, 2) + timedelta(weeks=n) for n in range(-1, 7)]
    assert [found.lines[0].role_on(day) for day in days] == ["c", "a", "a", "b", "b", "c", "c", "a"]


def test_a_holiday_leaves_a_gap_where_the_line_is_not_kept() -> None:
    found = rota({**DUBLIN, "on_holidays": False, "zone": "UTC"}, holidays=["2026-12-25"])
    gaps = found.gaps(at("2026-12-25T08:00"), at("2026-12-25T16:00"))
    assert gaps == [(at("2026-12-25T08:00"), at("2026-12-25T16:00"))]
    assert not found.gaps(at("2026-12-24T08:00"), at("2026-12-24T16:00"))


def test_who_is_only_on_call_closes_no_gap() -> None:
    found = rota({"role": "lead", "from": "00:00", "to": "24:00", "on_call": True})
    said = coverage(found, at("2026-11-22T08:00"), at("2026-11-22T16:00"))
    assert "lead (on call) from 08:00 to 16:00" in said
    assert "**Nobody is at the desk**: Sun 08:00 to 16:00 UTC" in said


def test_weekdays_are_a_range_or_a_list_also_over_the_weekend() -> None:
    found = rota({**DUBLIN, "days": "sat-mon"}, {**DUBLIN, "days": ["tue", "thu"]})
    assert [sorted(line.days) for line in found.lines] == [[0, 5, 6], [1, 3]]


def test_a_handover_names_who_ends_and_who_is_on_then() -> None:
    found = rota({"role": "early", "from": "00:00", "to": "12:00"}, {"role": "late", "from": "12:00", "to": "20:00"})
    told = found.handovers(at("2026-11-22T06:00"), at("2026-11-22T23:00"))
    assert told == [(at("2026-11-22T12:00"), ["early"], ["late"]), (at("2026-11-22T20:00"), ["late"], [])]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"lines": []}, "`lines` is a list"),
        ({"lines": [{"from": "08:00", "to": "16:00"}]}, "line 1 names no `role`"),
        ({"lines": [{"role": "a", "from": "8", "to": "25:00"}]}, "line 1: `from` and `to` are times"),
        ({"lines": [{**DUBLIN, "days": "monday"}]}, "line 1: `days` is like mon-fri"),
        ({"lines": [{**DUBLIN, "zone": "Dublin"}]}, "line 1: `zone` is a name like"),
        ({"lines": [{**DUBLIN, "roles": ["a", "b"]}]}, "line 1: roles that take turns need `starting`"),
        ({"lines": [{**DUBLIN, "who": "Ana"}]}, "line 1: `who` is not a key"),
        ({"lines": [DUBLIN], "holidays": ["Christmas"]}, "holiday Christmas"),
    ],
)
def test_a_rota_that_makes_no_sense_is_refused_with_its_line(data: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        rota_of(data)


def test_without_a_rota_coverage_is_not_known() -> None:
    assert (
        coverage(None, at("2026-11-22T08:00"), at("2026-11-22T16:00")) == "Not known: kb.yml has no rota (desk.rota)."
    )


def test_the_day_says_how_long_answers_took_and_how_old_the_backlog_is(demo_base: Base) -> None:
    day = date(2026, 11, 21)
    created = at("2026-11-21T08:00")
    done = [
        ticket(n, id=f"D-{n}", created=created, first_response=created, resolved=created + timedelta(hours=n),
               priority="sev2", status="resolved", satisfied=n != 1, reopened=int(n == 3),
               escalated_to="video-eng" if n == 2 else "")
        for n in (1, 2, 3)
    ]  # fmt: skip
    old = ticket(8, id="O-1", created=created - timedelta(days=9), first_response=None, resolved=None, status="open",
                 priority="sev4", kb_ids=())  # fmt: skip
    values = daily_values(quiet(*done, old), demo_base, day)
    assert "| sev2 | 3 | 2 h | 3 h | not known |" in values["resolution"]
    assert "7 to 30 days 1. The oldest: O-1 (9 d)." in values["age"]
    assert "Satisfied: 2 of 3 who said so" in values["quality"]
    assert "Opened again: 1 of 5" in values["quality"]
    assert "(video-eng 1)" in values["quality"]
    assert "O-1 (sev4): first reply was due" in values["to_follow"]


def test_an_empty_backlog_is_only_called_so_where_everything_was_looked_at(demo_base: Base) -> None:
    day = date(2026, 11, 21)
    assert daily_values(quiet(), demo_base, day)["to_follow"] == "Nothing is open."
    strange = quiet(ticket(1, id="S-1", created=at("2026-11-21T08:00"), status="parked", resolved=None, kb_ids=()))
    values = daily_values(strange, demo_base, day)
    assert values["to_follow"] == values["age"] == "Nothing is known to be open."


def test_the_usual_is_a_median_with_its_range_and_the_day_in_it() -> None:
    assert "median of 30, from 19 to 37: within that range" in usual_line([19, 30, 30, 37], 31, "Saturday", "")
    assert "**above all of them**" in usual_line([1, 2], 5, "Monday", "")
    assert "the export begins on Sunday" in usual_line(None, 5, "Monday", "Sunday")


def test_the_demo_covers_every_hour_of_a_week(demo_base: Base) -> None:
    found = rota_of(demo_base.config.desk.rota)
    assert found
    assert not found.gaps(DEMO_NOW, DEMO_NOW + timedelta(days=7))
