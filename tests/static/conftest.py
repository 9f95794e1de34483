"""The running engine, for every test that asks it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.static.node import Engine
from tests.static.node import engine as running


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    """One engine for all the tests of a process."""
    with running() as started:
        yield started
