"""From one form of a base to the next: edits that somebody reads before they are written."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.test_init import run

import sopkb.history.edit.migrations as migrations
from sopkb.core.errors import ContentRefused
from sopkb.history.edit.migrations import Migration, Texts, format_of, migrated, pending


def owner_to_team(texts: Texts) -> Texts:
    """A planted change of form: `owner` is called `team`."""
    return {path: text.replace("\nowner: ", "\nteam: ") for path, text in texts.items() if path.endswith(".md")}


STEPS = (
    Migration(2, "`owner` is called `team`", owner_to_team),
    Migration(3, "nothing but the number", lambda texts: {}),
)
TEXTS = {"kb.yml": 'name: "Ours"\n', "sops/a.md": "---\nid: X\nowner: core\n---\n", "macros/b.md": "---\nid: Y\n---\n"}


def test_the_steps_between_two_forms_are_edits_of_the_files_that_they_concern() -> None:
    after = migrated(TEXTS, pending(1, STEPS, 3))
    assert after == {
        "kb.yml": 'format: 3\nname: "Ours"\n',
        "sops/a.md": "---\nid: X\nteam: core\n---\n",
    }


def test_a_base_in_between_takes_only_the_steps_that_are_left() -> None:
    assert [each.to for each in pending(2, STEPS, 3)] == [3]
    assert migrated({**TEXTS, "kb.yml": "format: 2  # ours\n"}, pending(2, STEPS, 3)) == {"kb.yml": "format: 3\n"}
    assert pending(3, STEPS, 3) == ()


def test_a_base_of_a_later_program_is_refused() -> None:
    with pytest.raises(ContentRefused, match="format 4"):
        pending(4, STEPS, 3)


@pytest.mark.parametrize("text", ["format: 0\n", 'format: "1"\n', "format: true\n", "format: 1.5\n"])
def test_what_is_no_form_is_refused(text: str) -> None:
    with pytest.raises(ContentRefused):
        format_of(text)


def test_a_planted_form_is_shown_as_a_diff_checked_and_then_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from sopkb.cli import main

    assert run(tmp_path, "init").code == 0
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(migrations, "FORMAT", 2)
    monkeypatch.setattr(migrations, "pending", lambda given: pending(given, STEPS, 2))
    record = next((tmp_path / "sop/sops").glob("*.md"))
    before = record.read_text("utf-8")
    assert main(["upgrade", "--check"]) == 1
    shown = capsys.readouterr().out
    assert "-owner: operations" in shown
    assert "+team: operations" in shown
    assert record.read_text("utf-8") == before
    assert main(["upgrade"]) == 0
    assert record.read_text("utf-8") == before.replace("owner:", "team:")
    assert (tmp_path / "sop/kb.yml").read_text("utf-8").count("format: 2") == 1
    assert main(["upgrade", "--check"]) == 0


def test_what_a_version_finds_anew_is_told_beside_what_the_one_before_found(tmp_path: Path) -> None:
    assert run(tmp_path, "init").code == 0
    assert run(tmp_path, "check", "--format", "json", "--output", "before.json").code == 0
    same = run(tmp_path, "upgrade", "--check", "--before", "before.json")
    assert (same.code, same.out.splitlines()[-1]) == (0, "Findings: 0 new, 0 gone, 0 as before.")
    record = next((tmp_path / "sop/sops").glob("*.md"))
    record.write_text(record.read_text("utf-8").replace("## Steps", "## Stesp"), "utf-8")
    other = run(tmp_path, "upgrade", "--check", "--before", "before.json")
    assert other.code == 1
    assert "error S01" in other.out
    assert "is not what" in run(tmp_path, "upgrade", "--check", "--before", "mkdocs.yml").err
