"""A list on as many pages as it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar
from urllib.parse import quote_plus

from sopkb.site.escape import markup
from sopkb.site.html import Html, address, heading, with_anchors
from sopkb.site.listings.html import Row, table
from sopkb.site.page import Page, Planned, front_matter

MOST_ROWS = 200
_NEAR = 2
"""Pages that a pager names on each side of its own, beside the first and the last."""


Item = TypeVar("Item")


@dataclass(frozen=True)
class Listing(Generic[Item]):
    """A list.

    Args:
        uri: of its first page; the others lie in a folder of its name.
        title: plain text.
        heads: of the columns, plain text.
        items: what it lists, in order.
        row: an item as a row, given the way from the page's folder to the top.
        about: HTML above the first table, given the same way.
        ways: HTML above every table, given the same way: into the list, whatever page one is on.
        search: a query that finds the same records, where there is one.
        feed: folder and name of a feed of its own, without an ending.
        empty: plain text in the place of an empty table.
        keeps: ``live`` where a record that is no longer in force has no place in it any more.
        in_navigation: whether the navigation names it.
    """

    uri: str
    title: str
    heads: tuple[str, ...]
    items: Sequence[Item]
    row: Callable[[Item, str], Row]
    about: Callable[[str], str] = lambda up: ""
    ways: Callable[[str], str] = lambda up: ""
    search: str = ""
    feed: str = ""
    empty: str = "None."
    keeps: str = ""
    in_navigation: bool = False

    def pages(self) -> Iterator[Planned]:
        """The list as pages of at most :data:`MOST_ROWS` rows."""
        count = max(1, -(-len(self.items) // MOST_ROWS))
        for number in range(count):
            make = partial(self._page, number, count)
            yield Planned(self.place(number), make, self.in_navigation and number == 0)

    def place(self, number: int) -> str:
        """The uri of a page, counted from 0."""
        return f"{self.uri.removesuffix('.md')}/page-{number + 1}.md" if number else self.uri

    def _page(self, number: int, count: int) -> Page:
        uri = self.place(number)
        up = "../" * uri.count("/")
        shown = self.items[number * MOST_ROWS : (number + 1) * MOST_ROWS]
        above = (self.about(up) if number == 0 else "", self.ways(up), self._tools(number, count, up))
        rows = [self.row(item, up) for item in shown]
        pager = self._pager(number, count, up)
        name = self.title if number == 0 else f"{self.title}, page {number + 1}"
        parts = [
            *above,
            pager,
            table(self.heads, rows, name, keeps=self.keeps) if rows else f"<p>{markup(self.empty)}</p>",
            pager,
        ]
        return list_page(uri, name, parts, feed=self.feed, in_navigation=self.in_navigation and number == 0)

    def _tools(self, number: int, count: int, up: str) -> str:
        """How many there are, and where the same can be searched."""
        size = len(self.items)
        first = number * MOST_ROWS + 1
        last = min(size, first + MOST_ROWS - 1)
        said = [f"{first} to {last} of {size}" if count > 1 else f"{size} in all" if size else ""]
        if self.search:
            said.append(f'<a href="{up}search.html?q={quote_plus(self.search)}">search these</a>')
        if self.feed:
            said.append(f'<a href="{up}{markup(self.feed)}.json">feed of changes</a>')
        text = " · ".join(part for part in said if part)
        return f'<p class="kb-count">{text}</p>' if text else ""

    def _pager(self, number: int, count: int, up: str) -> str:
        """Links to the first page, the last, and those near this one: as many, however long the list is."""
        if count == 1:
            return ""
        near = {0, count - 1, *range(max(0, number - _NEAR), min(count, number + _NEAR + 1))}
        parts, before = [], -1
        for each in sorted(near):
            if each > before + 1:
                parts.append("<span>…</span>")
            before = each
            here = ' aria-current="page"' if each == number else ""
            parts.append(f'<a{here} href="{self._to(each, up)}">{each + 1}</a>')
        if number:
            parts.insert(0, f'<a rel="prev" href="{self._to(number - 1, up)}">Previous</a>')
        if number + 1 < count:
            parts.append(f'<a rel="next" href="{self._to(number + 1, up)}">Next</a>')
        return f'<nav class="kb-pager" aria-label="Pages of this list">{"".join(parts)}</nav>'

    def _to(self, number: int, up: str) -> str:
        return up + markup(address(self.place(number)))


def list_page(uri: str, title: str, parts: Sequence[str], *, feed: str = "", in_navigation: bool = False) -> Page:
    """A page of raw HTML, wide because its table of contents is not shown; its heading is where one skips to.

    Args:
        uri: its place.
        title: plain text.
        parts: HTML; empty ones are left out.
        feed: folder and name of a feed of its own, without an ending.
        in_navigation: whether the navigation names it.
    """
    more: dict[str, object] = {"kb_feed": {"uri": feed, "title": markup(title)}} if feed else {}
    head = front_matter(title, "", **{"hide": ["toc"], **more})
    content = with_anchors([heading(title, 1), *map(Html, parts)])
    return Page(uri, title, content, head, in_navigation=in_navigation, scripts=("lists",))
