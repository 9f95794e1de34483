"""The pages that no navigation names: taken from what was kept, or made; put into the theme; written."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation

from sopkb.model.record import Record
from sopkb.publish.asked import UNKNOWN, Answers, AskedView, Question, questions_of
from sopkb.publish.folders import put
from sopkb.publish.page import Page, record_page
from sopkb.publish.policy import inline_scripts
from sopkb.publish.rendering.converter import Converted, convert
from sopkb.publish.rendering.detached import DetachedFile
from sopkb.publish.rendering.halves import in_halves
from sopkb.publish.rendering.kept import FILE, Kept, environment_of, key_of, pack, unpack
from sopkb.publish.rendering.outline import Outlines
from sopkb.publish.scripts import Scripts
from sopkb.publish.view import View
from sopkb.store import Store

_NOT_SEARCHED = {"exclude": True}
"""Keeps a page out of the theme's own index, which nobody would fetch."""


@dataclass(frozen=True, slots=True)
class Job:
    """A page to be made.

    Args:
        file: where it stands.
        source: the record it is the page of, or a page that is written already.
    """

    file: DetachedFile
    source: Record | Page


@dataclass(frozen=True, slots=True)
class Done:
    """A page that was written.

    Args:
        uri: its place among the documents.
        anchors: the ids in it.
        questions: what it was made from.
        answers: the digest of their answers; "" where it must be made anew every time.
        key: what it is kept under.
        packed: what to keep; None where it came from what was kept, or must not be.
        said: what MkDocs said about it: level and text.
        scripts: inline scripts around it and in it.
    """

    uri: str
    anchors: frozenset[str]
    questions: tuple[Question, ...]
    answers: str
    key: bytes
    packed: bytes | None
    said: tuple[tuple[int, str], ...]
    scripts: frozenset[str]


class Renderer:
    """Makes the detached pages of one build.

    Args:
        view: the base, and the moment.
        config: of the build.
        files: of the build.
        nav: the navigation, its pages read.
        env: of the theme.
        scripts: of pages.
        kept_in: the user's own folder where pages are kept from build to build.
        old: the folder that the site is to replace, where there is one.
    """

    def __init__(
        self,
        view: View,
        config: MkDocsConfig,
        files: Files,
        nav: Navigation,
        env: Environment,
        scripts: Scripts,
        *,
        kept_in: Path | None = None,
        old: Path | None = None,
    ) -> None:
        self._view, self._config, self._files = view, config, files
        self._store, self._old = Store(kept_in, FILE), old
        self._scripts = scripts
        self._environment = environment_of(view.base, config, scripts)
        self._outlines = Outlines(env, nav, config, all_pages(files))

    def follow(self, view: View, jobs: Iterable[Job], done: Mapping[str, Done]) -> list[Job]:
        """Go on with the base as it is after an edit, in which the same files have a page.

        Args:
            view: of the base now.
            jobs: the pages that were made.
            done: what they were made from.

        Returns:
            Those that must be made again because of what was asked for them. (That of an edited record is made from
            another text as well.)
        """
        self._view, self._old = view, None
        answers = Answers(view, self._address)

        def holds(before: Done) -> bool:
            return bool(before.answers) and answers.digest(before.questions) == before.answers

        return [job for job in jobs if not holds(done[job.file.src_uri])]

    def render(self, jobs: Sequence[Job], *, fork: bool) -> list[Done]:
        """Make some pages and write them into the site.

        Args:
            jobs: which.
            fork: whether this process may be copied, to use a second core.
        """
        done = in_halves(jobs, self._render, fork=fork)
        self._store.put(
            {each.key: each.packed for each in done if each.packed}, [each.key for each in done if not each.packed]
        )
        return [replace(each, packed=None) for each in done]

    def _render(self, jobs: Sequence[Job]) -> list[Done]:
        answers = Answers(self._view, self._address)
        with self._store.taking() as take, _heard() as said:
            done = []
            for job in jobs:
                said.clear()
                key = key_of(self._environment, job.file.src_uri, _source(job.source))
                kept = unpack(take(key))
                new = None
                if kept is None or answers.digest(kept.questions) != kept.answers:
                    kept = self._make(job, answers, is_sound=lambda: not said)
                    new = pack(kept) if kept.answers and self._store.is_open else None
                scripts = self._write(job.file, kept.page)
                done.append(
                    Done(
                        job.file.src_uri,
                        kept.page.anchors,
                        kept.questions,
                        kept.answers,
                        key,
                        new,
                        tuple(said),
                        scripts,
                    )
                )
        return done

    def _make(self, job: Job, answers: Answers, is_sound: Callable[[], bool]) -> Kept:
        """Write a page's Markdown and convert it. One that MkDocs warns of is not kept, so that it warns again."""
        asked: tuple[Question, ...] = ()
        if isinstance(job.source, Record):
            view = AskedView(self._view)
            written = record_page(job.source, view)[0]
            asked = questions_of(view)
        else:
            written = job.source
        page = convert(self._scripts.enhanced(written))
        page.meta["search"] = _NOT_SEARCHED
        is_kept = is_sound() and UNKNOWN not in asked
        return Kept(page, asked, answers.digest(asked) if is_kept else "")

    def _write(self, file: DetachedFile, page: Converted) -> frozenset[str]:
        output, theme = self._outlines.fill(file.document, page)
        put(file.dest_uri, output.encode("utf-8", errors="xmlcharrefreplace"), Path(file.dest_dir), self._old)
        return theme | inline_scripts(page.content)

    def _address(self, uri: str) -> str:
        file = self._files.get_file_from_path(uri)
        return f"{file.url} {file.inclusion}" if file else ""


def take_in(done: Iterable[Done], files: Files, say: Callable[[int, str], None]) -> None:
    """Tell MkDocs what it must know of pages that it did not make: their anchors, and what is wrong with them."""
    for each in done:
        file = files.get_file_from_path(each.uri)
        if isinstance(file, DetachedFile):
            file.document.present_anchor_ids = set(each.anchors)
        for level, text in each.said:
            say(level, text)


def all_pages(files: Files) -> list[File]:
    """Every page of a build in MkDocs' order, the detached ones among them."""
    return [
        file
        for file in files
        if isinstance(file, DetachedFile) or (file.is_documentation_page() and file.inclusion.is_included())  # type: ignore[no-untyped-call]
    ]


def _source(source: Record | Page) -> str:
    return f"{source.path} {source.digest}" if isinstance(source, Record) else repr(source)


@contextmanager
def _heard() -> Iterator[list[tuple[int, str]]]:
    """What MkDocs says about pages meanwhile, in place of its saying it: another process may be the one to do that."""
    said: list[tuple[int, str]] = []
    handler = logging.Handler(logging.INFO)
    handler.emit = lambda record: said.append((record.levelno, record.getMessage()))  # type: ignore[method-assign]
    logger = logging.getLogger("mkdocs.structure.pages")
    propagates, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield said
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagates
