"""The commands that edit records, as a person meets them: in a git repository, with all that can go wrong there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import git
from tests.cli.editing import SOP_12, WKA_1, Kb, change, everything, untouched
from tests.conftest import CHECKOUT

# ---- Which record -----------------------------------------------------------------------------------------------


def test_a_bump_finds_the_one_record_that_was_changed(kb: Kb, repository: Path) -> None:
    change(repository / SOP_12, "Inactive or Security.", "Inactive, Security or Legal.")
    ran = kb("bump", "minor", "Name the lock type Legal")
    assert ran.code == 0
    assert f"{SOP_12} has changes that are not committed" in ran.err
    text = (repository / SOP_12).read_text()
    assert 'version: "2.3.0"' in text
    assert 'training: read, change: "Name the lock type Legal"}' in text
    assert "Inactive, Security or Legal." in text


def test_a_bump_asks_which_where_git_cannot_tell(kb: Kb, repository: Path) -> None:
    untouched(repository, lambda: kb("bump", "patch", "x"), "None has changed since the last commit")
    change(repository / SOP_12, "Inactive or Security.", "Inactive, Security or Legal.")
    change(repository / WKA_1, "my decision, form", "my decision and the form")
    untouched(repository, lambda: kb("bump", "patch", "x"), "2 have changed: SOP-0012, WKA-0001.")
    assert kb("bump", "patch", "Mend a word", SOP_12).code == 0


def test_without_git_a_bump_wants_a_name(kb: Kb, project: Path) -> None:
    untouched(project, lambda: kb("bump", "patch", "x"), "Git cannot say")
    assert kb("bump", "patch", "Mend a word", "sop 12").code == 0


def test_a_renamed_and_a_new_record_count_as_changed(kb: Kb, repository: Path) -> None:
    git(repository, "mv", SOP_12, SOP_12.replace("-account", ""))
    assert "SOP-0012" in kb("bump", "patch", "Shorter name", "--dry-run").out
    kb("new", "sop", "AccessHub: rotate a service key")
    assert "2 have changed: SOP-0012, SOP-0031" in kb("bump", "patch", "x").err


# ---- What is shown and written ----------------------------------------------------------------------------------


def test_the_diff_is_what_git_says_of_the_file(kb: Kb, repository: Path) -> None:
    shown = kb("review", "SOP-0012").out.splitlines()
    real = git(repository, "diff").splitlines()
    assert [line for line in shown if line[:1] in "+-"][2:] == [line for line in real if line[:1] in "+-"][2:]
    assert shown[:2] == [f"--- {SOP_12}", f"+++ {SOP_12}"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("bump", "major", "All steps are new", "SOP-0012"),
        ("review", "SOP-0012"),
        ("renew", "WKA-0004", "--until", "2026-11-24"),
        ("retire", "SOP-0012", "--reason", "obsolete"),
        ("supersede", "WKA-0003", "--by", "SOP-0008"),
    ],
)
def test_a_dry_run_shows_the_same_and_writes_nothing(kb: Kb, project: Path, arguments: tuple[str, ...]) -> None:
    before = everything(project)
    dry = kb(*arguments, "--dry-run")
    assert (dry.code, everything(project)) == (0, before)
    assert "Dry run: nothing was written." in dry.err
    wet = kb(*arguments)
    assert wet.out == dry.out
    assert everything(project) != before


def test_a_diff_obeys_no_record_and_repeats_no_secret(kb: Kb, project: Path) -> None:
    address = "somebody" + "@" + "mail.test"
    change(project / SOP_12, "Verify requester, find", f"Ask {address} \\e[31m, \u202e find")
    ran = kb("bump", "patch", "x", SOP_12)
    assert ran.code == 0
    assert "summary:" in ran.out
    assert not [part for part in (address, "\x1b", "\u202e") if part in ran.out]
    assert address in (project / SOP_12).read_text()


def test_windows_line_ends_and_a_byte_order_mark_stay(kb: Kb, project: Path) -> None:
    raw = (project / SOP_12).read_bytes().replace(b"\n", b"\r\n")
    (project / SOP_12).write_bytes(b"\xef\xbb\xbf" + raw)
    assert kb("review", "SOP-0012").code == 0
    after = (project / SOP_12).read_bytes()
    assert after.startswith(b"\xef\xbb\xbf---\r\n")
    assert after.count(b"\n") == after.count(b"\r\n") == raw.count(b"\n") + 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("bump", "major", "x", SOP_12),
        ("review", SOP_12),
        ("retire", SOP_12, "--reason", "obsolete"),
        ("supersede", "WKA-0003", "--by", SOP_12),
        ("promote", SOP_12),
        ("renumber", SOP_12),
        ("bump", "patch", "x", "SOP-12"),
        ("bump", "patch", "x"),
    ],
)
def test_an_id_that_is_none_is_neither_edited_nor_repeated(
    kb: Kb, repository: Path, arguments: tuple[str, ...]
) -> None:
    address = "somebody" + "@" + "mail.example"
    change(repository / SOP_12, "id: SOP-0012", f'id: "SOP-0012 {address} \\e[31m"')
    before = everything(repository)
    ran = kb(*arguments)
    assert ran.code == 2
    assert address not in ran.out + ran.err
    assert "\x1b" not in ran.out + ran.err
    assert everything(repository) == before


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("bump", "huge", "x", "SOP-0012"), "'huge' is not one of"),
        (("bump", "patch", "  ", "SOP-0012"), "The changelog needs a reason."),
        (("bump", "patch", "a\x07b", "SOP-0012"), "holds control characters"),
        (("bump", "major", "x", "SOP-0012", "--behaviour", "unchanged"), "always changes behaviour"),
        (("bump", "patch", "x", "SOP-0099"), "No record SOP-0099."),
        (("bump", "patch", "x", "README.md"), "No record README.md."),
        (("review", "WKA-0012"), "is retired"),
        (("renew", "WKA-0004", "--until", "tomorrow"), 'Write "2026-11-22T10:00:00Z", or "2026-11-22".'),
        (("renew", "WKA-0004", "--until", "2026-12-24"), "2026-11-25T00:00:00Z at most"),
        (("retire", "WKA-0001", "--reason", "fixed"), "Add --fixed-in VERSION and --fixed-on DAY."),
        (("retire", "WKA-0001", "--reason", "fixed", "--fixed-in", "7", "--fixed-on", "soon"), "is not a valid date"),
        (("retire", "WKA-0001", "--reason", "obsolete", "--fixed-in", "7"), "do not go with --reason obsolete"),
        (("supersede", "WKA-0001", "--by", "WKA-0099"), "No record WKA-0099."),
        (("promote", "SOP-0012"), "has no future text beside it"),
        (("renumber", SOP_12), "ids are permanent"),
        (("renumber", "sop/kb.yml"), "is not a record of sop/"),
        (("renumber", SOP_12, "--base", "nowhere"), "knows no revision nowhere"),
    ],
)
def test_a_wrong_call_says_what_is_wrong_and_writes_nothing(
    kb: Kb, repository: Path, arguments: tuple[str, ...], says: str
) -> None:
    untouched(repository, lambda: kb(*arguments), says)


def test_a_retirement_names_who_still_depends_on_it(kb: Kb, project: Path) -> None:
    ran = kb("retire", "WKA-0003", "--reason", "superseded", "--by", "SOP-0008")
    assert "Still depending on WKA-0003: TRB-0001. Point them to SOP-0008" in ran.err
    assert "R02" in kb("check").out


def test_the_tracker_knows_the_version_of_the_fix(kb: Kb, project: Path) -> None:
    fixed = ("retire", "WKA-0001", "--reason", "fixed", "--fixed-on", "2026-11-21")
    assert "BUG-88213 is still open" in kb(*fixed, "--fixed-in", "7.2.4", "--dry-run").err
    old = '"BUG-88213", "state": "open"'
    change(project / "sop/tracker.json", old, '"BUG-88213", "state": "closed", "fixed_in": "7.2.5"')
    ran = kb(*fixed)
    assert '+fixed_in: "7.2.5"' in ran.out
    assert "still open" not in ran.err


def test_a_major_of_what_is_in_force_asks_for_its_day(kb: Kb, project: Path) -> None:
    assert "`effective_from` of SOP-0012 is 2026-11-10" in kb("bump", "major", "New order", "SOP-0012").err
    assert "effective_from" not in kb("bump", "major", "New order", "WKA-0001").err


def test_a_review_says_that_the_expiry_stays(kb: Kb, project: Path) -> None:
    ran = kb("review", "WKA-0001")
    assert "WKA-0001 still expires 2026-12-01T09:00:00Z; kb renew can move that to 2026-12-06T00:00:00Z." in ran.err


@pytest.mark.parametrize(
    ("arguments", "left"),
    [
        (("bump", "major", "All steps are new", "WKA-0001"), set()),
        (("review", "SOP-0012"), set()),
        (("review", "WKA-0013"), set()),
        (("renew", "WKA-0004", "--until", "2026-11-24"), set()),
        (("retire", "WKA-0001", "--reason", "fixed", "--fixed-in", "7.2.4", "--fixed-on", "2026-11-21"), set()),
        (("retire", "SOP-0012", "--reason", "unsafe"), {"R02", "R06"}),  # others lead to it, and a track teaches it
        (("retire", "WKA-0013", "--reason", "obsolete"), set()),
        (("supersede", "WKA-0003", "--by", "SOP-0008"), {"R02"}),
    ],
)
def test_what_a_command_writes_satisfies_the_rules_of_a_change(
    kb: Kb, repository: Path, arguments: tuple[str, ...], left: set[str]
) -> None:
    assert kb(*arguments).code == 0
    found = json.loads(kb("check", "--base", "main", "--format", "json").out)["findings"]
    assert {finding["code"] for finding in found} == left


def test_colour_is_for_terminals(project: Path, kb_process: Kb) -> None:
    assert "\x1b" not in kb_process("review", "SOP-0012").out
    command = "import pty, sys; sys.exit(pty.spawn([sys.executable, '-m', 'sopkb', 'review', 'SOP-0008']) >> 8)"
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT / "tools"), "TERM": "xterm"}
    environment.pop("NO_COLOR", None)
    done = subprocess.run(
        [sys.executable, "-c", command], cwd=project, env=environment, capture_output=True, stdin=subprocess.DEVNULL
    )
    assert b"\x1b[32m+" in done.stdout
