"""MkDocs: the only module that knows it. Adds our pages to a build, and runs builds and the live server for us."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
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
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as DocumentPage

from sopkb.check import check_base
from sopkb.errors import SopkbError
from sopkb.load import Base, load_base
from sopkb.model.moments import format_instant, parse_instant
from sopkb.publish.finder import LOADER_URI, THEME, Finder, make_finder, search_page, write_export
from sopkb.publish.folders import MARKER
from sopkb.publish.gate import let_through
from sopkb.publish.page import Page
from sopkb.publish.scripts import Scripts, make_scripts
from sopkb.publish.settings import PLUGIN, REQUIRED_EXTENSIONS
from sopkb.publish.site import STYLESHEET_URI, Site, make_site, stylesheet
from sopkb.publish.trends import TRENDS_URI
from sopkb.tickets.trends import Trends

log = get_plugin_logger(__name__)

_SEARCH = "material/search"
"""The theme's plugin, as MkDocs names it: its header leaves room for a search box where it is there."""
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
    _base: Base
    _now: datetime
    _site: Site
    _finder: Finder
    _scripts: Scripts

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Load and check the base. This comes before MkDocs empties its folder: the old site outlives an error."""
        try:
            self._base, self._now = self.given or self._open(config)
        except SopkbError as error:
            raise PluginError(f"{error.message}\n{error.remedy}".rstrip()) from error
        self._site = make_site(self._base, self._now, self.trends)
        if self.trends and config.nav:
            config.nav.append({"Trends": TRENDS_URI})
        self._finder = make_finder(self._base, self._now)
        self._scripts = make_scripts(self._base, self._now)
        if STYLESHEET_URI not in config.extra_css:
            config.extra_css.append(STYLESHEET_URI)
        if LOADER_URI not in config.extra_javascript:
            config.extra_javascript.append(LOADER_URI)
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(THEME))
        missing = [name for name in REQUIRED_EXTENSIONS if name not in config.markdown_extensions]
        if missing:
            log.warning(f"mkdocs.yml lacks markdown_extensions that records are written in: {', '.join(missing)}")
        if _SEARCH not in config.plugins:
            log.info("mkdocs.yml does not name the plugin `search`: the site has no search.")
        if config.use_directory_urls:
            log.warning("use_directory_urls must be false: a record's address is SOP-0012.html, for ever.")
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
        has_search = _SEARCH in config.plugins
        for page in (*self._site.pages, *([search_page()] if has_search else [])):
            if files.get_file_from_path(page.uri) is None:
                files.append(_file(page, self._scripts.enhanced(page), self._base, config))
            elif page.source_path:
                log.warning(f"docs has a page at {page.uri}: the record's own page is not published.")
        files.append(File.generated(config, STYLESHEET_URI, content=stylesheet()))
        for asset in self._site.assets:
            files.append(File.generated(config, asset.uri, abs_src_path=str(asset.source)))
        for uri, text in (*self._finder.files.items(), *self._scripts.files.items()):
            files.append(File.generated(config, uri, content=text))
        for file in [file for file in files if file.src_uri.startswith(_SEARCH_OF_THE_THEME)]:
            files.remove(file)
        return files

    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> Environment:
        """Tell our templates where the scripts of search lie."""
        env.globals["kb_finder"] = self._finder
        return env

    def on_page_markdown(self, markdown: str, /, *, page: DocumentPage, config: MkDocsConfig, files: Files) -> None:
        """Keep every page out of the theme's own index: it would be fetched by nobody."""
        page.meta["search"] = {"exclude": True}

    @event_priority(-100)
    def on_post_build(self, config: MkDocsConfig) -> None:
        """Add the search, in the place of the theme's; mark the folder as one that a later ``kb build`` may replace."""
        try:
            write_export(self._base, self._now, Path(config.site_dir), offline=self.offline)
        except SopkbError as error:
            raise PluginError(str(error)) from error
        Path(config.site_dir, MARKER).write_text("kb build\n", encoding="utf-8")

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


def _file(page: Page, text: str, base: Base, config: MkDocsConfig) -> File:
    inclusion = InclusionLevel.INCLUDED if page.in_navigation else InclusionLevel.NOT_IN_NAV
    file = File.generated(config, page.uri, content=text, inclusion=inclusion)
    source = base.project / page.source_path if page.source_path else None
    if source is not None and source.is_relative_to(Path(config.config_file_path).resolve().parent):
        file.edit_uri = os.path.relpath(source, Path(config.docs_dir).resolve()).replace(os.sep, "/")
    return file


def build(
    settings: Path,
    site: Path,
    base: Base,
    now: datetime,
    *,
    strict: bool,
    address: str = "",
    offline: bool = False,
    trends: Trends | None = None,
) -> list[str]:
    """Run one MkDocs build.

    Args:
        settings: the ``mkdocs.yml``.
        site: the folder to build into.
        base: loaded and checked.
        now: the moment that states are computed for.
        strict: whether a warning is a failure.
        address: of the site, where another than the one in ``mkdocs.yml`` counts.
        offline: whether the site is to be opened from a disk.
        trends: what weeks at the desk were like, for a page of its own.

    Returns:
        The warnings.

    Raises:
        SopkbError: MkDocs did not build it; the message holds its words.
    """
    options = {"site_url": address} if address else {}
    with _heard() as said:
        try:
            config = load_config(str(settings), site_dir=str(site), strict=strict, **options)
            plugin = config.plugins.get(PLUGIN)
            if not isinstance(plugin, SopkbPlugin):
                raise SopkbError(
                    f"{settings.name} does not name the plugin `{PLUGIN}`.", f"Add `- {PLUGIN}` below `plugins:`."
                )
            plugin.given, plugin.offline, plugin.trends = (base, now), offline, trends
            config.plugins.on_startup(command="build", dirty=False)
            run_build(config)
            config.plugins.on_shutdown()
        except SopkbError:
            raise
        except (Abort, Exception) as error:  # a theme, a template, an extension: whatever is thrown there, nobody sees
            words = "\n".join([*said, str(error) or type(error).__name__])
            raise SopkbError(f"The site is not built.\n{words}", "Mend that, and build again.") from error
    return said


@contextmanager
def _heard() -> Iterator[list[str]]:
    """What MkDocs says at warning level and above, in place of its own output."""
    said: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: said.append(f"{record.levelname}: {record.getMessage()}")  # type: ignore[method-assign]
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    try:
        yield said
    finally:
        logger.removeHandler(handler)


class _Server(LiveReloadServer):
    """MkDocs' server, which tells when it is ready and keeps quiet about the rest."""

    started: Callable[[str], None]

    def server_activate(self) -> None:
        super().server_activate()
        self.started(self.url)


def serve(
    site: Path,
    rebuild: Callable[[], None],
    watched: Iterable[Path],
    host: str,
    port: int,
    started: Callable[[str], None],
) -> None:
    """Serve a folder, and have it built anew when a watched file changes, until interrupted.

    Args:
        site: the folder.
        rebuild: replaces the folder; must not raise.
        watched: files and folders to follow.
        host: to listen on.
        port: to listen on.
        started: told the address once it answers.

    Raises:
        SopkbError: the port is taken.
    """
    server = _Server(builder=rebuild, host=host, port=port, root=str(site))
    server.started = started
    server.error_handler = lambda code: _error_page(site / f"{code}.html")
    for path in watched:
        server.watch(str(path))
    try:
        server.serve()  # type: ignore[no-untyped-call]
    except OSError as error:
        raise SopkbError(
            f"{host}:{port} cannot be listened on: {error.strerror}.", "Name another with --port."
        ) from error
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()


def _error_page(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
