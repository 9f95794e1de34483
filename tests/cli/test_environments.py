"""The command line where its surroundings are not what one wishes: terminals, pipes, permissions, disks."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import CHECKOUT, Ran
from tests.environments import NO_POWERS, kb_after

KB = f"{shlex.quote(sys.executable)} -m sopkb"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(CHECKOUT / "tools")}


def _shell(project: Path, line: str) -> Ran:
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=project,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=600,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("command", ["list", "list --json", "show WKA-0002", "schema sop"])
def test_a_reader_that_has_left_before_anything_was_written_is_no_error(project: Path, command: str) -> None:
    ran = _shell(project, f"({KB} {command}; echo code $? >&2) | exec 0<&- true")
    assert "code 0" in ran.err
    assert "Traceback" not in ran.err
    assert "Exception" not in ran.err


@pytest.mark.parametrize("command", ["list", "check", "show WKA-0002", "search queue --json"])
def test_output_that_cannot_be_written_is_said(project: Path, command: str) -> None:
    ran = _shell(project, f"{KB} {command} > /dev/full")
    assert ran.code == 2
    assert "kb: The output cannot be used: No space left on device." in ran.err
    assert "Traceback" not in ran.err
    assert "Exception" not in ran.err


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_terminal_that_lacks_characters_gets_escapes(project: Path, encoding: str) -> None:
    def run(*options: str) -> str:
        return subprocess.run(
            [sys.executable, "-m", "sopkb", "search", "无法登录", *options],
            cwd=project,
            env=ENVIRONMENT | {"PYTHONIOENCODING": encoding},
            capture_output=True,
            encoding="utf-8" if encoding == "ascii" else encoding,  # click writes UTF-8 where it is told ASCII
            check=True,
            timeout=600,
        ).stdout

    assert "TRB-0002" in run()
    assert json.loads(run("--json"))["query"] == "无法登录"


def test_bytes_that_are_no_text_can_be_searched_for(project: Path) -> None:
    ran = _shell(project, f"{KB} search --json $'queue \\xff'")
    assert ran.code == 0
    assert json.loads(ran.out)["hits"]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("black", "screen", "-chrome"), 0, " 1. "),
        (("queue", "-help"), 0, " 1. "),
        (("-h",), 0, "Find the record that is right now"),
        (("--help",), 0, "Find the record that is right now"),
        (("--", "--limit", "black"), 0, "WKA-0002"),
        (("black", "--limt", "3"), 2, "No option --limt. Did you mean --limit?"),
        (("black", "--live"), 2, "No option --live. Put words that begin with a dash after `--`."),
        (("--- stack trace ---", "black"), 0, "WKA-0002"),
    ],
)
def test_a_word_with_a_dash_is_left_out_and_an_unknown_option_is_said(
    kb: Callable[..., Ran], words: tuple[str, ...], code: int, says: str
) -> None:
    ran = kb("search", *words)
    assert ran.code == code
    assert says in ran.out + ran.err


def test_a_folder_that_cannot_be_read_is_a_finding(project: Path) -> None:
    macros = project / "sop" / "macros"
    macros.chmod(0o000)
    try:
        ran = kb_after(NO_POWERS, "check", "--root", project / "sop")
        (project / "sop" / "lookups").chmod(0o444)
        names_only = kb_after(NO_POWERS, "check", "--root", project / "sop", "--format", "json")
    finally:
        macros.chmod(0o755)
        (project / "sop" / "lookups").chmod(0o755)
    assert ran.returncode == 1
    assert "sop/macros" in ran.stdout
    assert "Cannot be read: Permission denied. Fix its permissions" in ran.stdout
    unreadable = [each["path"] for each in json.loads(names_only.stdout)["findings"] if each["code"] == "S03"]
    assert "sop/macros" in unreadable
    assert sum(path.startswith("sop/lookups/") for path in unreadable) > 1


def test_a_base_that_cannot_be_read_is_said(project: Path) -> None:
    (project / "sop").chmod(0o000)
    try:
        ran = kb_after(NO_POWERS, "check", "--root", project / "sop")
    finally:
        (project / "sop").chmod(0o755)
    assert ran.returncode == 2
    assert "is not readable" in ran.stderr
    assert "Traceback" not in ran.stderr
