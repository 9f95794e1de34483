"""The blocks of a page that are HTML already, kept from Markdown: it would hand them on as they stand.

Only pages that say so have such blocks (:attr:`sopkb.publish.page.Page.finished`).
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page as DocumentPage
from mkdocs.utils.meta import get_data

from sopkb.publish.page import Page
from sopkb.publish.rendering.own_way import others_on_pages

_READS_HTML = re.compile(r"\b(md_in_html|extra)$")
_PLACE = '<div class="kb-block-{}"></div>'
_PLACES = re.compile(r'<div class="kb-block-(\d+)"></div>')
_ANCHOR = re.compile(r' id="([^"]*)"')


def may_pass_by(config: MkDocsConfig) -> bool:
    """Whether Markdown does nothing of its own with raw HTML."""
    return not others_on_pages(config) and not any(_READS_HTML.search(name) for name in config.markdown_extensions)


def without_blocks(page: Page) -> tuple[str, Sequence[str]]:
    """The Markdown of a page with places where its finished blocks stood, and the blocks."""
    parts, end = [], 0
    for number, (start, stop) in enumerate(page.finished):
        parts += [page.markdown[end:start], _PLACE.format(number)]
        end = stop
    return "".join([*parts, page.markdown[end:]]), [page.markdown[start:stop] for start, stop in page.finished]


def with_blocks(content: str, blocks: Sequence[str]) -> str:
    """The HTML of a page with its finished blocks at their places."""
    return _PLACES.sub(lambda place: blocks[int(place[1])], content) if blocks else content


class Blocks:
    """The finished blocks of the pages that MkDocs makes, kept from its parser.

    Args:
        config: of the build.
    """

    def __init__(self, config: MkDocsConfig) -> None:
        self._may_pass_by = may_pass_by(config)
        self._pages: dict[str, Page] = {}

    def take(self, page: Page, file: File) -> None:
        """Have a file say what a page says."""
        file.content_string = page.markdown
        if self._may_pass_by:
            self._pages[file.src_uri] = page

    def without(self, document: DocumentPage) -> str | None:
        """What MkDocs is to read in the place of a file; None where that is the file, as it stands."""
        page = self._pages.get(document.file.src_uri)
        return get_data(without_blocks(page)[0])[0] if page else None

    def put_back(self, document: DocumentPage, content: str) -> str | None:
        """The HTML of a file with its blocks at their places; None where nothing was taken out."""
        page = self._pages.get(document.file.src_uri)
        if page is None:
            return None
        blocks = without_blocks(page)[1]
        document.present_anchor_ids = (document.present_anchor_ids or set()) | anchors_in(blocks)
        return with_blocks(content, blocks)


def anchors_in(blocks: Sequence[str]) -> frozenset[str]:
    """The ids in some blocks."""
    return frozenset(html.unescape(anchor) for block in blocks for anchor in _ANCHOR.findall(block))
