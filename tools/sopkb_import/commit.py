"""One commit of some files and nothing else, so that one `git revert` takes a bulk edit back."""

from __future__ import annotations

from collections.abc import Sequence

from sopkb.core.diagnostics import shown
from sopkb.core.errors import SopkbError
from sopkb.core.load import Base
from sopkb.history.asking import ask
from sopkb.history.git import Repository, open_repository


def refuse_unsaved(base: Base, paths: Sequence[str]) -> Repository:
    """The repository of a base, once it is sure that a commit of these files would hold one edit alone.

    Args:
        base: the base.
        paths: of the files, relative to the project.

    Raises:
        HistoryUnusable: the base is in no repository.
        SopkbError: one of the files differs from the last commit, or is not in it.
    """
    repository = open_repository(base.root)
    repository.commit("HEAD")
    unsaved = sorted(repository.uncommitted() & {_in_git(repository, base, path) for path in paths})
    if unsaved:
        raise SopkbError(
            f"{len(unsaved)} of these files have changes that are not committed, {shown(unsaved[0], 200)} first.",
            "Commit those, so that this change can be reverted alone; or commit it yourself, with --no-commit.",
        )
    return repository


def commit(repository: Repository, base: Base, paths: Sequence[str], message: str) -> str:
    """Commit some files, whatever else is staged.

    Args:
        repository: see :func:`refuse_unsaved`.
        base: the base.
        paths: of the files, relative to the project.
        message: a line, and perhaps a text.

    Returns:
        The commit's short name.

    Raises:
        SopkbError: git refuses; the files stay written.
    """
    names = "\0".join(_in_git(repository, base, path) for path in paths).encode("utf-8", "surrogateescape")
    options = ("--only", "--quiet", "--pathspec-from-file=-", "--pathspec-file-nul", "--message", message)
    done = ask(repository.top, "commit", *options, given=names)
    if done.returncode:
        said = next(iter(done.stderr.decode("utf-8", "replace").strip().splitlines()), f"exit code {done.returncode}")
        raise SopkbError(
            f"The files are written, but git did not commit them: {shown(said, 200)}", "Commit them yourself."
        )
    return ask(repository.top, "rev-parse", "--short", "HEAD").stdout.decode().strip()


def _in_git(repository: Repository, base: Base, path: str) -> str:
    """A path relative to the project, as git names it."""
    return f"{repository.prefix}{path.removeprefix(f'{base.root.name}/')}"
