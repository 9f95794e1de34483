"""Runs a build of MkDocs for us."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mkdocs.commands.build import build as run_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort

from sopkb.errors import SopkbError
from sopkb.load import Base
from sopkb.publish.plugin import SopkbPlugin
from sopkb.publish.rendering.halves import Ahead
from sopkb.publish.settings import PLUGIN
from sopkb.tickets.trends import Trends


@dataclass(frozen=True, slots=True)
class Ran:
    """A build that is done.

    Args:
        warnings: what MkDocs had to say.
        config: of the build.
        plugin: of the build.
    """

    warnings: list[str]
    config: MkDocsConfig
    plugin: SopkbPlugin


def build(
    settings: Path,
    site: Path,
    base: Base,
    now: datetime,
    *,
    strict: bool,
    address: str = "",
    offline: bool = False,
    sends: bool = True,
    trends: Trends | None = None,
    fork: bool = False,
    export: Ahead | None = None,
    kept_in: Path | None = None,
    old: Path | None = None,
    is_followed: bool = False,
) -> Ran:
    """Run one MkDocs build.

    Args:
        settings: the ``mkdocs.yml``.
        site: the folder to build into.
        base: loaded and checked.
        now: the moment that states are computed for.
        strict: whether a warning is a failure.
        address: of the site, where another than the one in ``mkdocs.yml`` counts.
        offline: whether the site is to be opened from a disk.
        sends: whether it may send what ``kb.yml`` says.
        trends: what weeks at the desk were like, for a page of its own.
        fork: whether this process may be copied, to use a second core.
        export: that of the search, where it was begun before.
        kept_in: the user's own folder where pages are kept from build to build.
        old: the folder that the site is to replace, where there is one.
        is_followed: whether edits are to be mended in it.

    Returns:
        What MkDocs said, and what it knew.

    Raises:
        SopkbError: MkDocs did not build it; the message holds its words.
    """
    options = {"site_url": address} if address else {}
    with heard() as said, dated(now):
        try:
            config = load_config(str(settings), site_dir=str(site), strict=strict, **options)
            plugin = config.plugins.get(PLUGIN)
            if not isinstance(plugin, SopkbPlugin):
                raise SopkbError(
                    f"{settings.name} does not name the plugin `{PLUGIN}`.", f"Add `- {PLUGIN}` below `plugins:`."
                )
            plugin.given, plugin.offline, plugin.trends = (base, now), offline, trends
            plugin.fork, plugin.kept_in, plugin.sends = fork, kept_in, sends
            plugin.old, plugin.export = old, export
            plugin.lists = {} if is_followed else None
            config.plugins.on_startup(command="build", dirty=False)
            run_build(config)
            config.plugins.on_shutdown()
        except SopkbError:
            raise
        except (Abort, Exception) as error:  # a theme, a template, an extension: whatever is thrown there, nobody sees
            words = "\n".join([*said, str(error) or type(error).__name__])
            raise SopkbError(f"The site is not built.\n{words}", "Mend that, and build again.") from error
    return Ran(said, config, plugin)


@contextmanager
def dated(now: datetime) -> Iterator[None]:
    """Give MkDocs the moment of the build, where nobody else has: it would read the clock for its sitemap."""
    name = "SOURCE_DATE_EPOCH"
    if name in os.environ:
        yield
        return
    os.environ[name] = str(int(now.timestamp()))
    try:
        yield
    finally:
        del os.environ[name]


@contextmanager
def heard() -> Iterator[list[str]]:
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
