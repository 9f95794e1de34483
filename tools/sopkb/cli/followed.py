"""A base that somebody edits while it is served: read and checked again only where it changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sopkb.cli.common import cache_folder, progress, read_clock
from sopkb.diagnostics import Diagnostic
from sopkb.load import Base
from sopkb.load.following import Following
from sopkb.load.garbage import made_to_stay
from sopkb.recheck import Recheck

_STANDS = timedelta(hours=1)
"""How long the moment of the pages stands still: most of them show it, and would all be made anew at every save."""


class Followed:
    """A base, and what the check says of it.

    Args:
        root: the folder with ``kb.yml``.
        now: the moment that was asked for; the clock's, or that of a demo base, where none was.
    """

    def __init__(self, root: Path, now: str | None) -> None:
        self._now = now
        with progress("Reading") as tick, made_to_stay():
            self._following = Following(root, tick, cache_folder())
        self._moment: datetime | None = None
        self._recheck: Recheck | None = None
        self._changed: set[str] = set()

    def open(self) -> tuple[Base, datetime]:
        """The base as it is now, and the moment."""
        self._changed |= self._following.look()
        base = self._following.base
        moment = read_clock(self._now, base.config)
        if self._moment is None or abs(moment - self._moment) > _STANDS:
            self._moment = moment
        return base, self._moment

    def check(self, base: Base, now: datetime) -> Sequence[Diagnostic]:
        """Every finding of the base that was opened last."""
        if self._recheck is None:
            self._recheck = Recheck(base, now, cache_folder())
        else:
            self._recheck.edited(base, now, self._changed)
        self._changed.clear()
        self._recheck.work(float("inf"))
        return self._recheck.found
