"""``kb build``: the site of a base, whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sopkb.check import check_base
from sopkb.errors import UsageError
from sopkb.load import Base
from sopkb.publish.archive import refuse_foreign_archive, write_archive
from sopkb.publish.folders import replacing
from sopkb.publish.gate import Check, let_through
from sopkb.publish.rendering.halves import Ahead
from sopkb.publish.settings import FILE_NAME, default_settings, dump, project_settings
from sopkb.tickets.trends import Trends

MADE_BY = "kb build"
_HTML = "*.html"

# Material says at every start that its life ends in May 2027. The operators' guide says so once.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made.

    Args:
        destination: the folder.
        pages: how many HTML pages stand in it.
        size: bytes in it.
        warnings: what MkDocs had to say.
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
    check: Check = check_base,
    strict: bool = True,
    offline: bool = False,
    trends: Trends | None = None,
    fork: bool = False,
    kept_in: Path | None = None,
) -> Built:
    """Build the site of a base; a site that is there already is replaced at the very end.

    The project's ``mkdocs.yml`` counts where its plugin names this base; any other base gets plain settings.

    Args:
        base: the loaded base.
        now: the moment that states are computed for, in UTC.
        destination: the folder; where none is named, ``site/`` beside the base, or ``site-<folder of the base>/``
            where the project's own site is that of another base.
        check: gives every diagnostic of the base.
        strict: whether a warning of MkDocs is a failure.
        offline: whether the site is to be opened from a disk, with no server; a zip file of it is put beside it.
        trends: what weeks at the desk were like, for a page of its own.
        fork: whether this process may be copied, to use a second core: it must have no threads.
        kept_in: the user's own folder where pages are kept from build to build; where none is named, none are.

    Raises:
        NotPublished: the check found an error.
        SopkbError: MkDocs failed, or the folder is not ours to replace.
    """
    from sopkb.publish.finder import prepare_export
    from sopkb.publish.rendering import running

    with Ahead(lambda: prepare_export(base, now), fork=fork) as export:
        let_through(base, now, check)
        place = destination or base.project / _site_name(base)
        for source in (base.root, base.project / "docs"):
            if place.resolve().is_relative_to(source.resolve()):
                raise UsageError(f"{place} lies inside {source.name}/.", "Name a folder outside what is published.")
        archive = place.resolve().with_name(f"{place.resolve().name}.zip") if offline else None
        if archive:
            refuse_foreign_archive(archive, MADE_BY)
        with replacing(place, MADE_BY) as folder, settings_file(base) as settings:
            warnings = running.build(
                settings,
                folder,
                base,
                now,
                strict=strict,
                offline=offline,
                trends=trends,
                fork=fork,
                export=export,
                kept_in=kept_in,
                old=place.resolve(),
            ).warnings
    if archive:
        write_archive(place.resolve(), archive, MADE_BY)
    files = [path for path in place.rglob("*") if path.is_file()]
    pages = sum(path.match(_HTML) for path in files)
    return Built(place, pages, sum(path.stat().st_size for path in files), tuple(warnings), archive)


def _site_name(base: Base) -> str:
    is_second = (base.project / FILE_NAME).is_file() and project_settings(base) is None
    return f"site-{base.root.name}" if is_second else "site"


@contextmanager
def settings_file(base: Base) -> Iterator[Path]:
    """The project's ``mkdocs.yml``, or a file of plain settings with an empty folder of documents."""
    if project_settings(base) is not None:
        yield base.project / FILE_NAME
        return
    folder = Path(tempfile.mkdtemp(prefix="kb-settings-"))
    try:
        (folder / "docs").mkdir()
        (folder / FILE_NAME).write_text(dump(default_settings(base)), encoding="utf-8")
        yield folder / FILE_NAME
    finally:
        shutil.rmtree(folder, ignore_errors=True)
