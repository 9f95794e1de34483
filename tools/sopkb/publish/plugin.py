"""The plugin of MkDocs: adds our pages to a build."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.base import Config
from mkdocs.config.config_options import Optional, Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as DocumentPage
from mkdocs.utils.templates import TemplateContext

from sopkb.check import check_base
from sopkb.config import JournalPolicy
from sopkb.errors import SopkbError
from sopkb.load import Base, load_base
from sopkb.model.moments import format_instant, parse_instant
from sopkb.model.record import Record
from sopkb.publish import finder
from sopkb.publish.folders import MARKER, put
from sopkb.publish.gate import let_through
from sopkb.publish.listings.home import PARTS, fill_in, has_parts
from sopkb.publish.machines import files_for_machines
from sopkb.publish.page import Page, record_page
from sopkb.publish.paths import THEME
from sopkb.publish.policy import inline_scripts, write_policy
from sopkb.publish.redirects import redirects
from sopkb.publish.rendering.detached import DetachedFile, edit_uri_of
from sopkb.publish.rendering.finished import Blocks
from sopkb.publish.rendering.halves import Ahead
from sopkb.publish.rendering.own_way import SEARCH, named_in, others_on_pages, remarks
from sopkb.publish.rendering.pages import Done, Job, Renderer, all_pages, take_in
from sopkb.publish.scripts import Scripts, data_files, make_scripts
from sopkb.publish.sending import SENT_URI, sent_page, told_to
from sopkb.publish.site import STYLESHEET_URI, Site, make_site, stylesheet
from sopkb.publish.squeeze import squeeze
from sopkb.publish.trends import TRENDS_URI
from sopkb.publish.view import Before, page_uri
from sopkb.tickets.trends import Trends

log = get_plugin_logger(__name__)

_SEARCH_OF_THE_THEME = ("assets/javascripts/lunr/", "assets/javascripts/workers/")


class Options(Config):  # type: ignore[no-untyped-call]
    """What ``mkdocs.yml`` may say below ``sopkb:``."""

    root = Type(str, default="sop")
    now = Optional(Type(str))


class SopkbPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]
    """Publishes a knowledge base beside the project's hand-written pages.

    ``given`` is a base that ``kb build`` has loaded and checked, with its moment; ``mkdocs build`` itself gives none,
    and then this is the outermost layer: it loads, checks, and reads the clock.
    """

    given: tuple[Base, datetime] | None = None
    trends: Trends | None = None
    offline = False
    sends = True
    """Whether the site may send what ``kb.yml`` says: not one on a disk, and not an author's preview."""
    fork = False
    """Whether a second process may help: only in a program that is ours alone."""
    export: Ahead | None = None
    """The export of the search, where it was begun before."""
    kept_in: Path | None = None
    """The user's own folder, where pages are kept from build to build."""
    old: Path | None = None
    """The folder that the site is to replace: files that stay the same are taken from it."""
    lists: dict[str, tuple[object, Any]] | None = None
    """Takes what lists are made from, where edits are to be mended; see :class:`sopkb.publish.view.Before`."""
    renderer: Renderer
    done: dict[str, Done]
    env: Environment
    own: list[tuple[File, Record | Page]]  # pages that MkDocs makes, each with what it is made from
    inline: dict[str, frozenset[str]]
    """Inline scripts by page and by template, but for the detached pages."""
    filled: dict[str, str]
    """Hand-written pages that ask for parts, with those filled in."""
    texts: dict[str, str]
    """Feeds, data of pages and redirects, by place in the site."""
    taken: frozenset[str]  # addresses that no redirect may have
    jobs: list[Job]
    files: Files
    nav: Navigation
    base: Base
    now: datetime
    site: Site
    _journal: JournalPolicy | None
    _finder: finder.Finder
    blocks: Blocks
    scripts: Scripts

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Load and check the base. This comes before MkDocs empties its folder: the old site outlives an error."""
        try:
            self.base, self.now = self.given or self._open(config)
        except SopkbError as error:
            raise PluginError(f"{error.message}\n{error.remedy}".rstrip()) from error
        before = Before(self.lists) if self.lists is not None else None
        self.site = make_site(self.base, self.now, self.trends, config.site_url or "", before=before)
        self.inline, self.filled = {}, {}
        if self.trends and config.nav:
            config.nav.append({"Trends": TRENDS_URI})
        self._journal = self.base.config.journal if self.sends and not self.offline else None
        self._finder = finder.make_finder(self.base, self.now, self._journal)
        self.scripts = make_scripts(self.base, self.now, self._journal)
        if STYLESHEET_URI not in config.extra_css:
            config.extra_css.insert(0, STYLESHEET_URI)  # a team's own styles have the last word
        if finder.LOADER_URI not in config.extra_javascript:
            config.extra_javascript.append(finder.LOADER_URI)
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(THEME))
        for level, text in remarks(config):
            log.log(level, text)
        return config

    def _open(self, config: MkDocsConfig) -> tuple[Base, datetime]:
        base = load_base(self._root(config))
        now = parse_instant(self.config.now) if self.config.now else base.config.demo_now
        if self.config.now and now is None:
            raise SopkbError(f"sopkb: now: {self.config.now} is no moment.", 'Write "2026-11-22T10:00:00Z".')
        if now is None:
            now = datetime.now(UTC)
        else:
            log.info(f"States are those of {format_instant(now)}.")
        let_through(base, now, check_base)
        return base, now

    def _root(self, config: MkDocsConfig) -> Path:
        return Path(config.config_file_path).parent / self.config.root

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add the pages; a hand-written page at the same address stays."""
        self.jobs, self.own, self.blocks = [], [], Blocks()
        named = None if others_on_pages(config) else named_in(config.nav)
        searched = finder.search_page() if SEARCH in config.plugins else finder.page_without_search()
        sources: list[Record | Page] = [*self.site.view.records, *self.site.others, searched]
        if self._journal:
            sources.append(sent_page(self._journal))
        for source in sources:
            self._add(source, named, files, config)
        files.append(File.generated(config, STYLESHEET_URI, content=stylesheet()))
        for asset in self.site.assets:
            files.append(File.generated(config, asset.uri, abs_src_path=str(asset.source)))
        self.texts = dict(chain(self.site.feeds.items(), data_files(self.site.view, self.site.others)))
        for uri, text in chain(self._finder.files.items(), self.scripts.files.items(), self.texts.items()):
            files.append(File.generated(config, uri, content=text))
        self.taken = frozenset(file.dest_uri.lower() for file in files)
        found = redirects(self.site.view, self.taken)
        self.texts |= found
        for uri, text in found.items():
            files.append(File.generated(config, uri, content=text))
        for file in [file for file in files if file.src_uri.startswith(_SEARCH_OF_THE_THEME)]:
            files.remove(file)
        return files

    def _add(self, source: Record | Page, named: frozenset[str] | None, files: Files, config: MkDocsConfig) -> None:
        """Add a page: a detached one where nothing else looks at it, else one that MkDocs makes."""
        uri = page_uri(source.id) if isinstance(source, Record) else source.uri
        path = source.path if isinstance(source, Record) else source.source_path
        if files.get_file_from_path(uri) is not None:
            if path:
                log.warning(f"docs has a page at {uri}: the record's own page is not published.")
            return
        in_navigation = not isinstance(source, Record) and source.in_navigation
        edit_uri = edit_uri_of(self.base.project / path, config) if path else None
        if named is not None and not in_navigation and uri not in named:
            detached = DetachedFile(config, uri, edit_uri)
            self.jobs.append(Job(detached, source))
            files.append(detached)
        else:
            page = self.written(source)
            inclusion = InclusionLevel.INCLUDED if in_navigation else InclusionLevel.NOT_IN_NAV
            file = File.generated(config, uri, content=page.markdown, inclusion=inclusion)
            self.blocks.take(page, file)
            if edit_uri:
                file.edit_uri = edit_uri
            files.append(file)
            self.own.append((file, source))

    def written(self, source: Record | Page) -> Page:
        """A page that MkDocs makes, whole."""
        return self.scripts.enhanced(record_page(source, self.site.view)[0] if isinstance(source, Record) else source)

    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Keep it: the theme shows it on every page."""
        self.nav = nav
        return nav

    @event_priority(-100)
    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> Environment:
        """Tell our templates where scripts and feeds lie; make the detached pages: what they need is there."""
        env.globals["kb_finder"] = self._finder
        env.globals["kb_feeds"] = self.site.feeds
        env.globals["kb_scripts"] = self.scripts.uris
        if self._journal:
            env.globals["kb_sends"] = {"to": told_to(self._journal), "page": SENT_URI.replace(".md", ".html")}
        self.files, self.env, view = files, env, self.site.view
        self.renderer = Renderer(view, config, files, self.nav, env, self.scripts, kept_in=self.kept_in, old=self.old)
        self.done = {each.uri: each for each in self.renderer.render(self.jobs, fork=self.fork)}
        take_in(self.done.values(), files, log.log)
        return env

    def on_template_context(
        self, context: TemplateContext, /, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Name every page in the sitemap."""
        context["pages"] = all_pages(self.files)
        return context

    def on_page_markdown(
        self, markdown: str, /, *, page: DocumentPage, config: MkDocsConfig, files: Files
    ) -> str | None:
        """Keep every page out of the theme's own index: it would be fetched by nobody. Fill in what one asks for."""
        page.meta["search"] = {"exclude": True}
        if page.file.generated_by or not has_parts(markdown):
            return self.blocks.without(page)
        uri = page.file.src_uri
        filled, unknown = fill_in(markdown, uri, self.site.view)
        for name in unknown:
            log.warning(f"{uri}: kb:{name} is no part of a page; there are {', '.join(PARTS)}.")
        self.filled[uri] = filled
        return "\n\n".join([filled, *self.scripts.tags(Page(uri, "", (), scripts=("lists",)))])

    def on_page_content(self, content: str, /, *, page: DocumentPage, config: MkDocsConfig, files: Files) -> str | None:
        """Put back what Markdown did not see."""
        return self.blocks.put_back(page, content)

    @event_priority(-100)
    def on_post_page(self, output: str, /, *, page: DocumentPage, config: MkDocsConfig) -> str:
        """Note what inline scripts there are; leave out white space, which only makes a page heavy."""
        self.inline[page.file.src_uri] = inline_scripts(output)
        return squeeze(output)

    @event_priority(-100)
    def on_post_template(self, output_content: str, /, *, template_name: str, config: MkDocsConfig) -> None:
        """Note what inline scripts there are."""
        self.inline[template_name] = inline_scripts(output_content)

    @event_priority(-100)
    def on_post_build(self, config: MkDocsConfig) -> None:
        """Add the search, in the place of the theme's; mark the folder as one that a later ``kb build`` may replace."""
        self.look_for_anchors(config)
        site = Path(config.site_dir)
        for uri, text in files_for_machines(self.site.view, config.site_url or ""):
            put(uri, text.encode("utf-8"), site, self.old)
        if self.export:
            self.export.wait()
        try:
            finder.write_export(self.base, self.now, site, offline=self.offline, old=self.old)
        except SopkbError as error:
            raise PluginError(str(error)) from error
        write_policy(self.all_inline(), site, self._journal.origin if self._journal else "")
        (site / MARKER).write_text("kb build\n", encoding="utf-8")

    def look_for_anchors(self, config: MkDocsConfig) -> None:
        """Have MkDocs tell of links of detached pages whose anchor is not there."""
        for job in self.jobs:
            job.file.document.validate_anchor_links(files=self.files, log_level=config.validation.links.anchors)

    def all_inline(self) -> frozenset[str]:
        """Every inline script of the site."""
        return frozenset().union(*self.inline.values(), *(each.scripts for each in self.done.values()))

    def on_serve(
        self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Callable[..., None]
    ) -> LiveReloadServer:
        """Follow the records too, and keep serving the last good site while one of them is broken."""
        server.watch(str(self._root(config)))
        rebuild = server.builder

        def keep_last_good() -> None:
            try:
                rebuild()
            except Abort:  # MkDocs has printed the reason; were this raised, the server would answer no more
                log.error("The site stays as it was until this is mended.")

        server.builder = keep_last_good
        return server
