"""Exports as platforms really write them: what is read, what is left out by line, what is refused."""

from __future__ import annotations

import contextlib
import csv
import io
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import DEMO_NOW
from tests.desk.conftest import HEADER, row

from sopkb.cells import csv_text, plain
from sopkb.cli.places import refuse_published
from sopkb.core.errors import UsageError
from sopkb.core.load import Base
from sopkb_desk.asking import Asker
from sopkb_desk.columns import load_ticket_mapping
from sopkb_desk.count import NotKnown
from sopkb_desk.daily import daily_values
from sopkb_desk.insights import analyse
from sopkb_desk.reading import read_tickets
from sopkb_desk.year import Year

Write = Callable[..., Path]


def mapped(folder: Path, text: str) -> Path:
    path = folder / "map.yml"
    path.write_text(text, "utf-8")
    return path


def test_a_row_becomes_a_ticket_without_who_worked_on_it(written: Write) -> None:
    path = written(row() + ",agent-07", header=HEADER + ",agent_id")
    (ticket,) = read_tickets([path], DEMO_NOW).tickets
    assert (ticket.id, ticket.site, ticket.kb_ids, ticket.cost) == ("T-1", "dub-1", ("WKA-0002",), 60)
    assert "agent-07" not in repr(ticket)


def test_columns_in_another_order_with_semicolons_and_a_byte_order_mark_are_read(written: Write) -> None:
    names = HEADER.split(",")[::-1]
    cells = dict(zip(HEADER.split(","), row().split(","), strict=True))
    path = written(";".join(cells[name] for name in names), header=";".join(names), encoding="utf-8-sig")
    (ticket,) = read_tickets([path], DEMO_NOW).tickets
    assert ticket.summary == "screen is black but i can hear it"


def test_utf_16_with_tabs_as_a_spreadsheet_saves_it_is_read(written: Write) -> None:
    path = written(row(summary="黑屏 有声音").replace(",", "\t"), header=HEADER.replace(",", "\t"), encoding="utf-16")
    (ticket,) = read_tickets([path], DEMO_NOW).tickets
    assert ticket.summary == "黑屏 有声音"


def test_a_renamed_column_is_refused_with_the_mapping_that_would_mend_it(written: Write) -> None:
    path = written(row(), header=HEADER.replace("priority", "ticket_priority"))
    with pytest.raises(UsageError) as refused:
        read_tickets([path], DEMO_NOW)
    assert "lacks columns: priority" in refused.value.message
    assert "priority: ticket_priority" in refused.value.remedy


def test_a_mapping_gives_names_words_dates_numbers_encoding_and_clock(written: Write, tmp_path: Path) -> None:
    header = HEADER.replace("priority", "Priorität").replace(",escalated_to", "") + ",minutes"
    line = row(status="Erledigt", created_at="20.11.2026 16:00", first_response_at="", resolved_at="", closed_at="")
    line = line.replace(",0,,WKA", ",0,WKA") + ",1.012,5"
    path = written(
        line.replace(",", ";").replace("1.012;5", "1.012,5"), header=header.replace(",", ";"), encoding="cp1252"
    )
    mapping = mapped(
        tmp_path,
        'encoding: cp1252\ndecimal: ","\ndates: "%d.%m.%Y %H:%M"\nutc_offset: "+08:00"\n'
        "columns:\n  priority: Priorität\n  escalated_to: null\nvalues:\n  status: {erledigt: closed}\n",
    )
    (ticket,) = read_tickets([path], DEMO_NOW, load_ticket_mapping(mapping)).tickets
    assert (ticket.priority, ticket.status, ticket.minutes, ticket.created.hour) == ("sev3", "closed", 1012.5, 8)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("colums: {}", "no key of a mapping"),
        ("columns: {colour: x}", "no column of ours"),
        ('encoding: "klingon"', "no such encoding"),
        ('utc_offset: "8"', "an offset looks like"),
        ('delimiter: "-"', "the delimiter is"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError, match=f"line 1: .*{said}"):
        load_ticket_mapping(mapped(tmp_path, text))


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"created_at": "yesterday"}, "created_at is not a date and time"),
        ({"created_at": "2027-11-20T08:00:00Z"}, "in the future"),
        ({"resolved_at": "2026-11-19T08:00:00Z"}, "resolved_at is before created_at"),
        ({"status": "lena.okoro@bigvideo.com"}, "a personal datum or a secret"),
        ({"reopened_count": "1;5"}, "reopened_count is no number"),
        ({"ticket_id": ""}, "ticket_id is empty"),
        ({"ticket_id": "T-2"}, "stands in line 2 already"),
        ({"summary": "a,b"}, "18 cells, the header 17"),
    ],
)
def test_a_bad_row_is_told_with_its_line_and_the_rest_is_used(
    written: Write, other: dict[str, str], reason: str
) -> None:
    export = read_tickets([written(row(ticket_id="T-2"), row(**other), row(ticket_id="T-3"))], DEMO_NOW)
    assert [ticket.id for ticket in export.tickets] == ["T-2", "T-3"]
    (bad,) = export.bad
    assert bad.line == 3
    assert reason in bad.reason


def test_a_personal_datum_is_blacked_out_and_its_ticket_counts(written: Write) -> None:
    datum = "lena.okoro@bigvideo.com"
    export = read_tickets([written(row(), row(ticket_id="T-2", summary=f"locked out {datum} again"))], DEMO_NOW)
    assert [ticket.id for ticket in export.tickets] == ["T-1", "T-2"]
    assert export.tickets[1].summary.startswith("locked out")
    assert export.tickets[1].summary.endswith("again")
    assert export.masked == 1
    assert any("1 summary held a personal datum or a secret, which was blacked out" in note for note in export.notes)
    assert "okoro" not in repr(export)
    assert "bigvideo" not in repr(export)


def test_a_file_of_another_encoding_is_refused_with_what_to_do(written: Write) -> None:
    path = written(*(row(ticket_id=f"T-{n}", summary="画面が黒い") for n in range(5)), encoding="shift_jis")
    with pytest.raises(UsageError, match="encoding: cp1252"):
        read_tickets([path], DEMO_NOW)


def test_windows_1252_is_read_and_said(written: Write) -> None:
    path = written(*(row(ticket_id=f"T-{n}", summary="écran noir – rien") for n in range(5)), encoding="cp1252")
    export = read_tickets([path], DEMO_NOW)
    assert export.tickets[0].summary == "écran noir – rien"
    assert any("read as Windows-1252" in note for note in export.notes)


def test_one_row_with_broken_bytes_is_left_out_and_the_rest_is_used(written: Write) -> None:
    lines = [row(ticket_id=f"T-{n}").encode() for n in range(100)]
    lines[40] = lines[40].replace(b"screen", b"scr\xff\xfen")
    export = read_tickets([written(raw=b"\n".join([HEADER.encode(), *lines]))], DEMO_NOW)
    assert len(export.tickets) == 99
    assert [bad.line for bad in export.bad] == [42]


def test_a_quotation_mark_that_is_never_closed_costs_its_row_and_not_the_program(written: Write) -> None:
    lines = [row(ticket_id=f"T-{n}") for n in range(3000)]
    lines[10] = row(ticket_id="T-10", summary='"never closed')
    export = read_tickets([written(*lines)], DEMO_NOW)
    assert export.bad[0].line == 12
    assert "never closed, or a cell is far too long" in export.bad[0].reason
    assert len(export.tickets) > 1000


@pytest.mark.parametrize("raw", [b"", b"\x00\x01\x02\x03" * 100, b"PK\x03\x04 a workbook, no text", b"\n\n\n"])
def test_what_is_no_table_is_refused(written: Write, raw: bytes) -> None:
    with pytest.raises(UsageError):
        read_tickets([written(raw=raw)], DEMO_NOW)


def test_a_later_file_says_what_became_of_a_ticket(tmp_path: Path) -> None:
    first, second = tmp_path / "w1.csv", tmp_path / "w2.csv"
    first.write_text(f"{HEADER}\n{row(status='open', resolved_at='', closed_at='')}\n", "utf-8")
    second.write_text(f"{HEADER}\n{row()}\n", "utf-8")
    (ticket,) = read_tickets([first, second], DEMO_NOW).tickets
    assert ticket.status == "closed"


@given(st.binary(max_size=400))
def test_no_bytes_bring_the_reader_down(raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "t.csv")
        path.write_bytes(HEADER.encode() + b"\n" + raw)
        with contextlib.suppress(UsageError):
            read_tickets([path], DEMO_NOW)


@given(
    st.lists(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=20), min_size=1)
)
def test_no_cell_that_is_written_is_a_formula(cells: list[str]) -> None:
    (back,) = list(csv.reader(io.StringIO(csv_text(["a"] * len(cells), [cells])), strict=True))[1:]
    for was, cell in zip(cells, back, strict=True):
        assert cell[:1] not in ("=", "@", "\t", "\r")
        assert cell[:1] not in ("+", "-") or cell[1:2].isdigit()
        if was.isprintable():
            assert plain(cell) == was


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", " =1", "＝1+1"])
def test_a_cell_that_a_spreadsheet_would_run_begins_with_an_apostrophe(cell: str) -> None:
    assert csv_text(["a"], [[cell]]).splitlines()[1].lstrip('"').startswith("'")


def test_an_export_under_the_repository_or_in_a_site_is_refused(tmp_path: Path) -> None:
    (tmp_path / "repo/.git").mkdir(parents=True)
    (tmp_path / "site/search").mkdir(parents=True)
    (tmp_path / "site/search/manifest.json").touch()
    (tmp_path / "way-in").symlink_to(tmp_path / "repo")
    root = tmp_path / "repo/team/sop"
    for place in ("repo/tickets.csv", "repo/a/../b/t.csv", "way-in/t.csv", "site/t.csv"):
        with pytest.raises(UsageError):
            refuse_published(tmp_path / place, root, "The export")
    refuse_published(tmp_path / "desk/t.csv", root, "The export")


def test_the_generated_year_is_read_whole_and_is_the_same_for_the_same_seed(year: Year, export, demo_base) -> None:
    from sopkb_desk.year import generate_year

    assert not export.bad
    assert len(export.tickets) == len(year.right) > 11_000
    assert generate_year(demo_base.corpus, demo_base.config, DEMO_NOW).text == year.text
    other = generate_year(demo_base.corpus, demo_base.config, DEMO_NOW, count=600, seed=2)
    assert other.text != generate_year(demo_base.corpus, demo_base.config, DEMO_NOW, count=600, seed=3).text


def test_what_a_column_would_tell_is_unknown_without_it_and_never_zero(
    written: Write, tmp_path: Path, demo_base: Base, asker: Asker
) -> None:
    gone = ("summary", "first_response_at", "reopened_count", "escalated_to", "site")
    lines = ["{" + ", ".join(f"{name}: null" for name in gone) + "}"]
    mapping = load_ticket_mapping(mapped(tmp_path, f"columns: {lines[0]}"))
    names = [name for name in HEADER.split(",") if name not in gone]
    cells = dict(zip(HEADER.split(","), row().split(","), strict=True))
    rows = [",".join({**cells, "ticket_id": f"T-{n}"}[name] for name in names) for n in range(9)]
    export = read_tickets([written(*rows, header=",".join(names))], DEMO_NOW, mapping)
    found = analyse(export, demo_base, asker, DEMO_NOW)
    figures = {figure.key: figure.value for figure in found.figures}
    assert figures["reopened"] is NotKnown.ABSENT
    assert figures["without_summary"] is NotKnown.ABSENT
    assert figures["link_accuracy"] is NotKnown.NONE
    assert found.table("areas").rows[0][3:5] == (NotKnown.ABSENT, NotKnown.ABSENT)
    assert any("no escalated_to, so escalations are not known" in remark for remark in found.remarks)
    assert "not known" in daily_values(export, demo_base, date(2026, 11, 20))["sla"]


def test_a_line_without_an_end_is_read_in_pieces(written: Write) -> None:
    path = written("x" * 5_000_000)
    with pytest.raises(UsageError, match="far too long"):
        read_tickets([path], DEMO_NOW)


def test_a_nul_is_named_as_such_and_costs_its_row_alone(tmp_path: Path) -> None:
    lines = [HEADER, row(ticket_id="T-1"), row(ticket_id="T-2", summary="torn\0here"), row(ticket_id="T-3")]
    path = tmp_path / "nul.csv"
    path.write_text("\n".join([*lines, ""]), "utf-8")
    read = read_tickets([path], DEMO_NOW)
    assert [ticket.id for ticket in read.tickets] == ["T-1", "T-3"]
    assert [(bad.line, bad.reason) for bad in read.bad] == [(3, "it holds a NUL, which no text has")]


def test_a_nul_in_the_header_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "nul.csv"
    path.write_text(HEADER.replace("ticket_id", "ticket\0id") + "\n" + row(ticket_id="T-1") + "\n", "utf-8")
    with pytest.raises(UsageError, match="holds a NUL in line 1"):
        read_tickets([path], DEMO_NOW)
