"""Which pages go MkDocs' own way: those that a navigation names, and all where something else may touch any page.

And what else of a ``mkdocs.yml`` does not suit a knowledge base.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from logging import INFO, WARNING

from mkdocs.config.defaults import MkDocsConfig

from sopkb.publish.settings import PLUGIN, REQUIRED_EXTENSIONS

SEARCH = "material/search"
"""The theme's plugin, as MkDocs names it: its header leaves room for a search box where it is there."""
_PURE_EXTENSION = re.compile(
    r"(markdown\.extensions\.)?(abbr|admonition|attr_list|codehilite|def_list|extra|fenced_code|footnotes|md_in_html|meta"
    r"|nl2br|sane_lists|smarty|tables|toc|wikilinks)|pymdownx\.(?!b64|pathconverter|snippets|blocks)\w+"
)
"""Extensions of Markdown that read nothing but the page."""


def others_on_pages(config: MkDocsConfig) -> list[str]:
    """Plugins, hooks and extensions that may make of a page what they like.

    They must find pages where MkDocs has them, and pages may depend on what only they know. An extension that is not
    known here may keep something from one page to the next.
    """
    plugins = set(config.plugins) - {SEARCH, PLUGIN}
    return sorted(plugins | {name for name in config.markdown_extensions if not _PURE_EXTENSION.fullmatch(name)})


def remarks(config: MkDocsConfig) -> Iterator[tuple[int, str]]:
    """What its author should know of a ``mkdocs.yml``: a level of logging, and the text."""
    missing = [name for name in REQUIRED_EXTENSIONS if name not in config.markdown_extensions]
    if missing:
        yield WARNING, f"mkdocs.yml lacks markdown_extensions that records are written in: {', '.join(missing)}"
    if SEARCH not in config.plugins:
        yield INFO, "mkdocs.yml does not name the plugin `search`: the site has no search."
    if others := others_on_pages(config):
        yield INFO, f"{', '.join(others)} in mkdocs.yml may touch any page: all are made anew, one by one."
    if config.use_directory_urls:
        yield WARNING, "use_directory_urls must be false: a record's address is SOP-0012.html, for ever."


def named_in(nav: object) -> frozenset[str]:
    """Every file that a navigation names."""
    if isinstance(nav, dict):
        return frozenset().union(*(named_in(each) for each in nav.values()))
    if isinstance(nav, list):
        return frozenset().union(*(named_in(each) for each in nav))
    return frozenset([nav.lstrip("/")]) if isinstance(nav, str) else frozenset()
