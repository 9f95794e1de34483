"""The same pages as a plain folder that stock MkDocs builds, and that any other generator can read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sopkb.core.errors import UsageError
from sopkb.core.load import Base
from sopkb.lint.check import check_base
from sopkb.site.content import Content
from sopkb.site.folders import replacing
from sopkb.site.gate import Check, let_through
from sopkb.site.listings.home import fill_in, has_parts
from sopkb.site.others import STYLESHEET_URI, stylesheet
from sopkb.site.settings import FILE_NAME, default_settings, dump, export_settings, project_settings

MADE_BY = "kb export"
DOCUMENTS = "docs"


def export_site(base: Base, now: datetime, destination: Path, *, check: Check = check_base) -> int:
    """Write every page of a base, the project's hand-written ones and a ``mkdocs.yml`` into a folder.

    Args:
        base: the loaded base.
        now: the moment that states are computed for, in UTC.
        destination: a folder that does not exist, is empty, or was made by an export.
        check: gives every diagnostic of the base.

    Returns:
        How many pages stand in the folder.

    Raises:
        NotPublished: the check found an error.
        UsageError: the destination is not ours, or lies inside what is published.
    """
    let_through(base, now, check)
    settings = project_settings(base)
    documents = base.project / str(settings.get("docs_dir", DOCUMENTS)) if settings else None
    for source in (base.root, documents):
        if source is not None and destination.resolve().is_relative_to(source.resolve()):
            raise UsageError(f"{destination} lies inside {source.name}/.", "Name a folder outside what is published.")
    with replacing(destination, MADE_BY) as folder:
        content = Content(base, now, address=str((settings or {}).get("site_url") or ""))
        written = _copy_documents(documents, folder / DOCUMENTS, content) if documents else 0
        written += _write_pages(content, folder / DOCUMENTS)
        text = dump(export_settings(settings or default_settings(base)))
        (folder / FILE_NAME).write_text(text, encoding="utf-8", newline="\n")
    return written


def _copy_documents(source: Path, target: Path, content: Content) -> int:
    """Copy the hand-written pages, each with the parts that it asks for."""
    pages = 0
    for path in _inside(source):
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
        if path.suffix == ".md":
            pages += 1
            text = path.read_text(encoding="utf-8")
            if has_parts(text):
                filled, _ = fill_in(text, path.relative_to(source).as_posix(), content.view)
                place.write_text(filled, encoding="utf-8", newline="\n")
    return pages


def _inside(folder: Path) -> Iterator[Path]:
    """The files of a folder, hidden ones and links that leave it left out."""
    root = folder.resolve()
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden and path.resolve().is_relative_to(root):
            yield path


def _write_pages(content: Content, target: Path) -> int:
    """Write the generated pages and feeds; a hand-written page at the same place stays."""
    pages = 0
    for uri in content.uris():
        page = content.plain_page(uri)
        place = target / uri
        if page and not place.exists():
            _write(place, page.markdown.encode())
            pages += 1
    for uri, read in content.assets.items():
        if (data := read()) is not None:
            _write(target / uri, data)
    for uri, text in content.feeds.items():
        _write(target / uri, text.encode())
    _write(target / STYLESHEET_URI, stylesheet().encode())
    return pages


def _write(place: Path, data: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
