"""What a generator of hand-written Markdown must know of our pages, whichever generator it is."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from sopkb.site.frame import LIST, RECORD, TEXT, WIDE, Stub
from sopkb.site.shell import DESCRIPTION, HEADINGS, MOST_DEEP, PAGE, TITLE

_PAGE_NAMED = re.compile(r"(?<![\w./%-])[\w./%-]+\.md\b")
_FILE_NAMED = re.compile(r"\]\(\s*<?([\w./%-]+\.\w+)")


def shell_pages() -> Iterator[tuple[str, Stub]]:
    """The pages that shells are made of, each with the name of its shell."""
    for layout, deepest in ((RECORD, 0), (LIST, MOST_DEEP), (TEXT, MOST_DEEP), (WIDE, 0)):
        for depth in range(deepest + 1):
            uri = "/".join([*(f"{PAGE}-{above}" for above in range(depth)), f"{PAGE}-{layout}.md"])
            yield f"{layout}-{depth}", Stub(uri, TITLE, (), layout)


def stub_markdown(stub: Stub, template: str = "") -> str:
    """A page of ours as Markdown with front matter: headings for its table of contents, and marks for the rest.

    Args:
        stub: of the page.
        template: of the theme, where its own is not meant.
    """
    meta: dict[str, object] = {"title": stub.title, "description": DESCRIPTION}
    if stub.layout in (LIST, WIDE):
        meta["hide"] = ["toc"]
    if template:
        meta["template"] = template
    levels = (1,) if stub.layout == LIST else (2, 3, 2)
    lines = ["---", *(f"{name}: {json.dumps(value)}" for name, value in meta.items()), "---", ""]
    lines += [f"{'#' * level} {name}\n" for level, name in zip(levels, HEADINGS, strict=False)]
    lines += [f'<i id="{anchor}"></i>\n' for anchor in stub.anchors]
    return "\n".join(lines)


def linked_in(text: str, uri: str) -> frozenset[str]:
    """The places of all pages and files that a hand-written page may link to, wherever it names them.

    Args:
        text: its Markdown.
        uri: its place among the documents.
    """
    names = {*_PAGE_NAMED.findall(text), *_FILE_NAMED.findall(text)}
    folder = posixpath.dirname(uri)
    return frozenset(posixpath.normpath(posixpath.join(folder, unquote(name).lstrip("/"))) for name in names)


def named_in(nav: object) -> frozenset[str]:
    """Every file that a navigation names, in the form of ``mkdocs.yml``."""
    if isinstance(nav, dict):
        return frozenset().union(*(named_in(each) for each in nav.values()))
    if isinstance(nav, list):
        return frozenset().union(*(named_in(each) for each in nav))
    return frozenset([nav.lstrip("/")]) if isinstance(nav, str) else frozenset()
