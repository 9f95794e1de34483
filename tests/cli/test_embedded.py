"""No repository that lies among the records is ever asked: none starts a program, none hides an edit."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import Ran
from tests.cli.embedded import ATTRIBUTES, FORMS, PROGRAM, name_programs, plant
from tests.conftest import make_base
from tests.history.repositories import FILES, SOP, git

Kb = Callable[..., Ran]
COMMANDS = (
    ("check", "--base", "main"),
    ("diff", "--base", "main"),
    ("bump", "major", "Ask first", "--dry-run"),
    ("changes", "--since", "2026-11-15"),
    ("changes", "--since", "main"),
    ("renumber", "--dry-run"),
    ("codeowners",),
    ("track", "status"),
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    make_base(tmp_path, FILES)
    return tmp_path


@pytest.fixture
def ran(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that a planted program leaves behind; a step of a record is edited, and nothing says so."""
    git(repository, "checkout", "-q", "-b", "work")
    path, was = repository / "sop" / SOP, "Choose **Unlock**"
    assert was in FILES[SOP]
    path.write_text(FILES[SOP].replace(was, "Choose **Delete**"), "utf-8")
    return tmp_path_factory.mktemp("planted") / "ran"


@pytest.mark.parametrize("form", FORMS)
def test_a_planted_repository_runs_nothing_and_hides_nothing(repository: Path, ran: Path, kb: Kb, form: str) -> None:
    plant(repository / "sop", form, ran)
    found = json.loads(kb("check", "--base", "main", "--format", "json").out)["findings"]
    assert {each["path"] for each in found if each["code"] == "C01"} == {f"sop/{SOP}"}
    for command in COMMANDS:
        said = kb(*command)
        assert "Traceback" not in said.err
        assert not ran.exists(), f"{command} started a program"


def test_the_planted_programs_do_run_where_git_is_asked_beside_them(repository: Path, ran: Path) -> None:
    """Else the test above could not fail."""
    plant(repository / "sop", "a folder .git", ran)
    subprocess.run(["git", "status"], cwd=repository / "sop", capture_output=True, check=False)
    assert ran.exists()


@pytest.mark.parametrize("command", [*COMMANDS, ("build",)], ids=" ".join)
def test_settings_of_the_projects_own_repository_start_nothing_either(
    repository: Path, ran: Path, kb: Kb, command: tuple[str, ...]
) -> None:
    (repository / "sop/.gitattributes").write_text(ATTRIBUTES)
    program = ran.parent / "program"
    program.write_text(PROGRAM.format(ran=ran))
    program.chmod(0o755)
    name_programs(repository / ".git", program)
    os.utime(repository / "sop" / SOP)
    kb(*command)
    assert not ran.exists()
