"""Where tracks stand, and pins raised: exactly what a year of planted changes did to them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import DEMO_NOW, SMALL_CONFIG
from tests.history.repositories import Repository
from tests.training.conftest import Year

from sopkb.core.load import Base, load_base
from sopkb.lint.check import check_base
from sopkb.lint.rules.quiz_waits import WAITS
from sopkb.site.page import record_page
from sopkb.site.teaching import Teaching
from sopkb.site.view import View
from sopkb_training.pages.handbook import handbook
from sopkb_training.pages.training import course
from sopkb_training.status import Coverage, StatusQuery, TrackStatus

TRACK = "tracks/ONB-0001-new-agent.md"


def statuses(base: Base) -> dict[str, TrackStatus]:
    return {each.track.id: each for each in StatusQuery(base, DEMO_NOW).statuses()}


def test_pins_behind_are_those_of_records_with_a_planted_major(first_year: Year) -> None:
    retrained = {edit.record_id for edit in first_year.planted if edit.training == "retrain"}
    taught = set(Teaching(first_year.base).taught)
    behind = {one.record.id for each in statuses(first_year.base).values() for one in each.behind}
    assert behind == retrained & taught
    assert behind


def test_repin_raises_the_pins_and_touches_no_other_line(
    year: Year, kb_in: Callable[..., tuple[int, str, str]]
) -> None:
    track = next(each for each in statuses(year.base).values() if each.behind)
    path = year.project / track.track.path
    before = path.read_text("utf-8").splitlines()
    code, out, err = kb_in(year.project, "track", "repin", track.track.id)
    assert code == 0
    after = path.read_text("utf-8").splitlines()
    gone = [line for line in before if line not in after]
    modules = {one.module for one in track.behind}
    assert len(gone) == len(modules) + 1
    assert all(line.startswith("version:") or "at_major" in line for line in gone)
    (held,) = [line for line in after if line.startswith("questions_to_review")]
    assert {one.record.id for one in track.behind} >= set(re.findall(r"[A-Z]{3}-\d{4}", held)) != set()
    assert len(after) == len(before) + 2, "the changelog's entry, and what is to be read"
    now = statuses(load_base(year.project / "sop"))[track.track.id]
    assert not now.behind
    assert "Look at question" in err
    assert f"Pins raised to {track.behind[0].record.id}" in out
    assert "R06" not in {
        found.code
        for found in check_base(load_base(year.project / "sop"), DEMO_NOW)
        if found.record_id == track.track.id
    }


def test_repin_takes_only_what_is_named(year: Year, kb_in: Callable[..., tuple[int, str, str]]) -> None:
    track = next(each for each in statuses(year.base).values() if len({one.record.id for one in each.behind}) > 1)
    first = track.behind[0].record.id
    assert kb_in(year.project, "track", "repin", track.track.id, first)[0] == 0
    left = {one.record.id for one in statuses(load_base(year.project / "sop"))[track.track.id].behind}
    assert left == {one.record.id for one in track.behind} - {first}


def test_repin_refuses_what_makes_no_sense(year: Year, kb_in: Callable[..., tuple[int, str, str]]) -> None:
    for arguments, words in (
        (("SOP-0001",), "is not a track"),
        (("ONB-0001", "--module", "m99"), "has no module m99"),
        (("ONB-0001", "ESC-0001"), "No pin of ONB-0001 of those named is behind"),
        (("ONB-0777",), "No record ONB-0777"),
    ):
        code, out, err = kb_in(year.project, "track", "repin", *arguments)
        assert (code, out) == (2, "")
        assert words in err


def taught_track(repository: Repository) -> None:
    """A track over SOP-0001 whose one question cites its steps; reviewed today."""
    text = (Path(__file__).parents[1] / "fixtures/rules/R06/pass-current/sop" / TRACK).read_text("utf-8")
    shared = Path(__file__).parents[1] / "fixtures/rules/shared/sop"
    files = {path.relative_to(shared).as_posix(): path.read_text("utf-8") for path in shared.rglob("*.md")}
    text = text.replace('last_reviewed: "2026-11-01"', 'last_reviewed: "2026-11-22"')
    text = text.replace('because: "ESC-0001#Route"', 'because: "SOP-0001#Steps"')
    repository.write({**files, TRACK: text})


def sop_of(repository: Repository) -> str:
    (found,) = (repository.root / "sops").glob("SOP-0001*")
    return found.relative_to(repository.root).as_posix()


def test_a_question_is_to_be_looked_at_when_its_section_changed_since_the_review(
    repository: Repository, monkeypatch
) -> None:
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-11-22T08:00:00Z")
    taught_track(repository)
    name = sop_of(repository)
    repository.commit()
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-11-24T08:00:00Z")
    assert to_read(repository) == {}
    repository.edit(name, "The user signs in.", "The user signs in and opens a task.")
    repository.commit()
    assert to_read(repository) == {}
    repository.edit(name, "2. Choose", "2. Wait for the lead, then choose")
    assert to_read(repository) == {1: ("the section has changed since the last review",)}


def to_read(repository: Repository) -> dict[int, tuple[str, ...]]:
    """The questions that somebody must read, with why."""
    (status,) = statuses(load_base(repository.root)).values()
    return {each.asked.question.number: each.why for each in status.to_read}


def raised(repository: Repository) -> str:
    """Give the cited SOP a new major; its file."""
    name = sop_of(repository)
    repository.edit(name, 'version: "1.0.0"\narea', 'version: "2.0.0"\narea')
    entry = '  - {version: "2.0.0", date: "2026-11-22", training: retrain, change: "Another way"}\n'
    repository.edit(name, "changelog:\n", f"changelog:\n{entry}")
    return name


@pytest.mark.parametrize("has_git", [True, False])
def test_what_repin_asks_to_be_looked_at_stays_open_until_the_track_is_reviewed(
    repository: Repository, kb_in: Callable[..., tuple[int, str, str]], has_git: bool, monkeypatch
) -> None:
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-11-22T08:00:00Z")
    taught_track(repository)
    raised(repository)
    repository.commit()  # the record, its pin and the track's review are of one day: no date tells them apart
    if not has_git:
        shutil.rmtree(repository.folder / ".git")
    now = ("--now", "2026-11-22T10:00:00Z")
    code, _, err = kb_in(repository.folder, "track", "repin", "ONB-0001", *now)
    assert code == 0
    assert "Look at question 1" in err
    for _ in range(2):
        code, out, _ = kb_in(repository.folder, "track", "status", *now)
        assert code == 1
        assert "question 1 cites SOP-0001#Steps, its pin was raised" in out
        assert "up to date" not in out
        code, out, _ = kb_in(repository.folder, "check", "--nightly", *now)
        assert code == 1
        assert "X15  SOP-0001 is cited by question 1: its pin was raised" in out
    assert kb_in(repository.folder, "review", "ONB-0001", "read beside SOP-0001", *now)[0] == 0
    assert "questions_to_review" not in (repository.root / TRACK).read_text("utf-8")
    code, out, _ = kb_in(repository.folder, "track", "status", *now)
    assert "ONB-0001" in out
    assert "to do" not in out
    assert "X15" not in kb_in(repository.folder, "check", "--nightly", *now)[1]


def test_a_second_repin_adds_to_what_is_open_and_loses_nothing(
    repository: Repository, kb_in: Callable[..., tuple[int, str, str]]
) -> None:
    taught_track(repository)
    raised(repository)
    repository.edit(TRACK, "quiz:\n", "questions_to_review: [ESC-0001]\nquiz:\n")
    assert kb_in(repository.folder, "track", "repin", "ONB-0001", "--now", "2026-11-22T10:00:00Z")[0] == 0
    assert "questions_to_review: [ESC-0001, SOP-0001]" in (repository.root / TRACK).read_text("utf-8")


def test_a_pin_that_was_raised_by_hand_is_told_by_the_changelog_alone(repository: Repository) -> None:
    taught_track(repository)
    raised(repository)
    repository.edit(TRACK, 'last_reviewed: "2026-11-22"', 'last_reviewed: "2026-11-21"')
    assert not check_base(load_base(repository.root), DEMO_NOW, nightly=True), "the pin is behind, and R06 says so"
    repository.edit(TRACK, "{id: SOP-0001, at_major: 1}", "{id: SOP-0001, at_major: 2}")
    shutil.rmtree(repository.folder / ".git", ignore_errors=True)
    why = to_read(repository)[1]
    assert why[0] == "its major 2 was written on 2026-11-22"
    found = check_base(load_base(repository.root), DEMO_NOW, nightly=True)
    assert [each.code for each in found] == ["X15"]


def test_where_git_does_not_reach_back_the_changelog_names_the_records_and_nothing_is_called_up_to_date(
    repository: Repository, kb_in: Callable[..., tuple[int, str, str]]
) -> None:
    taught_track(repository)
    shutil.rmtree(repository.folder / ".git", ignore_errors=True)
    _, out, _ = kb_in(repository.folder, "track", "status", "--now", "2026-11-22T10:00:00Z")
    assert "nothing found, by changelogs alone (git does not reach back)" in out
    assert "up to date" not in out
    repository.edit(TRACK, 'last_reviewed: "2026-11-22"', 'last_reviewed: "2026-11-01"')
    name = sop_of(repository)
    repository.edit(name, 'version: "1.0.0"\narea', 'version: "1.1.0"\narea')
    entry = '  - {version: "1.1.0", date: "2026-11-20", training: read, change: "Wait longer"}\n'
    repository.edit(name, "changelog:\n", f"changelog:\n{entry}")
    assert to_read(repository) == {1: ("SOP-0001 changed on 2026-11-20 (1.1.0), git does not tell in which section",)}


def test_an_answer_that_does_not_stand_in_its_section_is_to_do(repository: Repository) -> None:
    taught_track(repository)
    repository.edit(TRACK, "answer: Duty", 'answer: "After 35 minutes"')
    repository.edit(sop_of(repository), "2. Choose", "2. Wait for 45 minutes, then choose")
    (why,) = to_read(repository)[1]
    assert why == "its answer says “35 minutes”, which does not stand there"


def pages_of(repository: Repository) -> tuple[str, dict[int, str], str]:
    """The track's page, what its quiz says of each question that waits, and its book."""
    base = load_base(repository.root)
    view = View(base, DEMO_NOW)
    track = base.corpus.by_id["ONB-0001"]
    questions: Any = course(track, view)["questions"]
    waits = {each["number"]: each["waits"] for each in questions if "waits" in each}
    return record_page(track, view)[0].html, waits, handbook(track, view)


def test_a_question_that_waits_for_a_review_says_so_on_the_page_in_the_quiz_and_in_print(
    repository: Repository, kb_in: Callable[..., tuple[int, str, str]]
) -> None:
    taught_track(repository)
    page, waits, book = pages_of(repository)
    assert (WAITS in page, waits, WAITS in book) == (False, {}, False)
    assert "review of this track" not in page
    repository.edit(
        TRACK, 'last_reviewed: "2026-11-22"', 'last_reviewed: "2026-11-22"\nquestions_to_review: [SOP-0001]'
    )
    page, waits, book = pages_of(repository)
    assert "1 question waits for a review of this track" in page
    assert "question 1 (" in page
    assert "its pin was raised" in page
    assert f"<strong>{WAITS}.</strong>" in page
    assert waits == {1: f"{WAITS}."}
    assert WAITS in book
    assert to_read(repository)[1] == ("its pin was raised",), "the page and `kb track status` agree"
    _, out, _ = kb_in(repository.folder, "track", "status", "--now", "2026-11-22T10:00:00Z")
    assert "question 1 cites SOP-0001#Steps, its pin was raised" in out


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("2. Choose", "2. Wait for 45 minutes, then choose", "“35 minutes”, which does not stand there"),
        ("## Steps", "## What to do", "has no section “Steps”"),
    ],
)
def test_a_question_whose_section_says_something_else_waits_too(
    repository: Repository, old: str, new: str, why: str
) -> None:
    taught_track(repository)
    repository.edit(TRACK, "answer: Duty", 'answer: "After 35 minutes"')
    repository.edit(sop_of(repository), old, new)
    page, waits, book = pages_of(repository)
    assert why in page
    assert list(waits) == [1]
    assert WAITS in book
    assert any(why in each for each in to_read(repository)[1])


def test_a_base_without_tracks_and_a_role_that_nothing_is_asked_of_are_not_called_covered(
    repository: Repository, kb_in: Callable[..., tuple[int, str, str]]
) -> None:
    taught_track(repository)
    (repository.root / TRACK).unlink()
    _, out, _ = kb_in(repository.folder, "track", "status")
    assert "No track is in force: no pin and no question was looked at." in out
    assert "Not looked at: what new-agent must know" in out
    roles = "  roles: {new-agent: {}}\n"
    repository.write({"kb.yml": SMALL_CONFIG.replace("policy:\n", f"policy:\n{roles}")})
    assert "Role new-agent (no track): not known" in kb_in(repository.folder, "track", "status")[1]


def coverage(repository: Repository) -> Coverage:
    (only,) = StatusQuery(load_base(repository.root), DEMO_NOW).coverage()
    return only


def test_a_role_is_held_against_what_it_must_know_and_may_do(repository: Repository) -> None:
    taught_track(repository)
    roles = "  roles: {new-agent: {permissions: [unlock], must_know: [SOP-0001, ESC-0001]}}\n"
    repository.write({"kb.yml": SMALL_CONFIG.replace("policy:\n", f"policy:\n{roles}")})
    found = coverage(repository)
    assert found.untaught == ("ESC-0001",)
    assert found.unlearnt == {"unlock": ("LKP-0001",)}
    (sop,) = (repository.root / "sops").glob("SOP-0001*")
    repository.edit(
        sop.relative_to(repository.root).as_posix(), "est_minutes: 5", "permissions: [unlock]\nest_minutes: 5"
    )
    assert coverage(repository).unlearnt == {}


def test_a_track_that_teaches_what_is_out_of_force_names_what_took_its_place(
    year: Year, kb_in: Callable[..., tuple[int, str, str]]
) -> None:
    place = next(place for places in Teaching(year.base).taught.values() for place in places)
    taught = place.pin.record_id
    other = next(r.id for r in year.base.corpus.records if r.kind_name == "sop" and r.is_active and r.id != taught)
    assert kb_in(year.project, "supersede", taught, "--by", other)[0] == 0
    code, out, _ = kb_in(year.project, "track", "status")
    assert code == 1
    assert re.search(rf"teaches {taught}, which is out of force: teach {other}", out)


def test_json_says_the_same(year: Year, kb_in: Callable[..., tuple[int, str, str]]) -> None:
    import json

    code, out, _ = kb_in(year.project, "track", "status", "--json")
    document = json.loads(out)
    assert code == 1
    assert {each["id"] for each in document["tracks"]} == set(statuses(year.base))
    assert any(each["behind"] for each in document["tracks"])
