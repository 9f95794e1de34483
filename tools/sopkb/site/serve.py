"""``kb serve``: the site of a base that somebody edits; each page is made when it is asked for, from memory."""

from __future__ import annotations

import gc
import pickle
import shutil
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from sopkb.atomic import write_bytes
from sopkb.core.diagnostics import Diagnostic
from sopkb.core.errors import SopkbError
from sopkb.core.load import Base
from sopkb.core.load.garbage import made_to_stay
from sopkb.lint.following import Signature, signature, signatures
from sopkb.site.build import Generator, mkdocs, settings_file
from sopkb.site.content import Content
from sopkb.site.filled import Filled
from sopkb.site.finder import mend_export, write_export
from sopkb.site.frame import Frame, Job, Known
from sopkb.site.gate import let_through
from sopkb.site.processes import Ahead
from sopkb.site.settings import FILE_NAME, documents_of
from sopkb.site.view import Before, before_edit
from sopkb.site.web import State, WebServer
from sopkb.workplace import workplace

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
    generator: Generator | None = None,
    say: Callable[[str], None] = print,
    fork: bool = False,
) -> None:
    """Serve the site and follow every change, until interrupted.

    A change that breaks a record is told, here and on every page; the last good state stays until it is fixed.

    Args:
        source: what is served.
        host: to listen on.
        port: to listen on; 0 for any.
        generator: gives the pages around ours; MkDocs, where none is named.
        say: tells the operator one thing.
        fork: whether this process may be copied, to begin on two cores: it must have no threads.

    Raises:
        SopkbError: the base is not published, the generator failed, or the port is taken.
    """
    with workplace("serve") as folder:
        state = State(folder / "search")
        with WebServer(state, host, port) as server:  # whoever asks already waits until there is something
            serving = Serving(source, state, folder, server.url, generator or mkdocs(), say)
            serving.start(fork=fork)
            server.run(serving.step, lambda url: say(f"Serving {source.base.root.name}/ on {url}"))


class Serving:
    """What is served, and what is still to be done for it.

    Args:
        source: what is followed.
        state: what is served.
        folder: to keep files in.
        address: of the site.
        generator: see :func:`serve_site`.
        say: see :func:`serve_site`.
    """

    def __init__(
        self,
        source: Source,
        state: State,
        folder: Path,
        address: str,
        generator: Generator,
        say: Callable[[str], None],
    ) -> None:
        self.state = state
        self._source, self._folder, self._address = source, folder, address
        self._generator, self._say = generator, say
        self._number = 0
        self._framing: threading.Thread | None = None
        self._framed: Frame | SopkbError | None = None
        self._needs_frame = self._is_searchable = self._is_started = False
        self._shown_for = source.now
        self._trouble = ""
        self._changed: set[str] = set()
        self._of_settings: Signature = ()
        self._documents: Path | None = None
        self._settings_seen = self._settings()

    @property
    def _content(self) -> Content:
        return self.state.site.content

    @property
    def is_busy(self) -> bool:
        """Whether the generator runs, or is to."""
        return self._framing is not None or self._framed is not None or self._needs_frame

    def start(self, *, fork: bool = False) -> None:
        """Check the base, and have the generator run, both at once where they can; then every page can be asked for.

        Args:
            fork: see :func:`serve_site`.

        Raises:
            SopkbError: it is not published.
        """
        with made_to_stay():
            content, kept = self._new_content(None), self._folder / "first-frame"
            with Ahead(lambda: write_bytes(kept, pickle.dumps(self._frame(content))), fork=fork) as framing:
                self._check()
                framing.wait()
            if kept.exists():
                frame: Frame = pickle.loads(kept.read_bytes())
                self._number += 1
            else:
                frame = self._frame(content)
        self.state.show(Filled(content, frame))
        self._told(frame.remarks)

    def _check(self) -> None:
        let_through(self._source.base, self._source.now, lambda *_: self._source.check())

    def _new_content(self, before: Before | None) -> Content:
        base, now = self._source.base, self._source.now
        return Content(base, now, address=self._address, sends=False, ages=False, before=before)

    def _frame(self, content: Content) -> Frame:
        """Have the generator run."""
        self._number += 1
        folder = self._folder / f"frame-{self._number}"
        shutil.rmtree(folder, ignore_errors=True)  # of a copy of this process that failed
        folder.mkdir()

        def known(_: str) -> Known:
            return content

        with settings_file(content.base) as settings:
            return self._generator(Job(settings, folder, known, content.view.now, strict=False, site_url=self._address))

    def step(self) -> float:
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
        if settings != self._settings_seen:
            self._settings_seen, self._needs_frame = settings, True
        if changed or self._source.now != self._shown_for:
            self._shown_for = self._source.now
            self._changed |= changed
            self._take_in()
            return 0.0
        if self._framed is not None:
            self._take_frame()
            return 0.0
        if not self._is_searchable:
            self._make_searchable()
            return 0.0
        if self._needs_frame and self._framing is None:
            self._begin_frame()
        return self._check_on(pause)

    def _take_in(self) -> None:
        """Show what the base says now; where it must not be published, let the last good state stay."""
        began = time.monotonic()
        try:
            self._check()
        except SopkbError as error:
            self.state.tell(error.message.split("\n"))
            self._say(f"{error.message}\n{error.remedy}\nThe last good state stays up.")
            return
        content = self._new_content(before_edit(self._content.view, self._source.base, self._source.now, self._changed))
        self.state.is_searchable.clear()
        self.state.show(Filled(content, self.state.site.frame))
        self._is_searchable = False
        self._changed.clear()
        self._say(f"Shown in {time.monotonic() - began:.2f} s: {len(content.view.records):,} records.")

    def _make_searchable(self) -> None:
        """Make right what search reads; whoever asks for it meanwhile waits. Then see whether stubs are others."""
        self._is_searchable = True
        content = self._content
        try:
            if self._is_started:
                mend_export(content.base, content.view.now, self.state.searched)
            else:
                write_export(content.base, content.view.now, self.state.searched, offline=False)
            self._is_started = True
        except SopkbError as error:
            self._say(f"{error.message}\n{error.remedy}")
        self.state.is_searchable.set()
        self._needs_frame |= not self.state.site.frame.suits(content)

    def _begin_frame(self) -> None:
        """Have the generator run beside us: it takes seconds, and pages are asked for meanwhile."""
        self._needs_frame = False
        content = self._content

        def work() -> None:
            try:
                self._framed = self._frame(content)
            except SopkbError as error:
                self._framed = error

        self._framing = threading.Thread(target=work, daemon=True)
        self._framing.start()

    def _take_frame(self) -> None:
        framed, self._framed, self._framing = self._framed, None, None
        if isinstance(framed, SopkbError):
            self.state.tell(framed.message.split("\n"))
            self._say(f"{framed.message}\n{framed.remedy}\nThe last good state stays up.")
        elif framed:
            self.state.show(Filled(self._content, framed))
            self._told(framed.remarks)
            self._say("Hand-written pages are made again.")
            gc.collect()

    def _check_on(self, pause: float) -> float:
        found = self._source.check_on(_PIECE)
        if found is None:
            return pause
        errors = [each for each in found if each.is_error]
        if errors and not self.state.trouble:
            lines = [f"{each.path}:{each.line}: {each.code} {each.message}" for each in errors]
            self.state.tell(["What you see would not be published:", *lines])
            self._say("\n".join(self.state.trouble))
        elif not errors and self.state.trouble:
            self._take_in()
        return 0.0

    def _told(self, remarks: Sequence[str]) -> None:
        for remark in remarks:
            self._say(remark)

    def _settings(self) -> dict[str, Signature]:
        """Settings and hand-written pages of the project, as they look now."""
        base = self._source.base
        own = signature(base.project / FILE_NAME)
        if own != self._of_settings:
            self._of_settings = own
            self._documents = documents_of(base)
        pages = signatures(str(self._documents)) if self._documents else ()
        return {FILE_NAME: own, **dict(pages)}
