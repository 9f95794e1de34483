"""At night: what time alone has brought about, told to the team that owns it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tests.cli.conftest import Ran
from tests.conftest import DEMO_NOW

from sopkb.core.diagnostics import Diagnostic, Severity
from sopkb.core.load import Base
from sopkb.lint.check import check_base
from sopkb.lint.report import Checked, render_by_team


def test_the_demo_base_has_the_dead_and_the_dying_that_it_is_meant_to_have(demo_base: Base) -> None:
    found = check_base(demo_base, DEMO_NOW, nightly=True)
    assert [(each.code, each.record_id, each.severity) for each in found] == [
        ("L04", "WKA-0004", Severity.WARNING),  # expires in 6 h
        ("L04", "WKA-0010", Severity.WARNING),  # past its date
    ]


def test_the_demo_base_left_alone_for_a_season_is_reported_by_every_nightly_rule(demo_base: Base) -> None:
    later = check_base(demo_base, datetime(2027, 6, 1, tzinfo=UTC), nightly=True)
    assert {each.code for each in later} == {"L04", "L05", "L08"}  # no bug of a live workaround is closed


def test_what_time_brings_about_never_fails_a_change(demo_base: Base) -> None:
    found = check_base(demo_base, datetime(2027, 6, 1, tzinfo=UTC))
    assert not [each for each in found if each.code.startswith("L")]


def test_the_command_groups_by_team_and_fails(kb: Callable[..., Ran]) -> None:
    said = kb("check", "--nightly")
    assert said.code == 1
    assert said.out.replace("Owner: renew it, retire it, or make it an SOP.", "…").split("\n") == [
        "Business tools engineering (biztools-eng): 1 finding",
        "  L04  WKA-0010 expired 49 h ago (2026-11-20T09:00:00Z) and is still stored as active. …",
        "       sop/workarounds/WKA-0010-helpbot-rate-limited-replies.md:25",
        "",
        "Video and live engineering (video-eng): 1 finding",
        "  L04  WKA-0004 expires in 6 h (2026-11-22T16:00:00Z). …",
        "       sop/workarounds/WKA-0004-live-desk-room-list-empty-in-apac.md:28",
        "",
        "72 records in 72 files: 2 findings for 2 teams.",
        "Not looked at: what a change is checked for (kb check).",
        "",
    ]


def test_for_programs_each_finding_names_its_team(kb: Callable[..., Ran]) -> None:
    said = kb("check", "--nightly", "--format", "json")
    assert said.code == 1
    assert {each["record"]: each["team"] for each in json.loads(said.out)["findings"]} == {
        "WKA-0004": "video-eng",
        "WKA-0010": "biztools-eng",
    }


def test_a_night_without_findings_is_clean(kb: Callable[..., Ran]) -> None:
    said = kb("check", "--nightly", "sop/sops")
    assert (said.code, said.out) == (
        0,
        "30 of 72 records in 30 files: no findings.\nNot looked at: what a change is checked for (kb check).\n",
    )


def test_a_night_says_what_it_could_not_look_at(kb: Callable[..., Ran], project: Path) -> None:
    old = kb("check", "--nightly", "--now", "2026-11-23T00:00:00Z").out
    assert "what became of bugs since (tracker.json is of 2026-11-22 09:00 UTC)." in old
    tracker = project / "sop/tracker.json"
    text = tracker.read_text("utf-8").replace("BUG-88213", "BUG-99999")
    tracker.write_text(text, "utf-8")
    assert "whether BUG-88213 are fixed (tracker.json does not name them)" in kb("check", "--nightly").out
    tracker.unlink()
    assert "bugs are fixed (there is no tracker.json)" in kb("check", "--nightly").out


def test_a_team_that_kb_yml_does_not_know_stands_for_itself_and_no_owner_comes_last() -> None:
    found = [Diagnostic(path, 1, 1, "L05", Severity.WARNING, "Due. Mend it.") for path in ("a.md", "b.md", "c.md")]
    said = render_by_team(Checked(found, 3, 3, {"b.md": "new-team", "c.md": "core"}), {"core": "Core"}, False)
    assert [line for line in said.split("\n") if line and line[0] != " "] == [
        "Core (core): 1 finding",
        "new-team: 1 finding",
        "No owner: 1 finding",
        "3 records in 3 files: 3 findings for 3 teams.",
    ]
    assert "\x1b[1mCore (core): 1 finding\x1b[0m" in render_by_team(
        Checked(found, 3, 3, {"c.md": "core"}), {"core": "Core"}, True
    )
