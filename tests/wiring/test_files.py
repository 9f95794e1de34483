"""What other programs read here is what they say they read; and no workflow can be turned against us."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.conftest import CHECKOUT
from tests.schemas import troubles

WORKFLOWS = sorted((CHECKOUT / ".github/workflows").glob("*.yml"))
FORMS = sorted((CHECKOUT / ".github/ISSUE_TEMPLATE").glob("*-*.yml"))
CI = CHECKOUT / ".gitlab-ci.yml"


def read(path: Path) -> Any:
    document = yaml.safe_load(path.read_text("utf-8"))
    return (
        {"on" if key is True else key: value for key, value in document.items()}
        if isinstance(document, dict)
        else document
    )


def jobs() -> list[tuple[str, str, dict[str, Any]]]:
    return [(path.name, name, job) for path in WORKFLOWS for name, job in read(path)["jobs"].items()]


def test_there_is_what_the_guide_lists() -> None:
    guide = (CHECKOUT / "docs/guides/editor.md").read_text("utf-8")
    for path in (*WORKFLOWS, CI):
        assert path.relative_to(CHECKOUT).as_posix() in guide
    assert [path.stem for path in FORMS] == ["flag-a-record", "propose-a-workaround", "report-a-gap"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_is_what_github_reads(path: Path) -> None:
    assert troubles("github-workflow", read(path)) == []


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_a_form_is_what_github_reads(path: Path) -> None:
    form = read(path)
    assert troubles("github-issue-forms", form) == []
    ids = [field["id"] for field in form["body"] if "id" in field]
    assert len(ids) == len(set(ids)) >= 4
    assert troubles("github-issue-config", read(path.parent / "config.yml")) == []


def test_the_pipeline_is_what_gitlab_reads() -> None:
    assert troubles("gitlab-ci", read(CI)) == []


def test_the_hooks_are_what_pre_commit_reads() -> None:
    hooks = read(CHECKOUT / ".pre-commit-hooks.yaml")
    assert troubles("pre-commit-hooks", hooks) == []
    assert re.search(hooks[0]["files"], "sop/workarounds/WKA-0002-x.md")
    assert not re.search(hooks[0]["files"], "docs/index.md")


def test_a_mistake_is_noticed_by_each_schema() -> None:
    workflow = read(WORKFLOWS[0])
    workflow["jobs"]["check"]["runs_on"] = "ubuntu"
    form = read(FORMS[0])
    form["body"][0]["type"] = "text"
    ci = read(CI)
    ci["check"]["artifacts"]["reports"] = "codequality"
    hooks = read(CHECKOUT / ".pre-commit-hooks.yaml")
    del hooks[0]["entry"]
    for schema, document in (
        ("github-workflow", workflow),
        ("github-issue-forms", form),
        ("gitlab-ci", ci),
        ("pre-commit-hooks", hooks),
    ):
        assert troubles(schema, document), schema


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_to_commits_and_rights_are_given_job_by_job(path: Path) -> None:
    for used in re.findall(r"uses: (.*)", path.read_text("utf-8")):
        assert re.fullmatch(r"[\w-]+/[\w/-]+@[0-9a-f]{40} # v[\d.]+", used), used
    workflow = read(path)
    assert workflow["permissions"] == {}
    assert "pull_request_target" not in workflow["on"]
    for job in workflow["jobs"].values():
        assert job["permissions"]
        assert job["timeout-minutes"]


def test_code_of_a_pull_request_never_runs_beside_a_token_that_writes() -> None:
    for file, name, job in jobs():
        triggers = read(CHECKOUT / ".github/workflows" / file)["on"]
        if "pull_request" not in triggers:
            continue
        runs_code = any("run" in step or "actions/checkout" in step.get("uses", "") for step in job["steps"])
        may_write = [right for right, how in job["permissions"].items() if how == "write"]
        assert not (runs_code and may_write), (file, name, may_write)


def test_no_text_of_a_stranger_is_pasted_into_a_script() -> None:
    for file, name, job in jobs():
        for step in job["steps"]:
            assert "${{" not in step.get("run", ""), (file, name)
            if "actions/checkout" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] is False
                assert "ref" not in step["with"]


def test_every_command_of_the_wiring_is_one_that_kb_has() -> None:
    from sopkb.cli.app import commands

    text = "".join(path.read_text("utf-8") for path in (*WORKFLOWS, CI, CHECKOUT / ".pre-commit-hooks.yaml"))
    used = set(re.findall(r"(?:\./|entry: )kb ([a-z]+)", text))
    assert used == {"check", "diff", "build"}
    assert used <= set(commands())


def test_the_problem_matcher_of_the_guide_reads_what_kb_prints() -> None:
    from sopkb.core.diagnostics import Diagnostic, Severity
    from sopkb.lint.report import FORMATS, Checked

    guide = (CHECKOUT / "docs/guides/editor.md").read_text("utf-8")
    tasks = json.loads(re.findall(r"```json\n(.*?)```", guide, re.DOTALL)[0])
    matcher = tasks["tasks"][0]["problemMatcher"]["pattern"]
    found = [
        Diagnostic("sop/a b/C:1.md", 12, 3, "S02", Severity.ERROR, "`a: b` is not allowed: 1:2: error.", "SOP-0001"),
        Diagnostic("sop/kb.yml", 0, 0, "S03", Severity.WARNING, "Empty.", ""),
    ]
    lines = FORMATS["lines"](Checked(found, 1, 1), False).splitlines()
    read = [re.fullmatch(matcher["regexp"], line) for line in lines]
    names = ("file", "line", "column", "severity", "code", "message")
    assert [[each[matcher[name]] for name in names] for each in read if each] == [
        ["sop/a b/C:1.md", "12", "3", "error", "S02", "`a: b` is not allowed: 1:2: error."],
        ["sop/kb.yml", "1", "1", "warning", "S03", "Empty."],
    ]
