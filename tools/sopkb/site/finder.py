"""Search on the site: the export of the index, the engine, the dialog in the place of the theme's, and the page."""

from __future__ import annotations

import hashlib
import json
import posixpath
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sopkb.atomic import write_bytes
from sopkb.core.config import JournalPolicy
from sopkb.core.errors import SopkbError, reason_of
from sopkb.core.kinds import KINDS
from sopkb.core.load import Base
from sopkb.core.moments import format_instant
from sopkb.search.index import default_folder, open_index, update_index
from sopkb.search.index.lock import exclusive
from sopkb.search.static import MANIFEST_NAME, damaged_files, export_index
from sopkb.search.static.bundle import bundle
from sopkb.search.static.files import names_below
from sopkb.search.static.scripts import write_scripts
from sopkb.site.body import own_text
from sopkb.site.danger import listening_scripts, routes_of
from sopkb.site.html import Html, heading, with_anchors
from sopkb.site.page import Page, front_matter
from sopkb.site.paths import ASSETS, SOURCES
from sopkb.site.sending import sending_script
from sopkb.site.view import View, kind_label

SEARCH_FOLDER = "search"
"""Of the site: the export, and nothing else."""
SEARCH_URI = "search.md"
LOADER_URI = "assets/sopkb.js"
_STYLE = ASSETS / "search.css"
_KEPT = "site"
"""A folder in that of the index: the export of the last build, which the next one mends and copies into the site."""
_PATIENCE = 60.0
"""Seconds to wait for another build."""

_PAGE = """\
<div id="kb-search-page" class="kb-finder"></div>
<noscript><p>Search runs in the browser and needs JavaScript, which is off. Every record is in a list as well:
<a href="live.html">live now</a>, <a href="kinds/index.html">by kind</a>, <a href="areas/index.html">by area</a>,
<a href="codes.html">error codes</a>.
</p></noscript>"""
_WITHOUT = """
Where there is a box at the top of the page, it searches. Every record is in a list as well: [live now](live.md),
[by kind](kinds/index.md), [by area](areas/index.md), [error codes](codes.md).
"""


@dataclass(frozen=True, slots=True)
class Finder:
    """The scripts and styles of search; their names hold a digest, so that a browser may keep them for ever.

    Args:
        files: text by place in the site.
        dialog: place of the script that a page loads when its search box gets the focus; it knows the others.
        engine: place of the script that a worker is made of at the same moment.
        danger: place of the script that listens for danger, loaded before the dialog; ``""`` where nothing is listened
            for.
    """

    files: dict[str, str]
    dialog: str
    engine: str
    danger: str = ""


def make_finder(view: View, journal: JournalPolicy | None = None) -> Finder:
    """What search needs beside the export.

    Args:
        view: the base, whose kinds and areas are named on chips, at the moment of the build. The search of a demo base
            stands still at it, any other has the reader's clock.
        journal: where searches are sent; None where they are not.
    """
    base = view.base
    engine, style = bundle(), _STYLE.read_text(encoding="utf-8")
    files = {_name("engine", "js", engine): engine, _name("search", "css", style): style}
    engine_uri, style_uri = files
    listening = listening_scripts(base.config, routes_of(view))
    config = {
        "engine": engine_uri,
        "style": style_uri,
        "now": format_instant(view.now) if base.config.demo_now else None,
        "kinds": {kind.name: kind_label(kind) for kind in KINDS},
        "areas": base.config.labels.get("areas", {}),
        "listens": bool(listening),
    }
    settings = f"globalThis.kbSite = {json.dumps(config)};\n"
    dialog = f"{sending_script(journal)}{settings}{bundle(SOURCES / 'main.js')}"
    dialog_uri = _name("dialog", "js", dialog)
    files |= {dialog_uri: dialog, **listening}
    return Finder(files, dialog_uri, engine_uri, next(iter(listening), ""))


def search_page(line: str) -> Page:
    """The page that searches can be linked at: ``search.html?q=black+screen``.

    Args:
        line: the fixed line to the routes of danger; ``""`` for none.
    """
    head = front_matter("Search", "Find the record that is right now", hide=["toc"])
    return Page(
        SEARCH_URI, "Search", with_anchors((heading("Search", 1), *map(Html, filter(None, (line, _PAGE))))), head
    )


def page_without_search(line: str) -> Page:
    """The page at the same address, for a site that our search is not part of: lists link to it.

    Args:
        line: the fixed line to the routes of danger; ``""`` for none.
    """
    parts = with_anchors((heading("Search", 1), *map(Html, filter(None, (line,))), *own_text(_WITHOUT)))
    return Page(SEARCH_URI, "Search", parts, front_matter("Search", hide=["toc"]))


def prepare_export(base: Base, now: datetime) -> None:
    """Do most of the work of :func:`write_export` beforehand: what it needs then lies ready beside the base.

    Args:
        base: what is published.
        now: noted as the time of the build of the index.

    Raises:
        SopkbError: something cannot be written.
    """
    with _exported(base, now, is_trusted=True):
        pass


def write_export(base: Base, now: datetime, site: Path, *, offline: bool) -> None:
    """Have the index say what the base says, and put its export into the site.

    Args:
        base: what is published.
        now: noted as the time of the build of the index.
        site: the folder of the site.
        offline: whether the site is to be opened from a disk, where files can only be had as scripts.

    Raises:
        SopkbError: something cannot be written.
    """
    target = site / SEARCH_FOLDER
    with _exported(base, now, is_trusted=False) as export:
        shutil.rmtree(target, ignore_errors=True)  # the theme's own index, or what `mkdocs serve` left
        if offline:
            write_scripts(export, target)
        else:
            shutil.copytree(export, target, copy_function=shutil.copyfile)


def mend_export(base: Base, now: datetime, site: Path) -> None:
    """The same for a site with the export of the base before an edit, made by this process: what differs is written.

    Whoever searches meanwhile has the old export or the new one: files are named by what they hold, the manifest is
    replaced in one step, and what only the old one names goes last.
    """
    target = site / SEARCH_FOLDER
    with _exported(base, now, is_trusted=True) as export:
        new, old = set(names_below(export)), set(names_below(target))
        for name in (*sorted(new - old - {MANIFEST_NAME}), MANIFEST_NAME):
            write_bytes(target / name, (export / name).read_bytes(), is_lasting=False)
        for name in old - new:
            (target / name).unlink()
        for folder in {posixpath.dirname(name) for name in old} - {posixpath.dirname(name) for name in new}:
            (target / folder).rmdir()


@contextmanager
def _exported(base: Base, now: datetime, *, is_trusted: bool) -> Iterator[Path]:
    """The folder with the export of a base; nobody else changes it meanwhile.

    Args:
        base: the base.
        now: noted as the time of the build of the index.
        is_trusted: whether this process has looked at every file of the export before.
    """
    folder = default_folder(base.root)
    update_index(base, folder, now=now)
    kept = folder / _KEPT
    try:
        kept.mkdir(exist_ok=True)
        with exclusive(kept, _PATIENCE):
            with open_index(base, folder) as index:
                export_index(index, kept / SEARCH_FOLDER, kept / "export.json")
                if not is_trusted and (damaged := list(damaged_files(kept / SEARCH_FOLDER))):
                    for path in damaged:
                        path.unlink()
                    export_index(index, kept / SEARCH_FOLDER, kept / "export.json")
            yield kept / SEARCH_FOLDER
    except OSError as error:
        raise SopkbError(
            f"The search of the site cannot be written: {reason_of(error)}.", "Make room, or allow it."
        ) from error


def loader(built: datetime | None, told: str) -> str:
    """The one script that every page has; it fetches the rest when somebody begins to search.

    Args:
        built: the moment of the build, by which a copy knows how old it is; None for a site that does not age.
        told: place in the site of the script that tells the age.
    """
    teller = posixpath.relpath(told, posixpath.dirname(LOADER_URI))
    known = [format_instant(built) if built else None, teller]
    return f"kbBuilt={json.dumps(known, separators=(',', ':'))};{bundle(SOURCES / 'loader.js')}"


def _name(stem: str, ending: str, text: str) -> str:
    return f"assets/{SEARCH_FOLDER}/{stem}.{hashlib.sha256(text.encode()).hexdigest()[:12]}.{ending}"
