"""MkDocs: one build of the hand-written pages gives those, and a shell for each layout of ours.

The only file that imports MkDocs, and nothing of it that is private. Where ``mkdocs build`` itself runs, the plugin
loads and checks the base, and hands the rest to :mod:`sopkb.site.build`, which is all that ``kb build`` does too.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from jinja2 import Environment
from mkdocs.commands.build import build as run_build
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.config_options import Optional, Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from sopkb.core.errors import SopkbError
from sopkb.core.load import Base, load_base
from sopkb.core.moments import format_instant, parse_instant
from sopkb.lint.check import check_base
from sopkb.site.adapters.running import dated, heard, why_stopped
from sopkb.site.adapters.stubs import linked_in, named_in, shell_pages, stub_markdown
from sopkb.site.build import write_site
from sopkb.site.content import Content
from sopkb.site.docs_html import HandWritten
from sopkb.site.finder import LOADER_URI
from sopkb.site.frame import RECORD, Frame, Job, Known, Stub
from sopkb.site.gate import let_through
from sopkb.site.listings.home import PARTS
from sopkb.site.others import STYLESHEET_URI
from sopkb.site.paths import THEME
from sopkb.site.policy import inline_scripts
from sopkb.site.settings import PLUGIN
from sopkb.site.shell import CONTENT, EDIT, HEAD, PAGE, Shell, cut
from sopkb.site.squeeze import squeeze

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material says at every start that its life ends in May 2027
log = get_plugin_logger(__name__)

_SEARCH = "material/search"
"""The theme's plugin, as MkDocs names it: its header leaves room for a search box where it is there."""
_SEARCH_OF_THE_THEME = ("assets/javascripts/lunr/", "assets/javascripts/workers/")
_PART = re.compile(r"^<!-- kb:([a-z]+) -->[ \t]*$", re.MULTILINE)
_LEFT_ALONE = "kb-stub.html"
"""A template of ours that is empty: what a page is linked at must be there, and is not looked at."""


@dataclass
class Made:
    """What one build gave, while it runs."""

    shells: dict[str, Shell] = field(default_factory=dict)
    texts: dict[str, Shell] = field(default_factory=dict)
    addresses: list[str] = field(default_factory=list)
    scripts: set[str] = field(default_factory=set)
    stubs: dict[str, Stub | None] = field(default_factory=dict)
    files: dict[str, bool] = field(default_factory=dict)
    ours: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


class Options(Config):  # type: ignore[no-untyped-call]
    """What ``mkdocs.yml`` may say below ``sopkb:``."""

    root = Type(str, default="sop")
    now = Optional(Type(str))


class SopkbPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]
    """Adds stubs of our pages and shells to a build, and takes what becomes of them."""

    known: Callable[[str], Known] | None = None
    """Gives what is published; None where ``mkdocs`` itself runs: then this loads the base and writes the site."""
    made: Made
    _known: Known
    _docs: HandWritten
    _ours: dict[str, str]  # what each of our pages is the shell of, by uri; "" for a page that is not looked at

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Load and check the base. This comes before MkDocs empties its folder: the old site outlives an error."""
        self.made, self._ours, self._docs = Made(), {}, HandWritten(Path(config.docs_dir).name)
        self._known = self.known(config.site_url or "") if self.known else self._own_content(config)
        if config.nav:
            config.nav.extend({title: uri} for title, uri in self._known.outfit.added)
        if STYLESHEET_URI not in config.extra_css:
            config.extra_css.insert(0, STYLESHEET_URI)  # a team's own styles have the last word
        if LOADER_URI not in config.extra_javascript:
            config.extra_javascript.append(LOADER_URI)
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(THEME))
        self._remark(config)
        return config

    def _own_content(self, config: MkDocsConfig) -> Content:
        """What is published, where nobody has loaded it."""
        try:
            base, now = self._open(config)
        except SopkbError as error:
            raise PluginError(f"{error.message}\n{error.remedy}".rstrip()) from error
        return Content(base, now, address=config.site_url or "")

    def _open(self, config: MkDocsConfig) -> tuple[Base, datetime]:
        base, asked = load_base(self._root(config)), self.config.now
        base, asked = (base.in_real_time(), None) if asked == "real" else (base, asked)
        now = parse_instant(asked) if asked else base.config.demo_now
        if asked and now is None:
            raise SopkbError(f"sopkb: now: {asked} is not a valid moment.", 'Write "2026-11-22T10:00:00Z" or "real".')
        if now is None:
            now = datetime.now(UTC)
        else:
            log.info(f"States are those of {format_instant(now)}.")
        let_through(base, now, check_base)
        return base, now

    def _root(self, config: MkDocsConfig) -> Path:
        return Path(config.config_file_path).parent / self.config.root

    def _remark(self, config: MkDocsConfig) -> None:
        if _SEARCH not in config.plugins:
            self.made.remarks.append("mkdocs.yml does not name the plugin `search`: the site has no search.")
        if others := sorted(set(config.plugins) - {_SEARCH, PLUGIN}):
            self.made.remarks.append(f"{', '.join(others)} in mkdocs.yml: pages of records and lists are not theirs.")
        for remark in self.made.remarks:
            log.info(remark)
        if config.use_directory_urls:
            log.warning("use_directory_urls must be false: a record's address is SOP-0112.html, for ever.")

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add stubs of our pages that somebody names, and the pages that shells are made of."""
        self._docs.look_at_files((file.src_uri, file.abs_src_path) for file in files if file.src_dir == config.docs_dir)
        named = {uri for uri in named_in(config.nav) if uri.endswith(".md")} | set(self._known.navigated())
        pages = files.documentation_pages()
        linked = frozenset().union(*(linked_in(file.content_string, file.src_uri) for file in pages))
        for place in sorted(named | linked):
            if files.get_file_from_path(place) is not None:
                continue
            if not place.endswith(".md"):
                if self.made.files.setdefault(place, self._known.has_file(place)):
                    files.append(File.generated(config, place, content="\n"))
            elif stub := self.made.stubs.setdefault(place, self._known.stub(place)):
                self._add(stub, files, config, shell_of=place if place in named else "")
        for file in files.documentation_pages():
            hidden = self._known.stub(file.src_uri) if file.src_uri not in self._ours else None
            if hidden and hidden.layout == RECORD:
                log.warning(f"docs has a page at {hidden.uri}: the record's own page is not published.")
        for name, stub in shell_pages():
            self._add(stub, files, config, shell_of=name)
        for file in [file for file in files if file.src_uri.startswith(_SEARCH_OF_THE_THEME)]:
            files.remove(file)
        return files

    def _add(self, stub: Stub, files: Files, config: MkDocsConfig, shell_of: str) -> None:
        """Add a page of ours, or one that a shell is made of."""
        inclusion = InclusionLevel.INCLUDED if stub.in_navigation else InclusionLevel.NOT_IN_NAV
        file = File.generated(
            config, stub.uri, content=stub_markdown(stub, "" if shell_of else _LEFT_ALONE), inclusion=inclusion
        )
        if stub.layout == RECORD:
            project = Path(config.config_file_path).resolve().parent
            file.edit_uri = f"{os.path.relpath(project, Path(config.docs_dir).resolve())}/{EDIT}".replace(os.sep, "/")
        files.append(file)
        self._ours[stub.uri] = shell_of

    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> Environment:
        """Stop where a hand-written page brings what would run; tell our templates where the search lies."""
        if refused := self._docs.refused():
            raise PluginError(refused)
        env.globals["kb_outfit"] = self._known.outfit
        return env

    def on_page_markdown(self, markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str | None:
        """Keep every page out of the theme's own index: it would be fetched by nobody."""
        page.meta["search"] = {"exclude": True}
        page.meta["kb_head"] = HEAD
        if page.file.src_uri not in self._ours:
            for name in _PART.findall(markdown):
                if name not in PARTS:
                    log.warning(f"{page.file.src_uri}: kb:{name} is no part of a page; there are {', '.join(PARTS)}.")
        return None

    @event_priority(100)
    def _look_at_page(self, html: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> None:
        """See what a hand-written page brings, before other plugins add to it."""
        if page.file.src_uri not in self._ours:
            self._docs.look_at_page(page.file.src_uri, page.file.content_string, html, page.meta)

    @event_priority(-100)
    def _put_mark(self, html: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str | None:
        """Put a mark in the place of what other plugins made of a shell."""
        return f"<h1>{CONTENT}</h1>" if self._ours.get(page.file.src_uri) else None

    on_page_content = CombinedEvent(_look_at_page, _put_mark)

    @event_priority(-100)
    def on_post_page(self, output: str, /, *, page: Page, config: MkDocsConfig) -> str:
        """Keep shells, and hand-written pages in which something is to be filled in."""
        uri, html = page.file.src_uri, squeeze(output)
        if uri in self._ours:
            self.made.ours.append(page.file.dest_uri)
            if self._ours[uri]:
                self.made.scripts |= inline_scripts(html)
                self.made.shells[self._ours[uri]] = cut(html)
            return output
        self.made.scripts |= inline_scripts(html) - self._docs.scripts
        self.made.addresses.append(page.file.dest_uri)
        self.made.texts[page.file.dest_uri] = cut(html)
        return html

    @event_priority(-100)
    def on_post_template(self, output_content: str, /, *, template_name: str, config: MkDocsConfig) -> str:
        """Note what inline scripts there are; leave out what only makes a page heavy."""
        self.made.scripts |= inline_scripts(output_content)
        return output_content

    @event_priority(-100)
    def on_post_build(self, config: MkDocsConfig) -> None:
        """Take our own pages away, which are filled elsewhere; write the site, where nobody else will."""
        folder = Path(config.site_dir)
        for place in self.made.ours:
            (folder / place).unlink(missing_ok=True)
        shutil.rmtree(folder / f"{PAGE}-0")
        if isinstance(self._known, Content) and self.known is None:
            try:
                write_site(self._known, self.frame(config), folder)
            except SopkbError as error:
                raise PluginError(f"{error.message}\n{error.remedy}".rstrip()) from error

    def frame(self, config: MkDocsConfig) -> Frame:
        """What the build gave."""
        made, outfit = self.made, self._known.outfit
        return Frame(
            Path(config.site_dir),
            made.shells,
            made.texts,
            tuple(made.addresses),
            made.stubs,
            made.files,
            outfit,
            config.site_url or "",
            _SEARCH in config.plugins,
            config.site_description or "",
            frozenset(made.scripts),
            tuple(made.remarks),
        )

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
                log.error("The site stays as it was until this is fixed.")

        server.builder = keep_last_good
        return server


def build_frame(job: Job) -> Frame:
    """Run one build of the hand-written pages; what MkDocs warned of is among the remarks.

    Raises:
        SopkbError: MkDocs did not build it; the message holds its words.
    """
    options = {"site_url": job.site_url} if job.site_url else {}
    with heard("mkdocs") as said, dated(job.now):
        try:
            config = load_config(str(job.settings), site_dir=str(job.folder), strict=job.strict, **options)
            plugin = config.plugins.get(PLUGIN)
            if not isinstance(plugin, SopkbPlugin):
                raise SopkbError(
                    f"{job.settings.name} does not name the plugin `{PLUGIN}`.", f"Add `- {PLUGIN}` below `plugins:`."
                )
            plugin.known = job.known
            config.plugins.on_startup(command="build", dirty=False)
            run_build(config)
            config.plugins.on_shutdown()
        except SopkbError:
            raise
        except (Abort, Exception) as error:  # a theme, a template, an extension: whatever is thrown there, nobody sees
            words = "\n".join([*said, why_stopped(error, job.settings.parent)])
            raise SopkbError(f"The site is not built.\n{words}", "Fix that, and build again.") from error
    frame = plugin.frame(config)
    return replace(frame, remarks=(*said, *frame.remarks))
