"""The script that speaks to GitHub, run as the workflows run it, with a small `gh` that keeps comments and issues."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import CHECKOUT

SCRIPT = CHECKOUT / ".github/scripts/github_sync.py"
HEAD = "f" * 40
GH = '''#!{python}
"""A stand-in for GitHub: what `gh api` asks of it is kept in a file of JSON."""
import json, sys
from pathlib import Path

store = Path({store!r})
state = json.loads(store.read_text())
method = sys.argv[sys.argv.index("--method") + 1]
path = next(word for word in sys.argv if word.startswith("repos/")).removeprefix("repos/team/kb/")
route, _, query = path.partition("?")
fields = json.loads(sys.stdin.read() or "{{}}") if "--input" in sys.argv else {{}}
parts = route.split("/")
answer = None
if method == "GET" and parts[0] == "pulls":
    answer = {{"head": {{"sha": {head!r}}}}}
elif method == "GET" and parts[-1] == "comments":
    answer = state["comments"] if query.endswith("&page=1") else []
elif method == "GET" and route == "issues":
    answer = [each for each in state["issues"] if each["state"] == "open"] if query.endswith("&page=1") else []
elif method == "POST" and parts[-1] == "comments":
    state["comments"].append({{"id": 7, "user": {{"login": "github-actions[bot]"}}, **fields}})
elif method == "POST":
    state["issues"].append({{"number": len(state["issues"]) + 1, "state": "open", **fields}})
elif parts[:2] == ["issues", "comments"]:
    next(each for each in state["comments"] if each["id"] == int(parts[2])).update(fields)
else:
    state["issues"][int(parts[1]) - 1].update(fields)
state["calls"].append(f"{{method}} {{route}}")
store.write_text(json.dumps(state))
print(json.dumps(answer))
'''


class GitHub:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._store = folder / "github.json"
        self._store.write_text(json.dumps({"comments": [], "issues": [], "calls": []}))
        program = folder / "gh"
        program.write_text(GH.format(python=sys.executable, store=str(self._store), head=HEAD))
        program.chmod(0o755)

    @property
    def state(self) -> Any:
        return json.loads(self._store.read_text())

    def writes(self) -> list[str]:
        return [call for call in self.state["calls"] if not call.startswith("GET")]

    def add_comment(self, login: str, body: str) -> None:
        state = self.state
        state["comments"].append({"id": 5, "user": {"login": login}, "body": body})
        self._store.write_text(json.dumps(state))

    def sync(self, *arguments: str) -> int:
        environment = {**os.environ, "PATH": f"{self._folder}:{os.environ['PATH']}", "GITHUB_REPOSITORY": "team/kb"}
        done = subprocess.run([sys.executable, SCRIPT, *arguments], env=environment, capture_output=True, text=True)
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode

    def comment(self, text: str, number: str = "12", head: str = HEAD) -> int:
        summary = self._folder / "summary"
        summary.mkdir(exist_ok=True)
        (summary / "number.txt").write_text(f"{number}\n")
        (summary / "summary.md").write_text(text, "utf-8")
        return self.sync("comment", str(summary), "--head", head)

    def nightly(self, *findings: dict[str, Any]) -> int:
        report = self._folder / "nightly.json"
        report.write_text(json.dumps({"findings": findings}))
        return self.sync("issues", str(report))


pytestmark = pytest.mark.skipif(os.name == "nt", reason="the workflows run on Linux")


@pytest.fixture
def github(tmp_path: Path) -> GitHub:
    return GitHub(tmp_path)


def test_a_summary_is_one_comment_that_is_updated(github: GitHub) -> None:
    github.add_comment("somebody", "<!-- kb diff -->\nnot ours")
    assert github.comment("<!-- kb diff -->\nOne record.") == 0
    assert github.comment("<!-- kb diff -->\nTwo records.") == 0
    assert [each["body"].split("\n")[1] for each in github.state["comments"]] == ["not ours", "Two records."]


@pytest.mark.parametrize("number", ["12; rm -rf .", "", "-1", "../13", "0", "１２"])
def test_a_strangers_run_cannot_name_what_is_no_number(github: GitHub, number: str) -> None:
    assert github.comment("<!-- kb diff -->\n", number=number) == 1
    assert github.writes() == []


def test_a_strangers_run_cannot_write_under_another_pull_request(github: GitHub) -> None:
    assert github.comment("<!-- kb diff -->\n", head="0" * 40) == 1
    assert github.comment("Buy this") == 1
    assert github.writes() == []


def test_a_comment_calls_nobody_and_is_cut(github: GitHub) -> None:
    assert github.comment("<!-- kb diff -->\n@everybody " + "x" * 99_000) == 0
    (comment,) = github.state["comments"]
    assert "@everybody" not in comment["body"]
    assert len(comment["body"]) < 65_536


def finding(team: str | None, code: str = "L05", line: int = 3) -> dict[str, Any]:
    return {"team": team, "code": code, "path": "sop/a.md", "line": line, "message": "Due. Tell @lead."}


def open_issues(github: GitHub) -> list[str]:
    return [each["title"] for each in github.state["issues"] if each["state"] == "open"]


def test_each_team_has_one_issue_that_follows_what_is_found(github: GitHub) -> None:
    assert github.nightly(finding("puo-core"), finding("video-eng"), finding("puo-core", "L04")) == 0
    assert open_issues(github) == [
        "Knowledge base: 2 findings for puo-core",
        "Knowledge base: 1 finding for video-eng",
    ]
    assert "@lead" not in github.state["issues"][0]["body"]
    assert "**L04** Due." in github.state["issues"][0]["body"]
    writes = github.writes()
    assert github.nightly(finding("puo-core"), finding("video-eng"), finding("puo-core", "L04")) == 0
    assert github.writes() == writes, "nothing changed, nothing is written"
    assert github.nightly(finding("puo-core")) == 0
    assert open_issues(github) == ["Knowledge base: 1 finding for puo-core"]
    assert github.nightly() == 0
    assert open_issues(github) == []
    assert github.nightly(finding(None, line=0)) == 0
    assert open_issues(github) == ["Knowledge base: 1 finding for nobody yet"]


def test_an_issue_of_somebody_else_with_our_label_is_left_alone(github: GitHub) -> None:
    state = github.state
    state["issues"].append({"number": 1, "state": "open", "title": "Mine", "body": None})
    (github._folder / "github.json").write_text(json.dumps(state))
    assert github.nightly() == 0
    assert open_issues(github) == ["Mine"]


def test_the_report_of_kb_is_what_the_script_reads(github: GitHub, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT / "tools")}
    command = [
        sys.executable,
        "-m",
        "sopkb",
        "check",
        "--nightly",
        "--format",
        "json",
        "--output",
        f"{tmp_path}/n.json",
    ]
    done = subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, check=False)
    assert done.returncode == 1
    assert github.sync("issues", str(tmp_path / "n.json")) == 0
    assert open_issues(github)
