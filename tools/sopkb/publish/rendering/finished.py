"""The pages of ours that MkDocs makes: it reads their headings, and gets their HTML as it stands."""

from __future__ import annotations

import re

from mkdocs.structure.files import File
from mkdocs.structure.pages import Page as DocumentPage

from sopkb.publish.html import Heading
from sopkb.publish.page import Page

_ANCHOR = re.compile(r' id="([^"]*)"')


class Blocks:
    """The HTML of the pages that MkDocs makes, kept from its parser."""

    def __init__(self) -> None:
        self._pages: dict[str, Page] = {}

    def take(self, page: Page, file: File) -> None:
        """Have a file say what a page says."""
        file.content_string = page.markdown
        self._pages[file.src_uri] = page

    def without(self, document: DocumentPage) -> str | None:
        """What MkDocs is to read in the place of a file: the headings; None where that is the file, as it stands."""
        page = self._pages.get(document.file.src_uri)
        if page is None:
            return None
        headings = (part for part in page.parts if isinstance(part, Heading))
        return "\n\n".join(f"{'#' * each.level} {each.name}" for each in headings)

    def put_back(self, document: DocumentPage, content: str) -> str | None:
        """The HTML of a file; None where it is what MkDocs made."""
        page = self._pages.get(document.file.src_uri)
        if page is None:
            return None
        html = page.html
        document.present_anchor_ids = (document.present_anchor_ids or set()) | set(_ANCHOR.findall(html))
        return html
