"""A trainer's week, played on a repository with a year of history of which every edit is known."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from tests.conftest import DEMO_NOW
from tests.history.repositories import git
from tests.training.conftest import Year
from tests.training.test_digest import asked

from sopkb.core.load import load_base
from sopkb.history.moved import moved_steps
from sopkb.site.teaching import Teaching
from sopkb.site.view import View
from sopkb_training.pages.training import readable

Kb = Callable[..., tuple[int, str, str]]
MONDAY = DEMO_NOW.date() - timedelta(days=60)
"""A week of a small base has too few edits to say much: the trainer comes back after two months."""


def test_the_week_of_a_trainer(year: Year, kb_in: Kb, tmp_path: Path) -> None:
    recent = [edit for edit in year.planted if edit.day >= MONDAY]

    # What changed, and for whom: exactly what was planted, no more.
    code, out, err = kb_in(year.project, "changes", "--since", str(MONDAY), "--format", "json")
    digest = json.loads(out)
    assert (code, "Note" in err) == (0, False)
    assert {item["id"]: item["training"] for item in digest["items"]} == asked(recent)
    retrained = {item["id"] for item in digest["items"] if item["training"] == "retrain"}
    behind = {(place["track"], item["id"]) for item in digest["items"] for place in item["taught"] if place["behind"]}
    assert {record_id for _, record_id in behind} >= retrained & set(Teaching(year.base).taught)
    assert behind

    # Brief the shift.
    code, out, _ = kb_in(year.project, "changes", "--since", str(MONDAY), "--format", "briefing")
    assert code == 0
    assert all(record_id in out for record_id in retrained)

    # The tracks: what is behind, raised; looked at, reviewed; nothing is left to do.
    tracks = [track.id for track in Teaching(year.base).tracks]
    code, out, _ = kb_in(year.project, "track", "status")
    assert code == 1
    assert all(f"{record_id} " in out for _, record_id in behind)
    for track_id in tracks:
        if f"kb track repin {track_id}" in out:
            assert kb_in(year.project, "track", "repin", track_id)[0] == 0
            assert kb_in(year.project, "review", track_id, "questions read beside what changed")[0] == 0
    git(year.project, "commit", "-q", "-a", "-m", "Tracks follow")
    status = json.loads(kb_in(year.project, "track", "status", "--json")[1])
    assert not [track for track in status["tracks"] if track["behind"]]
    assert "R06" not in kb_in(year.project, "check")[1]

    # A reader hands in what was read before: owed is exactly what asked for it since.
    before = {item["id"]: item["version"]["before"] for item in digest["items"] if item["version"]["before"]}
    kept = {
        "format": "kb-training/1",
        "who": {"name": "a-1", "team": "north"},
        "read": {record_id: {"version": version, "on": str(MONDAY)} for record_id, version in before.items()},
    }
    handed_in = tmp_path / "a-1.json"
    handed_in.write_text(json.dumps(kept), "utf-8")
    code, out, _ = kb_in(year.project, "train", "status", str(handed_in))
    assert code == 0
    owed = {line.split()[1].rstrip(":") for line in out.splitlines() if line.strip().startswith(("RETRAIN", "read "))}
    assert owed == set(before)
    assert sum("RETRAIN" in line for line in out.splitlines()) == len(retrained)


def test_the_site_names_the_steps_that_each_version_moved(first_year: Year) -> None:
    planted = {(edit.record_id, edit.step) for edit in first_year.planted if edit.step}
    moved = moved_steps(first_year.base, DEMO_NOW)
    for record_id, step in planted:
        mine = [said for (moved_id, _), said in moved.items() if moved_id == record_id]
        assert any(step in sentence for said in mine for sentence in said)
    planted_by_record = {record_id: sum(each[0] == record_id for each in planted) for record_id, _ in planted}
    for record_id, number in planted_by_record.items():
        assert sum(moved_id == record_id for moved_id, _ in moved) == number


def test_a_reader_is_asked_again_by_exactly_what_asks_and_never_by_a_typo(first_year: Year) -> None:
    view = View(first_year.base, DEMO_NOW)
    for record in first_year.base.corpus.records:
        planted = [each for each in first_year.planted if each.record_id == record.id and each.training != "none"]
        changes = readable(record, view)["changes"]
        assert isinstance(changes, list)
        recent = [each for each in changes if each["change"].startswith(("Add what users say", "Wait for window"))]
        assert [(each["date"], each["training"]) for each in reversed(recent)] == [
            (str(each.day), each.training) for each in planted
        ]


def test_without_git_the_site_says_what_changed_and_names_no_steps(first_year: Year, tmp_path: Path) -> None:
    root = tmp_path / "sop"
    for path in (first_year.project / "sop").rglob("*"):
        if path.is_file():
            target = root / path.relative_to(first_year.project / "sop")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    base = load_base(root)
    assert moved_steps(base, DEMO_NOW) == {}
