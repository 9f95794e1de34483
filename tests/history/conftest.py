"""A base in a git repository of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.history.repositories import Repository


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "project")
