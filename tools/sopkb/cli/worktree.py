"""What git knows of the folder a command works in. Every question has an answer for "no git here"."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from sopkb.model.kinds import ID

_BASES = ("origin/HEAD", "origin/main", "origin/master", "HEAD")


def changed_files(root: Path) -> tuple[str, ...] | None:
    """Files below the base's folder that differ from the last commit, new ones included; relative to the project.

    None where git cannot say.
    """
    listed = _git(root, "status", "--porcelain=v1", "-z", "--untracked-files=all", "--", ".")
    prefix = _git(root.parent, "rev-parse", "--show-prefix")
    if listed is None or prefix is None:
        return None
    return tuple(name.removeprefix(prefix.strip()) for name in _names(listed))


def _names(listed: str) -> Iterator[str]:
    parts = iter(listed.split("\0"))
    for part in parts:
        if part:
            yield part[3:]
        if part[:1] in ("R", "C"):
            next(parts)  # the name it had before


def base_revision(root: Path) -> str | None:
    """What the work here is measured against: the remote's default branch, else the last commit; None without git."""
    for name in _BASES:
        if _git(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}") is not None:
            return name
    return None


def is_revision(root: Path, name: str) -> bool:
    """Whether a name is one of a commit."""
    return _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}") is not None


def text_at(root: Path, revision: str, path: str) -> str | None:
    """A file's text at a revision; None where it was not there.

    Args:
        root: the base's folder.
        revision: one that exists.
        path: relative to the project.
    """
    return _git(root.parent, "show", f"{revision}:./{path}")


def ids_ever(root: Path) -> frozenset[str]:
    """Ids in the names of all files that any branch ever added below the base's folder."""
    added = _git(root, "log", "--all", "--diff-filter=AR", "--name-only", "--format=", "--", ".") or ""
    return frozenset(found[0] for name in added.splitlines() if (found := ID.match(re.sub(r'^.*/|"', "", name))))


def _git(folder: Path, *arguments: str) -> str | None:
    """What git prints; None where it fails or is not installed."""
    try:
        done = subprocess.run(
            ["git", "-c", "core.quotepath=off", "--no-optional-locks", "-C", str(folder), *arguments],
            capture_output=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.decode("utf-8", "replace")
