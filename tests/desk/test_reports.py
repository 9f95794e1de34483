"""The daily report and the handover, read whole: what the next shift meets at the beginning of its day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from tests.conftest import CHECKOUT, DEMO_NOW
from tests.desk.test_insights import ticket

from sopkb.core.config import Desk, Shift
from sopkb.core.errors import UsageError
from sopkb.core.load import Base
from sopkb_desk.asking import Asker
from sopkb_desk.backlog import first_replies, follow_ups, open_at
from sopkb_desk.daily import daily_values, day_of, last_day
from sopkb_desk.handover import handover_at, handover_values
from sopkb_desk.markdown import quoted
from sopkb_desk.reading import Export
from sopkb_desk.template import blanks, fill, own_template, template_of
from sopkb_desk.ticket import Ticket

GOLDEN = CHECKOUT / "tests/golden/desk"
Day = Callable[[Export, Base], str]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def daily(export: Export, base: Base, day: date = date(2026, 11, 20)) -> str:
    return fill(own_template("daily"), daily_values(export, base, day))


def handover(export: Export, base: Base, asker: Asker, now: datetime = DEMO_NOW) -> str:
    meeting = handover_at(base.config.desk, now)
    values = handover_values(export, base, meeting, now, lambda text: asker(text).answer)
    return fill(own_template("handover"), values)


@pytest.fixture(scope="module")
def busy(export: Export) -> Export:
    """The generated year, with an evening that a lead would remember."""
    flood = [
        ticket(9000 + n, created=at("2026-11-20T14:00") + timedelta(minutes=n), resolved=None, status="in_progress",
               first_response=at("2026-11-20T14:30") + timedelta(minutes=n), kb_ids=("WKA-0002",), priority="sev2",
               next_update=at("2026-11-22T10:30") - timedelta(hours=n % 3), id=f"F-{n:02}")
        for n in range(12)
    ]  # fmt: skip
    silent = ticket(9100, id="F-99", created=at("2026-11-22T09:30"), first_response=None, resolved=None, status="new",
                    kb_ids=(), priority="sev1", summary="vid went black after update, sound ok @here")  # fmt: skip
    both = sorted([*export.tickets, *flood, silent], key=lambda each: each.created)
    return replace(export, tickets=tuple(both))


@pytest.mark.parametrize("name", ["daily", "handover"])
def test_the_report_is_as_it_was_read_and_approved(
    name: str, busy: Export, demo_base: Base, asker: Asker, update_golden: bool
) -> None:
    text = daily(busy, demo_base) if name == "daily" else handover(busy, demo_base, asker)
    golden = GOLDEN / f"{name}.md"
    if update_golden:
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(text, "utf-8", newline="\n")
    assert text == golden.read_text("utf-8")


def test_the_flood_of_an_evening_is_told_against_that_weekday(busy: Export, demo_base: Base) -> None:
    unusual = daily_values(busy, demo_base, date(2026, 11, 20))["unusual"]
    assert "Video" in unusual
    assert "usually" in unusual


def test_an_ordinary_day_says_so(export: Export, demo_base: Base) -> None:
    days = [date(2026, 6, 1) + timedelta(days=n) for n in range(28)]
    odd = [day for day in days if "usually" in daily_values(export, demo_base, day)["unusual"]]
    assert len(odd) <= 2, "what is said every day is not read"


def test_opened_minus_answered_is_the_change_in_open_on_every_day(export: Export, demo_base: Base) -> None:
    for n in range(0, 60, 7):
        values = daily_values(export, demo_base, date(2026, 11, 20) - timedelta(days=n))
        assert "do not agree" not in values["balance"]


def test_a_day_ends_when_the_team_says_and_the_last_one_is_over(demo_base: Base) -> None:
    desk = demo_base.config.desk
    assert day_of(date(2026, 11, 21), desk) == (at("2026-11-20T23:30"), at("2026-11-21T23:30"))
    assert last_day(at("2026-11-21T23:29"), desk) == date(2026, 11, 20)
    assert last_day(at("2026-11-21T23:30"), desk) == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("now", "shift", "moment", "until"),
    [
        ("2026-11-22T10:00", None, "2026-11-22T16:00", "2026-11-23T00:00"),
        ("2026-11-22T16:00", None, "2026-11-22T16:00", "2026-11-23T00:00"),
        ("2026-11-22T16:01", None, "2026-11-23T00:00", "2026-11-23T08:00"),
        ("2026-11-22T10:00", "apac", "2026-11-23T08:00", "2026-11-23T16:00"),
    ],
)
def test_a_handover_is_the_next_end_of_a_shift(
    demo_base: Base, now: str, shift: str | None, moment: str, until: str
) -> None:
    found = handover_at(demo_base.config.desk, at(now), shift)
    assert (found.moment, found.until) == (at(moment), at(until))
    assert found.since == found.moment - timedelta(hours=8)


def test_a_shift_past_midnight_hands_over_the_next_morning() -> None:
    night = Shift("night", "Night", timedelta(hours=22), timedelta(hours=30))
    day = Shift("day", "Day", timedelta(hours=6), timedelta(hours=22))
    found = handover_at(Desk(shifts=(day, night)), at("2026-11-22T23:00"))
    assert (found.ends.name, found.moment) == ("night", at("2026-11-23T06:00"))
    assert found.until == at("2026-11-23T22:00")


def test_a_shift_that_there_is_not_is_refused(demo_base: Base) -> None:
    with pytest.raises(UsageError, match="apac, emea, amer"):
        handover_at(demo_base.config.desk, DEMO_NOW, "night")


def test_who_waits_longest_for_the_most_urgent_leads(demo_base: Base) -> None:
    desk = demo_base.config.desk
    now = at("2026-11-22T10:00")
    new = {"first_response": None, "resolved": None, "status": "new"}
    tickets = [
        ticket(1, **new, created=now - timedelta(minutes=30), priority="sev3"),
        ticket(2, **new, created=now - timedelta(minutes=1), priority="sev1"),
        ticket(3, **new, created=now - timedelta(minutes=90), priority="sev3"),
        ticket(4, created=now - timedelta(minutes=90), resolved=None, status="open", priority="sev3"),
    ]
    found = list(follow_ups(tickets, now, desk))
    assert [each.ticket.id for each in found] == ["T-2", "T-3", "T-1", "T-4"]
    assert [each.due and each.due < now for each in found] == [False, True, False, None]


def test_a_ticket_counts_as_open_until_it_was_answered() -> None:
    one: Ticket = ticket(1, created=at("2026-11-20T10:00"), resolved=at("2026-11-20T12:00"), status="closed")
    assert [len(open_at([one], at(f"2026-11-20T{hour}:00"))) for hour in (10, 11, 13)] == [0, 1, 0]


def test_a_first_reply_whose_time_is_not_over_is_not_judged() -> None:
    created = at("2026-11-20T10:00")
    tickets = [ticket(1, created=created, first_response=None), ticket(2, created=created - timedelta(hours=5))]
    found = first_replies(tickets, created + timedelta(minutes=59), Desk())["sev3"]
    assert (found.judged, found.kept) == (1, 0)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("look at https://evil.example/clip now", "look at (address left out) now"),
        ("@here | *all*", "(at)here \\| \\*all\\*"),
        ("<script>x</script>", "\\<script\\>x\\</script\\>"),
        ("[[SOP-0001]](x)", "\\[\\[SOP-0001\\]\\](x)"),
        ("a\nb", "a b"),
        ("clip shows a severed hand", "(not shown: it describes a scene)"),
    ],
)
def test_what_a_user_said_does_nothing_where_it_is_pasted(said: str, shown: str) -> None:
    assert quoted(said) == shown


def test_a_team_has_its_own_template_and_a_misspelt_name_is_said(tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk/daily.md").write_text("# {{ day }}\n{{ blank }} {{ blank }}\n", "utf-8")
    text = fill(template_of("daily", tmp_path), {"day": "2026-11-20"})
    assert text == "# 2026-11-20\n**[fill in]** **[fill in]**\n"
    assert blanks(text) == 2
    assert template_of("handover", tmp_path) == own_template("handover")
    with pytest.raises(UsageError, match="dya"):
        fill("{{ dya }}", {"day": ""})
