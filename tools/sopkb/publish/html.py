"""Blocks of raw HTML on pages of Markdown.

No line of one is empty: a parser of Markdown hands such a block on untouched. But it takes two parsers to do so, and
twelve times as long as it takes to write the block. So :func:`join` notes where blocks stand, and they pass the parsers
by (:mod:`sopkb.publish.rendering.finished`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sopkb.publish.escape import markup

Span = tuple[int, int]
"""Where a block begins in a text, and where it ends."""


class Html(str):
    """A block of HTML as it shall stand on the page."""

    __slots__ = ()


def join(parts: Iterable[str]) -> tuple[str, tuple[Span, ...]]:
    """Put blocks together to a text of Markdown; empty ones are left out.

    Args:
        parts: Markdown, and :class:`Html`.

    Returns:
        The text, and where in it HTML stands: blocks that follow each other in one span.
    """
    text = ""
    spans: list[Span] = []
    for part in parts:
        if part:
            start = len(text) + 2 if text else 0
            text = f"{text}\n\n{part}" if text else part
            if isinstance(part, Html):
                follows = bool(spans) and spans[-1][1] == start - 2
                spans.append((spans.pop()[0] if follows else start, len(text)))
    return text + "\n", tuple(spans)


def address(uri: str) -> str:
    """The address of a page, from its place in a folder of documents."""
    return f"{uri.removesuffix('.md')}.html"


def link(text: str, uri: str, up: str = "", title: str = "") -> str:
    """A link to a page.

    Args:
        text: plain text.
        uri: of the page.
        up: the way from the linking page's folder to the top.
        title: plain text to hover over.
    """
    return f"<a{attributes(('href', up + address(uri)), ('title', title))}>{markup(text)}</a>"


def attributes(*pairs: tuple[str, str]) -> str:
    """Attributes of an element, those without a value left out."""
    return "".join(f' {name}="{markup(value)}"' for name, value in pairs if value)


def bullets(items: Iterable[str]) -> str:
    """A list, one line an item, from HTML."""
    return "\n".join(["<ul>", *(f"<li>{item}</li>" for item in items), "</ul>"])


def plain_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Html:
    """A table.

    Args:
        heads: of the columns, plain text.
        rows: the cells, HTML.
    """
    head = "".join(f"<th>{markup(text)}</th>" for text in heads)
    lines = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    body = "\n".join(f"<tr>{line}</tr>" for line in lines)
    return Html(f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>")


def folded(kind: str, summary: str, content: str) -> Html:
    """Something that is shown when its summary is clicked.

    Args:
        kind: a type of admonition that Material knows.
        summary: plain text.
        content: HTML.
    """
    return Html(f'<details class="{kind}">\n<summary>{markup(summary)}</summary>\n{content}\n</details>')
