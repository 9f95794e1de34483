"""A comparison that git cannot give is refused, and the refusal says what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.history.repositories import SOP, Repository, add_symptom, git

from sopkb.core.errors import HistoryUnusable


def refused(repository: Repository, rev: str = "main") -> str:
    with pytest.raises(HistoryUnusable) as error:
        repository.change(rev)
    return str(error.value)


def test_an_unknown_revision_is_said_with_what_to_fetch(repository: Repository) -> None:
    assert refused(repository, "origin/main") == (
        "git knows no revision origin/main. Name a branch, tag or commit; `git fetch origin` brings new ones."
    )


@pytest.mark.parametrize("rev", ["--all", "-n1", "main:sop", "HEAD..main", "", "\x1b[31m", "@{upstream}"])
def test_what_is_no_revision_is_refused_and_never_an_option(repository: Repository, rev: str) -> None:
    assert "git knows no revision" in refused(repository, rev)


def test_a_shallow_clone_says_what_to_fetch(repository: Repository, tmp_path: Path) -> None:
    first = git(repository.folder, "rev-parse", "main")
    add_symptom(repository)
    repository.commit()
    git(tmp_path, "clone", "-q", "--depth", "1", "-b", "work", repository.folder.as_uri(), "shallow")
    clone = Repository.__new__(Repository)
    clone.folder, clone.root = tmp_path / "shallow", tmp_path / "shallow/sop"
    assert "shallow, and origin/main is not in it" in refused(clone, "origin/main")
    assert "`fetch-depth: 0`" in refused(clone, first)
    git(clone.folder, "fetch", "-q", "--depth", "1", "origin", "main:refs/remotes/origin/main")
    assert "where it left origin/main is not in it" in refused(clone, "origin/main")


def test_two_histories_without_a_common_past_are_said(repository: Repository) -> None:
    git(repository.folder, "checkout", "-q", "--orphan", "other")
    add_symptom(repository)
    repository.commit()
    assert "have no commit in common" in refused(repository, "main")


def test_a_folder_outside_any_repository_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    repository = Repository(tmp_path / "project")
    shutil.rmtree(repository.folder / ".git")
    assert refused(repository) == "sop/ is not in a git repository. Compare in a checkout."


def test_nothing_is_fetched_for_a_clone_that_is_partial(repository: Repository, tmp_path: Path) -> None:
    add_symptom(repository)
    repository.commit()
    git(repository.folder, "config", "uploadpack.allowFilter", "true")
    source = f"file://{repository.folder}"
    git(tmp_path, "clone", "-q", "--filter=blob:none", "-b", "work", source, "partial")
    clone = Repository.__new__(Repository)
    clone.folder, clone.root = tmp_path / "partial", tmp_path / "partial/sop"
    git(clone.folder, "config", "protocol.file.allow", "always")
    said = "This clone is partial: what is compared with is not in it. Clone it whole, without `--filter`"
    assert said in refused(clone, "origin/main")


def test_a_folder_that_only_looks_like_a_repository_is_said(repository: Repository) -> None:
    shutil.rmtree(repository.folder / ".git")
    (repository.folder / ".git").mkdir()
    assert "git could not be asked" in refused(repository)


def test_a_repository_without_a_commit_is_said(repository: Repository) -> None:
    git(repository.folder, "checkout", "-q", "--orphan", "empty")
    assert "Nothing is committed yet" in refused(repository)


def test_a_machine_without_git_is_said(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert refused(repository) == "git is not installed here. Install git, or check without --base."


def test_a_blob_that_is_missing_is_said(repository: Repository) -> None:
    add_symptom(repository)
    blob = git(repository.folder, "rev-parse", f"main:sop/{SOP}")
    (repository.folder / ".git/objects" / blob[:2] / blob[2:]).unlink()
    assert refused(repository).startswith("git could not be asked: ")
