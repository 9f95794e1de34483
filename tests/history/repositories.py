"""Real git repositories with a small base in them."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.conftest import SMALL_CONFIG
from tests.rules.fixtures import files_of

from sopkb.core.load import load_base
from sopkb.history import change_since
from sopkb.lint.change import Change, RecordChange

FILES = files_of("S01/pass-every-kind")
SOP = "sops/SOP-0002-accesshub-restore-a-locked-account.md"
WKA = "workarounds/WKA-0001-clip-player-black-screen.md"
ESC = "escalations/ESC-0001-video-engineering-on-call.md"
SYMPTOM = '  - "too many attempts"\n'


def git(folder: Path, *arguments: str) -> str:
    """Run git as somebody, whatever this machine's own settings are."""
    who = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "core.autocrlf=false")
    safe = ("-c", "protocol.file.allow=always", "-c", "init.defaultBranch=main")
    done = subprocess.run(["git", *who, *safe, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


class Repository:
    """A repository with a base, and a branch ``work`` that leaves ``main`` after the first commit.

    Args:
        folder: becomes the work tree.
        files: of the base, by path below its root.
        root: where the base is.
    """

    def __init__(self, folder: Path, files: Mapping[str, str] = FILES, root: str = "sop") -> None:
        self.folder = folder
        self.root = folder / root
        folder.mkdir(parents=True, exist_ok=True)
        git(folder, "init", "-q", "-b", "main")
        self.write({"kb.yml": SMALL_CONFIG, **files})
        self.commit()
        git(folder, "checkout", "-q", "-b", "work")

    def write(self, files: Mapping[str, str]) -> None:
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())

    def edit(self, name: str, old: str, new: str) -> None:
        text = (self.root / name).read_bytes().decode()
        assert old in text
        self.write({name: text.replace(old, new, 1)})

    def commit(self, *arguments: str) -> str:
        git(self.folder, "add", "-A")
        git(self.folder, "commit", "-q", "--allow-empty", "-m", "A change", *arguments)
        return git(self.folder, "rev-parse", "HEAD")

    def change(self, rev: str = "main", author: str = "") -> Change:
        return change_since(load_base(self.root), rev, author)


def ids(change: Change) -> list[str]:
    return [each.id for each in change.records]


def only(change: Change) -> RecordChange:
    (found,) = change.records
    return found


def add_symptom(repository: Repository, words: str = "locked again") -> None:
    repository.edit(SOP, SYMPTOM, f'{SYMPTOM}  - "{words}"\n')
