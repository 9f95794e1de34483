"""A pull request as it comes: a new workaround, a changed route without a major, a deleted id, an edited macro."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from tests.conftest import CHECKOUT, DEMO_NOW
from tests.history.repositories import git

from sopkb.core.load import load_base
from sopkb.history import SUMMARY_FORMATS, change_since, summarise
from sopkb.lint.check import check_base

GOLDEN = CHECKOUT / "tests/golden/change"
NEW = CHECKOUT / "tests/fixtures/change/WKA-0016-upload-gateway-preview-missing-after-upload.md"
ESC_2 = "escalations/ESC-0002-video-and-live-engineering-on-call.md"
MAC_2 = "macros/MAC-0002-known-issue-workaround.md"
WKA_7 = "workarounds/WKA-0007-appeals-desk-export-lacks-reason-column.md"
AUTHOR = "an-engineer"


def edit(path: Path, *replacements: tuple[str, str]) -> None:
    text = path.read_bytes().decode()
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_bytes(text.encode())


def entry(version: str, change: str) -> str:
    return f'changelog:\n  - {{version: "{version}", date: "2026-11-22", training: read, change: "{change}"}}\n'


@pytest.fixture(scope="module")
def pull_request(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo base on ``main``, and the pull request on the branch that is checked out."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(CHECKOUT / "sop", folder / "sop")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "The base")
    git(folder, "checkout", "-q", "-b", "preview")
    sop = folder / "sop"
    shutil.copy(NEW, sop / "workarounds")
    edit(
        sop / ESC_2,
        ("channel_role: on-call, respond_minutes: 15", "channel_role: on-call, respond_minutes: 30"),
        ("on-call answers within 15 minutes", "on-call answers within 30 minutes"),
        ('version: "2.2.0"', 'version: "2.3.0"'),
        ("changelog:\n", entry("2.3.0", "Level 1 answers within 30 minutes")),
    )
    edit(
        sop / MAC_2,
        ("Until it is fixed, please do this:", "Until the fix is out, please do this:"),
        ('version: "2.2.0"', 'version: "2.3.0"'),
        ("changelog:\n", entry("2.3.0", "Say until when the steps are needed")),
    )
    (sop / WKA_7).unlink()
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Preview missing, and some tidying up")
    return folder


def compare_golden(name: str, text: str, update: bool) -> None:
    path = GOLDEN / name
    if update:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    assert text == path.read_bytes().decode()


def test_it_gives_exactly_these_findings(pull_request: Path, update_golden: bool) -> None:
    base = load_base(pull_request / "sop")
    found = check_base(base, DEMO_NOW, change=change_since(base, "main", AUTHOR))
    lines = [f"{d.path}:{d.line}:{d.column} {d.severity} {d.code} {d.message}\n" for d in found]
    compare_golden("findings.txt", "".join(lines), update_golden)


def test_without_the_change_rules_only_the_dead_reference_is_seen(pull_request: Path) -> None:
    found = check_base(load_base(pull_request / "sop"), DEMO_NOW)
    assert {each.code for each in found} == {"R01"}


@pytest.mark.parametrize("form", ["markdown", "json"])
def test_it_gives_exactly_this_summary(pull_request: Path, form: str, update_golden: bool) -> None:
    base = load_base(pull_request / "sop")
    change = change_since(base, "main", AUTHOR)
    text = SUMMARY_FORMATS[form](summarise(base, change, DEMO_NOW)).replace(change.commit, "<commit>")
    compare_golden("summary.md" if form == "markdown" else "summary.json", text, update_golden)


def test_what_is_not_folded_is_read_in_a_minute(pull_request: Path) -> None:
    base = load_base(pull_request / "sop")
    text = SUMMARY_FORMATS["markdown"](summarise(base, change_since(base, "main", AUTHOR), DEMO_NOW))
    unfolded = re.sub(r"<details>.*?</details>", "", text, flags=re.DOTALL)
    assert len(unfolded.split()) < 250
