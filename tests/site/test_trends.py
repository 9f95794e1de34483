"""The page of trends: plots that can be read without seeing them, and files that are whatever somebody put there."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from tests.conftest import DEMO_NOW
from tests.desk.test_insights import ticket

from sopkb.core.errors import UsageError
from sopkb.core.load import Base
from sopkb.site.content import Content
from sopkb.site.view import View
from sopkb_desk.facts import Sort, Standout
from sopkb_desk.pages.plots import Series, plot
from sopkb_desk.pages.trends import TRENDS_URI, trends_page
from sopkb_desk.reading import Export
from sopkb_desk.trends import read_trends
from sopkb_desk.weeks import weeks_document


def week(name: str, **other: object) -> dict[str, object]:
    return {
        "week": name, "tickets": 50, "first_reply_in_time": 0.9, "link_rate": 0.8, "reopened": 0.05,
        "median_minutes": 60.0, "areas": {"video": {"tickets": 20, "link_rate": 0.7}},
        "incomplete": [], **other,
    }  # fmt: skip


def put(folder: Path, *weeks: object, name: str = "weeks.json", made: str = "2026-11-22T10:00:00Z") -> Path:
    folder.mkdir(exist_ok=True)
    document = {"format": 1, "made": made, "source": ["tickets.csv"], "weeks": weeks}
    (folder / name).write_text(json.dumps(document), "utf-8")
    return folder


def page_of(folder: Path, base: Base) -> str:
    return trends_page(read_trends(folder), View(base, DEMO_NOW)).html


def test_weeks_of_several_files_are_one_line_and_the_later_file_counts(tmp_path: Path, demo_base: Base) -> None:
    put(tmp_path / "w", week("2026-W44", tickets=40), week("2026-W45", tickets=41), name="a.json")
    put(tmp_path / "w", week("2026-W45", tickets=99), week("2026-W46"), name="b.json", made="2026-11-23T10:00:00Z")
    trends = read_trends(tmp_path / "w")
    assert [(each.name, each.tickets) for each in trends.weeks] == [
        ("2026-W44", 40),
        ("2026-W45", 99),
        ("2026-W46", 50),
    ]
    text = page_of(tmp_path / "w", demo_base)
    assert "a.json (tickets.csv), b.json (tickets.csv)" in text
    assert 'datetime="2026-11-23T10:00:00Z"' in text


def test_each_plot_has_a_name_in_words_and_its_figures_in_a_table(tmp_path: Path, demo_base: Base) -> None:
    text = page_of(put(tmp_path / "w", week("2026-W45", link_rate=0.7), week("2026-W46")), demo_base)
    plots = re.findall(r'<svg class="kb-plot" role="img" aria-label="([^"]+)"', text)
    assert plots[0].startswith("Volume: 50 in 2026-W45, 50 in 2026-W46")
    assert text.count("<caption>") == len(plots) >= 4
    assert '<tr><th scope="row">2026-W45</th><td>70%</td></tr>' in text
    assert "2026-W46: 80%; 2026-W45: 70%." in text


def test_nothing_is_fetched_from_elsewhere(tmp_path: Path, demo_base: Base) -> None:
    text = page_of(put(tmp_path / "w", week("2026-W46")), demo_base)
    assert not re.search(r"https?:|src=|url\(|<script|style=", text)


def test_too_few_tickets_leave_a_gap_and_an_area_out(tmp_path: Path, demo_base: Base) -> None:
    areas = {"video": {"tickets": 20, "link_rate": 0.7}, "live": {"tickets": 4, "link_rate": 1.0}}
    text = page_of(put(tmp_path / "w", week("2026-W45", tickets=None), week("2026-W46", areas=areas)), demo_base)
    assert "too few" in text
    by_area = text.partition(">By area<")[2].partition("<h2 ")[0]
    assert "Video" in by_area
    assert "Live" not in by_area


def test_a_gap_breaks_the_line() -> None:
    values = (1.0, 2.0, None, 3.0, 4.0, None, 5.0)
    svg = plot(Series("x", tuple(f"2026-W{n:02}" for n in range(7)), values, str))
    assert svg.count("<polyline") == 2
    assert svg.count("<circle") == 5
    assert "\n\n" not in svg, "an empty line would end the block of HTML"


def searched(folder: Path, name: str = "search-weeks.json", **tables: object) -> Path:
    weeks = [
        {"week": "2026-W45", "searches": 40, "nothing": 0.2, "left": 0.5, "dead": 0.0, "failed": None},
        {"week": "2026-W46", "searches": 60, "nothing": 0.12, "left": 0.4, "dead": 0.1, "failed": None},
    ]
    folder.mkdir(exist_ok=True)
    document = {"format": 1, "made": "2026-11-22T10:00:00Z", "source": ["j.sqlite"], "search_weeks": weeks}
    (folder / name).write_text(json.dumps({**document, "tables": tables}), "utf-8")
    return folder


def test_samples_have_a_plot_only_where_there_are_any(tmp_path: Path, demo_base: Base) -> None:
    folder = put(tmp_path / "w", week("2026-W46"))
    assert "Steps that are done" not in page_of(folder, demo_base)
    sample = {"tickets": 40, "first": "2026-11-09", "last": "2026-11-15", "adherence": 0.93, "records": [], "steps": []}
    (folder / "deeper").mkdir()
    (folder / "deeper/qa.json").write_text(json.dumps(sample), "utf-8")
    text = page_of(folder, demo_base)
    assert "Steps that are done" in text
    assert "93%" in text


def test_searches_have_plots_and_name_what_to_look_at_without_any_tickets(tmp_path: Path, demo_base: Base) -> None:
    folder = searched(
        tmp_path / "w",
        nothing=[{"question": "zebra <dongle> | unpair", "searches": 9, "now": "open"}],
        abandoned=[{"question": "queue empty", "searches": 8, "left": 0.75, "first": "SOP-0021"}],
        dead=[{"record": "WKA-0012", "title": "ignored", "state": "RETIRED", "opened": 7, "successor": "SOP-9999"}],
        failing=[{"record": "SOP-0002", "worked": 1, "failed": 5, "wrong": "many"}],
    )
    text = page_of(folder, demo_base)
    assert "search-weeks.json (j.sqlite)" in text
    for title in ("Searches that found nothing", "Searches that were left", "Opened when they held no more"):
        assert f'aria-label="{title}: ' in text
    assert "Reports that a record failed" not in text, "there are too few"
    assert "2026-W46: 12%; 2026-W45: 20%." in text
    rows = re.findall(r"<tr>\s*<td>(.*?)</tr>", text, re.DOTALL)
    cells = [re.sub(r"<[^>]+>", "", row.replace("</td>", "·")).split("·") for row in rows]
    told = [[cell.strip() for cell in row if cell.strip()] for row in cells]
    assert ["zebra &lt;dongle&gt; | unpair", "9", "open"] in told
    assert any(row[:3] == ["queue empty", "8", "75%"] and row[3].startswith("SOP-0021 ") for row in told)
    assert any(row[0].startswith("WKA-0012 ") and row[1:] == ["RETIRED", "7", "SOP-9999"] for row in told)
    assert any(row[0].startswith("SOP-0002 ") and row[1:] == ["1", "5", "not known"] for row in told)
    assert 'href="WKA-0012.html"' in text
    assert 'href="SOP-9999' not in text


@pytest.mark.parametrize(
    "broken",
    [
        {"week": "last week"},
        {"link_rate": 7},
        {"tickets": -1},
        {"tickets": "<b>"},
        {"areas": []},
        {"median_minutes": "soon"},
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, broken: dict[str, object]) -> None:
    with pytest.raises(UsageError, match=r"weeks\.json is not as"):
        read_trends(put(tmp_path / "w", week("2026-W46") | broken))


@pytest.mark.parametrize("broken", [{"question": ["x"]}, {"searches": float("nan")}, {"question": "x" * 4000}, 7])
def test_a_broken_table_is_named(tmp_path: Path, broken: object) -> None:
    with pytest.raises(UsageError, match=r"search-weeks\.json is not as"):
        read_trends(searched(tmp_path / "w", nothing=[broken]))


def test_other_json_is_passed_over_and_an_empty_folder_is_refused(tmp_path: Path) -> None:
    folder = put(tmp_path / "w", week("2026-W46"))
    for name, text in (
        ("insights.json", '{"base": "x"}'),
        ("list.json", "[1]"),
        ("broken.json", "{"),
        ("n.json", "nul"),
    ):
        (folder / name).write_text(text, "utf-8")
    assert len(read_trends(folder).weeks) == 1
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="No weeks in"):
        read_trends(tmp_path / "empty")


def test_words_of_a_file_do_nothing_on_the_page(tmp_path: Path, demo_base: Base) -> None:
    evil = "<script>alert(1)</script>[x](javascript:1)"
    areas = {evil: {"tickets": 20, "link_rate": 0.7}}
    folder = put(tmp_path / "w", week("2026-W46", areas=areas, incomplete=[evil]))
    document = json.loads((folder / "weeks.json").read_text("utf-8")) | {"source": [evil]}
    (folder / "weeks.json").write_text(json.dumps(document), "utf-8")
    html = page_of(folder, demo_base)
    assert "<script" not in html
    assert 'href="javascript' not in html
    assert html.count("<h1") == 1


def test_weeks_are_whole_and_a_late_site_marks_those_it_spoils(demo_base: Base) -> None:
    start = DEMO_NOW - timedelta(days=27)
    tickets = tuple(ticket(n, created=start + timedelta(hours=3 * n), resolved=None) for n in range(200))
    late = Standout(Sort.SITE, "lis-1: no tickets", 9, 0.0, "", "", first=DEMO_NOW - timedelta(days=9))
    document = weeks_document(Export(tickets, files=("t.csv",)), demo_base, DEMO_NOW, [late])
    assert [each["week"] for each in document["weeks"]] == ["2026-W44", "2026-W45", "2026-W46"]
    assert [each["incomplete"] for each in document["weeks"]] == [[], [], ["lis-1"]]
    assert "T-" not in json.dumps(document)


def test_the_page_is_there_only_where_it_was_asked_for(tmp_path: Path, demo_base: Base) -> None:
    trends = read_trends(put(tmp_path / "w", week("2026-W46")))
    assert TRENDS_URI in Content(demo_base, DEMO_NOW, given={"sopkb[desk]": trends}).uris()
    assert TRENDS_URI not in Content(demo_base, DEMO_NOW).uris()


def test_tickets_that_no_share_is_taken_of_are_counted_beside_the_plot(tmp_path: Path, demo_base: Base) -> None:
    weeks = [week("2026-W45", not_judged={"priority": 7, "status": 2}), week("2026-W46", not_judged={"priority": 3})]
    text = page_of(put(tmp_path / "w", *weeks), demo_base)
    assert "Not judged: 10 tickets whose priority is not known." in text
    assert "Not judged: 2 tickets whose status is not known." in text
    nothing = week("2026-W45", first_reply_in_time=None, not_judged={"priority": 50})
    text = page_of(put(tmp_path / "n", nothing), demo_base)
    assert "Not known: no week has five tickets that can be judged. Not judged: 50 tickets whose priority" in text
