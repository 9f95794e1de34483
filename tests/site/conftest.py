"""Bases as they are seen at the demo's moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from tests.site.editing import write_small
from tests.site.small_base import NOW, write_base

from sopkb.core.load import Base
from sopkb.site.view import View


@pytest.fixture(scope="session")
def demo_view(demo_base: Base, demo_now: datetime) -> View:
    return View(demo_base, demo_now)


@pytest.fixture
def view_of(tmp_path: Path) -> Callable[..., View]:
    """Writes records below ``sop/records/``, and sees them at the demo's moment."""

    def make(kb_yml: str | None = None, **files: str) -> View:
        paths = {f"records/{name}.md": text for name, text in files.items()}
        return View(write_base(tmp_path, paths, kb_yml), NOW)

    return make


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A small project of its own for a test; see :func:`write_small`."""
    return write_small(tmp_path)
