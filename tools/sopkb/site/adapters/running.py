"""Around a program that runs inside ours: its clock, and what it says."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime


@contextmanager
def dated(now: datetime) -> Iterator[None]:
    """Give the moment of a build to a program that would read the clock, where nobody else has given one."""
    variable = "SOURCE_DATE_EPOCH"
    if variable in os.environ:
        yield
        return
    os.environ[variable] = str(int(now.timestamp()))
    try:
        yield
    finally:
        del os.environ[variable]


@contextmanager
def heard(name: str) -> Iterator[list[str]]:
    """What a logger, and those below it, say at warning level and above."""
    said: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: said.append(f"{record.levelname}: {record.getMessage()}")  # type: ignore[method-assign]
    logger = logging.getLogger(name)
    logger.addHandler(handler)
    try:
        yield said
    finally:
        logger.removeHandler(handler)
