"""A command run as a user runs it: in a folder, with arguments, in a process of its own or in this one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "core.autocrlf=false")
    done = subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a copy of the demo base, as a clone has it."""
    shutil.copytree(CHECKOUT / "sop", tmp_path / "sop")
    return tmp_path


@pytest.fixture
def repository(project: Path) -> Path:
    """The demo base in a git repository, all of it committed."""
    git(project, "init", "-q", "-b", "main")
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", "The base")
    return project


@pytest.fixture
def kb(project: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run ``kb`` in the project, in this process."""
    from sopkb.cli import main

    monkeypatch.chdir(project)
    for name in ("KB_ROOT", "KB_NOW"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str) -> Ran:
        capfd.readouterr()
        code = main(arguments)
        captured = capfd.readouterr()
        return Ran(code, captured.out, captured.err)

    return run


@pytest.fixture
def kb_process(project: Path) -> Callable[..., Ran]:
    """Run ``kb`` in the project, in a process of its own."""

    def run(*arguments: str, **environment: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "sopkb", *arguments],
            cwd=project,
            env={**os.environ, "PYTHONPATH": str(CHECKOUT / "tools"), **environment},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=600,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return run
