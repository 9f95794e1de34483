"""Bring GitHub in line with what kb found: the comment under a pull request, the nightly issues. Standard library only.

    github_sync.py comment FOLDER --head SHA     FOLDER holds number.txt and summary.md, from a run that is not trusted
    github_sync.py issues FILE                   FILE is what `kb check --nightly --format json` wrote

It speaks through `gh api`, which reads GH_TOKEN; the repository is GITHUB_REPOSITORY.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

COMMENT = "<!-- kb diff -->"
LABEL = "kb-nightly"
LONGEST = 60_000  # GitHub takes 65,536 characters
MOST_LISTED = 100
BOT = "github-actions[bot]"


def main(argv: list[str] | None = None) -> int:
    """Do one of the two; 1 where there is nothing that may be done."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    commands = parser.add_subparsers(dest="command", required=True)
    comment = commands.add_parser("comment")
    comment.add_argument("folder", type=Path)
    comment.add_argument("--head", required=True)
    issues = commands.add_parser("issues")
    issues.add_argument("file", type=Path)
    given = parser.parse_args(argv)
    if given.command == "comment":
        return sync_comment(given.folder, given.head)
    return sync_issues(json.loads(given.file.read_text("utf-8")))


def sync_comment(folder: Path, head: str) -> int:
    """Write the summary under its pull request; the run that made it may have been a stranger's."""
    number = (folder / "number.txt").read_text("utf-8").strip()
    if not re.fullmatch(r"[1-9]\d{0,8}", number) or gh(f"pulls/{number}")["head"]["sha"] != head:
        print("The summary is not of the pull request that it names: no comment.")
        return 1
    with (folder / "summary.md").open(encoding="utf-8", errors="replace") as file:
        body = quiet(file.read(LONGEST))
    if not body.startswith(COMMENT):
        print("No summary: no comment.")
        return 1
    old = [each for each in pages(f"issues/{number}/comments") if is_ours(each, COMMENT)]
    if old:
        gh(f"issues/comments/{old[0]['id']}", "PATCH", {"body": body})
    else:
        gh(f"issues/{number}/comments", "POST", {"body": body})
    return 0


def sync_issues(report: dict[str, Any]) -> int:
    """One open issue for each team with findings; that of a team without any is closed."""
    wanted = by_team(report["findings"])
    opened = {marker_of(each["body"] or ""): each for each in pages(f"issues?state=open&labels={LABEL}")}
    for team, findings in sorted(wanted.items()):
        fields = {"title": title_of(team, len(findings)), "body": body_of(team, findings)}
        old = opened.pop(team, None)
        if old is None:
            gh("issues", "POST", {**fields, "labels": [LABEL]})
        elif (old["title"], old["body"]) != (fields["title"], fields["body"]):
            gh(f"issues/{old['number']}", "PATCH", fields)
    for team, old in opened.items():
        if team is not None:
            gh(f"issues/{old['number']}", "PATCH", {"state": "closed", "state_reason": "completed"})
    return 0


def by_team(findings: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The findings of each team; those that nobody owns under the empty word."""
    found: dict[str, list[dict[str, Any]]] = {}
    for each in findings:
        found.setdefault(each.get("team") or "", []).append(each)
    return found


def title_of(team: str, count: int) -> str:
    """What the issue of a team is called."""
    return f"Knowledge base: {count} finding{'' if count == 1 else 's'} for {team or 'nobody yet'}"


def body_of(team: str, findings: list[dict[str, Any]]) -> str:
    """The text of a team's issue: a marker that nobody sees, then a line for each finding."""
    lines = [f"<!-- {LABEL} {team} -->", "Found by `kb check --nightly`; this issue follows what it finds.", ""]
    for each in findings[:MOST_LISTED]:
        where = f"{each['path']}:{each['line']}" if each["line"] else each["path"]
        lines.append(f"- **{each['code']}** {quiet(each['message'])} (`{where}`)")
    if len(findings) > MOST_LISTED:
        lines.append(f"- and {len(findings) - MOST_LISTED} more")
    return "\n".join(lines)


def marker_of(body: str) -> str | None:
    """The team that an issue is for; None where the issue is not ours."""
    match = re.match(rf"<!-- {LABEL} ([\w.-]*) -->", body)
    return match.group(1) if match else None


def is_ours(comment: dict[str, Any], marker: str) -> bool:
    """Whether a workflow of ours wrote a comment."""
    return comment["user"]["login"] == BOT and comment["body"].startswith(marker)


def quiet(text: str) -> str:
    """A text that calls nobody: GitHub tells everybody whose name stands after an @."""
    return text.replace("@", "@\u200b")


def pages(path: str) -> list[dict[str, Any]]:
    """Every entry of a list, a hundred at a time."""
    found: list[dict[str, Any]] = []
    for page in range(1, 11):
        part = gh(f"{path}{'&' if '?' in path else '?'}per_page=100&page={page}")
        found += part
        if len(part) < 100:
            break
    return found


def gh(path: str, method: str = "GET", fields: dict[str, Any] | None = None) -> Any:
    """One call of GitHub's API; its answer."""
    command = ["gh", "api", "--method", method, f"repos/{os.environ['GITHUB_REPOSITORY']}/{path}"]
    if fields is not None:
        command += ["--input", "-"]
    done = subprocess.run(command, input=json.dumps(fields or {}), stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout or "null")


if __name__ == "__main__":
    raise SystemExit(main())
