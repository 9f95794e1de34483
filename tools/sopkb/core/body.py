"""The structure of a record's body: sections, numbered steps, links, images and mentions of other records.

Lines are those of the author's file, not of the body.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile

from sopkb.core.diagnostics import Location


@dataclass(frozen=True, slots=True)
class Step:
    """One numbered action.

    Args:
        number: as the reader counts, from 1.
        at: where the item begins.
        text: the action as Markdown, its check left out.
        check: what is seen when it worked, or ``""`` where the author gave none.
        is_users: whether its author marked it as the user's own: ``**User:** Reload the task once.``
        sent: of such a step, what a reply tells the user, as plain text; ``""`` where it cannot be told in text.
    """

    number: int
    at: Location
    text: str
    check: str
    is_users: bool = False
    sent: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands below it, up to the next heading of any level.

    Args:
        heading: its text as Markdown; ``""`` for what precedes the first heading.
        level: 1 to 6; 0 for what precedes the first heading.
        anchor: the fragment under which the page shows it.
        line: the heading's line.
        first_line: the first line of ``text``.
        text: the Markdown below the heading, verbatim.
        steps: the items of its top-level numbered lists.
    """

    heading: str
    level: int
    anchor: str
    line: int
    first_line: int
    text: str
    steps: tuple[Step, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether nothing but white space stands below the heading."""
        return not self.text.strip()


class LinkKind(StrEnum):
    """How a body points at something."""

    LINK = "link"
    IMAGE = "image"
    WIKI = "wiki"
    BARE_ID = "bare id"


IMAGE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif"})
"""Images that a page shows. No SVG: opened by its own address it is a page that runs scripts."""

OUTWARD_SCHEMES = frozenset({"http", "https", "mailto"})
"""How an address begins that a page may link to; ``javascript:`` and ``data:`` are not among them."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link, an image, a ``[[ID]]`` or a bare id.

    Args:
        kind: which of these.
        target: the address or the id.
        text: what the reader sees; for an image, its alternative text.
        at: where it begins.
        length: characters it takes in its line; 0 where only the line is known.
    """

    kind: LinkKind
    target: str
    text: str
    at: Location
    length: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a body's structure, as it was read: what the checks judge and what the page shows are the same.

    Args:
        kind: ``paragraph``, ``text`` (a paragraph of a list without blank lines), ``heading``, ``bullet_list``,
            ``ordered_list``, ``list_item``, ``fence``, ``code_block``, ``blockquote``, ``table``, ``tr``, ``th``,
            ``td``, ``hr`` or ``html_block``.
        line: its first line in the file.
        end: the first line after it.
        text: Markdown of a paragraph, a heading or a cell; the content of code and raw HTML.
        note: what a fence says of its language; how a cell is aligned; what marks a heading: ``#``, ``=`` or ``-``.
        number: the level of a heading; the first number of a list.
        inside: the blocks inside it.
    """

    kind: str
    line: int
    end: int
    text: str = ""
    note: str = ""
    number: int = 0
    inside: tuple[Block, ...] = ()

    def walk(self) -> Iterator[Block]:
        """The block, and every one inside it."""
        yield self
        for each in self.inside:
            yield from each.walk()


@dataclass(frozen=True, slots=True)
class Body:
    """A parsed body.

    Args:
        text: the Markdown, verbatim.
        first_line: number of its first line in the file.
        sections: its headings, in order, each with what stands below it.
        links: what it points at, in order.
        code: the lines of its code blocks and raw HTML: for each the first, and the first one after it, in the file.
        quotes: the lines of its block quotations, likewise.
        blocks: all of it, in order.
        references: what ``[text][label]`` leads to: label, address and title of each.
    """

    text: str = ""
    first_line: int = 1
    sections: tuple[Section, ...] = ()
    links: tuple[Link, ...] = ()
    code: tuple[tuple[int, int], ...] = ()
    quotes: tuple[tuple[int, int], ...] = ()
    blocks: tuple[Block, ...] = ()
    references: tuple[tuple[str, str, str], ...] = ()

    def section(self, heading: str) -> Section | None:
        """The first section with a heading, compared without regard to case."""
        wanted = heading.casefold()
        return next((part for part in self.sections if part.heading.casefold() == wanted), None)

    def parts_of(self, heading: str) -> tuple[Section, ...]:
        """A section and the subsections below it, down to the next heading of its level; none where it is missing."""
        first = self.section(heading)
        if first is None:
            return ()
        below = self.sections[self.sections.index(first) + 1 :]
        return (first, *takewhile(lambda part: part.level > first.level, below))

    @property
    def anchors(self) -> frozenset[str]:
        """Every fragment that a link may name."""
        return frozenset(part.anchor for part in self.sections if part.anchor)

    def at_anchor(self, anchor: str) -> Section | None:
        """The section that a link names, by its fragment or by the words of its heading."""
        named = (part for part in self.sections if part.anchor and anchor in (part.anchor, part.heading))
        return next(named, None)

    @property
    def images(self) -> tuple[Link, ...]:
        """The images, in order."""
        return tuple(link for link in self.links if link.kind is LinkKind.IMAGE)


def slugify(text: str) -> str:
    """The fragment that Python-Markdown's table of contents gives a heading (``markdown.extensions.toc.slugify``)."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    kept = re.sub(r"[^\w\s-]", "", ascii_only).strip().lower()
    return re.sub(r"[-\s]+", "-", kept)


_NUMBERED = re.compile(r"^(.*)_(\d+)$")


def unique_anchor(slug: str, taken: dict[str, str]) -> str:
    """A slug made unique as Python-Markdown does it (``_1``, ``_2``), and added to those taken.

    Args:
        slug: of a heading; empty where the heading has no ASCII letter.
        taken: for each slug in use, or asked for, where the search for a free one ended last.
    """
    asked, slug = slug, taken.get(slug, slug)
    while slug in taken or not slug:
        match = _NUMBERED.match(slug)
        slug = f"{match.group(1)}_{int(match.group(2)) + 1}" if match else f"{slug}_1"
    taken[asked] = taken[slug] = slug
    return slug
