"""A team's own plug-in, as its author and whoever reviews pull requests meet it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.cli.conftest import Ran, git

from sopkb.plugins import forget_files

Kb = Callable[..., Ran]
MANUAL = '''"""A word that we do not use.

What: Nobody writes "tablet".
Why on shift: They are called terminals here.
Bad:
    the tablet
Good:
    the terminal
"""
from sopkb.core.diagnostics import Finding, Severity
from sopkb.lint.rules.rule import DocumentRule, RecordRule
'''
FINDS = """
def check(record, context):
    if record.id == "MAC-0001":
        yield Finding("Say terminal.", record.at("title"))


RULE = RecordRule("T07", Severity.ERROR, check=check)
"""
SETTINGS = '[tool.sopkb]\nplugins = ["rules/words.py"]\n'


@pytest.fixture(autouse=True)
def _no_plugin_of_another_test() -> Iterator[None]:
    forget_files()
    yield
    forget_files()


def put(project: Path, text: str, settings: str = SETTINGS) -> None:
    (project / "rules").mkdir(exist_ok=True)
    (project / "rules/words.py").write_text(MANUAL + text)
    (project / "pyproject.toml").write_text(settings)


def test_a_rule_that_pyproject_names_is_checked_and_explained_like_ours(kb: Kb, project: Path) -> None:
    put(project, FINDS)
    ran = kb("check")
    assert ran.code == 1
    assert "T07" in ran.out
    assert "Say terminal." in ran.out
    assert "They are called terminals here." in kb("explain", "T07").out
    assert "T07  error" in kb("explain").out
    assert '"id": "T07"' in kb("check", "--format", "sarif").out


def test_a_rule_that_is_named_on_the_command_line_holds_for_that_command(kb: Kb, project: Path) -> None:
    put(project, FINDS, settings="")
    assert kb("check", "--plugin", "rules/words.py").code == 1
    assert kb("check").code == 0


def test_a_record_can_waive_a_teams_rule(kb: Kb, project: Path) -> None:
    put(project, FINDS)
    (macro,) = (project / "sop/macros").glob("MAC-0001-*.md")
    text = macro.read_text()
    waiver = 'waive:\n  - {rule: T07, until: "2027-01-31", reason: "A quotation, word for word"}\n'
    macro.write_text(text.replace("status: active\n", f"status: active\n{waiver}", 1))
    ran = kb("check")
    assert "T07" not in ran.out
    assert "X01" not in ran.out


@pytest.mark.parametrize("path", ["sop/words.py", "rules/../sop/words.py", "rules/linked.py"])
def test_a_plugin_in_the_base_is_refused_however_it_is_named(kb: Kb, project: Path, path: str) -> None:
    put(project, FINDS, settings=f'[tool.sopkb]\nplugins = ["{path}"]\n')
    (project / "sop/words.py").write_text("raise SystemExit('it ran')\n")
    (project / "rules/linked.py").symlink_to(project / "sop/words.py")
    ran = kb("check")
    assert ran.code == 2
    assert "lies in the base" in ran.err
    assert "it ran" not in ran.err + ran.out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\n1 / 0\n", "line 13: ZeroDivisionError"),
        ("def check(:\n", "SyntaxError"),
        ("\n", "neither PLUGIN nor RULE"),
        ("RULE = 7\n", "gives a int"),
        (FINDS.replace("T07", "S07"), "T01 to T99"),
        (FINDS.replace('yield Finding("Say terminal.", record.at("title"))', "yield from {}['x']"), "KeyError"),
        (FINDS.replace('yield Finding("Say terminal.", record.at("title"))', 'yield "no"'), "gave a str"),
    ],
)
def test_a_plugin_that_fails_gives_one_error_that_names_it(kb: Kb, project: Path, text: str, said: str) -> None:
    put(project, text)
    ran = kb("check")
    assert ran.code == 2
    assert said in ran.err
    assert "rules/words.py" in ran.err
    assert "Traceback" not in ran.err


def test_a_plugin_that_fails_does_not_keep_anybody_from_searching_or_from_help(kb: Kb, project: Path) -> None:
    put(project, "1 / 0\n")
    assert kb("show", "WKA-0002").code == 0
    ran = kb("--help")
    assert ran.code == 0
    assert "rules/words.py" in ran.err
    assert "  search " in ran.out


def test_a_change_is_checked_by_the_plugins_of_its_base_and_runs_no_code_of_its_own(kb: Kb, repository: Path) -> None:
    put(repository, FINDS)
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "A rule")
    git(repository, "checkout", "-q", "-b", "change")
    put(repository, "import pathlib\npathlib.Path('ran').write_text('')\nRULE = None\n")
    ran = kb("check", "--base", "main")
    assert "T07" in ran.out
    assert not (repository / "ran").exists()
    (repository / "pyproject.toml").unlink()
    assert "T07" in kb("check", "--base", "main").out


def test_a_plugin_that_a_change_brings_is_not_run_by_the_check_of_that_change(kb: Kb, repository: Path) -> None:
    git(repository, "checkout", "-q", "-b", "change")
    put(repository, "import pathlib\npathlib.Path('ran').write_text('')\nRULE = None\n")
    assert kb("check", "--base", "main").code == 0
    ran = kb("check", "--base", "main", "--plugin", "rules/words.py")
    assert ran.code == 2
    assert "is not there where this branch left main" in ran.err
    assert not (repository / "ran").exists()


def test_findings_that_are_kept_from_run_to_run_follow_the_plugin(
    kb: Kb, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KB_CACHE", str(project.parent / "cache"))
    alone = FINDS.replace("check=check", "alone=True, check=check")
    put(project, alone)
    assert "Say terminal." in kb("check").out
    put(project, alone.replace("Say terminal.", "Say device."))
    assert "Say device." in kb("check").out


def test_a_fixture_that_is_not_what_it_says_is_told_with_its_place(kb: Kb, project: Path) -> None:
    put(project, FINDS)
    for name, comment in (("fail-a", " # expect T07"), ("pass-b", "")):
        folder = project / "rules/T07" / name / "sop/macros"
        folder.mkdir(parents=True)
        (folder / "MAC-0001-x.md").write_text(f'---\nid: MAC-0001\nkind: macro\ntitle: "x"{comment}\n---\n## Text\nx\n')
    ran = kb("explain", "T07", "--try", "rules/T07")
    assert ran.code == 1
    assert "as expected  fail-a: 1 expected\nNOT AS EXPECTED  pass-b: 0 expected\n" in ran.out
    assert "not expected: sop/macros/MAC-0001-x.md:4 Say terminal." in ran.out


def test_a_file_may_bring_a_command(project: Path) -> None:
    command = 'Command("this:that", "ours", "Say hello.")'
    put(
        project,
        f'from sopkb.plugins import Command, Plugin\nPLUGIN = Plugin("ours", commands={{"hello": {command}}})\n',
    )
    ran = subprocess.run(
        [sys.executable, "-m", "sopkb", "--help"],
        cwd=project,
        env={**os.environ, "KB_CACHE": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Ours:\n  hello       Say hello.\n" in ran.stdout
