"""A repository with a year of generated history, made once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from tests.history.repositories import Repository

from sopkb.core.load import Base, load_base
from sopkb_bench.history import Planted, generate_history


@dataclass(frozen=True)
class Year:
    """What was planted, and the work tree at the year's end."""

    project: Path
    planted: tuple[Planted, ...]

    @cached_property
    def base(self) -> Base:
        return load_base(self.project / "sop")


@pytest.fixture(scope="session")
def first_year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    project = tmp_path_factory.mktemp("year") / "project"
    return Year(project, generate_history(project, 120, 400))


@pytest.fixture
def year(first_year: Year, tmp_path: Path) -> Year:
    """One that a test may change."""
    project = tmp_path / "project"
    shutil.copytree(first_year.project, project)
    return Year(project, first_year.planted)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "project")


@pytest.fixture
def kb_in(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run ``kb`` in a folder, in this process."""
    from sopkb.cli import main

    def run(folder: Path, *arguments: str) -> tuple[int, str, str]:
        monkeypatch.chdir(folder)
        for name in ("KB_ROOT", "KB_NOW"):
            monkeypatch.delenv(name, raising=False)
        capfd.readouterr()
        code = main(arguments)
        captured = capfd.readouterr()
        return code, captured.out, captured.err

    return run
