"""What a user of the command line sees."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import CHECKOUT, Ran

WKA_2 = "sop/workarounds/WKA-0002-clip-player-black-screen-sound-plays.md"


def test_a_check_of_one_file_speaks_of_one_file(kb: Callable[..., Ran]) -> None:
    assert kb("check", WKA_2).out.startswith("1 of 72 records in 1 file: no findings.\n")


def test_the_demo_base_is_clean_at_its_moment(kb: Callable[..., Ran]) -> None:
    ran = kb("check")
    assert ran.code == 0
    assert ran.out == (
        "72 records in 72 files: no findings.\nNot looked at: what a change must bring with it (--base); what time "
        "alone brings about (--nightly); outside links (--external).\n"
    )
    assert "2026-11-22T10:00:00Z, the moment of this demo base" in ran.err


def test_an_error_gives_exit_code_1_with_file_line_code_and_remedy(kb: Callable[..., Ran], project: Path) -> None:
    path = project / WKA_2
    path.write_text(path.read_text().replace("severity: sev3", "severity: high"))
    ran = kb("check")
    assert ran.code == 1
    line = next(n for n, text in enumerate(path.read_text().split("\n"), 1) if text.startswith("severity"))
    assert f"{WKA_2}\n" in ran.out
    assert re.search(
        rf"{line}:11 +error +S02 +`severity: high` is not allowed\. Allowed: sev1, sev2, sev3, sev4", ran.out
    )


def test_a_check_of_one_file_reports_only_that_file_but_reads_all(kb: Callable[..., Ran], project: Path) -> None:
    (project / WKA_2).unlink()
    everything, one = kb("check"), kb("check", "sop/macros")
    assert everything.code == 1
    assert "R01" in everything.out
    assert one.code == 0
    assert "71 records" in one.out


def test_the_json_of_a_check_has_what_the_reference_promises(kb: Callable[..., Ran], project: Path) -> None:
    path = project / WKA_2
    path.write_text(path.read_text().replace("area: video", "area: vido"))
    ran = kb("check", "--format", "json")
    document = json.loads(ran.out)
    assert document["errors"] == 1
    assert document["findings"][0]["record"] == "WKA-0002"
    assert document["findings"][0]["code"] == "S02"
    assert "nearest `video`" in document["findings"][0]["message"]
    assert document["findings"][0]["path"] == WKA_2


def test_a_report_goes_to_a_file_and_its_summary_to_the_terminal(kb: Callable[..., Ran], project: Path) -> None:
    path = project / WKA_2
    path.write_text(path.read_text().replace("area: video", "area: vido"))
    above = project.parent / ".git"  # everybody's folder: it is there for one command
    above.mkdir()
    try:
        ran = kb("check", "--format", "gitlab", "--output", "reports/quality.json")
    finally:
        above.rmdir()
    assert (ran.code, ran.out) == (1, "")
    assert "1 error, 0 warnings" in ran.err
    (found,) = json.loads((project / "reports/quality.json").read_text())
    assert found["location"]["path"] == f"{project.name}/{WKA_2}"
    (project / "taken").write_text("")
    assert "cannot be written" in kb("check", "--output", "taken/quality.json").err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("check", "nowhere.md"), "No file or folder nowhere.md."),
        (("check", "--root", "nowhere"), "No folder nowhere."),
        (("check", "--now", "yesterday"), "--now yesterday is not a valid date or time."),
        (("explain", "Z99"), "No rule Z99."),
        (("show", "SOP-0099"), "No record SOP-0099."),
        (("list", "--area", "vido"), "--area vido is not in kb.yml."),
        (("new", "sop"), "A record needs a title."),
        (("new", "recipe", "x"), "is not one of"),
        (("new", "sop", "Too short"), "The title has 9 characters."),
        (("new", "sop", "word " * 50), "The title has 249 characters."),
        (("chek",), "Did you mean `kb check`?"),
        (("export",), "Missing argument"),
    ],
)
def test_a_wrong_call_gives_exit_code_2_and_says_what_to_do(
    kb: Callable[..., Ran], arguments: tuple[str, ...], says: str
) -> None:
    ran = kb(*arguments)
    assert ran.code == 2
    assert says in ran.err
    assert "Traceback" not in ran.err
    assert ran.out == ""


def test_a_folder_without_a_base_is_said(kb_process: Callable[..., Ran], project: Path) -> None:
    (project / "sop").rename(project / "elsewhere")
    ran = kb_process("check")
    assert ran.code == 2
    assert "No knowledge base here" in ran.err
    assert kb_process("check", "--root", "elsewhere").code == 0


@pytest.mark.parametrize("spelled", [("WKA-0002",), ("wka2",), ("wka", "2"), ("Wka_0002",)])
def test_show_finds_a_record_however_its_id_is_typed(kb: Callable[..., Ran], spelled: tuple[str, ...]) -> None:
    ran = kb("show", *spelled)
    assert ran.code == 0
    assert ran.out.startswith("WKA-0002 v1.2.1  Clip Player: black screen, sound plays (CP-2207)\nLIVE")


def test_show_puts_the_advisory_before_the_text_of_a_sensitive_record(kb: Callable[..., Ran]) -> None:
    out = kb("show", "ESC-0004").out
    assert 0 < out.index("! This page names harmful content") < out.index("## When")


def test_show_says_in_the_first_line_that_a_record_is_dead(kb: Callable[..., Ran], project: Path) -> None:
    first, _, head, *_ = kb("show", "WKA-0012").out.split("\n")
    assert first.startswith("RETIRED 2026-11-12: the fault is fixed. Do not follow it.")
    assert head.startswith("WKA-0012 v")
    assert kb("show", "WKA-0010").out.startswith("EXPIRED 2026-11-20 09:00 UTC: do not follow it.\n")
    assert kb("show", "WKA-0002").out.startswith("WKA-0002 v")
    shown = json.loads(kb("show", "WKA-0012", "--json").out)
    assert (shown["warning"], shown["successor"]) == (first, "SOP-0009")
    raw = kb("show", "WKA-0012", "--raw")
    assert raw.out.startswith("---\nid: WKA-0012")
    assert first in raw.err, "beside the file, which stays what it is"


def test_show_raw_is_the_file_itself(kb: Callable[..., Ran], project: Path) -> None:
    assert kb("show", "WKA-0002", "--raw").out == (project / WKA_2).read_text()


def test_the_state_depends_on_the_clock_that_is_asked_for(kb: Callable[..., Ran]) -> None:
    assert "EXPIRES SOON (6 h left)" in kb("show", "WKA-0004").out
    assert "EXPIRED (2026-11-22 16:00 UTC)" in kb("show", "WKA-0004", "--now", "2026-11-22T16:00:00Z").out


def test_list_filters_by_state_and_code(kb: Callable[..., Ran]) -> None:
    dead = json.loads(kb("list", "--state", "dead", "--json").out)
    assert [row["id"] for row in dead] == ["WKA-0010", "WKA-0012"]
    code = json.loads(kb("list", "--code", "ug 507", "--json").out)
    assert [row["id"] for row in code] == ["SOP-0009", "WKA-0012"]


@pytest.mark.parametrize("kind", ["sop", "workaround", "escalation", "macro", "troubleshooter", "lookup", "track"])
def test_a_new_record_of_each_kind_has_only_warnings(kb: Callable[..., Ran], kind: str) -> None:
    ran = kb("new", kind, "AccessHub: rotate a service key", "--area", "access", "--owner", "puo-core")
    assert ran.code == 0
    checked = json.loads(kb("check", "--format", "json", ran.out.strip()).out)
    assert checked["errors"] == 0
    assert {finding["code"] for finding in checked["findings"]} == {"S01"}


def test_a_new_record_takes_what_the_base_knows(kb: Callable[..., Ran], project: Path) -> None:
    ran = kb("new", "workaround", "Clip Player: no sound after seek (CP-2311)", "--bug", "BUG-88300")
    text = (project / ran.out.strip()).read_text()
    for line in ("id: WKA-0016", "area: video", "escalates_to: ESC-0002", "error_codes: [CP-2311]", "bug: BUG-88300"):
        assert f"\n{line}\n" in text
    assert ran.out == "sop/workarounds/WKA-0016-clip-player-no-sound-after-seek.md\n"


def test_a_dry_run_and_a_template_write_nothing(kb: Callable[..., Ran], project: Path) -> None:
    before = sorted(project.rglob("*"))
    assert "id: SOP-0031" in kb("new", "--dry-run", "sop", "AccessHub: rotate a key").out
    assert "## Steps" in kb("new", "--template", "sop").out
    route = kb("new", "--template", "escalation").out
    known = kb("new", "workaround", "LabelBook: colours of tags missing", "--bug", "BUG-99", "--known", "--dry-run").out
    assert "\nknown: true\n" in known
    assert "\nreplies_with: [MAC-0003]\n" in known, "as the other known issue is answered"
    assert kb("new", "sop", "LabelBook: colours of tags missing", "--known", "--dry-run").code == 2
    assert "# symptoms:" in route  # optional, and what a route in an emergency is found by
    assert "# how_to_raise:" in route
    assert sorted(project.rglob("*")) == before


def test_no_colour_and_no_bar_where_output_is_no_terminal(kb_process: Callable[..., Ran], project: Path) -> None:
    (project / WKA_2).write_text("broken")
    ran = kb_process("check")
    assert ran.code == 1
    assert "\x1b" not in ran.out + ran.err


def test_control_characters_of_a_record_never_reach_the_terminal(kb: Callable[..., Ran], project: Path) -> None:
    path = project / WKA_2
    text = path.read_text().replace("Decoder regression", "Decoder \x1b]0;regression\u202e")
    path.write_text(text.replace("severity: sev3", 'severity: "\\e]0;sev9"'))
    out = kb("check").out + kb("show", "WKA-0002").out + kb("list").out
    assert "\x1b" not in out
    assert "\u202e" not in out


@pytest.mark.parametrize("arguments", [("search", "WKA-9999"), ("search", "decoder"), ("show", "WKA-0002")])
def test_control_characters_of_a_record_never_reach_a_terminal_with_colour(
    arguments: tuple[str, ...], kb: Callable[..., Ran], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"sopkb.cli.{arguments[0]}.wants_colour", lambda: True)
    for path in (project / "sop/workarounds").glob("*.md"):
        text = re.sub('(?m)^(title|summary|last_reviewed): "', r'\1: "\\e]0;x', path.read_text("utf-8"))
        path.write_text(text, "utf-8")
    out = kb(*arguments).out
    assert "?]0;x" in out
    assert "\x1b]" not in out  # click takes colours out of what no terminal reads, but not this


def test_a_reader_that_leaves_early_is_no_error(project: Path) -> None:
    done = subprocess.run(
        f"{sys.executable} -m sopkb list | head -1",
        shell=True,
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT / "tools")},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.stdout.startswith("ESC-0001")
    assert "Traceback" not in done.stderr


def test_the_completion_script_is_for_the_command(kb: Callable[..., Ran]) -> None:
    assert "_KB_COMPLETE" in kb("completion", "bash").out


def test_the_schema_of_a_kind_holds_the_words_of_this_base(kb: Callable[..., Ran]) -> None:
    schema = json.loads(kb("schema", "workaround").out)
    assert "video" in schema["properties"]["area"]["enum"]
    assert json.loads(kb("schema", "kb.yml").out)["title"].startswith("kb.yml")


def test_what_was_parsed_is_kept_in_the_users_cache_and_nowhere_else(
    kb_process: Callable[..., Ran], project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.mktemp("home")
    before = sorted(project.rglob("*"))
    places = {"HOME": str(home), "XDG_CACHE_HOME": "relative", "LOCALAPPDATA": str(home)}
    environment = {name: value for name, value in os.environ.items() if name != "KB_CACHE"}
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-m", "sopkb", "check"],
            cwd=project,
            env={**environment, **places, "PYTHONPATH": str(CHECKOUT / "tools")},
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        assert done.stdout.startswith("72 records in 72 files: no findings.\nNot looked at: ")
    assert sorted(project.rglob("*")) == before
    names = sorted(path.name for path in home.rglob("*.sqlite"))
    assert names == ["memo-1.sqlite"]
    chosen = tmp_path_factory.mktemp("cache") / "mine"
    assert kb_process("list", KB_CACHE=str(chosen)).code == 0
    assert (chosen / "memo-1.sqlite").is_file()
