"""Garbage is not looked for while a base is read: nothing that is made then is garbage, and there is much of it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collecting() -> Iterator[None]:
    """Without Python's search for cycles; what is not needed and in no cycle goes at once, as ever."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def made_to_stay() -> Iterator[None]:
    """The same for what stays to the end of the program: it is never looked through, which would take a third of
    the time of a check of 10,000 records.
    """
    with no_collecting():
        yield
        gc.freeze()
