"""A second import: what it finds again, what it follows, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.importing.conftest import TOMORROW, Workshop, errors_of, faults_of

from sopkb.core.errors import UsageError
from sopkb_import.mapping import parse_mapping
from sopkb_import.report import ImportReport, Outcome

FILES: dict[str, str | bytes] = {
    "a/one.md": "# OneFails\n\n## Fix\n\nSee [two](../b/two.md) ![i](i.png).\n",
    "b/two.md": "# TwoFails\n\n## Fix\n\nRestart.\n",
    "a/i.png": b"\x89PNG",
}


def outcomes(report: ImportReport) -> dict[str, str]:
    return {document.source: document.outcome.value for document in report.documents}


def test_a_second_import_changes_nothing(workshop: Workshop) -> None:
    workshop.run(FILES)
    before = workshop.files()
    report = workshop.run(today=TOMORROW)
    assert workshop.files() == before
    assert outcomes(report) == {"a/one.md": "unchanged", "b/two.md": "unchanged"}
    assert not report.changed
    assert "Nothing changed." in report.render()


def test_a_dry_run_writes_nothing_and_says_the_same(workshop: Workshop) -> None:
    report = workshop.run(FILES, dry_run=True)
    assert not workshop.base.exists()
    assert report.changed
    assert "dry run" in report.render()
    done = workshop.run()
    assert (done.documents, done.images, done.config) == (report.documents, report.images, report.config)


def test_a_changed_source_changes_the_record_that_nobody_touched(workshop: Workshop) -> None:
    workshop.run(FILES)
    path = workshop.record("SOP-0002").path
    report = workshop.run({"b/two.md": "# TwoFails again\n\n## Fix\n\nRestart twice.\n"}, today=TOMORROW)
    assert outcomes(report) == {"a/one.md": "unchanged", "b/two.md": "updated"}
    record = workshop.record("SOP-0002")
    assert "Restart twice." in record.body.text
    assert record.title == "TwoFails again"
    assert record.path == path  # links that people keep must not break
    assert record.meta.text("created") == "2026-11-22"
    assert not workshop.run(today=TOMORROW).changed


def test_a_record_that_a_person_edited_is_left_alone(workshop: Workshop) -> None:
    workshop.run(FILES)
    path = workshop.base.parent / workshop.record("SOP-0002").path
    edited = path.read_text("utf-8").replace("status: draft", "status: active")
    path.write_text(edited, "utf-8")
    report = workshop.run()
    assert outcomes(report)["b/two.md"] == "edited"
    report = workshop.run({"b/two.md": "# TwoFails\n\n## Fix\n\nOther.\n"})
    assert outcomes(report)["b/two.md"] == "conflict"
    assert path.read_text("utf-8") == edited
    assert "edited by a person, and the source changed as well" in report.render()


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe", b"---\nid: [\n---\n"])
def test_a_record_that_a_person_broke_is_left_alone_as_well(workshop: Workshop, damage: bytes) -> None:
    workshop.run(FILES)
    path = workshop.base.parent / workshop.record("SOP-0002").path
    path.write_bytes(damage)
    assert outcomes(workshop.run())["b/two.md"] == "edited"
    assert path.read_bytes() == damage


def test_an_edit_that_is_taken_back_is_none(workshop: Workshop) -> None:
    workshop.run(FILES)
    path = workshop.base.parent / workshop.record("SOP-0002").path
    before = path.read_bytes()
    path.write_bytes(before + b"more\n")
    workshop.run({"b/two.md": "# TwoFails\n\n## Fix\n\nOther.\n"})
    path.write_bytes(before)
    assert outcomes(workshop.run())["b/two.md"] == "updated"


def test_a_renamed_record_is_found_by_its_id_and_links_follow(workshop: Workshop) -> None:
    workshop.run(FILES)
    path = workshop.base.parent / workshop.record("SOP-0002").path
    path.rename(path.with_name("SOP-0002-better.md"))
    report = workshop.run()
    assert outcomes(report) == {"a/one.md": "updated", "b/two.md": "unchanged"}
    assert "[two](SOP-0002-better.md)" in workshop.body("SOP-0001")
    assert errors_of(workshop.load()) == []


def test_a_new_document_gets_the_next_id_wherever_it_sorts(workshop: Workshop) -> None:
    workshop.run(FILES)
    workshop.run({"0/first.md": "# ZeroFails\n\nText.\n"})
    assert workshop.record("SOP-0003").aliases[0] == "0/first.md"
    assert workshop.record("SOP-0001").aliases[0] == "a/one.md"


def test_a_removed_document_is_reported_and_its_record_and_number_stay(workshop: Workshop) -> None:
    workshop.run(FILES)
    (workshop.source / "b/two.md").unlink()
    report = workshop.run({"c/three.md": "# ThreeFails\n\nText.\n"})
    assert [(one.source, one.record) for one in report.removed] == [("b/two.md", "SOP-0002")]
    assert workshop.record("SOP-0002").title == "TwoFails"
    assert workshop.record("SOP-0003").aliases[0] == "c/three.md"
    assert "See two " in workshop.body("SOP-0001")  # nothing in the source leads there any more
    assert errors_of(workshop.load()) == []
    assert not workshop.run().changed


def test_a_record_that_a_person_deleted_does_not_come_back(workshop: Workshop) -> None:
    workshop.run(FILES)
    (workshop.base.parent / workshop.record("SOP-0002").path).unlink()
    report = workshop.run({"c/three.md": "# ThreeFails\n\nText.\n"})
    assert outcomes(report) == {"a/one.md": "updated", "b/two.md": "deleted", "c/three.md": "new"}
    assert sorted(workshop.load().corpus.by_id) == ["SOP-0001", "SOP-0003"]
    assert errors_of(workshop.load()) == []


def test_without_its_notes_an_import_finds_records_by_their_aliases_and_overwrites_none(workshop: Workshop) -> None:
    workshop.run(FILES)
    before = workshop.files()
    (workshop.base / ".import.json").unlink()
    report = workshop.run(today=TOMORROW)
    assert outcomes(report) == {"a/one.md": "unchanged", "b/two.md": "unchanged"}
    assert {name for name, text in workshop.files().items() if before[name] != text} == {".import.json"}
    (workshop.base / ".import.json").unlink()
    report = workshop.run({"b/two.md": "# TwoFails\n\n## Fix\n\nOther.\n"})
    assert outcomes(report) == {"a/one.md": "unchanged", "b/two.md": "conflict"}


def test_an_import_that_was_interrupted_is_finished_by_the_next(workshop: Workshop) -> None:
    workshop.run(FILES)
    whole = workshop.files()
    for name in (".import.json", "sops/SOP-0002-twofails.md"):
        (workshop.base / name).unlink()
    workshop.run()
    after = workshop.files()
    assert {name: text for name, text in after.items() if name != ".import.json"} == {
        name: text for name, text in whole.items() if name != ".import.json"
    }


def test_ids_of_other_records_are_never_given_again(workshop: Workshop) -> None:
    workshop.run({"a/one.md": "# OneFails\n\nText.\n"})
    text = workshop.text("SOP-0001").replace("SOP-0001", "SOP-0041").replace("a/one.md", "SOP-0077")
    (workshop.base / "sops/SOP-0041-by-hand.md").write_text(text, "utf-8")
    workshop.run({"a/two.md": "# TwoFails\n\nText.\n"})
    assert workshop.record("SOP-0078").aliases[0] == "a/two.md"


def test_a_kind_that_is_full_stops_the_import(workshop: Workshop) -> None:
    workshop.run({"a/one.md": "# OneFails\n\nText.\n"})
    text = workshop.text("SOP-0001").replace("SOP-0001", "SOP-9999").replace("a/one.md", "x")
    (workshop.base / "sops/SOP-9999-last.md").write_text(text, "utf-8")
    with pytest.raises(UsageError, match="SOP-9999 is the last id there is"):
        workshop.run({"a/two.md": "# TwoFails\n\nText.\n"})


def test_kb_yml_grows_with_new_folders_until_a_person_edits_it(workshop: Workshop) -> None:
    workshop.run(FILES)
    report = workshop.run({"c/three.md": "# ThreeFails\n\n<https://new.example>\n"})
    assert report.config is Outcome.UPDATED
    config = workshop.load().config
    assert list(config.labels["areas"]) == ["a", "b", "c"]
    assert list(config.labels["hosts"]) == ["new.example"]
    path = workshop.base / "kb.yml"
    path.write_text(path.read_text("utf-8").replace('"C"', '"The C team"'), "utf-8")
    assert not workshop.run().changed
    with pytest.raises(UsageError, match=r"sop2/kb.yml has no areas d."):
        workshop.run({"d/four.md": "# FourFails\n\nText.\n"})
    assert workshop.run(area="c").config is Outcome.UNCHANGED
    assert "The C team" in path.read_text("utf-8")


def test_several_kinds_can_come_from_one_folder(workshop: Workshop) -> None:
    workshop.run(FILES)
    workshop.run({}, "escalation")
    workshop.run()
    assert sorted(workshop.load().corpus.by_id) == ["ESC-0001", "ESC-0002", "SOP-0001", "SOP-0002"]
    assert faults_of(workshop.load()) == []


def test_another_collection_is_not_taken_for_a_new_state_of_the_first(workshop: Workshop, tmp_path: Path) -> None:
    workshop.run(FILES)
    before = workshop.files()
    other = Workshop(tmp_path / "alerts", workshop.base)
    with pytest.raises(UsageError, match="sop2 holds what was imported from `runbooks` as sop, and alerts is another"):
        other.run({"x.md": "Text.\n", "b/three.md": "Text.\n"})
    assert workshop.files() == before


def test_a_collection_whose_folder_was_renamed_is_the_same_one(workshop: Workshop, tmp_path: Path) -> None:
    workshop.run(FILES)
    workshop.source.rename(tmp_path / "renamed")
    assert not Workshop(tmp_path / "renamed", workshop.base).run().changed


def test_a_changed_mapping_changes_untouched_records(workshop: Workshop) -> None:
    workshop.run(FILES)
    report = workshop.run(mapping=parse_mapping("headings: {Fix: Tell the user}", "m.yml", "sop"))
    assert outcomes(report) == {"a/one.md": "updated", "b/two.md": "updated"}
    assert workshop.body("SOP-0002") == "## Tell the user\n\nRestart."


def test_folders_that_make_no_sense_are_refused(workshop: Workshop, tmp_path: Path) -> None:
    workshop.write(FILES)
    (tmp_path / "file").write_text("x")
    (tmp_path / "full").mkdir()
    (tmp_path / "full/x.txt").write_text("x")
    (tmp_path / "empty").mkdir()
    refused = {
        "No folder": Workshop(tmp_path / "nothing", workshop.base),
        "lie inside each other": Workshop(workshop.source, workshop.source / "base"),
        "an import would read what it writes": Workshop(workshop.source, tmp_path),
        "is not a folder": Workshop(workshop.source, tmp_path / "file"),
        "holds files, but no kb.yml": Workshop(workshop.source, tmp_path / "full"),
        "No Markdown files": Workshop(tmp_path / "empty", workshop.base),
    }
    for message, there in refused.items():
        with pytest.raises(UsageError, match=message) as raised:
            there.run()
        assert raised.value.remedy
    with pytest.raises(UsageError, match="`recipe` is not a kind of record"):
        workshop.run(kind="recipe")
    assert not workshop.base.exists()


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": 2}', '{"format": 1, "records": {"sop": 3}}', "\x00"])
def test_damaged_notes_are_an_operators_fault(workshop: Workshop, text: str) -> None:
    workshop.run(FILES)
    (workshop.base / ".import.json").write_text(text)
    with pytest.raises(UsageError, match=r"sop2/.import.json cannot be read") as raised:
        workshop.run()
    assert "Restore it from git, or delete it" in raised.value.remedy


def test_nothing_is_written_through_a_link_that_leaves_the_base(workshop: Workshop, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    workshop.base.mkdir()
    (workshop.base / "sops").symlink_to(outside)
    (workshop.base / "kb.yml").symlink_to(outside / "kb.yml")
    with pytest.raises(UsageError):
        workshop.run(FILES)
    (workshop.base / "kb.yml").unlink()
    (workshop.base / "sops").unlink()
    workshop.run({"a/one.md": "# OneFails\n\nText.\n"})
    (workshop.base / "assets").symlink_to(outside)
    with pytest.raises(UsageError, match="is a link that leaves the base"):
        workshop.run(FILES)
    assert list(outside.iterdir()) == []


def test_progress_is_told_for_every_document(workshop: Workshop) -> None:
    told: list[tuple[int, int]] = []
    workshop.run(FILES, tick=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]
