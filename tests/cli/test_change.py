"""``kb check --base`` and ``kb diff``, as a person and as CI call them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import Ran
from tests.history.repositories import git

SOP_12 = "sop/sops/SOP-0012-accesshub-restore-a-locked-moderator-account.md"
Kb = Callable[..., Ran]


@pytest.fixture
def branch(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demo base on ``main``, and a step of SOP-0012 edited in the work tree."""
    for name in ("GITHUB_ACTOR", "GITLAB_USER_LOGIN"):
        monkeypatch.delenv(name, raising=False)
    git(project, "init", "-q", "-b", "main")
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", "The base")
    path = project / SOP_12
    text = path.read_bytes().decode()
    path.write_bytes(text.replace("3. Attempts: **Unlock**", "3. Attempts: ask first, then **Unlock**").encode())
    return project


def codes(ran: Ran) -> list[str]:
    return sorted(finding["code"] for finding in json.loads(ran.out)["findings"])


def test_a_check_judges_the_change_only_where_it_is_told_what_to_compare_with(branch: Path, kb: Kb) -> None:
    assert kb("check").code == 0
    ran = kb("check", "--base", "main", "--format", "json")
    assert (ran.code, codes(ran)) == (1, ["C01", "C02"])


@pytest.mark.parametrize("variable", ["GITHUB_ACTOR", "GITLAB_USER_LOGIN"])
def test_in_ci_the_author_is_known_and_an_option_says_otherwise(
    branch: Path, kb: Kb, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "PUO-lead-emea")
    check = ("check", "--base", "main", "--format", "json")
    assert codes(kb(*check)) == ["C01", "C02", "C03"]
    assert codes(kb(*check, "--author", "somebody")) == ["C01", "C02"]


def test_what_was_asked_for_limits_what_is_said_of_a_change(branch: Path, kb: Kb) -> None:
    assert kb("check", "sop/macros", "--base", "main").code == 0
    assert kb("check", SOP_12, "--base", "main").code == 1


def test_a_nightly_check_has_nothing_to_compare(branch: Path, kb: Kb) -> None:
    ran = kb("check", "--nightly", "--base", "main")
    assert ran.code == 2
    assert "Give one of them" in ran.err


@pytest.mark.parametrize("command", ["check", "diff"])
def test_a_revision_that_cannot_be_had_is_the_operators_to_mend(branch: Path, kb: Kb, command: str) -> None:
    ran = kb(command, "--base", "origin/main")
    assert (ran.code, ran.out) == (2, "")
    assert "git knows no revision origin/main" in ran.err


def test_the_summary_calls_the_approvers_and_nobody_else(branch: Path, kb: Kb) -> None:
    ran = kb("diff", "--base", "main", "--author", "puo-duty")
    assert ran.code == 0
    assert ran.out.startswith("<!-- kb diff -->\n")
    assert "one of @puo-lead-emea, @puo-lead-apac, @puo-lead-amer\n" in ran.out
    assert "ask first, then Unlock" in ran.out
    assert "**needs a major**" in ran.out


def test_the_summary_for_programs_names_the_commit_and_the_edits(branch: Path, kb: Kb) -> None:
    document = json.loads(kb("diff", "--base", "main", "--format", "json").out)
    assert document["base"] == git(branch, "rev-parse", "main")
    (record,) = document["records"]
    assert [edit["told"].partition(" was ")[0] for edit in record["edits"]] == ["Step 3"]


def test_no_change_is_said_in_a_line(branch: Path, kb: Kb) -> None:
    git(branch, "checkout", "-q", "--", ".")
    assert kb("diff", "--base", "main").out == "<!-- kb diff -->\nNo record changes.\n"
    assert json.loads(kb("diff", "--base", "main", "--format", "json").out)["records"] == []


def test_the_manual_says_which_rules_need_something_to_compare_with(kb: Kb) -> None:
    assert "with --base" in kb("explain", "C02").out
    assert "with --base" not in kb("explain", "S01").out
