"""A pull request that loosens kb.yml is told so, must be signed, and gains nothing before it is merged."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import Ran
from tests.conftest import SMALL_CONFIG, make_base
from tests.history.repositories import FILES, SOP, git

Kb = Callable[..., Ran]
HOSTS = ("hosts: [kb.example.org]", "hosts: [kb.example.org, files.example.net]")
CHECK = ("check", "--base", "main", "--format", "json", "--author", "trainee")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    make_base(tmp_path, FILES)
    return tmp_path


@pytest.fixture
def branch(repository: Path) -> Path:
    git(repository, "checkout", "-q", "-b", "work")
    return repository


def change(branch: Path, *edits: tuple[str, str]) -> None:
    text = SMALL_CONFIG
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    (branch / "sop/kb.yml").write_text(text, "utf-8")


def found(ran: Ran) -> list[tuple[str, str, int, str]]:
    return [(each["code"], each["path"], each["line"], each["severity"]) for each in json.loads(ran.out)["findings"]]


def test_another_host_is_an_error_until_an_approver_is_named(branch: Path, kb: Kb) -> None:
    change(branch, HOSTS)
    line = next(number for number, text in enumerate(SMALL_CONFIG.splitlines(), 1) if "hosts:" in text)
    ran = kb(*CHECK)
    assert (ran.code, found(ran)) == (1, [("C05", "sop/kb.yml", line, "error")])
    message = json.loads(ran.out)["findings"][0]["message"]
    assert "links may go to files.example.net" in message
    assert "name one of lead, other-lead under `approver`" in message
    change(branch, HOSTS, ("vocabularies:", "approver: trainee\nvocabularies:"))
    assert kb(*CHECK).code == 1
    change(branch, HOSTS, ("vocabularies:", "approver: lead\nvocabularies:"))
    ran = kb(*CHECK)
    assert (ran.code, found(ran)) == (0, [("C05", "sop/kb.yml", line + 1, "warning")])


def test_a_record_does_not_profit_from_the_host_that_comes_with_it(branch: Path, kb: Kb) -> None:
    change(branch, HOSTS, ("vocabularies:", "approver: lead\nvocabularies:"))
    path = branch / "sop" / SOP
    path.write_text(path.read_text("utf-8") + "\nSee https://files.example.net/a\n", "utf-8")
    codes = {code for code, *_ in found(kb(*CHECK))}
    assert {"A03", "C05"} <= codes
    git(branch, "checkout", "-q", "main")
    git(branch, "commit", "-q", "-m", "Allow the host", "sop/kb.yml")
    assert "A03" not in {code for code, *_ in found(kb(*CHECK))}


def test_a_clock_that_stands_still_does_not_judge_its_own_change(branch: Path, kb: Kb) -> None:
    change(branch, ("vocabularies:", 'demo: {now: "2020-01-01T00:00:00Z"}\nvocabularies:'))
    ran = kb(*CHECK)
    assert "Clock: 2020" not in ran.err
    assert "C05" in {code for code, *_ in found(ran)}


def test_what_a_file_alone_gave_before_is_not_kept_for_other_settings(
    branch: Path, kb: Kb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KB_CACHE", str(tmp_path / "cache"))
    change(branch, HOSTS)
    path = branch / "sop" / SOP
    path.write_text(path.read_text("utf-8") + "\nSee https://files.example.net/a\n", "utf-8")
    for _ in range(2):
        assert "A03" not in {code for code, *_ in found(kb("check", "--format", "json"))}
        assert "A03" in {code for code, *_ in found(kb(*CHECK))}


def test_the_summary_of_a_pull_request_says_what_is_looser_and_who_signs(branch: Path, kb: Kb) -> None:
    change(branch, HOSTS, ("[lead, other-lead]", "[lead, other-lead, trainee]"))
    text = kb("diff", "--base", "main", "--author", "lead").out
    assert "- **Looser** in kb.yml: `vocabularies.hosts`, links may go to files.example.net" in text
    assert "- **Looser** in kb.yml: `policy.approvers`, trainee may sign for other areas" in text
    assert "- **Approval** for kb.yml: other-lead" in text
    document = json.loads(kb("diff", "--base", "main", "--format", "json").out)
    assert [each["setting"] for each in document["settings"]] == ["vocabularies.hosts", "policy.approvers"]
    assert document["approvals"][0] == {"area": "kb.yml", "handles": ["lead", "other-lead"], "accounts": []}
