"""No report calls a day quiet of which something could not be judged: it says what, where the figure would stand."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from tests.conftest import DEMO_NOW
from tests.desk.conftest import row
from tests.desk.test_insights import ticket

from sopkb.core.errors import UsageError
from sopkb.core.load import Base
from sopkb_desk.as_text import render_csv, render_json, render_text
from sopkb_desk.asking import Asker
from sopkb_desk.count import NotKnown
from sopkb_desk.daily import daily_values
from sopkb_desk.facts import Insights
from sopkb_desk.handover import handover_at, handover_values
from sopkb_desk.insights import Period, analyse
from sopkb_desk.reading import Export, read_tickets
from sopkb_desk.rows import BadRow
from sopkb_desk.template import fill, own_template
from sopkb_desk.ticket import Ticket
from sopkb_desk.weeks import weeks_document

Write = Callable[..., Path]
CALM = ("Nothing is overdue", "Nothing else is due", "None: ", "No other ticket is open", "no ticket was opened")
"""Sentences that only stand where everything was looked at."""
OPEN = {"status": "open", "resolved": None, "closed": None, "first_response": None}


def reports(export: Export, base: Base) -> tuple[str, str]:
    """The daily report of the day before the demo's moment, and the handover at it."""
    daily = fill(own_template("daily"), daily_values(export, base, date(2026, 11, 21)))
    meeting = handover_at(base.config.desk, DEMO_NOW)
    handover = fill(own_template("handover"), handover_values(export, base, meeting, DEMO_NOW, lambda text: ""))
    return daily, handover


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def quiet(*more: Ticket) -> Export:
    """Ten weeks of a desk that answers everything, up to the demo's moment; and some tickets besides."""
    hours = range(0, 10 * 7 * 24, 12)
    begin = DEMO_NOW - timedelta(hours=hours[-1])
    answered = [
        ticket(n, created=begin + timedelta(hours=n), first_response=begin + timedelta(hours=n, minutes=2),
               resolved=begin + timedelta(hours=n, minutes=9), kb_ids=("SOP-0012",), category="access",
               summary="my account is locked after too many wrong codes")
        for n in hours
    ]  # fmt: skip
    return Export(tuple(sorted([*answered, *more], key=lambda each: each.created)), files=("quiet.csv",))


def test_where_everything_was_looked_at_calm_is_said_with_what_was_looked_at(demo_base: Base) -> None:
    waiting = ticket(9, **OPEN, created=DEMO_NOW - timedelta(minutes=30), priority="sev4")
    daily, handover = reports(quiet(waiting), demo_base)
    assert "Nothing is overdue: each of the 0 open tickets was judged." in daily
    assert "None: each of the 1 open tickets has another severity than sev1 or sev2." in handover
    assert "Nothing else is due" not in handover, "sev4 is due within the shift"
    assert "1 due or overdue" in handover
    assert "not judged" not in (daily + handover).casefold()


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"priority": "urgent"}, "“urgent” 1"),
        ({"priority": "dringend"}, "“dringend” 1"),
        ({"priority": "紧急"}, "“紧急” 1"),
        ({"priority": "crítica"}, "“crítica” 1"),
        ({"priority": ""}, "empty 1"),
        ({"status": "wartet auf kunde"}, "“wartet auf kunde” 1"),
        ({"status": "进行中"}, "“进行中” 1"),
        ({"status": "en espera", "resolved": DEMO_NOW}, "“en espera” 1"),
        ({"status": ""}, "empty 1"),
    ],
)
def test_one_ticket_that_cannot_be_judged_is_named_in_both_reports_and_nothing_is_called_quiet(
    demo_base: Base, fault: dict[str, object], said: str
) -> None:
    values = {**OPEN, "created": moment("2026-11-21T08:00"), "priority": "sev3", **fault}
    for text in reports(quiet(ticket(9, **values)), demo_base):
        assert not [calm for calm in CALM if calm in text]
        assert said in text


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"is_reply_known": False}, "first\\_response\\_at"),
        ({"first_response": moment("2026-11-21T09:00")}, "next\\_update\\_at"),
    ],
)
def test_a_ticket_whose_next_message_is_not_known_is_not_called_in_time(
    demo_base: Base, fault: dict[str, object], said: str
) -> None:
    values = {**OPEN, "created": moment("2026-11-21T08:00"), "priority": "sev3", **fault}
    for text in reports(quiet(ticket(9, **values)), demo_base):
        assert "1 open ticket, the export does not say when" in text
        assert said in text
        assert "was judged" not in text
        assert "Nothing" not in text


def test_a_ticket_of_unknown_priority_is_read_aloud_before_the_ones_that_can_wait(demo_base: Base) -> None:
    created = moment("2026-11-22T06:00")
    tickets = [ticket(n, **OPEN, created=created, priority=word) for n, word in enumerate(("sev3", "P0", "sev1"), 1)]
    urgent = handover_values(quiet(*tickets), demo_base, handover_at(demo_base.config.desk, DEMO_NOW), DEMO_NOW, str)[
        "urgent"
    ]
    assert urgent.index("| T-3 |") < urgent.index("How urgent is not known") < urgent.index("| T-2 |")
    assert "T-1" not in urgent


def test_late_tickets_are_at_least_so_many_where_others_could_not_be_judged(demo_base: Base) -> None:
    created = moment("2026-11-21T08:00")
    two = (ticket(n, **OPEN, created=created, priority=word) for n, word in ((1, "sev3"), (2, "P0")))
    daily, handover = reports(quiet(*two), demo_base)
    assert "Overdue: at least 1." in daily
    assert "At least 1 overdue" in handover


def test_an_empty_export_says_that_nothing_is_known(demo_base: Base, written: Write) -> None:
    export = read_tickets([written()], DEMO_NOW)
    daily, handover = reports(export, demo_base)
    assert "Nothing is known of this day: the export has no ticket." in daily
    assert "| **all** |" not in daily
    assert "0 opened" not in daily
    assert "nor how many are open" in handover
    assert not [calm for calm in CALM for text in (daily, handover) if calm in text]


def test_an_export_that_begins_yesterday_does_not_speak_of_what_was_open_before(demo_base: Base) -> None:
    export = quiet()
    late = tuple(each for each in export.tickets if each.created >= moment("2026-11-21T00:00"))
    for text in reports(replace(export, tickets=late), demo_base):
        assert "tickets opened before Sat 21 Nov 2026 10:00 UTC, where the export begins" in text
        assert not [calm for calm in CALM if calm in text]


@pytest.mark.parametrize(("last", "hours"), [("2026-11-21T10:30", 13), ("2026-11-19T10:00", 60)])
def test_an_export_that_ends_before_the_day_does_says_where(demo_base: Base, last: str, hours: int) -> None:
    export = quiet()
    early = tuple(each for each in export.tickets if each.created < moment(last))
    daily, handover = reports(replace(export, tickets=early), demo_base)
    assert not [calm for calm in CALM for text in (daily, handover) if calm in text]
    assert ("Nothing is known of this day" in daily) == (hours > 24)
    assert "how many were opened in this shift is not known" in handover


def test_a_busy_desk_is_not_silent_for_eight_hours_and_a_small_one_may_be(demo_base: Base) -> None:
    busy = tuple(
        ticket(n, created=DEMO_NOW - timedelta(minutes=30 * n), first_response=DEMO_NOW - timedelta(minutes=30 * n),
               resolved=DEMO_NOW - timedelta(minutes=30 * n))
        for n in range(16, 48 * 7 * 10)
    )[::-1]  # fmt: skip
    assert "the newest entry of the export" in reports(Export(busy, files=("t.csv",)), demo_base)[1]
    small = tuple(each for n, each in enumerate(busy[::-1]) if n % 20 == 0)[::-1]
    assert "the newest entry of the export" not in reports(Export(small, files=("t.csv",)), demo_base)[1]


def test_rows_that_could_not_be_used_are_counted_in_the_report_itself(demo_base: Base) -> None:
    bad = tuple(BadRow("quiet.csv", n, "created_at is empty") for n in (3, 4))
    for text in reports(replace(quiet(), bad=bad, private=1), demo_base):
        assert "2 rows that could not be used, 1 of them for a personal datum or a secret" in text
        assert not [calm for calm in CALM if calm in text]


def test_a_ticket_that_ended_nobody_knows_when_is_not_open_and_is_not_counted_as_answered(demo_base: Base) -> None:
    lost = ticket(9, created=moment("2026-11-21T08:00"), resolved=None, closed=None, status="closed")
    values = daily_values(quiet(lost), demo_base, date(2026, 11, 21))
    assert "1 ticket that ended, the export does not say when" in values["volume"]
    assert "cannot be told" in values["balance"]
    assert "T-9" not in values["overdue"]


def test_few_tickets_of_a_severity_are_told_exactly(demo_base: Base) -> None:
    created = moment("2026-11-21T08:00")
    day = [
        ticket(n, created=created, priority="sev2", first_response=created + timedelta(minutes=10 if n < 3 else 60),
               resolved=created + timedelta(hours=2))
        for n in range(1, 5)
    ]  # fmt: skip
    soon = created + timedelta(minutes=1)
    one = ticket(5, created=created, priority="sev1", first_response=soon, resolved=soon)
    values = daily_values(quiet(*day, one), demo_base, date(2026, 11, 21))
    assert "| sev1 | 1 | 1 | 0 |" in values["volume"]
    assert values["sla"].startswith("sev1 1 of 1 in time; sev2 2 of 4 in time, 2 late; ")
    assert "under 5" not in "".join(values.values())


def test_a_column_that_holds_names_is_counted_and_not_listed(demo_base: Base) -> None:
    created = moment("2026-11-21T08:00")
    people = [ticket(n, **OPEN, created=created, priority=f"jane doe {n}") for n in range(9)]
    short = daily_values(quiet(*people), demo_base, date(2026, 11, 21))["short"]
    assert "9 different words: is that the right column?" in short
    assert "jane" not in short


def test_one_of_two_files_that_does_not_say_who_was_answered_is_not_covered_by_the_other(
    demo_base: Base, tmp_path: Path
) -> None:
    from sopkb_desk.columns import TICKET_COLUMNS, TicketMapping

    names = [name for name in TICKET_COLUMNS if name != "first_response_at"]
    cells = dict(zip(TICKET_COLUMNS, row(ticket_id="T-2", status="open").split(","), strict=True))
    with_it, without = tmp_path / "a.csv", tmp_path / "b.csv"
    with_it.write_text(",".join(TICKET_COLUMNS) + "\n" + row() + "\n", "utf-8")
    without.write_text(",".join(names) + "\n" + ",".join(cells[name] for name in names) + "\n", "utf-8")
    mapping = TicketMapping(columns={"first_response_at": None})
    tickets = (*read_tickets([with_it], DEMO_NOW).tickets, *read_tickets([without], DEMO_NOW, mapping).tickets)
    values = daily_values(Export(tickets), demo_base, date(2026, 11, 20))
    assert "1 of 1 in time, 1 not known, the export has no first_response_at" in values["sla"]


def insights_of(export: Export, base: Base, ask: Asker, *period: datetime) -> Insights:
    return analyse(export, base, ask, DEMO_NOW, Period(*period))


def test_nothing_stands_out_is_said_of_what_was_looked_at_and_of_nothing_else(demo_base: Base, asker: Asker) -> None:
    assert "Nothing stands out of 139 tickets." in render_text(insights_of(quiet(), demo_base, asker))
    for export, reason in (
        (Export(quiet().tickets[-6:]), "5 answered tickets have a summary, too few"),
        (replace(quiet(), absent=frozenset({"kb_ids"})), "links are not known (no kb_ids)"),
        (quiet(ticket(9, status="gelöst")), "“gelöst” 1"),
        (quiet(ticket(9, priority="dringend")), "“dringend” 1"),
        (replace(quiet(), bad=(BadRow("t.csv", 3, "created_at is empty"),)), "1 row that could not be used"),
    ):
        text = render_text(insights_of(export, demo_base, asker))
        assert "Nothing stands out" not in text
        assert "Whether anything stands out is not known: " in text
        assert reason in text


def test_words_that_are_not_known_stand_in_text_json_and_sheet_and_are_counted(demo_base: Base, asker: Asker) -> None:
    strange = [ticket(n, status="solucionado", priority="alta", created=moment("2026-11-21T08:00")) for n in (1, 2, 3)]
    found = insights_of(quiet(*strange), demo_base, asker)
    assert "“solucionado” 3" in render_text(found)
    assert "“alta” 3" in render_text(found)
    document = json.loads(render_json(found))
    assert document["figures"]["status_not_known"] == 3
    assert [(each["why"], each["count"], each["words"]) for each in document["not_judged"]] == [
        ("status", 3, {"solucionado": 3}),
        ("priority", 3, {"alta": 3}),
    ]
    rows = list(csv.DictReader(io.StringIO(render_csv(found.table("standouts")))))
    assert [(each["kind"], each["tickets"]) for each in rows] == [("not judged", "3"), ("not judged", "3")]


def test_a_share_over_nothing_says_so_where_the_figure_would_stand(demo_base: Base, asker: Asker) -> None:
    export = Export(tuple(ticket(n, status="abgelegt") for n in range(9)))
    found = insights_of(export, demo_base, asker)
    assert "Link rate                        none to judge" in render_text(found)
    document = json.loads(render_json(found))
    assert document["figures"]["link_rate"] is None
    assert document["unknown"]["link_rate"] == "none to judge"
    assert document["tables"]["areas"][0]["unknown"]["link_rate"] == "none to judge"
    assert "Video,9,none to judge,,,0.0,0.0," in render_csv(found.table("areas"))  # no interval of nothing


def test_links_that_the_export_does_not_tell_are_no_links_that_are_missing(demo_base: Base, asker: Asker) -> None:
    tickets = tuple(ticket(n, kb_ids=(), is_link_known=False) for n in range(30))
    found = insights_of(Export(tickets, absent=frozenset({"kb_ids"})), demo_base, asker)
    figures = {figure.key: figure.value for figure in found.figures}
    assert figures["link_rate"] is NotKnown.ABSENT
    assert figures["median_minutes_without"] is NotKnown.NONE
    assert "not known, the export does not say which records were linked" in found.table("records").empty


def test_a_change_is_only_told_where_the_export_reaches_back_over_both_times(demo_base: Base, asker: Asker) -> None:
    tickets = tuple(
        ticket(n, created=DEMO_NOW - timedelta(hours=2 * n), resolved=DEMO_NOW - timedelta(hours=2 * n - 1))
        for n in range(1, 130)
    )[::-1]
    since = DEMO_NOW - timedelta(days=7)
    whole = insights_of(Export(tickets), demo_base, asker, since, DEMO_NOW).table("records").rows[0]
    assert whole[4] is NotKnown.BEFORE, "eleven of fourteen days are no week before"
    short = insights_of(Export(tickets), demo_base, asker, DEMO_NOW - timedelta(days=5), DEMO_NOW)
    assert short.table("records").rows[0][4] == 0


def test_a_time_that_the_export_does_not_reach_is_refused_with_where_it_reaches(demo_base: Base, asker: Asker) -> None:
    with pytest.raises(UsageError) as refused:
        insights_of(quiet(), demo_base, asker, moment("2026-01-05"), moment("2026-01-12"))
    assert "The export reaches from Sun 13 Sep 2026 22:00 UTC to Sun 22 Nov 2026 10:00 UTC" in refused.value.remedy
    with pytest.raises(UsageError, match="The export has no ticket"):
        insights_of(Export(()), demo_base, asker)


def test_a_week_in_which_the_export_ends_is_not_published_as_a_quiet_one(demo_base: Base) -> None:
    export = quiet()
    early = replace(export, tickets=tuple(t for t in export.tickets if t.created < moment("2026-11-11T12:00")))
    names = [week["week"] for week in weeks_document(early, demo_base, DEMO_NOW)["weeks"]]
    assert names[-1] == "2026-W45"
    assert [week["week"] for week in weeks_document(export, demo_base, DEMO_NOW)["weeks"]][-1] == "2026-W46"


def test_a_week_counts_the_tickets_that_no_share_is_taken_of(demo_base: Base) -> None:
    strange = [ticket(n, priority="urgent", created=moment("2026-11-10T08:00")) for n in range(7)]
    (week,) = [w for w in weeks_document(quiet(*strange), demo_base, DEMO_NOW)["weeks"] if w["week"] == "2026-W46"]
    assert week["first_reply_in_time"] == 1.0
    assert week["not_judged"] == {"priority": 7, "status": 0}
