"""A built site that is kept true while records of its base are edited: what an edit touches is made again, and no more.

Afterwards every file is the one, byte for byte, that a whole build of the same input would write. What is not an edit
of records alone (another ``kb.yml``, a page or a record that comes or goes, an image, a commit) is for a whole build.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from mkdocs.commands.build import _build_page, _populate_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File

from sopkb.atomic import write_bytes, write_text
from sopkb.load import Base
from sopkb.model.record import Record
from sopkb.publish.finder import SEARCH_FOLDER, mend_export
from sopkb.publish.listings.home import fill_in
from sopkb.publish.machines import IN_FULL, LISTED, RECORDS, files_for_machines
from sopkb.publish.page import Page
from sopkb.publish.plugin import SopkbPlugin, log
from sopkb.publish.redirects import redirects
from sopkb.publish.rendering.own_way import others_on_pages
from sopkb.publish.rendering.pages import Job, take_in
from sopkb.publish.scripts import data_files
from sopkb.publish.site import Site, make_site
from sopkb.publish.view import Before
from sopkb.train.moved import newest_commit


class CannotMend(Exception):
    """Only a whole build can take in what has changed."""


class Mending:
    """A site, and all that its build knew.

    Args:
        config: of the build.
        plugin: of the build; it was told to take what lists are made from.
        folder: where the site is.
    """

    def __init__(self, config: MkDocsConfig, plugin: SopkbPlugin, folder: Path) -> None:
        self._config, self._plugin, self._folder = config, plugin, folder
        self._commit = newest_commit(plugin.base)

    def mend(self, base: Base, now: datetime, changed: Collection[str]) -> None:
        """Take in an edit; until :meth:`finish`, only pages, feeds and redirects are right.

        Args:
            base: as it is now, and free of errors.
            now: the moment.
            changed: paths of all files that were changed since the last time, relative to the project.

        Raises:
            CannotMend: the site is as it was, and this object has come to its end.
        """
        plugin = self._plugin
        edited = self._edited(base, now, changed)
        before = Before(plugin.lists or {}, plugin.site.view.moved, edited)
        site = make_site(base, now, plugin.trends, self._config.site_url or "", before=before)
        self._refuse_other_places(site)
        with tempfile.TemporaryDirectory(prefix="mended-", dir=self._folder.parent) as name:
            staged = Path(name)
            scripts = plugin.all_inline()
            gone = self._write_texts(site, staged)
            self._make_detached(site, staged)
            plugin.base, plugin.site = base, site
            for file in list(self._asking(site)):
                self._make(file, staged)
            plugin.look_for_anchors(self._config)
            if plugin.all_inline() != scripts:  # the security policy names each
                raise CannotMend
            for path in [path for path in staged.rglob("*") if path.is_file()]:
                path.replace(self._folder / path.relative_to(staged))
        for uri in gone:
            (self._folder / uri).unlink()

    def finish(self) -> None:
        """Make right what programs read and what search reads; see :func:`is_late`.

        Raises:
            SopkbError: something cannot be written.
        """
        plugin = self._plugin
        for uri, text in files_for_machines(plugin.site.view, self._config.site_url or ""):
            path, data = self._folder / uri, text.encode("utf-8")
            if path.read_bytes() != data:
                write_bytes(path, data, is_lasting=False)
        mend_export(plugin.base, plugin.now, self._folder)

    def _edited(self, base: Base, now: datetime, changed: Collection[str]) -> frozenset[str]:
        """The ids of the records that were edited, where that is all that happened."""
        before = self._plugin.base
        old, new = before.corpus, base.corpus
        are_same = (
            now == self._plugin.now
            and old.others == new.others
            and old.files == new.files
            and [each.path for each in old.documents] == [each.path for each in new.documents]
            and old.by_id.keys() == new.by_id.keys()
            and not others_on_pages(self._config)
            and newest_commit(base) == self._commit
        )
        pairs = [(old.by_path.get(path), new.by_path.get(path)) for path in changed]
        if not are_same or any(not one or not other or one.id != other.id for one, other in pairs):
            raise CannotMend
        return frozenset(one.id for one, _ in pairs if one)

    def _refuse_other_places(self, site: Site) -> None:
        """Pages, feeds and images that come or go change what links lead to, and the map of the site."""
        plugin, before = self._plugin, self._plugin.site
        leading = redirects(site.view, plugin.taken).keys()
        if (
            [page.uri for page in site.others] != [page.uri for page in before.others]
            or site.assets != before.assets
            or site.feeds.keys() != before.feeds.keys()
            or leading != redirects(before.view, plugin.taken).keys()
        ):
            raise CannotMend

    def _make_detached(self, site: Site, staged: Path) -> None:
        plugin = self._plugin
        places = {page.uri: page for page in site.others}
        jobs = []
        touched = set()
        for job in plugin.jobs:
            source = _again(job.source, site, places)
            is_same = source is job.source or (not isinstance(source, Record) and source == job.source)
            jobs.append(job if is_same else Job(job.file, source))
            if not is_same:
                touched.add(job.file.src_uri)
        touched |= {job.file.src_uri for job in plugin.renderer.follow(site.view, jobs, plugin.done)}
        wanted = [job for job in jobs if job.file.src_uri in touched]
        for job in wanted:
            _send(job.file, staged)
        done = plugin.renderer.render(wanted, fork=False)
        take_in(done, plugin.files, log.log)
        plugin.jobs = jobs
        plugin.done |= {each.uri: each for each in done}

    def _asking(self, site: Site) -> Iterator[File]:
        """The pages that MkDocs makes, where their text is another now."""
        plugin = self._plugin
        places = {page.uri: page for page in site.others}
        for file, source in plugin.own:
            page = plugin.written(_again(source, site, places))
            if page.markdown != file.content_string:
                plugin.blocks.take(page, file)
                yield file
        for uri, filled in plugin.filled.items():
            found = plugin.files.get_file_from_path(uri)
            if found and fill_in(found.content_string, uri, site.view)[0] != filled:
                yield found

    def _make(self, file: File, staged: Path) -> None:
        """Have MkDocs make a page, as in its build."""
        page, files = file.page, self._plugin.files
        if page is None:
            raise CannotMend
        title = page.title
        _send(file, staged)
        _populate_page(page, self._config, files)
        if page.title != title:
            raise CannotMend  # it stands in the navigation of every page
        _build_page(page, self._config, files.documentation_pages(), self._plugin.nav, self._plugin.env)

    def _write_texts(self, site: Site, staged: Path) -> set[str]:
        """Write feeds, data and redirects that are others now; gives those that are no more."""
        plugin = self._plugin
        before = plugin.texts
        data = dict(data_files(site.view, site.others))
        plugin.texts = {**site.feeds, **data, **redirects(site.view, plugin.taken)}
        for uri, text in plugin.texts.items():
            if text != before.get(uri):
                write_text(staged / uri, text, is_lasting=False)
        return before.keys() - plugin.texts.keys()


def _send(file: File, folder: Path) -> None:
    """Have a file written below another folder; MkDocs remembers the path."""
    file.dest_dir = str(folder)
    file.__dict__.pop("abs_dest_path", None)


def _again(source: Record | Page, site: Site, places: Mapping[str, Page]) -> Record | Page:
    """What a page is made from now."""
    return site.view.corpus.by_id[source.id] if isinstance(source, Record) else places.get(source.uri, source)


def is_late(path: str) -> bool:
    """Whether a file of a site is right only after :meth:`Mending.finish`.

    Args:
        path: its place in the site.
    """
    return path.startswith(f"{SEARCH_FOLDER}/") or path.endswith(".md") or path in (LISTED, IN_FULL, RECORDS)
