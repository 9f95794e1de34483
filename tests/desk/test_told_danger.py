"""Tickets whose text tells of danger: seen before all else with their route, and their words repeated nowhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

import pytest
from tests.conftest import DEMO_NOW
from tests.desk.test_insights import ticket
from tests.desk.test_reports import daily, handover

from sopkb.core.load import Base
from sopkb_desk.as_text import render_json, render_text
from sopkb_desk.asking import Asker
from sopkb_desk.insights import analyse
from sopkb_desk.reading import Export
from sopkb_desk.rows import BadRow
from sopkb_desk.survey import Answer, Survey
from sopkb_desk.ticket import Ticket

WORDS = "streamer holds a bottle of pills and says farewell"
CHILD = "un hombre pide fotos desnuda a una niña"


def live(number: int, **other: object) -> Ticket:
    made = datetime(2026, 11, 22, 9, 0, tzinfo=UTC) + timedelta(minutes=number)
    values = {"created": made, "first_response": made, "resolved": None, "status": "in_progress", "kb_ids": ()}
    return ticket(number, **{**values, **other})


def told(export: Export, *tickets: Ticket) -> Export:
    every = sorted((*export.tickets, *tickets), key=lambda each: (each.created, each.id))
    return replace(export, tickets=tuple(every))


def first_lines(report: str, heading: str) -> list[str]:
    return [line for line in report.partition(heading)[2].splitlines() if line][:3]


@pytest.fixture(scope="module")
def alarming(export: Export) -> Export:
    """An export with two tickets that tell of danger, of low priority, one of them answered."""
    return told(
        export,
        live(9001, id="D-1", summary=WORDS, priority="sev4"),
        live(9002, id="D-2", summary=CHILD, priority="sev3", resolved=datetime(2026, 11, 28, 15, 35, tzinfo=UTC)),
    )


def moved(export: Export, to: datetime) -> Export:
    """The tickets D-1 and D-2 an hour before a moment."""

    def at(each: Ticket) -> Ticket:
        if not each.id.startswith("D-"):
            return each
        made = to - timedelta(minutes=90)
        is_left = each.id == "D-2"
        return replace(
            each,
            created=made,
            first_response=made,
            resolved=to - timedelta(minutes=30) if is_left else None,
            status="resolved" if is_left else "in_progress",
        )

    every = sorted(map(at, export.tickets), key=lambda each: (each.created, each.id))
    return replace(export, tickets=tuple(every))


def test_a_handover_begins_with_what_told_of_danger_and_its_route(
    alarming: Export, demo_base: Base, asker: Asker
) -> None:
    text = handover(moved(alarming, DEMO_NOW), demo_base, asker)
    counted, first, second = first_lines(text, "## First")
    assert counted.startswith("- **2 told of danger** (ESC-0004 1, ESC-0005 1)")
    assert counted.endswith("Listened for in en, zh, es, pt, ar.")
    assert first.startswith("- **D-1 told of danger: ESC-0005** (Danger to life; sev4, dub-1, open).")
    assert "within 5 minutes" in first
    assert second.startswith("- **D-2 told of danger: ESC-0004** (A child at risk; sev3, dub-1, answered).")
    assert "farewell" not in text
    assert "pills" not in text


def told_row(text: str, ticket_id: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(f"| {ticket_id} |"))


def test_an_urgent_ticket_that_told_of_danger_stands_in_its_table_without_its_words(
    export: Export, demo_base: Base, asker: Asker
) -> None:
    urgent = moved(told(export, live(9003, id="D-3", summary=WORDS, priority="sev1")), DEMO_NOW)
    row = told_row(handover(urgent, demo_base, asker), "D-3")
    assert "(told of danger: ESC-0005)" in row
    assert "farewell" not in row


def test_a_daily_report_begins_with_it_too(alarming: Export, demo_base: Base) -> None:
    day = date(2026, 11, 21)
    text = daily(moved(alarming, datetime(2026, 11, 21, 20, tzinfo=UTC)), demo_base, day)
    counted, first, _ = first_lines(text, "## In short")
    assert counted.startswith("- **2 told of danger** (ESC-0004 1, ESC-0005 1)")
    assert "D-1 told of danger: ESC-0005" in first
    assert "farewell" not in text


def test_none_told_of_danger_is_said_only_where_every_text_was_heard(
    export: Export, demo_base: Base, asker: Asker
) -> None:
    calm = first_lines(handover(export, demo_base, asker), "## First")[0]
    assert calm.startswith("- None of the ")
    assert calm.endswith("was heard to tell of danger, in en, zh, es, pt, ar.")
    without = replace(
        export,
        absent=export.absent | {"summary"},
        tickets=tuple(replace(each, summary="") for each in export.tickets),
    )
    for text in (handover(without, demo_base, asker), daily(without, demo_base)):
        assert "Whether a ticket told of danger is not known**: the export has no text of tickets" in text
        assert "was heard to tell of danger" not in text
    holed = replace(export, bad=(BadRow("tickets.csv", 7, "it has 3 cells, the header 17"),))
    assert "told of danger is not known**: 1 rows of the export could not be used" in daily(holed, demo_base)
    some = told(export, live(9004, id="D-4", summary=""))
    assert "Whether a ticket told of danger is not known**: 1 of " in handover(moved(some, DEMO_NOW), demo_base, asker)


def test_a_base_without_routes_says_nothing_of_danger(alarming: Export, demo_base: Base, asker: Asker) -> None:
    plain = replace(demo_base, config=replace(demo_base.config, danger=MappingProxyType({})))
    assert "of danger" not in handover(moved(alarming, DEMO_NOW), plain, asker)


def test_insights_count_the_route_and_repeat_no_word(demo_base: Base, asker: Asker, tmp_path: Path) -> None:
    many = tuple(
        ticket(n, kb_ids=(), summary=f"{WORDS} number {n % 3}" if n % 2 else "screen is black but i can hear it")
        for n in range(60)
    )
    survey = Survey(tuple(Answer(f"T-{n}", 1, "she wants to die, nobody came") for n in range(0, 60, 2)), ())
    found = analyse(Export(tuple(many)), demo_base, asker, DEMO_NOW, survey=survey)
    assert found.table("danger").rows == (("Danger to life", "ESC-0005", "Imminent harm route", 30),)
    for text in (render_text(found), render_json(found)):
        assert "farewell" not in text
        assert "wants to die" not in text
        assert "Imminent harm route" in text
    (silent,) = [figure.value for figure in found.figures if figure.key == "without_summary"]
    assert silent == 0.0


def test_insights_do_not_call_unheard_tickets_safe(demo_base: Base, asker: Asker) -> None:
    plain = Export(tuple(ticket(n, summary="") for n in range(30)), absent=frozenset({"summary"}))
    found = analyse(plain, demo_base, asker, DEMO_NOW)
    assert found.table("danger").empty.startswith("not known, the export has no text of tickets")
