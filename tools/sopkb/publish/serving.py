"""``kb serve``: the site of a base that somebody edits, true at every moment that it is fetched."""

from __future__ import annotations

import gc
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from sopkb.diagnostics import Diagnostic
from sopkb.errors import SopkbError
from sopkb.load import Base
from sopkb.load.following import Signature, signature, signatures
from sopkb.load.garbage import made_to_stay, no_collecting
from sopkb.publish.build import MADE_BY, settings_file
from sopkb.publish.folders import replacing
from sopkb.publish.gate import let_through
from sopkb.publish.rendering import running
from sopkb.publish.rendering.live_server import LiveServer
from sopkb.publish.rendering.mending import CannotMend, Mending, is_late
from sopkb.publish.settings import FILE_NAME, project_settings

_PAUSE = 0.1
"""Seconds between two looks at a small base."""
_LOOKING = 0.2
"""The share of the time that may go into looking whether a file changed."""
_PIECE = 0.1
"""Seconds that a piece of the rest of a check may take: the next save waits for it."""


class Source(Protocol):
    """A base that somebody edits, and what the check says of it."""

    @property
    def base(self) -> Base:
        """The base as it was at the last look."""

    @property
    def now(self) -> datetime:
        """The moment that the site is made for."""

    def look(self) -> frozenset[str]:
        """See whether files changed, and read those; gives their paths. May raise a :class:`SopkbError`."""

    def check(self) -> Sequence[Diagnostic]:
        """What is wrong with the base: of an edit, what is known at once."""

    def check_on(self, seconds: float) -> Sequence[Diagnostic] | None:
        """Do a part of what is left to check; every finding, once nothing is left, and None before and afterwards."""


def serve_site(
    source: Source,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    kept_in: Path | None = None,
    say: Callable[[str], None] = print,
) -> None:
    """Serve the site and follow every change, until interrupted.

    A change that breaks a record, or the build, is told; the last good site stays up until it is mended.

    Args:
        source: what is served.
        host: to listen on.
        port: to listen on.
        kept_in: the user's own folder where pages are kept, so that a whole build makes anew only what it must.
        say: tells the operator one thing.

    Raises:
        SopkbError: the first build failed, or the port is taken.
    """
    with tempfile.TemporaryDirectory(prefix="kb-serve-") as name:
        serving = Serving(source, Path(name, "site"), f"http://{host}:{port}/", kept_in, say)
        serving.start()
        server = LiveServer(serving.site, host, port, is_late)
        server.run(serving.step, lambda url: say(f"Serving {source.base.root.name}/ on {url}"))


class Serving:
    """The site, and what is still to be done for it.

    Args:
        source: what is served.
        site: the folder to keep it in.
        address: of the site.
        kept_in: see :func:`serve_site`.
        say: see :func:`serve_site`.
    """

    def __init__(
        self, source: Source, site: Path, address: str, kept_in: Path | None, say: Callable[[str], None]
    ) -> None:
        self.site = site
        self._source, self._address, self._kept_in, self._say = source, address, kept_in, say
        self._mending: Mending | None = None
        self._changed: set[str] = set()
        self._settings_changed = False
        self._is_finished = self._is_published = True
        self._trouble = ""
        self._of_settings: Signature = ()
        self._documents: Path | None = None
        self._settings_seen = self._settings()

    def start(self) -> None:
        """Check the base, and build the whole site.

        Raises:
            SopkbError: it is not built.
        """
        self._check()
        self._build()

    def _check(self) -> None:
        let_through(self._source.base, self._source.now, lambda *_: self._source.check())

    def _build(self) -> None:
        self._mending = None
        gc.unfreeze()  # what the build before knew may go
        gc.collect()
        base, now = self._source.base, self._source.now
        with made_to_stay(), settings_file(base) as settings, replacing(self.site, MADE_BY) as folder:
            ran = running.build(
                settings,
                folder,
                base,
                now,
                strict=False,
                address=self._address,
                sends=False,
                fork=True,
                kept_in=self._kept_in,
                old=self.site,
                is_followed=True,
            )
        self._mending = Mending(ran.config, ran.plugin, self.site)
        self._told(ran.warnings)

    def step(self, server: LiveServer) -> float:
        """Look once, and do what is most urgent; gives the seconds to wait."""
        began = time.monotonic()
        try:
            changed = self._source.look()
            self._trouble = ""
        except SopkbError as error:  # kb.yml is away for a moment, or for good
            if str(error) != self._trouble:
                self._say(str(error))
            self._trouble = str(error)
            return _PAUSE
        settings = self._settings()
        pause = max(_PAUSE, (time.monotonic() - began) / _LOOKING)
        if changed or settings != self._settings_seen:
            self._changed |= changed
            self._settings_changed |= settings != self._settings_seen
            self._settings_seen = settings
            self._take_in(server)
            return 0.0
        if not self._is_finished:
            self._finish(server)
            return 0.0
        return self._check_on(server, pause)

    def _take_in(self, server: LiveServer) -> None:
        """Make the site what the base says now; where it must not be published, let the last good one stay."""
        began = time.monotonic()
        try:
            self._check()
            with server.changing():
                self._mend_or_build(server)
        except SopkbError as error:
            self._is_published = False
            if self._is_finished or self._mending is None:
                server.whole()
            self._say(f"{error.message}\n{error.remedy}\nThe last good site stays up.")
            return
        self._is_published = True
        self._changed.clear()
        self._settings_changed = False
        self._say(f"Rebuilt in {time.monotonic() - began:.1f} s: {len(self._source.base.corpus.records)} records.")

    def _mend_or_build(self, server: LiveServer) -> None:
        if self._mending and not self._settings_changed:
            try:
                with no_collecting(), running.heard() as said, running.dated(self._source.now):
                    self._mending.mend(self._source.base, self._source.now, self._changed)
            except CannotMend:
                pass
            except Exception:  # of a theme, a template, an extension: a whole build tells whose, or does without
                self._mending = None
            else:
                self._told(said)
                self._is_finished = False
                return
        self._build()
        self._is_finished = True
        server.whole()

    def _finish(self, server: LiveServer) -> None:
        self._is_finished = True
        try:
            if self._mending:
                self._mending.finish()
        except SopkbError as error:
            self._say(f"{error.message}\n{error.remedy}")
        server.whole()

    def _check_on(self, server: LiveServer, pause: float) -> float:
        found = self._source.check_on(_PIECE)
        if found is None:
            return pause
        errors = [each for each in found if each.is_error]
        if errors and self._is_published:
            lines = [f"{each.path}:{each.line}: {each.code} {each.message}" for each in errors]
            self._say("\n".join(["What you see would not be published:", *lines]))
        elif not errors and not self._is_published:
            self._take_in(server)
        return 0.0

    def _told(self, warnings: Sequence[str]) -> None:
        for warning in warnings:
            self._say(warning)

    def _settings(self) -> dict[str, Signature]:
        """Settings and hand-written pages of the project, as they look now."""
        base = self._source.base
        own = signature(base.project / FILE_NAME)
        if own != self._of_settings:
            self._of_settings = own
            self._documents = _documents_of(base)
        pages = signatures(str(self._documents)) if self._documents else ()
        return {FILE_NAME: own, **dict(pages)}


def _documents_of(base: Base) -> Path | None:
    """The folder of hand-written pages; None where there is none, or nobody can tell."""
    try:
        settings = project_settings(base)
    except SopkbError:  # the build tells of it
        return None
    folder = base.project / str(settings.get("docs_dir", "docs")) if settings is not None else None
    return folder if folder and folder.is_dir() else None
