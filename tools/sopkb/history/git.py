"""What git is asked, and nothing else: commits, trees, blobs. It is only ever read."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sopkb.core.diagnostics import shown
from sopkb.core.errors import HistoryUnusable
from sopkb.core.load.repository import top_of
from sopkb.history.asking import ask, failed

_SYMLINK, _SUBMODULE = "120000", "160000"
_FETCH_ALL = "In CI, fetch the whole history: `fetch-depth: 0` for actions/checkout, `GIT_DEPTH: 0` for GitLab."


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """One path of a commit's tree."""

    path: str
    mode: str
    blob: str

    @property
    def is_link(self) -> bool:
        return self.mode == _SYMLINK

    @property
    def is_submodule(self) -> bool:
        return self.mode == _SUBMODULE


@dataclass(frozen=True)
class Repository:
    """A repository with a work tree.

    Args:
        top: the work tree's own folder.
        prefix: of the folder that was asked about, from there, with ``/`` at its end; ``""`` for the top itself.
        is_shallow: whether its history is cut.
    """

    top: Path
    prefix: str
    is_shallow: bool

    def merge_base(self, rev: str) -> str:
        """The commit at which the work tree's branch left another: what a pull request is compared with.

        Raises:
            HistoryUnusable: the revision is unknown, nothing is committed yet, or both have no common past.
        """
        theirs = self.commit(rev)
        ours = self.commit("HEAD")
        done = ask(self.top, "merge-base", theirs, ours)
        if done.returncode == 0:
            return done.stdout.decode().strip()
        if self.is_shallow:
            raise HistoryUnusable(f"This clone is shallow: where it left {shown(rev)} is not in it.", _FETCH_ALL)
        raise HistoryUnusable(
            f"{shown(rev)} and this branch have no commit in common.", "Name the branch that this one goes into."
        )

    def commit_before(self, moment: datetime) -> str:
        """The newest commit of this branch itself that is older than a moment; ``""`` where its history begins later.

        What a merged branch had before its merge was in force nowhere, so only first parents count.
        """
        before = f"--before={moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}+00:00"
        return self._run("rev-list", "-1", "--first-parent", before, self.commit("HEAD")).decode().strip()

    def commit(self, rev: str) -> str:
        """The full name of a commit.

        Raises:
            HistoryUnusable: git does not know it, or it looks like an option.
        """
        if rev.startswith("-"):
            raise HistoryUnusable(
                f"git knows no revision {shown(rev)}: no name begins with a dash.", "Name a branch, tag or commit."
            )
        done = ask(self.top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{rev}^{{commit}}")
        if done.returncode == 0:
            return done.stdout.decode().strip()
        if rev == "HEAD":
            raise HistoryUnusable("Nothing is committed yet, so there is nothing to compare with.", "Commit first.")
        if self.is_shallow:  # it cannot be told from a name that exists nowhere
            raise HistoryUnusable(
                f"This clone is shallow, and {shown(rev)} is not in it.",
                f"If the name is right, it must be fetched. {_FETCH_ALL}",
            )
        raise HistoryUnusable(
            f"git knows no revision {shown(rev)}.", "Name a branch, tag or commit; `git fetch origin` brings new ones."
        )

    def mainline(self) -> tuple[tuple[int, str], ...]:
        """The commits of this branch as it was merged to, oldest first, each with its time in seconds since 1970.

        Of a merge only the merge counts: what it brought was in force from then on. Times are made to rise, for a
        clock may have been wrong. Empty where nothing is committed yet.
        """
        done = ask(self.top, "log", "--first-parent", "--format=%ct %H", "HEAD")
        if done.returncode:
            return ()
        lines = [line.split() for line in reversed(done.stdout.decode("ascii").splitlines())]
        latest, found = 0, []
        for seconds, commit in lines:
            latest = max(latest, int(seconds))
            found.append((latest, commit))
        return tuple(found)

    def tree(self, commit: str, prefix: str) -> tuple[TreeEntry, ...]:
        """Every file of a commit below a prefix; none where the commit does not have it."""
        where = ["--", prefix.rstrip("/")] if prefix else []
        done = self._run("ls-tree", "-r", "-z", "--full-tree", commit, *where)
        return tuple(
            TreeEntry(_text(path), *_words(about)[::2])
            for about, _, path in (line.partition(b"\t") for line in done.split(b"\0") if line)
        )

    def changed(self, commit: str) -> frozenset[str]:
        """Tracked paths below the prefix whose file in the work tree, committed or not, is not the commit's."""
        where = ["--", self.prefix.rstrip("/")] if self.prefix else []
        options = ("--name-only", "-z", "--no-renames", "--no-relative")
        return frozenset(_text(path) for path in self._run("diff", *options, commit, *where).split(b"\0") if path)

    def uncommitted(self) -> frozenset[str]:
        """Paths below the prefix that differ from the last commit, new files included; of a rename the new name."""
        where = ["--", self.prefix.rstrip("/")] if self.prefix else []
        parts = iter(self._run("status", "--porcelain=v1", "-z", "--untracked-files=all", *where).split(b"\0"))
        found = set()
        for part in parts:
            if part:
                found.add(_text(part[3:]))
            if part[:1] in (b"R", b"C"):
                next(parts)  # the name it had before
        return frozenset(found)

    def named_ever(self) -> frozenset[str]:
        """Paths below the prefix that any branch, here or fetched, has ever had."""
        where = ["--", self.prefix.rstrip("/")] if self.prefix else []
        done = self._run("log", "--all", "--diff-filter=AR", "--name-only", "-z", "--format=", *where)
        return frozenset(_text(path) for path in done.split(b"\0") if path)

    def versions_of_files(self) -> tuple[tuple[str, str], ...]:
        """Every path below the prefix with each blob that it had on this branch itself, the newest first."""
        where = ["--", self.prefix.rstrip("/")] if self.prefix else []
        options = ("--first-parent", "-m", "--no-renames", "--raw", "--no-abbrev", "-z", "--format=")
        parts = iter(self._run("log", *options, *where).split(b"\0"))
        found = []
        for about in parts:
            words = about.strip(b"\n").split()
            if len(words) == 5 and words[1] not in (b"000000", b"160000", b"120000"):
                found.append((_text(next(parts)), words[3].decode("ascii")))
            elif len(words) == 5:
                next(parts)
        return tuple(found)

    def default_branch(self) -> str:
        """What work here goes into, as far as git knows: the default branch of ``origin``, else the last commit."""
        names = ("origin/HEAD", "origin/main", "origin/master")
        checks = (ask(self.top, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}") for name in names)
        return next((name for name, done in zip(names, checks, strict=True) if done.returncode == 0), "HEAD")

    def blobs(self, ids: Iterable[str]) -> Mapping[str, bytes]:
        """The contents of blobs, in one run.

        Raises:
            HistoryUnusable: one of them is not in this clone.
        """
        wanted = list(dict.fromkeys(ids))
        if not wanted:
            return {}
        output = self._run("cat-file", "--batch", given="".join(f"{blob}\n" for blob in wanted).encode())
        found: dict[str, bytes] = {}
        start = 0
        for blob in wanted:
            end = output.index(b"\n", start)
            head = output[start:end].split()
            if head[-1] == b"missing":
                raise HistoryUnusable(f"Object {blob} is not in this clone.", "Fetch it: `git fetch --refetch`.")
            size = int(head[2])
            found[blob] = output[end + 1 : end + 1 + size]
            start = end + 1 + size + 1
        return found

    def _run(self, *arguments: str, given: bytes = b"") -> bytes:
        done = ask(self.top, *arguments, given=given)
        if done.returncode:
            raise failed(done)
        return done.stdout


def open_repository(root: Path) -> Repository:
    """The repository that a base is in, whatever the base holds.

    Args:
        root: the folder with ``kb.yml``.

    Raises:
        HistoryUnusable: git is not installed, or the base is in no work tree, or git refuses it.
    """
    root = root.resolve()
    top = top_of(root)
    if top is None:
        raise HistoryUnusable(f"{root.name}/ is not in a git repository.", "Compare in a checkout.")
    done = ask(top, "rev-parse", "--is-inside-work-tree", "--is-shallow-repository", "--show-prefix")
    if done.returncode:
        raise failed(done)
    is_inside, is_shallow, inner = done.stdout.split(b"\n")[:3]
    if is_inside != b"true" or inner:
        raise HistoryUnusable(f"{top.name}/ is not the work tree of its repository.", "Compare in a checkout.")
    prefix = "".join(f"{part}/" for part in root.relative_to(top).parts)
    return Repository(top, prefix, is_shallow == b"true")


def follow(entry: TreeEntry, tree: Mapping[str, TreeEntry], contents: Mapping[str, bytes]) -> TreeEntry | None:
    """What a symbolic link of a tree points at, one step, where that is a file of the same tree."""
    target = _text(contents[entry.blob])
    path = posixpath.normpath(posixpath.join(posixpath.dirname(entry.path), target))
    found = tree.get(path)
    return found if found and not found.is_link and not found.is_submodule else None


def _text(name: bytes) -> str:
    """A path as Python writes file names, so that it equals what walking the tree gives."""
    return name.decode("utf-8", "surrogateescape")


def _words(about: bytes) -> list[str]:
    return about.decode("ascii").split()
