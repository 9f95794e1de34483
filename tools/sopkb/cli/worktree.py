"""What git knows of the base's folder, for the commands that edit; each question has an answer for "no git here"."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from sopkb.core.errors import HistoryUnusable
from sopkb.core.kinds import ID

if TYPE_CHECKING:
    from sopkb.history.git import Repository


def changed_files(root: Path) -> tuple[str, ...] | None:
    """Files of the base that differ from the last commit, relative to the project; None where git cannot say."""
    repository = _repository(root)
    if repository is None:
        return None
    above = _above(repository)
    return tuple(sorted(path.removeprefix(above) for path in repository.uncommitted()))


def texts_at(root: Path, revision: str | None) -> Callable[[str], str | None] | None:
    """How to get a file's text, by its path relative to the project, as it was where this branch left a revision.

    Args:
        root: the base's folder.
        revision: branch, tag or commit; None for the default branch of the remote, or the last commit.

    Returns:
        None where git cannot say.

    Raises:
        HistoryUnusable: a revision was named, and cannot be used.
    """
    repository = _repository(root)
    if repository is None:
        return None
    try:
        commit = repository.merge_base(revision or repository.default_branch())
    except HistoryUnusable:
        if revision:
            raise
        return None
    above = _above(repository)
    blobs = {entry.path.removeprefix(above): entry.blob for entry in repository.tree(commit, repository.prefix)}

    def text_of(path: str) -> str | None:
        blob = blobs.get(path)
        return repository.blobs([blob])[blob].decode("utf-8", "replace") if blob else None

    return text_of


def ids_ever(root: Path) -> frozenset[str]:
    """Ids in the names of all files that any branch ever had below the base's folder."""
    repository = _repository(root)
    names = (PurePosixPath(path).name for path in (repository.named_ever() if repository else ()))
    return frozenset(found[0] for name in names if (found := ID.match(name)))


def folders_above(root: Path) -> str:
    """What git's paths begin with, and paths in the project do not; ``""`` where git cannot say."""
    repository = _repository(root)
    return _above(repository) if repository else ""


def _repository(root: Path) -> Repository | None:
    from sopkb.history.git import open_repository

    try:
        return open_repository(root)
    except HistoryUnusable:
        return None


def _above(repository: Repository) -> str:
    """What git's paths begin with, and paths in the project do not: ``team/`` for a base in ``team/sop/``."""
    parent = PurePosixPath(repository.prefix).parent.as_posix()
    return "" if parent == "." else f"{parent}/"
