"""The commands that edit records write several files together or none, and move them as git does."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import git
from tests.cli.editing import SOP_8, SOP_12, WKA_1, WKA_3, Kb, change, everything, untouched
from tests.conftest import DEMO_NOW

from sopkb import atomic
from sopkb.core.errors import SopkbError
from sopkb.core.load import load_base
from sopkb.history.edit.lifecycle import review
from sopkb.history.edit.source import open_source, write

# ---- Both ends, or none -----------------------------------------------------------------------------------------


def test_a_supersession_that_cannot_write_one_end_writes_none(kb: Kb, project: Path) -> None:
    (project / SOP_8).chmod(0o444)
    untouched(project, lambda: kb("supersede", "WKA-0003", "--by", "SOP-0008"), "is read-only")
    (project / SOP_8).chmod(0o644)
    assert kb("supersede", "WKA-0003", "--by", "SOP-0008").code == 0
    assert "supersedes: [WKA-0003]" in (project / SOP_8).read_text()
    assert "status: retired" in (project / WKA_3).read_text()


def test_several_files_are_replaced_together_or_put_back(tmp_path: Path) -> None:
    first, second, gone = tmp_path / "a", tmp_path / "b", tmp_path / "never there"
    first.write_text("old")
    with pytest.raises(FileNotFoundError):
        atomic.replace_all({first: b"new", second: b"new", gone: None})
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a": "old"}
    atomic.replace_all({first: None, second: b"new"})
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"b": "new"}


def test_a_file_that_changes_while_the_command_runs_is_left_alone(project: Path) -> None:
    base = load_base(project / "sop")
    record = base.corpus.by_id["SOP-0012"]
    edit = review(open_source(record, base), "", DEMO_NOW.date())
    change(project / SOP_12, "Inactive or Security.", "Inactive, Security or Legal.")
    before = everything(project)
    with pytest.raises(SopkbError, match="has changed while this command ran"):
        write([edit], base)
    with pytest.raises(SopkbError, match="has changed while this command ran"):
        open_source(record, base)
    assert everything(project) == before


def test_a_link_out_of_the_base_is_not_followed(kb: Kb, project: Path) -> None:
    outside = project / "outside.md"
    (project / SOP_12).rename(outside)
    (project / SOP_12).symlink_to(outside)
    untouched(project, lambda: kb("review", SOP_12), "cannot be read as a record")


def test_a_file_that_does_not_parse_is_for_its_author(kb: Kb, project: Path) -> None:
    change(project / SOP_12, "audience: [puo]", "audience: [puo")
    untouched(project, lambda: kb("bump", "patch", "x", SOP_12), "cannot be read as a record")
    change(project / SOP_8, 'version: "1.2.0"\narea', 'version: &v "1.2.0"\narea')
    untouched(project, lambda: kb("bump", "patch", "x", SOP_8), "YAML anchor or tag")


# ---- Files that move --------------------------------------------------------------------------------------------


@pytest.fixture
def future(repository: Path) -> Path:
    """A next major of SOP-0012, in force from the demo's day."""
    text = (repository / SOP_12).read_text()
    text = text.replace('version: "2.2.0"', 'version: "3.0.0"', 1).replace('"2026-11-10"', '"2026-11-22"', 1)
    entry = '  - {version: "3.0.0", date: "2026-11-20", training: retrain, change: "Site leads unlock"}\n'
    path = repository / "sop/sops/SOP-0012.next.md"
    path.write_text(text.replace("changelog:\n", f"changelog:\n{entry}"))
    return path


def test_a_future_major_is_put_in_place_on_its_day(kb: Kb, repository: Path, future: Path) -> None:
    new = future.read_text()
    early = kb("promote", "SOP-0012", "--now", "2026-11-21T23:59:59Z")
    assert "SOP-0012 changes on 2026-11-22, 00:00 UTC" in early.err
    assert kb("promote", "SOP-0012").code == 0
    assert (repository / SOP_12).read_text() == new
    assert not future.exists()
    assert git(repository, "status", "--porcelain").split() == ["M", SOP_12]


def test_promotion_names_what_the_future_text_may_lack(kb: Kb, repository: Path, future: Path) -> None:
    kb("bump", "patch", "Mend a link", SOP_12)
    assert "was written before 2.2.1 of the current one" in kb("promote", "SOP-0012").err


def test_a_number_that_a_deleted_record_had_is_not_given_again(kb: Kb, repository: Path) -> None:
    last = "sop/workarounds/WKA-0016-x.md"
    (repository / last).write_text((repository / WKA_1).read_text().replace("WKA-0001", "WKA-0016"))
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "Sixteen")
    git(repository, "rm", "-q", last)
    git(repository, "commit", "-q", "-m", "No sixteen")
    (repository / last.replace("0016", "0000")).write_text((repository / WKA_1).read_text().replace("0001", "0000"))
    ran = kb("renumber", last.replace("0016", "0000"))
    assert "WKA-0000 becomes WKA-0017: sop/workarounds/WKA-0017-x.md" in ran.err
    assert "I0" not in kb("check").out


def test_an_id_in_the_place_of_a_file_is_answered_with_the_file(kb: Kb, repository: Path) -> None:
    ran = kb("renumber", "sop 12")
    assert ran.code == 2
    assert "Name its file" in ran.err
    assert "sop/sops/SOP-0012-" in ran.err


def test_the_later_of_two_with_one_number_gets_the_next(kb: Kb, repository: Path) -> None:
    taken, later = "sop/workarounds/WKA-0016-main.md", "sop/workarounds/WKA-0016-ours.md"
    text = (repository / WKA_1).read_text()
    git(repository, "switch", "-q", "-c", "ours")
    (repository / later).write_text(text.replace("WKA-0001", "WKA-0016"))
    change(repository / SOP_8, "related: [TRB-0001, WKA-0003]", "related: [TRB-0001, WKA-0003, WKA-0016]")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "Ours")
    git(repository, "switch", "-q", "main")
    (repository / taken).write_text(text.replace("WKA-0001", "WKA-0016"))
    change(repository / SOP_12, "prerequisite: [SOP-0025]", "prerequisite: [SOP-0025]\nrelated: [WKA-0016]")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "Theirs")
    git(repository, "switch", "-q", "ours")
    git(repository, "merge", "-q", "--no-edit", "main")
    untouched(repository, lambda: kb("renumber", taken, "--base", "main"), f"Run kb renumber {later}.")
    ran = kb("renumber", later, "--base", "main")
    assert ran.code == 0
    assert "WKA-0017]" in (repository / SOP_8).read_text()
    assert "related: [WKA-0016]" in (repository / SOP_12).read_text()
    assert "Look at" not in ran.err
    assert "I01" not in kb("check").out
