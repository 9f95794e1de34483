"""Exports of products are read without a mapping, and their figures are those of the file."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import pytest
from tests.conftest import DEMO_NOW
from tests.desk.products import PRODUCTS, Fact, facts, jira, servicenow, table, zendesk

from sopkb.core.errors import UsageError
from sopkb_desk.columns import TicketMapping
from sopkb_desk.formats.durations import read_duration
from sopkb_desk.formats.find import Header, understand
from sopkb_desk.formats.model import all_formats
from sopkb_desk.formats.moments import Order, read_moment
from sopkb_desk.formats.people import is_about_people
from sopkb_desk.plain_text import plain_text
from sopkb_desk.reading import Export, read_tickets
from sopkb_desk.ticket import STATES

KNOWS_REPLIES = ("zendesk", "freshdesk", "jira", "servicenow", "lark", "lark-json", "intercom")
ZONED = {"jira": TicketMapping(zone="Europe/Madrid", says_clock=True)}


def exported(product: str, folder: Path, all_: list[Fact]) -> Export:
    write, suffix = PRODUCTS[product]
    path = folder / f"export.{suffix}"
    path.write_bytes(write(all_))
    return read_tickets([path], DEMO_NOW, ZONED.get(product, TicketMapping()))


@pytest.mark.parametrize("product", PRODUCTS)
def test_an_export_is_read_without_a_mapping_and_its_figures_are_those_of_the_file(
    product: str, tmp_path: Path
) -> None:
    all_ = facts()
    export = exported(product, tmp_path, all_)
    assert not export.bad
    assert len(export.tickets) == len(all_)
    assert [t.created for t in export.tickets] == [f.created for f in all_]
    assert Counter(t.is_ended for t in export.tickets) == Counter(f.resolved is not None for f in all_)
    took = [(f.resolved - f.created).total_seconds() / 60 for f in all_ if f.resolved]
    assert median(t.cost for t in export.tickets if t.is_ended and t.cost is not None) == median(took)
    assert [t.is_linked for t in export.tickets] == [bool(f.record) for f in all_]
    assert {t.status for t in export.tickets} <= STATES, "every state of the product is known"
    if product != "lark-json":
        assert Counter(t.summary for t in export.tickets) == Counter(f.subject for f in all_)


@pytest.mark.parametrize("product", KNOWS_REPLIES)
def test_first_replies_are_moments_however_the_product_writes_them(product: str, tmp_path: Path) -> None:
    all_ = facts()
    export = exported(product, tmp_path, all_)
    assert [t.first_response for t in export.tickets] == [f.first for f in all_]
    assert Counter(t.site for t in export.tickets) == Counter(f.site for f in all_)


@pytest.mark.parametrize("product", ["github", "gitlab"])
def test_an_export_without_replies_says_that_they_are_not_known(product: str, tmp_path: Path) -> None:
    export = exported(product, tmp_path, facts(9))
    assert {"first_response_at", "site", "reopened_count"} <= export.absent
    assert not any(t.is_reply_known for t in export.tickets)


@pytest.mark.parametrize("product", ["zendesk", "freshdesk", "lark", "lark-json", "intercom"])
def test_satisfaction_is_as_the_product_counts_it(product: str, tmp_path: Path) -> None:
    all_ = facts()
    export = exported(product, tmp_path, all_)
    assert [t.satisfied for t in export.tickets] == [f.satisfied for f in all_]


@pytest.mark.parametrize("product", PRODUCTS)
def test_nothing_about_a_person_is_read(product: str, tmp_path: Path) -> None:
    export = exported(product, tmp_path, facts(30))
    told = repr(export.tickets)
    assert not [name for name in ("Ana", "aprado", "Nine", "nueve", "安娜", "九号", "ou_1") if name in told]


def test_which_format_was_found_and_why_is_said(tmp_path: Path) -> None:
    (line,) = exported("servicenow", tmp_path, facts(40)).formats
    assert line == "export.csv: ServiceNow, for it has the columns Number, Opened, State, Assignment group."


def test_a_format_can_be_named_over_what_the_header_shows(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_bytes(zendesk(facts(9)))
    with pytest.raises(UsageError, match="lacks columns as an export of Jira: ticket_id"):
        read_tickets([path], DEMO_NOW, TicketMapping(format="jira"))
    with pytest.raises(UsageError, match="There is no format remedy"):
        read_tickets([path], DEMO_NOW, TicketMapping(format="remedy"))


def test_a_mapping_stands_above_the_format(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_bytes(zendesk(facts(20)))
    mapping = TicketMapping(
        {"site": "Group", "channel": None}, {"priority": {"urgent": "sev1"}, "site": {"l1": "desk-1"}}
    )
    export = read_tickets([path], DEMO_NOW, mapping)
    assert {t.site for t in export.tickets} == {"desk-1"}
    assert {"sev1", "high"} <= {t.priority for t in export.tickets}
    assert "channel" in export.absent


def test_a_column_about_a_person_is_refused_even_where_a_mapping_names_it(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_bytes(zendesk(facts(9)))
    with pytest.raises(UsageError, match="site from Assignee, which is about a person"):
        read_tickets([path], DEMO_NOW, TicketMapping({"site": "Assignee"}))


def test_the_mapping_that_a_refusal_proposes_names_no_person(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text("Nr,Assignee,Requester email,Opened on,Sit\n1,Nine,a@b.example,2026-11-01,dub-1\n", "utf-8")
    with pytest.raises(UsageError) as refused:
        read_tickets([path], DEMO_NOW)
    assert "Assignee" not in refused.value.message + refused.value.remedy
    assert "email" not in refused.value.remedy
    assert "ticket_id: …" in refused.value.remedy, "what must be there is not proposed as missing"
    assert "site: Sit" in refused.value.remedy


@pytest.mark.parametrize(
    "column",
    ["Assignee", "Requester email", "opened_by", "caller_id", "Agent", "Full name", "user.login", "assigned_to",
     "经办人", "客服", "Zugewiesene Person", "Persona asignada", "Rapporteur", "担当者", "Customer", "E-mail"],
)  # fmt: skip
def test_a_column_about_a_person_is_known_in_the_languages_of_interfaces(column: str) -> None:
    assert is_about_people(column)


@pytest.mark.parametrize(
    "column", ["Requester role", "Requester domain", "Site", "Group", "caller location", "Status", "站点"]
)
def test_a_column_about_a_role_or_a_place_is_not_about_a_person(column: str) -> None:
    assert not is_about_people(column)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("2026-10-23 21:35:00", "2026-10-23T21:35"),
        ("2026-10-23T21:35:00Z", "2026-10-23T21:35"),
        ("2026-10-23 21:35:00 UTC", "2026-10-23T21:35"),
        ("2026-10-23 21:35:00 +0800", "2026-10-23T13:35"),
        ("2026-10-23T21:35:00.123-07:00", "2026-10-24T04:35"),
        ("23/Oct/26 9:35 PM", "2026-10-23T21:35"),
        ("23/okt/26 21:35", "2026-10-23T21:35"),
        ("23/十月/26 9:35 下午", "2026-10-23T21:35"),
        ("Oct 23, 2026, 9:35 PM", "2026-10-23T21:35"),
        ("Fri, 23 Oct 2026 21:35", "2026-10-23T21:35"),
        ("23 de octubre de 2026 21:35", "2026-10-23T21:35"),
        ("2026年10月23日 21:35", "2026-10-23T21:35"),
        ("2026/10/23 下午9:35", "2026-10-23T21:35"),
        ("23.10.2026 21:35", "2026-10-23T21:35"),
        ("23.10.2026, 21:35 Uhr", ""),
        ("23/10/2026 09:35 p. m.", "2026-10-23T21:35"),
        ("22/10/2026 24:00", "2026-10-23T00:00"),
        ("2026-10-22 24:00:00", "2026-10-23T00:00"),
        ("23/10/2026 12:05 AM", "2026-10-23T00:05"),
        ("1792791300", "2026-10-23T21:35"),
        ("1792791300000", "2026-10-23T21:35"),
        ("23/13/2026", ""),
        ("yesterday", ""),
        ("2026-10-22 24:30", ""),
    ],
)
def test_a_moment_is_read_as_products_write_it(text: str, right: str) -> None:
    found = read_moment(text, Order.DAY_FIRST, UTC)
    assert (f"{found:%Y-%m-%dT%H:%M}" if found else "") == right


@pytest.mark.parametrize(
    ("text", "unit", "seconds"),
    [("145", "minutes", 8700), ("1.5", "hours", 5400), ("26:05:10", "clock", 93910), ("00:45", "hours", 2700),
     ("1d 2h 3m", "clock", 93780), ("2h 30min", "hours", 9000), ("1,234", "seconds", 1234), ("-1:05", "hours", None),
     ("soon", "minutes", None), ("12", "clock", None)],
)  # fmt: skip
def test_a_duration_is_read_in_its_unit(text: str, unit: str, seconds: int | None) -> None:
    found = read_duration(text, unit)
    assert (found.total_seconds() if found is not None else None) == seconds


def dated(folder: Path, rows: list[tuple[str, str]]) -> Path:
    path = folder / "dates.csv"
    cells = ([f"INC{n}", opened, resolved, "Closed", "x"] for n, (opened, resolved) in enumerate(rows))
    path.write_text(table(["Number", "Opened", "Resolved", "State", "Short description"], cells), "utf-8")
    return path


def test_the_order_of_day_and_month_is_that_which_one_cell_of_the_file_proves(tmp_path: Path) -> None:
    rows = [("03/04/2026 10:00", "04/04/2026 10:00"), ("05/04/2026 10:00", "25/04/2026 11:00")]
    export = read_tickets([dated(tmp_path, rows)], DEMO_NOW)
    assert [f"{t.created:%d %b}" for t in export.tickets] == ["03 Apr", "05 Apr"]
    assert "dates are read day-first, for 1 cells can be read no other way" in export.notes[0]


def test_dates_that_nothing_proves_are_refused_with_the_line_to_write(tmp_path: Path) -> None:
    path = dated(tmp_path, [("03/04/2026 10:00", "03/04/2026 11:00")])
    with pytest.raises(UsageError, match="whether its dates have the day or the month first is not known") as refused:
        read_tickets([path], DEMO_NOW)
    assert "`dates: day-first` or `dates: month-first`" in refused.value.remedy
    (ticket,) = read_tickets([path], DEMO_NOW, TicketMapping(dates="month-first")).tickets
    assert ticket.created == datetime(2026, 3, 4, 10, tzinfo=UTC)


def test_tickets_that_would_end_before_they_begin_prove_an_order(tmp_path: Path) -> None:
    rows = [
        (f"0{n}/05/2026 10:00", "05/06/2026 10:00") for n in (6, 7, 8)
    ]  # as month first: June to August, ended in May
    export = read_tickets([dated(tmp_path, rows)], DEMO_NOW)
    assert [f"{t.created:%d %b}" for t in export.tickets] == ["06 May", "07 May", "08 May"]


def test_a_file_that_mixes_both_orders_is_refused(tmp_path: Path) -> None:
    rows = [("13/04/2026 10:00", ""), ("04/14/2026 10:00", "")]
    with pytest.raises(UsageError, match="1 cells have the day first and 1 the month"):
        read_tickets([dated(tmp_path, rows)], DEMO_NOW)


def test_moments_without_a_zone_are_said_to_be_read_as_utc_until_somebody_says_theirs(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_bytes(jira(facts(20)))
    as_utc = read_tickets([path], DEMO_NOW)
    assert any("name no zone and were read as UTC" in note for note in as_utc.notes)
    local = read_tickets([path], DEMO_NOW, ZONED["jira"])
    assert not any("no zone" in note for note in local.notes)
    assert (as_utc.tickets[0].created - local.tickets[0].created).total_seconds() == 7200, "summer time"


def test_the_hour_that_a_clock_shows_twice_is_said_and_nothing_ends_before_it_begins(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    rows = [["a", "K-1", "Done", "25/Oct/26 2:50 AM", "25/Oct/26 2:10 AM"]]
    path.write_text(table(["Summary", "Issue key", "Status", "Created", "Resolved"], rows), "utf-8")
    export = read_tickets([path], DEMO_NOW, ZONED["jira"])
    assert export.tickets[0].cost == 20
    assert any("2 moments lie in the hour that the clock shows twice" in note for note in export.notes)


def test_a_state_that_a_team_made_up_is_that_of_its_category(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    rows = [
        ["a", "K-1", "Triage Pit", "To Do", "01/Nov/26 9:00 AM"],
        ["b", "K-2", "Shipped!", "Done", "02/Nov/26 9:00 AM"],
        ["c", "K-3", "Parked", "", "03/Nov/26 9:00 AM"],
    ]
    path.write_text(table(["Summary", "Issue key", "Status", "Status Category", "Created"], rows), "utf-8")
    assert [t.status for t in read_tickets([path], DEMO_NOW).tickets] == ["open", "resolved", "parked"]


def test_pull_requests_are_no_issues_and_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "issues.json"
    path.write_text(
        "".join(
            f'{{"number": {n}, "title": "a", "state": "open", "created_at": "2026-11-01T00:00:00Z"{more}}}\n'
            for n, more in enumerate(("", ', "pull_request": {"url": ""}', ', "pull_request": {"url": "u"}'), 1)
        ),
        "utf-8",
    )
    export = read_tickets([path], DEMO_NOW)
    assert [t.id for t in export.tickets] == ["1", "2"]
    assert "issues.json: 1 rows were not read: it is a pull request, not an issue." in export.notes


def test_a_workbook_is_read_like_its_table(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["Made for the desk"])
    sheet = book.create_sheet("Tickets")
    sheet.append(
        ["Ticket ID", "Subject", "Status", "Priority", "Created time", "Resolved time", "First response time (in hrs)"]
    )
    sheet.append([7, "no sound", "Closed", "High", datetime(2026, 11, 3, 9, 30), datetime(2026, 11, 3, 12), "01:15:00"])
    book.save(tmp_path / "export.xlsx")
    (ticket,) = read_tickets([tmp_path / "export.xlsx"], DEMO_NOW).tickets
    assert (ticket.id, ticket.created.hour, ticket.status, ticket.summary) == ("7", 9, "closed", "no sound")
    assert ticket.first_response == datetime(2026, 11, 3, 10, 45, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("<p>Hello,<br/>&nbsp;it fails &amp; stops</p>", "Hello, it fails & stops"),
        ("press <Enter> twice, a < b", "press <Enter> twice, a < b"),
        ("*It says* {code}RC-4031{code} see [the page|https://x.example/a]", "It says RC-4031 see the page"),
        ("h2. Steps\n* one_two_three", "Steps * one_two_three"),
    ],
)
def test_marks_are_taken_out_of_texts_and_words_stay(text: str, right: str) -> None:
    assert plain_text(text, has_jira_marks=True) == right


def test_every_format_can_be_read_and_recognises_its_own_signs() -> None:
    for name, each in all_formats().items():
        for signs in each.signs:
            if name == "own":
                continue
            columns = {*signs}
            for ours in ("ticket_id", "created_at"):
                names = [n for source in each.columns[ours] for n in source.names]
                if not any(Header(columns).has(n) for n in names):
                    columns.add(names[0])
            assert understand(sorted(columns), "x.csv", TicketMapping()).format.name == name, signs
        for meaning in each.values.get("status", {}).values():
            assert meaning in STATES, (name, meaning)


def test_a_file_of_another_script_is_not_taken_for_western(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_bytes(
        servicenow(facts(30)).decode("cp1252").replace("Clip keeps", "黑屏但有声音").encode("gb18030", "replace")
    )
    with pytest.raises(UsageError, match="is no text in UTF-8"):
        read_tickets([path], DEMO_NOW)


def test_the_exports_that_were_once_refused_are_read() -> None:
    folder = Path(__file__).parents[3] / "shared/cases/tickets"
    if not folder.is_dir():
        pytest.skip("no cases")
    counts = {"zendesk": 39, "servicenow": 39, "jira-small": 60, "jsm": 7}
    for name, count in counts.items():
        export = read_tickets([folder / f"{name}.csv"], datetime(2026, 11, 30, tzinfo=UTC))
        assert len(export.tickets) == count
        assert export.tickets[0].kb_ids or export.tickets[1].kb_ids or export.tickets[3].kb_ids
