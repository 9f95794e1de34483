"""A page as MkDocs knows one before the theme is put around it: front matter, HTML, headings, anchors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sopkb.publish.html import Heading, Part
from sopkb.publish.page import Page

Toc = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Converted:
    """A page before the theme is put around it.

    Args:
        meta: its front matter.
        content: its HTML.
        toc: its headings, nested: ``name`` (HTML), ``id``, ``level``, ``children``.
        anchors: those of its headings.
    """

    meta: dict[str, Any]
    content: str
    toc: Toc
    anchors: frozenset[str]


def convert(page: Page) -> Converted:
    """A page in the form that the theme is filled with."""
    anchors = frozenset(part.anchor for part in page.parts if isinstance(part, Heading))
    return Converted(dict(page.meta), page.html, contents(page.parts), anchors)


def contents(parts: Sequence[Part]) -> Toc:
    """The headings of a page, each inside the one above it that has a lower level."""
    top: Toc = []
    around: list[dict[str, Any]] = []
    for part in parts:
        if isinstance(part, Heading):
            item = {"name": part.name, "id": part.anchor, "level": part.level, "children": []}
            while around and around[-1]["level"] >= part.level:
                around.pop()
            (around[-1]["children"] if around else top).append(item)
            around.append(item)
    return top
