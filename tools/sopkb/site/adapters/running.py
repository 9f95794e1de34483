"""Around a program that runs inside ours: its clock, and what it says."""

from __future__ import annotations

import logging
import os
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path


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


def why_stopped(error: BaseException, project: Path) -> str:
    """What stopped a generator, in a sentence that names its sort and its place, and no folder of this machine.

    Args:
        error: what it raised.
        project: folder that paths are told below.
    """
    words = " ".join(str(error).split()).replace(f"{project}{os.sep}", "")
    if type(error).__module__.startswith("mkdocs."):
        return f"MkDocs stopped: {words or 'it did not say why'}"
    last = traceback.extract_tb(error.__traceback__)[-1:]
    place = "".join(f", in {Path(each.filename).name} line {each.lineno}" for each in last)
    return (
        f"The theme, a template or an extension failed with {type(error).__name__}{place}: {words or 'no reason given'}"
    )
