"""A base is compared with what it was in git, whatever state repository and work tree are in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.conftest import SMALL_CONFIG
from tests.history.repositories import ESC, FILES, SOP, SYMPTOM, WKA, Repository, add_symptom, git, ids, only

from sopkb.lint.change import How, RecordPart


def test_a_tree_that_is_as_it_was_has_not_changed(repository: Repository) -> None:
    change = repository.change()
    assert (change.records, change.notes) == ((), ())
    assert change.commit == git(repository.folder, "rev-parse", "main")


def test_what_did_not_change_is_not_parsed_again(repository: Repository) -> None:
    from sopkb.core.load import load_base
    from sopkb.history import change_since

    add_symptom(repository)
    base = load_base(repository.root)
    before = {document.path: document for document in change_since(base, "main").before.documents}
    parsed = [path for path, document in before.items() if document not in base.corpus.documents]
    assert len(before) == len(FILES)
    assert parsed == [f"sop/{SOP}"]


@pytest.mark.parametrize("state", ["committed", "staged", "in the work tree", "committed and undone"])
def test_the_work_tree_is_what_counts(repository: Repository, state: str) -> None:
    add_symptom(repository)
    if state == "staged":
        git(repository.folder, "add", "-A")
    elif state.startswith("committed"):
        repository.commit()
    if state.endswith("undone"):
        repository.write({SOP: FILES[SOP]})
    assert ids(repository.change()) == ([] if state.endswith("undone") else ["SOP-0002"])


def test_a_new_record_counts_before_git_knows_it_and_where_it_is_told_to_ignore_it(repository: Repository) -> None:
    new = FILES[SOP].replace("SOP-0002", "SOP-0003")
    repository.write({"sops/SOP-0003-a.md": new, "sops/SOP-0004-b.md": new.replace("SOP-0003", "SOP-0004")})
    (repository.folder / ".gitignore").write_text("SOP-0004*\n")
    change = repository.change()
    assert ids(change) == ["SOP-0003", "SOP-0004"]
    assert all(each.is_new for each in change.records)


def test_of_a_record_and_its_copy_under_one_id_each_is_compared_with_itself(repository: Repository) -> None:
    copy = SOP.replace(".md", "-copy.md")
    repository.write({copy: FILES[SOP].replace(SYMPTOM, f'{SYMPTOM}  - "only in the copy"\n')})
    commit = repository.commit()
    add_symptom(repository)
    repository.edit(copy, "only in the copy", "only in the copy still")
    change = only(repository.change(commit))
    assert [each.path for each in (change.before, change.after) if each] == [f"sop/{SOP}"] * 2


def test_what_others_merged_meanwhile_is_not_part_of_the_change(repository: Repository) -> None:
    git(repository.folder, "checkout", "-q", "main")
    repository.edit(ESC, "respond_minutes: 15", "respond_minutes: 30")
    repository.commit()
    git(repository.folder, "checkout", "-q", "work")
    add_symptom(repository)
    repository.commit()
    assert ids(repository.change("main")) == ["SOP-0002"]


def test_after_main_was_merged_in_only_the_branchs_own_edits_count(repository: Repository) -> None:
    add_symptom(repository)
    repository.commit()
    git(repository.folder, "checkout", "-q", "main")
    repository.edit(ESC, "respond_minutes: 15", "respond_minutes: 30")
    repository.commit()
    git(repository.folder, "checkout", "-q", "work")
    git(repository.folder, "merge", "-q", "-m", "Merge main", "main")
    assert ids(repository.change("main")) == ["SOP-0002"]


def test_a_merge_commit_that_ci_makes_is_compared_with_the_branch_it_goes_into(repository: Repository) -> None:
    add_symptom(repository)
    repository.commit()
    git(repository.folder, "checkout", "-q", "main")
    repository.edit(ESC, "respond_minutes: 15", "respond_minutes: 30")
    repository.commit()
    git(repository.folder, "checkout", "-q", "--detach")
    git(repository.folder, "merge", "-q", "--no-ff", "-m", "Merge work into main", "work")
    assert ids(repository.change("main")) == ["SOP-0002"]


def test_a_renamed_file_is_the_same_record(repository: Repository) -> None:
    (repository.root / SOP).rename(repository.root / "sops/SOP-0002-accesshub-unlock.md")
    add = only(repository.change())
    assert (add.id, add.was_there, add.is_there, add.edits) == ("SOP-0002", True, True, ())
    assert add.path == "sop/sops/SOP-0002-accesshub-unlock.md"
    repository.commit()
    assert ids(repository.change()) == ["SOP-0002"]


def test_a_record_that_got_another_id_is_told_from_a_deleted_one(repository: Repository) -> None:
    (repository.root / SOP).unlink()
    repository.write({"sops/SOP-0009-accesshub.md": FILES[SOP].replace("SOP-0002", "SOP-0009")})
    change = only(repository.change())
    assert (change.id, change.formerly, change.is_new) == ("SOP-0009", "SOP-0002", False)


def test_a_deleted_file_is_a_deleted_record(repository: Repository) -> None:
    (repository.root / SOP).unlink()
    change = only(repository.change())
    assert change.is_deleted
    assert change.path == f"sop/{SOP}"


def test_a_file_left_out_by_a_sparse_checkout_is_not_deleted(repository: Repository) -> None:
    git(repository.folder, "sparse-checkout", "set", "--no-cone", "/*", "!/sop/workarounds/")
    assert not (repository.root / WKA).exists()
    assert repository.change().records == ()


def test_a_base_in_a_subfolder_and_one_at_the_top_are_found(tmp_path: Path) -> None:
    for name, root in (("below", "teams/puo/knowledge"), ("top", ".")):
        repository = Repository(tmp_path / name, root=root)
        add_symptom(repository)
        assert ids(repository.change()) == ["SOP-0002"]
        repository.commit()
        assert ids(repository.change()) == ["SOP-0002"]


def test_a_base_that_is_a_repository_is_asked_itself_only_where_none_is_around_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = Repository(tmp_path / "outer/inner", root=".")
    add_symptom(inner)
    assert ids(inner.change()) == ["SOP-0002"]
    git(tmp_path / "outer", "init", "-q", "-b", "main")
    git(tmp_path / "outer", "commit", "-q", "--allow-empty", "-m", "Nothing yet")
    assert "every record counts as new" in inner.change("HEAD").notes[0]
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path / "outer"))
    assert ids(inner.change()) == ["SOP-0002"]


def test_a_hook_in_a_linked_work_tree_finds_the_base_where_it_is(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(repository.folder, "worktree", "add", "-q", str(tmp_path / "linked"), "-b", "other")
    linked = Repository.__new__(Repository)
    linked.folder, linked.root = tmp_path / "linked", tmp_path / "linked/sop"
    add_symptom(linked)
    monkeypatch.setenv("GIT_DIR", git(linked.folder, "rev-parse", "--absolute-git-dir"))
    monkeypatch.setenv("GIT_INDEX_FILE", "index.lock")
    change = linked.change()
    assert (ids(change), change.notes) == (["SOP-0002"], ())


def test_names_that_git_would_quote_are_followed(tmp_path: Path) -> None:
    name = 'sops/SOP-0005-登录 "ü".md'
    files = {**FILES, name: FILES[SOP].replace("SOP-0002", "SOP-0005")}
    repository = Repository(tmp_path / "prüfung", files, root="wissen ü")
    git(repository.folder, "config", "core.quotepath", "true")
    repository.edit(name, SYMPTOM, '  - "locked again"\n')
    assert ids(repository.change()) == ["SOP-0005"]


@pytest.mark.parametrize("setting", ["diff.relative", "diff.noprefix", "diff.renames", "status.showUntrackedFiles"])
def test_a_persons_own_settings_of_git_change_nothing(repository: Repository, setting: str) -> None:
    git(repository.folder, "config", setting, "no" if "Untracked" in setting else "true")
    add_symptom(repository)
    assert ids(repository.change()) == ["SOP-0002"]


def test_line_ends_that_git_changes_are_no_change(repository: Repository) -> None:
    (repository.root / SOP).write_bytes(FILES[SOP].replace("\n", "\r\n").encode())
    assert repository.change().records == ()


def test_a_base_that_was_not_there_makes_every_record_new(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    git(folder, "commit", "-q", "--allow-empty", "-m", "Nothing yet")
    git(folder, "checkout", "-q", "-b", "work")
    from tests.conftest import make_base

    from sopkb.history import change_since

    change = change_since(make_base(folder, FILES), "main")
    assert len(change.records) == len(FILES)
    assert all(each.is_new for each in change.records)
    assert change.notes == (f"There was no sop/kb.yml at {change.commit[:10]}: every record counts as new.",)


def test_a_base_that_moved_is_compared_with_where_it_was(repository: Repository) -> None:
    git(repository.folder, "mv", "sop", "knowledge")
    repository.root = repository.folder / "knowledge"
    add_symptom(repository)
    repository.commit()
    change = repository.change()
    assert ids(change) == ["SOP-0002"]
    assert change.notes == (f"The base has moved: it is compared with sop at {change.commit[:10]}.",)


def test_a_second_base_in_the_repository_is_none_of_ours(repository: Repository) -> None:
    other = repository.folder / "other"
    shutil.copytree(repository.root, other)
    repository.commit()
    (other / SOP).unlink()
    assert repository.change("HEAD").records == ()


def test_the_approvers_are_those_of_the_base_side(repository: Repository) -> None:
    repository.write({"kb.yml": SMALL_CONFIG.replace("[lead, other-lead]", "[trainee]")})
    assert repository.change().signers.of("access") == ("lead", "other-lead")


def test_a_record_that_could_not_be_read_before_is_neither_new_nor_deleted(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "project", {**FILES, SOP: "---\nid: SOP-0002\nkind: [sop\n---\n"})
    repository.write({SOP: FILES[SOP]})
    change = only(repository.change())
    assert (change.before, change.is_new, change.is_deleted, change.edits) == (None, False, False, ())
    repository.write({SOP: "---\n"})
    assert not any(each.is_deleted for each in repository.change().records)


def test_a_record_that_cannot_be_read_any_more_is_not_deleted(repository: Repository) -> None:
    repository.write({SOP: "nothing"})
    change = only(repository.change())
    assert (change.id, change.after, change.is_deleted, change.is_new) == ("SOP-0002", None, False, False)


def test_a_link_to_a_record_is_read_on_both_sides(repository: Repository) -> None:
    target = repository.root / "sops/SOP-0002-text.txt"
    (repository.root / SOP).rename(target)
    (repository.root / SOP).symlink_to(target.name)
    repository.commit()
    assert repository.change("HEAD").records == ()
    repository.edit("sops/SOP-0002-text.txt", SYMPTOM, '  - "locked again"\n')
    assert ids(repository.change("HEAD")) == ["SOP-0002"]


def test_links_that_lead_out_or_in_circles_stop_nothing(repository: Repository) -> None:
    for name, target in (("SOP-0005-a.md", "/etc/hostname"), ("SOP-0006-b.md", "SOP-0006-b.md"), ("SOP-0007-c.md", "")):
        (repository.root / "sops" / name).symlink_to(target or "../../../../x")
    repository.commit()
    for name in ("SOP-0005-a.md", "SOP-0006-b.md", "SOP-0007-c.md"):
        (repository.root / "sops" / name).unlink()
    add_symptom(repository)
    assert "SOP-0002" in ids(repository.change("HEAD"))


def test_a_submodule_is_said_and_not_compared(repository: Repository, tmp_path: Path) -> None:
    inner = Repository(tmp_path / "inner", {}, root=".")
    inner.write({"SOP-0008-inner.md": FILES[SOP].replace("SOP-0002", "SOP-0008")})
    inner.commit()
    git(repository.folder, "submodule", "add", "-q", str(inner.folder), "sop/sops/inner")
    repository.commit()
    change = repository.change("HEAD")
    assert change.records == ()
    assert change.notes == ("sop/sops/inner is a submodule: what it holds is not compared.",)


def test_a_base_inside_a_submodule_is_compared_with_the_submodules_own_past(tmp_path: Path) -> None:
    inner = Repository(tmp_path / "inner")
    outer = tmp_path / "outer"
    outer.mkdir()
    git(outer, "init", "-q", "-b", "main")
    git(outer, "submodule", "add", "-q", "-b", "work", str(inner.folder), "kb")
    inside = Repository.__new__(Repository)
    inside.folder, inside.root = outer / "kb", outer / "kb/sop"
    add_symptom(inside)
    assert ids(inside.change("HEAD")) == ["SOP-0002"]


def test_a_future_major_is_compared_with_what_is_in_force(repository: Repository) -> None:
    following = FILES[SOP].replace("Choose **Unlock**", "Ask, then choose **Unlock**").replace('"1.0.0"', '"2.0.0"', 1)
    repository.write({"sops/SOP-0002.next.md": following})
    change = only(repository.change())
    assert (change.id, change.was_there) == ("SOP-0002", True)
    assert [(edit.part, edit.how, edit.item) for edit in change.edits] == [(RecordPart.STEP, How.CHANGED, "2")]


def test_a_future_major_that_is_put_in_place_deletes_nothing(repository: Repository) -> None:
    repository.write({"sops/SOP-0002.next.md": FILES[SOP].replace('"1.0.0"', '"2.0.0"', 1)})
    repository.commit()
    (repository.root / "sops/SOP-0002.next.md").replace(repository.root / SOP)
    change = only(repository.change("HEAD"))
    assert (change.id, change.is_deleted, str(change.bump)) == ("SOP-0002", False, "major")


def test_a_file_that_got_another_id_and_another_text_is_the_same_file(repository: Repository) -> None:
    repository.edit(SOP, "id: SOP-0002\nkind: sop\n", "id: SOP-0002 ```\n")
    repository.edit(SOP, "## When to use", "# When")
    change = only(repository.change())
    assert (change.id, change.formerly) == ("SOP-0002 ```", "SOP-0002")
