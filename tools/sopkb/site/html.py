"""What pages are made of: blocks of HTML, and headings."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sopkb.core.body import slugify, unique_anchor
from sopkb.site.escape import markup

_TAG = re.compile(r"<[^<>]*>")


class Html(str):
    """A block of HTML as it shall stand on the page. No line of it is empty, so that Markdown hands it on."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a page, which its table of contents names.

    Args:
        level: 1 to 6; the page's own title has the first.
        html: what it says.
        anchor: its fragment; :func:`with_anchors` gives one to a heading without.
    """

    level: int
    html: str
    anchor: str = ""

    @property
    def name(self) -> str:
        """What it says, without any element: for the table of contents."""
        return _TAG.sub("", self.html)

    def __str__(self) -> str:
        link = f'<a class="headerlink" href="#{self.anchor}" title="Permanent link">¶</a>'
        return f'<h{self.level} id="{self.anchor}">{self.html}{link}</h{self.level}>'


Part = Html | Heading
"""Of a page."""


def heading(text: str, level: int = 2) -> Heading:
    """A heading of our own.

    Args:
        text: plain text.
        level: 1 to 6; the first is for the title of a page that has no other.
    """
    return Heading(level, markup(text))


def with_anchors(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts that are not empty; each heading has an anchor of its own."""
    found = [part for part in parts if part]
    taken = {part.anchor: part.anchor for part in found if isinstance(part, Heading) and part.anchor}
    return tuple(
        replace(part, anchor=unique_anchor(slugify(html.unescape(part.name)), taken))
        if isinstance(part, Heading) and not part.anchor
        else part
        for part in found
    )


def joined(parts: Iterable[Part]) -> Html:
    """Parts below each other; empty ones are left out."""
    return Html("\n".join(str(part) for part in parts if part))


def paragraph(content: str) -> Html:
    """A paragraph, from HTML; nothing where there is nothing."""
    return Html(f"<p>{content}</p>" if content else "")


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


def bullets(items: Iterable[str], classes: str = "") -> Html:
    """A list, one line an item, from HTML."""
    return Html("\n".join([f"<ul{attributes(('class', classes))}>", *(f"<li>{item}</li>" for item in items), "</ul>"]))


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


def admonition(classes: str, title: str, *paragraphs: str) -> Html:
    """A box.

    Args:
        classes: its type, then further classes.
        title: plain text.
        paragraphs: HTML inside a paragraph; empty ones are left out.
    """
    return box(classes, title, "\n".join(f"<p>{each}</p>" for each in paragraphs if each))


def box(classes: str, title: str, content: str) -> Html:
    """A box around blocks of HTML; see :func:`admonition`."""
    head = f'<p class="admonition-title">{markup(title)}</p>' if title else ""
    return Html("\n".join(filter(None, [f'<div class="admonition {classes}">', head, content, "</div>"])))
