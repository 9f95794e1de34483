"""What changed since a day: exactly what was planted, for exactly those whom it concerns."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.conftest import CHECKOUT, DEMO_NOW
from tests.history.repositories import SOP, WKA, Repository, add_symptom, git
from tests.training.conftest import Year

from sopkb.core.errors import HistoryUnusable, UsageError
from sopkb.core.load import Base, load_base
from sopkb.lint.change import RecordPart
from sopkb.site.teaching import Teaching
from sopkb_bench.history import Planted
from sopkb_training.briefing import render_briefing
from sopkb_training.changes_json import render_json
from sopkb_training.changes_markdown import counted, render_markdown
from sopkb_training.digest import make_digest
from sopkb_training.items import Digest, Only

TODAY = DEMO_NOW.date()


def asked(planted: Iterable[Planted]) -> dict[str, str]:
    """The most that some edits ask of people, by record."""
    found: dict[str, str] = {}
    for edit in planted:
        if edit.training != "none" and found.get(edit.record_id) != "retrain":
            found[edit.record_id] = edit.training
    return found


def told(digest: Digest) -> dict[str, str]:
    return {item.record.id: item.training for item in digest.items}


@pytest.mark.parametrize("days", [7, 28, 120, 363])
def test_the_digest_is_exactly_the_planted_changes(first_year: Year, days: int) -> None:
    since = TODAY - timedelta(days=days)
    digest = make_digest(first_year.base, since.isoformat(), DEMO_NOW)
    assert told(digest) == asked(edit for edit in first_year.planted if edit.day >= since)
    assert len(digest.items) > 0
    assert not digest.notes
    assert all(item.is_compared and not item.is_undeclared for item in digest.items)


def test_the_step_that_moved_is_told_and_no_other_step(first_year: Year) -> None:
    since = TODAY - timedelta(days=120)
    planted = [edit for edit in first_year.planted if edit.day >= since and edit.step]
    digest = make_digest(first_year.base, since.isoformat(), DEMO_NOW)
    steps = {
        item.record.id: [edit.after for edit in item.edits if edit.part is RecordPart.STEP]
        for item in digest.items
        if item.training == "retrain"
    }
    assert planted
    for edit in planted:
        (only,) = steps[edit.record_id]
        assert edit.step in only
    assert steps.keys() == {edit.record_id for edit in planted}


def test_a_day_before_the_history_is_answered_by_the_changelogs_alone_and_says_so(first_year: Year) -> None:
    digest = make_digest(first_year.base, "2025-10-01", DEMO_NOW)
    (note,) = digest.notes
    assert "changelogs alone" in note
    assert asked(first_year.planted).keys() <= told(digest).keys()
    assert not any(item.is_compared for item in digest.items)


def test_the_changelogs_alone_name_the_same_records_as_git(first_year: Year, tmp_path: Path) -> None:
    since = TODAY - timedelta(days=60)
    with_git = told(make_digest(first_year.base, since.isoformat(), DEMO_NOW))
    bare = tmp_path / "sop"
    bare.mkdir()
    for path in (first_year.project / "sop").rglob("*"):
        target = bare / path.relative_to(first_year.project / "sop")
        target.mkdir(exist_ok=True) if path.is_dir() else target.write_bytes(path.read_bytes())
    alone = make_digest(load_base(bare), since.isoformat(), DEMO_NOW)
    assert told(alone) == with_git
    assert "changelogs alone" in alone.notes[0]


def test_only_what_was_asked_for(demo_base: Base) -> None:
    everything = make_digest(demo_base, "2026-10-01", DEMO_NOW)
    only = Only(frozenset({"retrain"}), frozenset({"safety"}), frozenset({"new-agent"}))
    found = make_digest(demo_base, "2026-10-01", DEMO_NOW, only)
    assert 0 < len(found.items) < len(everything.items)
    for item in found.items:
        assert (item.training, item.record.area) == ("retrain", "safety")
        assert "new-agent" in item.roles


def digest_since_main(repository: Repository) -> Digest:
    return make_digest(load_base(repository.root), "main", DEMO_NOW, Only(frozenset({"none", "read", "retrain"})))


def test_a_step_that_changed_without_a_word_is_told_as_such(repository: Repository) -> None:
    """Whoever trusts the changelog alone would never hear of it."""
    repository.edit(SOP, "1. ", "1. First call the lead. ")
    (item,) = digest_since_main(repository).items
    assert item.is_undeclared
    assert item.training == "retrain"
    assert "asks nobody to retrain" in render_markdown(digest_since_main(repository), load_base(repository.root))


def test_a_symptom_without_a_changelog_entry_asks_nothing(repository: Repository) -> None:
    add_symptom(repository)
    base = load_base(repository.root)
    assert make_digest(base, "main", DEMO_NOW).items == ()


def test_a_deleted_record_is_told_and_says_that_nobody_may_follow_it(repository: Repository) -> None:
    (repository.root / WKA).unlink()
    digest = digest_since_main(repository)
    assert [item.what for item in digest.items] == ["deleted"]
    assert "do not follow it" in render_briefing(digest, load_base(repository.root))


def test_a_draft_asks_nothing_of_anybody(repository: Repository) -> None:
    text = (repository.root / SOP).read_text("utf-8").replace("status: active", "status: draft")
    repository.write({"sops/SOP-0099-accesshub-another.md": text.replace("SOP-0002", "SOP-0099")})
    assert digest_since_main(repository).items == ()


def test_a_day_that_has_not_come_and_a_revision_that_is_not_there(repository: Repository) -> None:
    base = load_base(repository.root)
    with pytest.raises(UsageError, match="is after 2026-11-22"):
        make_digest(base, "2026-12-24", DEMO_NOW)
    with pytest.raises(HistoryUnusable, match="no revision v9"):
        make_digest(base, "v9", DEMO_NOW)


def test_a_briefing_fits_a_page_however_much_has_changed(first_year: Year) -> None:
    base = first_year.base
    digest = make_digest(base, "2025-11-25", DEMO_NOW)
    text = render_briefing(digest, base)
    assert len(text.splitlines()) <= 45
    assert len(text) <= 3_500
    assert len(digest.items) > 20
    assert "and " in text.splitlines()[-1]
    assert "kb changes --since 2025-11-25" in text


def test_text_of_a_record_calls_nobody_and_ends_no_line(repository: Repository) -> None:
    repository.edit(SOP, "1. ", "1. @here <!channel> [x](https://kb.example.org) ")
    base = load_base(repository.root)
    digest = digest_since_main(repository)
    briefing, markdown = render_briefing(digest, base), render_markdown(digest, base)
    assert "@here" not in briefing + markdown
    assert "<!channel>" not in briefing + markdown
    assert "[x](" not in markdown


def test_json_holds_what_the_digest_holds(first_year: Year) -> None:
    base = first_year.base
    digest = make_digest(base, (TODAY - timedelta(days=90)).isoformat(), DEMO_NOW)
    document = json.loads(render_json(digest, base))
    assert [item["id"] for item in document["items"]] == [item.record.id for item in digest.items]
    assert any(place["behind"] for item in document["items"] for place in item["taught"])
    retrained = next(item for item in document["items"] if item["training"] == "retrain")
    assert retrained["edits"][0]["told"].startswith("Step 1 was")
    assert date.fromisoformat(retrained["effective"]) <= TODAY


def test_the_json_has_the_keys_that_the_reference_promises(first_year: Year) -> None:
    page = (CHECKOUT / "docs/reference/training.md").read_text("utf-8").split("as JSON")[1].split("\n## ")[0]
    base = first_year.base
    document = json.loads(render_json(make_digest(base, "2026-08-01", DEMO_NOW), base))
    first_column = " ".join(re.findall(r"^\| (`.*?`) \|", page, re.MULTILINE))
    assert set(re.findall(r"`(\w+)`", first_column)) == {*document, *document["items"][0]}


def test_that_nothing_asks_anything_is_only_said_where_everything_was_looked_at(repository: Repository) -> None:
    base = load_base(repository.root)
    quiet = make_digest(base, "main", DEMO_NOW)
    assert counted(quiet) == "Nothing that asks anything of anybody"
    assert "NOT LOOKED AT" not in render_briefing(quiet, base)
    repository.write({"sops/SOP-0099-broken.md": "---\nid: [\n---\n"})
    base = load_base(repository.root)
    doubtful = make_digest(base, "main", DEMO_NOW)
    for text in (render_markdown(doubtful, base), render_briefing(doubtful, base)):
        assert "Nothing is known that asks anything of anybody, and not everything was looked at" in text
        assert "1 files cannot be read now" in text


def test_what_a_digest_is_limited_to_stands_beside_its_count(repository: Repository) -> None:
    base = load_base(repository.root)
    digest = make_digest(base, "main", DEMO_NOW, Only(frozenset({"retrain"}), frozenset({"access"}), frozenset()))
    assert counted(digest) == "Nothing that asks anything of anybody (only retrain, only area access)"


def test_a_role_of_which_nothing_is_said_is_not_told_that_nothing_concerns_it(repository: Repository) -> None:
    for track in Teaching(load_base(repository.root)).tracks:
        (repository.root.parent / track.path).unlink()
    repository.commit("-a")
    base = load_base(repository.root)
    digest = make_digest(base, "HEAD", DEMO_NOW, Only(roles=frozenset({"new-agent"})))
    assert any("What concerns new-agent is not known" in note for note in digest.notes)
    assert "not everything was looked at" in counted(digest)


def test_history_that_does_not_reach_back_stands_in_the_briefing_itself(first_year: Year) -> None:
    text = render_briefing(make_digest(first_year.base, "2020-01-01", DEMO_NOW), first_year.base)
    assert "NOT LOOKED AT: Git's history here begins after 2020-01-01" in text
    assert ", perhaps more since 2020-01-01" in text.splitlines()[0]


def test_a_revision_before_the_base_was_there_tells_every_record_as_new(repository: Repository) -> None:
    git(repository.folder, "checkout", "-q", "--orphan", "empty")
    git(repository.folder, "rm", "-rfq", "--cached", ".")
    git(repository.folder, "commit", "-q", "--allow-empty", "-m", "nothing yet")
    digest = make_digest(load_base(repository.root), "empty", DEMO_NOW)
    assert {item.what for item in digest.items} == {"new"}
    assert digest.notes
