"""A base on disk, and a place for what is kept of it between runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.load.healthy import HEALTHY, write


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return write(tmp_path, dict(HEALTHY))


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "cache"
