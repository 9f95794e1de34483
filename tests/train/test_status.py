"""Where tracks stand, and pins raised: exactly what a year of planted changes did to them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from tests.change.repositories import Repository
from tests.conftest import DEMO_NOW, SMALL_CONFIG
from tests.train.conftest import Year

from sopkb.check import check_base
from sopkb.load import Base, load_base
from sopkb.train.status import Coverage, Desk, TrackStatus
from sopkb.train.teaching import Teaching

TRACK = "tracks/ONB-0001-new-agent.md"


def statuses(base: Base) -> dict[str, TrackStatus]:
    return {each.track.id: each for each in Desk(base, DEMO_NOW).statuses()}


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
    assert len(after) == len(before) + 1
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
        (("SOP-0001",), "is no track"),
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
    assert statuses(load_base(repository.root))["ONB-0001"].stale == ()
    repository.edit(name, "The user signs in.", "The user signs in and opens a task.")
    repository.commit()
    assert statuses(load_base(repository.root))["ONB-0001"].stale == ()
    repository.edit(name, "2. Choose", "2. Wait for the lead, then choose")
    (asked,) = statuses(load_base(repository.root))["ONB-0001"].stale
    assert asked.question.number == 1


def coverage(repository: Repository) -> Coverage:
    (only,) = Desk(load_base(repository.root), DEMO_NOW).coverage()
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
