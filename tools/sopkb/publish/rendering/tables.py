"""The tables of lists, kept from Markdown: it would hand them on as they stand, after two parsers have read them.

That takes twelve times as long, and a base of 10,000 records has some 400 such pages. Only pages that say so have such
tables (:attr:`sopkb.publish.page.Page.is_list`).
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from mkdocs.config.defaults import MkDocsConfig

from sopkb.publish.rendering.own_way import others_on_pages

_READS_HTML = re.compile(r"\b(md_in_html|extra)$")
_TABLE = re.compile(r'(?<=\n\n)<div class="kb-list[^\n]*\n<table .*?\n</table>\n</div>(?=\n\n)', re.DOTALL)
_PLACE = '<div class="kb-table-{}"></div>'
_PLACES = re.compile(r'<div class="kb-table-(\d+)"></div>')
_ANCHOR = re.compile(r' id="([^"]*)"')


def may_pass_by(config: MkDocsConfig) -> bool:
    """Whether Markdown does nothing of its own with raw HTML."""
    return not others_on_pages(config) and not any(_READS_HTML.search(name) for name in config.markdown_extensions)


def without_tables(text: str) -> tuple[str, Sequence[str]]:
    """The Markdown of a list with places where its tables stood, and the tables."""
    tables: list[str] = []

    def take_out(found: re.Match[str]) -> str:
        tables.append(found.group())
        return _PLACE.format(len(tables) - 1)

    return _TABLE.sub(take_out, text), tables


def with_tables(content: str, tables: Sequence[str]) -> str:
    """The HTML of a list with its tables at their places."""
    return _PLACES.sub(lambda place: tables[int(place[1])], content) if tables else content


def anchors_in(tables: Sequence[str]) -> frozenset[str]:
    """The ids in some tables."""
    return frozenset(html.unescape(anchor) for table in tables for anchor in _ANCHOR.findall(table))
