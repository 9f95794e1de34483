"""Markdown to HTML as MkDocs does it, with one parser for all pages instead of one a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import (
    _ExtractAnchorsTreeprocessor,
    _ExtractTitleTreeprocessor,
    _RawHTMLPreprocessor,
    _RelativePathTreeprocessor,
)
from mkdocs.utils.meta import get_data

from sopkb.publish.page import Page
from sopkb.publish.rendering.finished import anchors_in, may_pass_by, with_blocks, without_blocks

Toc = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Converted:
    """A page before the theme is put around it.

    Args:
        meta: its front matter.
        content: its HTML.
        toc: its headings, nested: ``name`` (HTML), ``id``, ``level``, ``children``.
        anchors: the ids in it.
        links: by file of the documents, by anchor: how a link to an anchor was written.
        looked_up: files of the documents that its links were looked for in, found or not.
    """

    meta: dict[str, Any]
    content: str
    toc: Toc
    anchors: frozenset[str]
    links: Mapping[str, Mapping[str, str]]
    looked_up: tuple[str, ...]


class _Lookups:
    """The files of a build, which note what was looked for."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self.uris: dict[str, None] = {}

    def get_file_from_path(self, path: str) -> File | None:
        self.uris[path] = None
        return self._files.get_file_from_path(path)


class Converter:
    """One Markdown parser, set up as MkDocs sets one up for each page.

    Args:
        config: of the build.
        files: of the build.
    """

    def __init__(self, config: MkDocsConfig, files: Files) -> None:
        self._files, self._may_pass_by = files, may_pass_by(config)
        self._markdown = markdown.Markdown(
            extensions=config["markdown_extensions"], extension_configs=config["mdx_configs"] or {}
        )
        nowhere = File("index.md", None, "", use_directory_urls=False)
        # In the order of Page.render, which is what counts among processors of one priority.
        self._raw_html = _RawHTMLPreprocessor()
        self._raw_html._register(self._markdown)
        self._anchors = _ExtractAnchorsTreeprocessor(nowhere, files, config)
        self._anchors._register(self._markdown)
        self._paths = _RelativePathTreeprocessor(nowhere, files, config)
        self._paths._register(self._markdown)
        self._title = _ExtractTitleTreeprocessor()
        self._title._register(self._markdown)

    def convert(self, page: Page, file: File) -> Converted:
        """Convert a page.

        Args:
            page: what is written.
            file: where it stands, which its links are relative to.
        """
        source, blocks = without_blocks(page) if self._may_pass_by else (page.markdown, ())
        text, meta = get_data(source)
        lookups = _Lookups(self._files)
        self._raw_html.present_anchor_ids = set()
        self._anchors.present_anchor_ids = set()
        self._paths.file, self._paths.files, self._paths.links_to_anchors = file, lookups, {}  # type: ignore[assignment]
        content = self._markdown.reset().convert(text)
        return Converted(
            meta,
            with_blocks(content, blocks),
            list(_tokens(getattr(self._markdown, "toc_tokens", []))),
            frozenset(self._anchors.present_anchor_ids | self._raw_html.present_anchor_ids | anchors_in(blocks)),
            {target.src_uri: dict(links) for target, links in self._paths.links_to_anchors.items()},
            tuple(lookups.uris),
        )


def _tokens(tokens: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for token in tokens:
        kept = {name: token[name] for name in ("name", "id", "level")}
        yield {**kept, "children": list(_tokens(token["children"]))}
