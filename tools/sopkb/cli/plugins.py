"""Which plug-in files are in force for a command: those of ``pyproject.toml`` beside the base, and of ``--plugin``."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from sopkb.plugins import PluginFailed, forget_files, named_in, use_file

Command = TypeVar("Command", bound=Callable[..., Any])
Read = Callable[[Path], str | None]
"""The text of a file; None where it is not there."""

_PROJECT_FILE = "pyproject.toml"


def plugin_option(command: Command) -> Command:
    """Add ``--plugin``."""
    return click.option(
        "--plugin",
        "plugins",
        multiple=True,
        type=click.Path(path_type=Path),
        help="A file with a rule of your own, outside the base; besides those that pyproject.toml names.",
    )(command)


def use_plugins(root: Path, named: tuple[Path, ...] = (), rev: str | None = None) -> None:
    """Let the plug-in files of a base be in force, and no others.

    Args:
        root: the folder of the base.
        named: by ``--plugin``.
        rev: what a change is compared with: then each file counts as it was where this branch left it, so that no
            change is checked by rules, or runs code, that it brings itself.

    Raises:
        PluginFailed: one cannot be used.
        HistoryUnusable: the revision cannot be had.
    """
    forget_files()
    project = root.resolve().parent
    read = _in_work_tree if rev is None else _at_revision(root, rev)
    settings = project / _PROJECT_FILE
    text = read(settings)
    listed = [project / name for name in named_in(text, _PROJECT_FILE)] if text else []
    for path in (*listed, *(Path.cwd() / each for each in named)):
        shown = _shown(path, project)
        if _lies_in(path, root):
            raise PluginFailed(
                f"The plug-in {shown} lies in the base, where whoever edits records could change it.",
                "Move it out, for example to rules/ beside the base, and name it there.",
            )
        found = read(path)
        if found is None:
            when = "" if rev is None else f" where this branch left {rev}"
            raise PluginFailed(
                f"The plug-in {shown} is not there{when}.",
                "Merge the plug-in before the change that needs it." if rev else "Correct its path.",
            )
        use_file(shown, found)


def _shown(path: Path, project: Path) -> str:
    resolved = path.resolve()
    return resolved.relative_to(project).as_posix() if resolved.is_relative_to(project) else str(path)


def _lies_in(path: Path, root: Path) -> bool:
    """Whether a path leads into the base, as it is written or through links."""
    top = root.resolve()
    return path.resolve().is_relative_to(top) or Path(os.path.normpath(path)).is_relative_to(top)


def _in_work_tree(path: Path) -> str | None:
    try:
        return path.read_text("utf-8") if path.is_file() else None
    except (OSError, UnicodeDecodeError) as error:
        raise PluginFailed(f"{path.name} cannot be read: {error}.", "Save it as UTF-8.") from error


def _at_revision(root: Path, rev: str) -> Read:
    """Reads files as they were where this branch left a revision; those outside the repository as they are."""
    from sopkb.history.git import open_repository

    repository = open_repository(root)
    commit = repository.merge_base(rev)
    top = repository.top.resolve()

    def read(path: Path) -> str | None:
        plain = Path(os.path.normpath(path))
        if not plain.is_relative_to(top):
            return _in_work_tree(path)
        inner = plain.relative_to(top).as_posix()
        entry = next((each for each in repository.tree(commit, inner) if each.path == inner), None)
        if entry is None or entry.is_link or entry.is_submodule:
            return None
        try:
            return repository.blobs([entry.blob])[entry.blob].decode("utf-8")
        except UnicodeDecodeError as error:
            raise PluginFailed(f"{inner} cannot be read: {error}.", "Save it as UTF-8.") from error

    return read
