"""No secret and no personal datum that stands in a record appears in any output of any command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import click
import pytest
from tests.cli.conftest import CHECKOUT
from tests.cli.planted import PLACES, SORTS, Plant, plant
from tests.desk.conftest import HEADER, row

from sopkb.cli import main
from sopkb.cli.app import app, commands
from sopkb_bench.generate import generate_base

GIT = ("git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Plant]]:
    """A repository: a sound base of 200 records, and upon it the same with something planted in each."""
    project = tmp_path_factory.mktemp("planted") / "project"
    project.mkdir()
    generate_base(project / "sop", 200)
    for step in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "Sound"]):
        subprocess.run([*GIT, *step], cwd=project, check=True)
    planted = plant(project / "sop", seed=7)
    mail = next(each.datum for each in planted if each.sort == "mail") + "mail.test"
    (project / "search_index").mkdir()
    question = (
        f'    - ask: "zzz {mail} qqq"\n      promised: true\n      first: SOP-0001\n      why: "asked by {mail}"\n'
    )
    (project / "search_index/judged.yml").write_text(f"questions:\n  task:\n{question}", "utf-8")
    write_tickets(project.parent / "desk", planted)
    for step in (["add", "-A"], ["commit", "-qm", "Planted"]):
        subprocess.run([*GIT, *step], cwd=project, check=True)
    return project, planted


def write_tickets(desk: Path, planted: list[Plant]) -> None:
    """An export in which somebody said each planted datum, among tickets of which nothing is wrong."""
    desk.mkdir()
    data = [each.datum for each in planted if each.sort == "mail"]
    said = [*(f"reach me at {datum}mail.test" for datum in data), *(["the form stays empty"] * 8)]
    lines = [row(ticket_id=f"T-{number}", kb_ids="SOP-0001", summary=text) for number, text in enumerate(said)]
    (desk / "said.csv").write_text("\n".join([HEADER, *lines, ""]), "utf-8")


def choices(command: str, option: str) -> list[str]:
    """The words that an option of a command takes: a new format is tried without anybody naming it here."""
    found = app.get_command(click.Context(app), command)
    assert found is not None
    (type_,) = [each.type for each in found.params if option in each.opts]
    assert isinstance(type_, click.Choice)
    return list(type_.choices)


def calls(planted: list[Plant]) -> dict[str, list[list[str]]]:
    """For each command the ways to call it; a command that is not here fails the test below."""
    paths = [each.path for each in planted if "SOP-" in each.path and each.place != "name of a file"][:5]
    ids = [path.split("/")[-1][:8] for path in paths]
    mail = next(each.datum for each in planted if each.sort == "mail") + "mail.test"
    named = [each.path for each in planted if each.place == "name of a file"]
    return {
        "search": [
            ["search", *more, "--limit", "100", *words]
            for more in ([], ["--json"])
            for words in (["unlock"], ["password", "token"], ["staff", "id"], ["call"], [mail], ["kind:sop"])
        ],
        "show": [["show", record_id, *more] for record_id in ids for more in ([], ["--json"], ["--raw"])],
        "list": [["list"], ["list", "--json"]],
        "init": [["init"], ["init", "../another", "--name", mail, "--team", mail]],
        "new": [["new", "sop", f"Unlock for {mail}"], ["new", "--template", "sop"]],
        "check": [
            *(
                ["check", "--format", form, *more]
                for form in choices("check", "--format")
                for more in ([], ["--nightly"])
            ),
            *(["check", "--format", form, "--output", f"out/check.{form}"] for form in choices("check", "--format")),
            ["check", "--base", "HEAD~1"],
            ["check", *named],
        ],
        "changes": [["changes", "--since", "HEAD~1", "--format", form] for form in choices("changes", "--format")],
        "track": [["track", "status"]],
        "train": [["train", "--help"]],
        "tickets": [["tickets", "inspect", "../desk/said.csv", *more] for more in ([], ["--json"])]
        + [
            ["tickets", "audit", "../desk/said.csv", "../desk/year/tickets.csv"],
            ["tickets", "load", "../desk/said.csv", "--into", "../desk/desk.duckdb"],
            *(["tickets", "sql", "FROM tickets", "--from", "../desk/desk.duckdb", *more] for more in ([], ["--csv"])),
        ],
        "insights": [
            ["insights", "demo", "../desk/year", "--count", "500"],
            *(
                ["insights", "tickets", f"../desk/{name}.csv", "--format", form]
                for name in ("year/tickets", "said")
                for form in ("text", "json", "csv")
            ),
            ["insights", "tickets", "../desk/said.csv", "--out", "../desk/out"],
        ],
        "report": [*(["report", name, "../desk/said.csv"] for name in ("daily", "handover")), ["report", "rota"]],
        "qa": [
            ["qa", "sample", "../desk/said.csv", "--seed", "1", "--out", "../desk/qa"],
            ["qa", "score", "../desk/qa/sheet.csv"],
        ],
        "diff": [["diff", "--base", "HEAD~1", "--format", form] for form in choices("diff", "--format")],
        "bump": [["bump", "patch", f"Asked for by {mail}", path, "--dry-run"] for path in paths],
        "review": [["review", path, "--dry-run"] for path in paths],
        "renew": [["renew", path, "--until", "2026-12-01", "--dry-run"] for path in paths],
        "retire": [["retire", path, "--reason", "obsolete", "--note", "x", "--dry-run"] for path in paths],
        "supersede": [["supersede", path, "--by", paths[0], "--dry-run"] for path in paths[:4]],
        "promote": [["promote", path, "--dry-run"] for path in paths[:4]],
        "renumber": [["renumber", path, "--dry-run"] for path in (*paths[:4], *named)],
        "codeowners": [["codeowners"], ["codeowners", "--check"]],
        "eval": [["eval", "--misses", "--format", form] for form in choices("eval", "--format")],
        "explain": [["explain"], *(["explain", code] for code in ("A01", "A02", "A05"))],
        "docs": [["docs"], ["docs", "A01"], ["docs", "fields"]],
        "upgrade": [["upgrade", "--check"]],
        "schema": [["schema", kind] for kind in ("sop", "kb.yml")],
        "import": [["import", "markdown", "sop", "--into", "again", "--kind", "sop", *m] for m in (["--json"], [])]
        + [["import", "review", m] for m in ("--list", "--json")],
        "adopt": [
            ["adopt", "--where", f"kind={kind}", "--dry-run", *more]
            for kind in ("*", mail)
            for more in ([], ["--json"])
        ],
        "health": [["health"], ["health", "--json"]],
        "index": [["index"], ["index", "--full"]],
        "build": [["build"]],
        "serve": [],  # see the last test: it would not come back
        "api": [],  # these two serve as well; their own tests plant data
        "mcp": [],
        "export": [["export", "out/pages"]],
        "completion": [["completion", "bash"]],
        "test": [["test", "--help"]],  # these three read no base
        "bundle": [["bundle", "--help"]],
        "bench": [["bench", "--help"]],
    }


def leaked(text: str, planted: list[Plant]) -> list[Plant]:
    """What can be read in a text, also where signs are escaped for Markdown, an address or a page."""
    readings = (text, text.replace("\\", ""), unquote(text), unescape(text))
    return [each for each in planted if any(each.datum in reading for reading in readings)]


def test_every_command_is_tried() -> None:
    assert set(calls([Plant("mail", "title", "sop/sops/SOP-0001-x.md", "x")])) == set(commands())


def test_each_sort_is_planted_and_each_place(world: tuple[Path, list[Plant]]) -> None:
    planted = world[1]
    assert len(planted) > 200
    assert {each.sort for each in planted} == set(SORTS)
    assert {each.place for each in planted} >= set(PLACES)


def test_every_planted_datum_is_found(
    world: tuple[Path, list[Plant]], capfd: pytest.CaptureFixture[str], in_world: Run
) -> None:
    _, out = in_world("check", "--format", "json")
    found = {each["path"] for each in json.loads(out)["findings"] if each["code"] in ("A01", "A02")}
    assert [each for each in world[1] if each.path not in found and each.place != "name of a file"] == []
    assert len([path for path in found if "█" in path]) == 2


Run = Callable[..., tuple[int, str]]


@pytest.fixture
def in_world(
    world: tuple[Path, list[Plant]], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Run:
    """Run ``kb`` in the repository, in this process; its code and all it printed on standard output."""
    monkeypatch.chdir(world[0])
    monkeypatch.setenv("KB_CACHE", str(world[0].with_name("kept")))  # as users have it: what is parsed is kept
    for name in ("KB_ROOT", "KB_NOW"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str) -> tuple[int, str]:
        capfd.readouterr()
        code = main(arguments)
        captured = capfd.readouterr()
        assert "Traceback" not in captured.err, captured.err
        assert leaked(captured.err, world[1]) == [], arguments
        return code, captured.out

    return run


@pytest.mark.parametrize("command", [name for name in commands() if name != "serve"])
def test_no_output_repeats_what_was_planted(command: str, world: tuple[Path, list[Plant]], in_world: Run) -> None:
    project, planted = world
    (project / "out").mkdir(exist_ok=True)
    for arguments in calls(planted)[command]:
        _, out = in_world(*arguments)
        subprocess.run([*GIT, "clean", "-qfd", "sop"], cwd=project, check=True)
        assert leaked(out, planted) == [], arguments
        if command != "import":  # it copies what others wrote, for a person to look at
            written = [*(project / "out").rglob("*"), *(project.parent / "desk/out").rglob("*")]
            for path in [path for path in written if path.is_file()]:
                assert leaked(path.read_text("utf-8"), planted) == [], (arguments, path)


def test_what_is_kept_on_disk_repeats_nothing(world: tuple[Path, list[Plant]], in_world: Run) -> None:
    in_world("index", "--full")
    for folder in (world[0] / "search_index/build", world[0].with_name("kept")):
        kept = [path for path in folder.rglob("*") if path.is_file()]
        assert kept
        assert_nothing_planted(kept, world[1])


def assert_nothing_planted(kept: list[Path], planted: list[Plant]) -> None:
    for path in kept:
        data = path.read_bytes()
        assert [each for each in planted if each.datum.encode() in data and each.place != "name of a file"] == []


def test_what_was_taken_out_again_is_not_told_by_a_comparison(world: tuple[Path, list[Plant]], in_world: Run) -> None:
    project, planted = world
    subprocess.run([*GIT, "checkout", "-q", "HEAD~1", "--", "sop"], cwd=project, check=True)
    try:
        for form in choices("diff", "--format"):
            _, out = in_world("diff", "--base", "HEAD", "--format", form)
            assert leaked(out, planted) == []
    finally:
        subprocess.run([*GIT, "reset", "-q", "--hard", "HEAD"], cwd=project, check=True)


@pytest.mark.parametrize("arguments", [["check"], ["show", "SOP-0001", "--raw"], ["serve", "--port", "0"], ["build"]])
def test_a_process_of_its_own_repeats_nothing_either(arguments: list[str], world: tuple[Path, list[Plant]]) -> None:
    project, planted = world
    with subprocess.Popen(
        [sys.executable, "-m", "sopkb", *arguments],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT / "tools")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            if line.startswith("Serving "):  # it waits for the next save
                process.terminate()
    out = "".join(lines)
    assert out
    assert leaked(out, planted) == []


def test_the_message_of_a_fault_in_the_program_repeats_nothing(
    world: tuple[Path, list[Plant]], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(*arguments: object, **more: object) -> None:
        raise RuntimeError("jane.doe1@mail.test, password: tulip001garden")

    monkeypatch.chdir(world[0])
    monkeypatch.setattr("sopkb.cli.listing.open_base", fail)
    assert main(["list"]) == 2
    err = capfd.readouterr().err
    assert "RuntimeError" in err
    assert "Please report it" in err
    assert "jane" not in err
    assert "tulip" not in err
