"""A base that somebody edits while it is served: read and checked again only where it changed."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sopkb.cli.common import REAL_TIME, cache_folder, progress, read_clock
from sopkb.core.diagnostics import Diagnostic
from sopkb.core.load import Base
from sopkb.core.load.garbage import made_to_stay
from sopkb.lint.following import Following
from sopkb.lint.recheck import Recheck, Remaining

_STANDS = timedelta(hours=1)
"""How long the moment of the pages stands still: most of them show it, and would all be made anew at every save."""

_QUIET = 2.0
"""Seconds without an edit before a slow rule is begun: it cannot be broken off for the next answer."""


class WatchedBase:
    """A base, and what the check says of it.

    Args:
        root: the folder with ``kb.yml``.
        now: the moment that was asked for; the clock's, or that of a demo base, where none was.
    """

    def __init__(self, root: Path, now: str | None) -> None:
        self._now = now
        with progress("Reading") as tick, made_to_stay():
            self._following = Following(root, tick, cache_folder())
        self._in_time = self._following.base, self._timed(self._following.base)
        self._moment = self._checked_for = read_clock(now, self.base.config)
        self._left = Remaining.NOTHING
        self._edited_at = 0.0
        self._recheck: Recheck | None = None
        self._changed: set[str] = set()

    @property
    def base(self) -> Base:
        """The base as it was at the last look."""
        base = self._following.base
        if self._in_time[0] is not base:
            self._in_time = base, self._timed(base)
        return self._in_time[1]

    def _timed(self, base: Base) -> Base:
        """The base with the clock that was asked for."""
        return base.in_real_time() if self._now == REAL_TIME else base

    @property
    def now(self) -> datetime:
        """The moment that pages are made for."""
        return self._moment

    def look(self) -> frozenset[str]:
        """See whether files changed, and read those; gives their paths.

        Raises:
            BaseNotFound: ``kb.yml`` is gone; the base stays as it was.
        """
        changed = self._following.look()
        if changed:
            self._changed |= changed
            self._edited_at = time.monotonic()
        moment = read_clock(self._now, self.base.config, say=False)
        if abs(moment - self._moment) > _STANDS:
            self._moment = moment
        return changed

    def check(self) -> Sequence[Diagnostic]:
        """What is wrong with the base: everything the first time; of an edit, what is known at once."""
        if self._recheck is None:
            self._recheck = Recheck(self.base, self.now, cache_folder())
            self._recheck.work(float("inf"))
        elif self._changed or self._checked_for != self.now:
            self._recheck.edited(self.base, self.now, self._changed)
            self._left = Remaining.WORK
        self._checked_for = self.now
        self._changed.clear()
        return self._recheck.found

    def check_on(self, seconds: float) -> Sequence[Diagnostic] | None:
        """Do a part of what is left to check; every finding, once nothing is left, and None before and afterwards."""
        if self._recheck is None or self._left is Remaining.NOTHING:
            return None
        is_quiet = time.monotonic() - self._edited_at > _QUIET
        self._left = self._recheck.work(seconds, slow=is_quiet)
        return self._recheck.found if self._left is Remaining.NOTHING else None
