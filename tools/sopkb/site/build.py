"""``kb build``: the site of a base, whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sopkb.core.errors import UsageError
from sopkb.core.load import Base
from sopkb.core.load.garbage import no_collecting
from sopkb.lint.check import check_base
from sopkb.site.archive import refuse_foreign_archive, write_archive
from sopkb.site.content import Content
from sopkb.site.filled import Filled
from sopkb.site.finder import prepare_export, write_export
from sopkb.site.folders import MARKER, replacing
from sopkb.site.frame import Frame, Job, Known, top_of
from sopkb.site.gate import Check, let_through
from sopkb.site.processes import Ahead, shared_out
from sopkb.site.settings import FILE_NAME, default_settings, dump, project_settings
from sopkb.workplace import workplace

MADE_BY = "kb build"
_HTML = "*.html"
Generator = Callable[[Job], Frame]
"""Gives the pages around ours; see :mod:`sopkb.site.adapters`."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made.

    Args:
        destination: the folder.
        pages: how many HTML pages stand in it.
        size: bytes in it.
        warnings: what the generator had to say.
        archive: the same as a zip file, of a site to be opened from a disk.
    """

    destination: Path
    pages: int
    size: int
    warnings: tuple[str, ...]
    archive: Path | None = None


def build_site(
    base: Base,
    now: datetime,
    destination: Path | None = None,
    *,
    generator: Generator | None = None,
    check: Check = check_base,
    strict: bool = True,
    offline: bool = False,
    given: Mapping[str, object] | None = None,
    fork: bool = False,
) -> Built:
    """Build the site of a base; a site that is there already is replaced at the very end.

    The project's ``mkdocs.yml`` counts where its plugin names this base; any other base gets plain settings.

    Args:
        base: the loaded base.
        now: the moment that states are computed for, in UTC.
        destination: the folder; where none is named, ``site/`` beside the base, or ``site-<folder of the base>/``
            where the project's own site is that of another base.
        generator: gives the pages around ours; MkDocs, where none is named.
        check: gives every diagnostic of the base.
        strict: whether a warning of the generator is a failure.
        offline: whether the site is to be opened from a disk, with no server; a zip file of it is put beside it.
        given: what the build inputs of plug-ins read, by name of the plug-in.
        fork: whether this process may be copied, to use every core: it must have no threads.

    Raises:
        NotPublished: the check found an error.
        SopkbError: the generator failed, or the folder is not ours to replace.
    """
    # Of what a build makes, little is garbage before its end; and what is not looked through, copies of us share.
    with no_collecting(), Ahead(lambda: prepare_export(base, now), fork=fork) as export:
        let_through(base, now, check)
        place = destination or base.project / _site_name(base)
        for source in (base.root, base.project / "docs"):
            if place.resolve().is_relative_to(source.resolve()):
                raise UsageError(f"{place} lies inside {source.name}/.", "Name a folder outside what is published.")
        archive = place.resolve().with_name(f"{place.resolve().name}.zip") if offline else None
        if archive:
            refuse_foreign_archive(archive, MADE_BY)
        with replacing(place, MADE_BY) as folder, settings_file(base) as settings:
            contents: list[Content] = []

            def known(site_url: str) -> Known:
                contents.append(Content(base, now, address=site_url, given=given, sends=not offline))
                return contents[-1]

            frame = (generator or mkdocs())(Job(settings, folder, known, now, strict=strict))
            write_site(contents[-1], frame, folder, offline=offline, fork=fork, export=export)
    if archive:
        write_archive(place.resolve(), archive, MADE_BY)
    files = [path for path in place.rglob("*") if path.is_file()]
    pages = sum(path.match(_HTML) for path in files)
    return Built(place, pages, sum(path.stat().st_size for path in files), frame.remarks, archive)


def mkdocs() -> Generator:
    """The generator of a site, unless another is named. It is loaded when it is needed: that takes a second."""
    from sopkb.site.adapters.mkdocs import build_frame

    return build_frame


def write_site(
    content: Content,
    frame: Frame,
    folder: Path,
    *,
    offline: bool = False,
    fork: bool = False,
    export: Ahead | None = None,
) -> None:
    """Write every file of a site beside what the generator has written.

    Args:
        content: what is published.
        frame: what it is put into.
        folder: the site.
        offline: see :func:`build_site`.
        fork: see :func:`build_site`.
        export: that of the search, where it was begun before.

    Raises:
        SopkbError: something cannot be written.
    """
    filled = Filled(content, frame)
    places = list(filled.addresses())
    for above in {(folder / place).parent for place in places}:
        above.mkdir(parents=True, exist_ok=True)
    content.prepare()

    def write(some: Sequence[str]) -> None:
        for place in some:
            data = filled.file(place)
            if data is not None:
                (folder / place).write_bytes(data)

    shared_out(places, write, fork=fork, taken=int(export is not None and export.is_running))
    if export:
        export.wait()
    write_export(content.base, content.view.now, folder, offline=offline)
    if offline:
        _lead_from_a_disk(folder / "404.html", top_of(frame.site_url))
    (folder / MARKER).write_text(f"{MADE_BY}\n", encoding="utf-8")


def _lead_from_a_disk(lost: Path, top: str) -> None:
    """The page for an address that is none, with links to what lies beside it: no path leads to the top on a disk."""
    from_the_top = re.compile(rf'(\s(?:href|src|action|data-kb-[a-z]+)="?){re.escape(top)}(?!/)')
    lost.write_text(from_the_top.sub(r"\1./", lost.read_text(encoding="utf-8")), encoding="utf-8")


def _site_name(base: Base) -> str:
    is_second = (base.project / FILE_NAME).is_file() and project_settings(base) is None
    return f"site-{base.root.name}" if is_second else "site"


@contextmanager
def settings_file(base: Base) -> Iterator[Path]:
    """The project's ``mkdocs.yml``, or a file of plain settings with an empty folder of documents."""
    if project_settings(base) is not None:
        yield base.project / FILE_NAME
        return
    with workplace("settings") as folder:
        (folder / "docs").mkdir()
        (folder / FILE_NAME).write_text(dump(default_settings(base)), encoding="utf-8")
        yield folder / FILE_NAME
