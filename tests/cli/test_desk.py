"""The desk's commands as a lead meets them: files outside the repository, messages that say what to do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import CHECKOUT, Ran, git
from tests.desk.conftest import HEADER, row

Kb = Callable[..., Ran]


@pytest.fixture
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder outside the project."""
    return tmp_path_factory.mktemp("desk")


def test_a_year_is_written_analysed_and_its_gap_applied(kb: Kb, repository: Path, desk: Path) -> None:
    assert kb("insights", "demo", str(desk / "year"), "--count", "2000").code == 0
    ran = kb("insights", "tickets", str(desk / "year/tickets.csv"), "--out", str(desk / "out"))
    assert ran.code == 0
    assert "NEW RECORD: docking station" in ran.out
    (patch,) = (desk / "out/patches").glob("*.patch")
    git(repository, "apply", str(patch))
    checked = kb("check")
    assert checked.code == 0, checked.out
    assert json.loads((desk / "out/insights.json").read_text("utf-8"))["figures"]["tickets"] > 1900


def test_an_export_in_the_project_is_refused(kb: Kb, project: Path) -> None:
    (project / "tickets.csv").write_text(f"{HEADER}\n{row()}\n", "utf-8")
    ran = kb("insights", "tickets", "tickets.csv")
    assert ran.code == 2
    assert "could be committed or published" in ran.err


def test_what_was_blacked_out_is_said_without_what_was_private(kb: Kb, desk: Path) -> None:
    file = desk / "t.csv"
    private = row(ticket_id="T-9", summary="call +44 20 7946 0958 about it")
    file.write_text("\n".join([HEADER, *(row(ticket_id=f"T-{n}") for n in range(6)), private, ""]), "utf-8")
    ran = kb("insights", "tickets", str(file))
    assert ran.code == 0
    assert "1 summary held a personal datum or a secret, which was blacked out" in ran.err
    assert "7946" not in ran.err + ran.out


def test_one_table_as_csv_goes_to_standard_output(kb: Kb, desk: Path) -> None:
    file = desk / "t.csv"
    file.write_text("\n".join([HEADER, *(row(ticket_id=f"T-{n}", category="=1+1", kb_ids="") for n in range(6)), ""]))
    ran = kb("insights", "tickets", str(file), "--format", "csv", "--table", "areas")
    shares = [f"{share}{end}" for share in ("link_rate", "reopened", "escalated") for end in ("", "_low", "_high")]
    assert ran.out.splitlines()[0] == ",".join(["area", "tickets", *shares, "median_minutes"])
    assert ran.out.splitlines()[1].startswith("'=1+1,6,")


def test_a_week_that_is_none_is_refused(kb: Kb, desk: Path) -> None:
    ran = kb("insights", "tickets", str(desk / "t.csv"), "--week", "47")
    assert ran.code == 2
    assert "Write 2026-W47" in ran.err


def test_reports_are_written_and_say_how_many_blanks_are_left(kb: Kb, project: Path, desk: Path) -> None:
    kb("insights", "demo", str(desk / "year"), "--count", "1000")
    file = str(desk / "year/tickets.csv")
    for name in ("daily", "handover"):
        ran = kb("report", name, file)
        assert ran.code == 0
        assert ran.out.startswith("# ")
        assert f"{ran.out.count('[fill in]')} blanks are left" in ran.err
    (project / "desk").mkdir()
    printed = kb("report", "template", "daily").out
    (project / "desk/daily.md").write_text(printed.replace("# Daily report", "# Our day"), "utf-8")
    assert kb("report", "daily", file, "--date", "2026-11-20").out.startswith("# Our day 2026-11-20")


def test_a_shift_that_kb_yml_does_not_have_is_refused(kb: Kb, desk: Path) -> None:
    ran = kb("report", "handover", str(desk / "t.csv"), "--shift", "night")
    assert ran.code == 2
    assert "kb.yml has: apac, emea, amer" in ran.err


def test_a_sample_is_drawn_scored_and_told_by_step(kb: Kb, repository: Path, desk: Path) -> None:
    kb("insights", "demo", str(desk / "year"), "--count", "1000")
    ran = kb("qa", "sample", str(desk / "year/tickets.csv"), "--seed", "1", "--size", "80", "--out", str(desk / "qa"))
    assert ran.code == 0
    assert "Seed 1, strata by area" in (desk / "qa/draw.txt").read_text("utf-8")
    sheet = desk / "qa/sheet.csv"
    assert kb("qa", "score", str(sheet)).code == 2
    lines = sheet.read_text("utf-8").splitlines()
    place = lines[0].split(",").index("result")
    scored = [",".join([*line.split(",")[:place], "yes", *line.split(",")[place + 1 :]]) for line in lines[1:]
              if '"' not in line]  # fmt: skip
    sheet.write_text("\n".join([lines[0], *scored, ""]), "utf-8")
    ran = kb("qa", "score", str(sheet), "--out", str(desk / "qa/qa.json"))
    assert "100% (95% to 100%) of 185 steps were done" in ran.out
    assert json.loads((desk / "qa/qa.json").read_text("utf-8"))["adherence"] == 1


def test_a_survey_joins_the_same_figures(kb: Kb, desk: Path) -> None:
    kb("insights", "demo", str(desk / "year"), "--count", "3000")
    tickets, survey = str(desk / "year/tickets.csv"), str(desk / "year/survey.csv")
    assert "Satisfaction by record" in kb("insights", "tickets", tickets, "--survey", survey).out
    assert kb("insights", "tickets", tickets, "--format", "csv", "--table", "satisfaction").code == 2


def test_weeks_become_a_page_of_the_site_that_the_navigation_names(kb: Kb, project: Path, desk: Path) -> None:
    kb("insights", "demo", str(desk / "year"), "--count", "2000")
    kb("insights", "tickets", str(desk / "year/tickets.csv"), "--out", str(desk / "weeks"))
    ran = kb("build", "--insights", str(desk / "weeks"), "--site", str(desk / "site"))
    assert ran.code == 0, ran.err
    page = (desk / "site/trends.html").read_text("utf-8")
    assert "Volume: " in page
    ran = kb("insights", "tickets", str(desk / "site/tickets.csv"))
    assert ran.code == 2
    assert "is inside a site" in ran.err


@pytest.mark.parametrize("command", ["search black screen", "list", "check", "show SOP-0012"])
def test_nothing_of_the_desk_is_imported_by_a_command_that_does_not_need_it(project: Path, command: str) -> None:
    script = (
        "import sys; from sopkb.cli import main; code = main(sys.argv[1:]);"
        "own = {name for name in sys.modules if name.startswith('sopkb_desk')} - {'sopkb_desk', 'sopkb_desk.plugin'};"
        "sys.exit(code or bool(own))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *command.split()],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT / "tools")},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
