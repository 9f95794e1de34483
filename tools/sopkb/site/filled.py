"""The files of a site: what a base publishes, put into what a theme gives."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from urllib.parse import quote

from sopkb.core.moments import format_instant
from sopkb.site.content import Content, layout_of
from sopkb.site.escape import markup
from sopkb.site.frame import Frame
from sopkb.site.html import Heading, address
from sopkb.site.listings.home import PARTS
from sopkb.site.listings.timely import FEED
from sopkb.site.machines import OPEN_SEARCH
from sopkb.site.old_addresses import REDIRECTS_NAME
from sopkb.site.page import Page
from sopkb.site.policy import HEADERS_NAME, POLICY_NAME, policy_files
from sopkb.site.scripts import DATA_FOLDER
from sopkb.site.shell import CONTENT, DESCRIPTION, EDIT, HEAD, HEADINGS, PAGE, TITLE
from sopkb.site.squeeze import squeeze

SITEMAP = "sitemap.xml"
_PART = re.compile(r"<!-- kb:([a-z]+) -->")


class Filled:
    """A site.

    Args:
        content: what is published.
        frame: what it is put into.
    """

    def __init__(self, content: Content, frame: Frame) -> None:
        self.content, self.frame = content, frame

    @cached_property
    def hand_written(self) -> frozenset[str]:
        """The addresses of hand-written pages: none of ours stands in the place of one."""
        return frozenset(self.frame.addresses)

    @cached_property
    def pages(self) -> Mapping[str, str]:
        """The uri of each of our pages, by address."""
        found = ((address(uri), uri) for uri in self.content.uris())
        return {place: uri for place, uri in found if place not in self.hand_written}

    @cached_property
    def taken(self) -> frozenset[str]:
        """Every address that no redirect may have, in lower case."""
        theirs = (path.relative_to(self.frame.folder).as_posix() for path in self.frame.folder.rglob("*"))
        ours = (
            *self.pages,
            *self.content.settled,
            *self.content.feeds,
            *self.content.assets,
            *self.content.machine_files,
        )
        return frozenset(each.lower() for each in (*theirs, *ours, SITEMAP))

    @cached_property
    def redirects(self) -> Mapping[str, str]:
        """Pages that send on to a record, by address."""
        return self.content.redirects(self.taken)

    def addresses(self) -> Iterator[str]:
        """Every file that is made here, pages first; what the theme wrote is not among them."""
        yield from self.pages
        yield from self.frame.texts
        yield from self.content.settled
        yield from self.content.feeds
        yield from self.content.data
        yield from self.content.assets
        yield from self.redirects
        yield from (name for name in self.content.machine_files if not self._brings(name))
        yield from (SITEMAP, f"{SITEMAP}.gz")
        yield from (each for each in policy_files(()) if not (each == HEADERS_NAME and self._brings_headers))

    def _brings(self, name: str) -> bool:
        """Whether the project has its own file of redirects among its hand-written pages."""
        return name == REDIRECTS_NAME and (self.frame.folder / name).exists()

    @cached_property
    def _brings_headers(self) -> bool:
        """Whether the project has a file of headers of its own among its hand-written pages."""
        return (self.frame.folder / HEADERS_NAME).exists()

    def file(self, place: str) -> bytes | None:
        """A file of the site; None where it is none, or one that the theme wrote.

        Args:
            place: its address, without a leading slash.
        """
        html = self._html(place)
        if html is not None:
            return html.encode("utf-8", errors="xmlcharrefreplace")
        if place in self.content.assets:
            return self.content.assets[place]()
        if place == f"{SITEMAP}.gz":
            return gzip.compress(self._sitemap().encode(), mtime=int(self.content.view.now.timestamp()))
        text = self._text(place)
        return None if text is None else text.encode("utf-8")

    def _html(self, place: str) -> str | None:
        shell = self.frame.texts.get(place)
        if shell:
            return shell.fill({HEAD: self._head(None, place), **self._parts(shell.marks, place)})
        uri = f"{place.removesuffix('.html')}.md"
        page = self.content.page(uri, has_search=self.frame.has_search) if place.endswith(".html") else None
        return self._page(page, place) if page else None

    def _text(self, place: str) -> str | None:
        for texts in (self.content.settled, self.content.feeds):
            if place in texts:
                return texts[place]
        if place.startswith(DATA_FOLDER) and place in self.content.data:
            return self.content.data[place]
        make = self.content.machine_files.get(place)
        if make:
            return make()
        if place == SITEMAP:
            return self._sitemap()
        journal = self.content.journal
        if place == POLICY_NAME or (place == HEADERS_NAME and not self._brings_headers):
            return policy_files(self.frame.scripts, journal.origin if journal else "")[place]
        return self.redirects.get(place)

    def _page(self, page: Page, place: str) -> str:
        """A page of ours in its shell."""
        config = self.content.base.config
        about = self.frame.description or markup(config.description or config.name)
        texts = {
            TITLE: str(page.meta["title"]),
            DESCRIPTION: str(page.meta.get("description") or about),
            HEAD: self._head(page, place),
            CONTENT: squeeze(page.html),
            EDIT: quote(page.source_path or ""),
            PAGE: place,
        }
        headings = [part for part in page.parts if isinstance(part, Heading)]
        first = next((each.anchor for each in headings), "")
        texts[HEADINGS[0]] = first
        return self.frame.shell(page.uri, layout_of(page)).fill(texts, headings)

    def _parts(self, marks: Sequence[str], place: str) -> Mapping[str, str]:
        """What a hand-written page asks for; the last part brings the script that all of them need."""
        up = "../" * place.count("/")
        texts = {}
        for mark in marks:
            found = _PART.fullmatch(mark)
            if found:
                make = PARTS.get(found[1])
                texts[mark] = make(self.content.view, up) if make else mark
        if texts:
            last = next(reversed(texts))
            texts[last] += f"\n{self.content.scripts.tags(Page(place, '', (), scripts=('lists',)))[0]}"
        return texts

    def _head(self, page: Page | None, place: str) -> str:
        """What programs are told in the head of a page. That of a record is kept small."""
        if page and page.meta.get("kb_twin"):
            twin = f'<link rel="alternate nofollow" type="text/markdown" href="{page.meta["kb_twin"]}">'
            return f'{twin}\n<script type="application/ld+json">{page.meta["kb_data"]}</script>'
        up = "../" * place.count("/")
        found = {FEED: markup(self.content.base.config.name)}
        if page and isinstance(own := page.meta.get("kb_feed"), dict):
            found.setdefault(str(own["uri"]), str(own["title"]))
        lines = []
        for uri, title in found.items():
            for ending, kind in (("json", "application/feed+json"), ("xml", "application/rss+xml")):
                if f"{uri}.{ending}" in self.content.feeds:
                    # "alternate" alone means a translation to Material's script, which then fetches the whole sitemap.
                    about = f'rel="alternate feed" type="{kind}" title="Changes: {title}"'
                    lines.append(f'<link {about} href="{up}{quote(uri)}.{ending}">')
        if self.content.site_url:
            name = markup(self.content.base.config.name)
            kind = "application/opensearchdescription+xml"
            lines.append(f'<link rel="search" type="{kind}" title="{name}" href="{up}{OPEN_SEARCH}">')
        return "\n".join(lines)

    def _sitemap(self) -> str:
        """Every page with its absolute address, where that is known."""
        day = format_instant(self.content.view.now)[:10]
        site = f"{self.content.site_url.rstrip('/')}/" if self.content.site_url else ""
        places = (*self.frame.addresses, *self.pages) if site else ()
        rows = (f"<url><loc>{markup(site + quote(place))}</loc><lastmod>{day}</lastmod></url>" for place in places)
        head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        return "\n".join([head, *rows, "</urlset>"]) + "\n"
