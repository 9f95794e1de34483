"""All that a base publishes, each file made when it is asked for: by its address in the site."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cached_property, partial
from typing import cast

from sopkb.core.config import JournalPolicy
from sopkb.core.kinds import ID
from sopkb.core.load import Base
from sopkb.plugins import site_parts
from sopkb.site.danger import line_to_routes, routes_of
from sopkb.site.escape import markup
from sopkb.site.feeds import feeds
from sopkb.site.finder import LOADER_URI, SEARCH_URI, Finder, loader, make_finder, page_without_search, search_page
from sopkb.site.frame import LIST, RECORD, TEXT, WIDE, Outfit, Sent, Stub
from sopkb.site.html import Heading, address
from sopkb.site.machines import machine_files
from sopkb.site.old_addresses import old_addresses
from sopkb.site.others import STYLESHEET_URI, added_pages, other_pages, shown_assets, stylesheet
from sopkb.site.page import Page, Planned, record_page
from sopkb.site.redirects import redirects
from sopkb.site.scripts import Scripts, data_files, make_scripts
from sopkb.site.sending import SENT_URI, sent_page, told_to
from sopkb.site.view import Before, View, page_uri


class Content:
    """What a base publishes at a moment, whatever the theme.

    Args:
        base: one that the check found free of errors.
        now: the moment that states are computed for, in UTC.
        address: of the site, absolute; ``""`` where it is not known.
        given: what the build inputs of plug-ins read, by name of the plug-in.
        sends: whether the site may send what ``kb.yml`` says: not one on a disk, and not an author's preview.
        ages: whether it is a copy that knows less every day: not one that follows every edit.
        before: of the same base before some records of it were edited.
    """

    def __init__(
        self,
        base: Base,
        now: datetime,
        *,
        address: str = "",
        given: Mapping[str, object] | None = None,
        sends: bool = True,
        ages: bool = True,
        before: Before | None = None,
    ) -> None:
        self.view = View(base, now, before)
        self.site_url, self._given = address, given or {}
        self._built = now if ages and base.config.demo_now is None else None
        self.journal: JournalPolicy | None = base.config.journal if sends else None
        self._made: dict[str, Page] = {}
        """Pages that had to be made for their stubs: a few lists of the whole base, which are asked for again."""

    @property
    def base(self) -> Base:
        """The base."""
        return self.view.base

    @cached_property
    def finder(self) -> Finder:
        """The scripts and styles of search."""
        return make_finder(self.view, self.journal)

    @cached_property
    def scripts(self) -> Scripts:
        """The scripts of pages."""
        return make_scripts(self.base, self.view.now, self.journal, self.site_url)

    @cached_property
    def others(self) -> Mapping[str, Planned]:
        """Every page that is no record's, by uri."""
        planned = [*other_pages(self.view, self._given), Planned(SEARCH_URI, partial(search_page, self._line))]
        if self.journal:
            planned.append(Planned(SENT_URI, partial(sent_page, self.journal)))
        return {each.uri: each for each in planned}

    @property
    def _line(self) -> str:
        """The fixed line to the routes of danger, at the top of the site."""
        return line_to_routes(routes_of(self.view), "")

    @cached_property
    def feeds(self) -> Mapping[str, str]:
        """Text by place in the site."""
        return dict(feeds(self.view, self.site_url))

    @cached_property
    def settled(self) -> Mapping[str, str]:
        """Scripts and styles, by place in the site: they depend on settings alone, the loader on the moment as well."""
        told = {LOADER_URI: loader(self._built, self.scripts.uris["stale"])}
        return {**self.scripts.files, **self.finder.files, **told, STYLESHEET_URI: stylesheet()}

    @cached_property
    def data(self) -> Mapping[str, str]:
        """The data of pages that is too much for the page, by place in the site."""
        return dict(data_files(self.view, self._with_data()))

    def _with_data(self) -> Iterator[Page]:
        """The pages of plug-ins: of those that are no record's, only they may have data in a file of its own."""
        for plugin, parts in site_parts():
            yield from (planned.make() for planned in parts.pages(self.view, self._given.get(plugin.name)))

    @cached_property
    def assets(self) -> Mapping[str, Callable[[], bytes | None]]:
        """The images that records show, by place in the site."""
        return {asset.uri: asset.data for asset in shown_assets(self.view)}

    @cached_property
    def machine_files(self) -> Mapping[str, Callable[[], str]]:
        """What programs read, by place in the site."""
        return machine_files(self.view, self.site_url)

    @cached_property
    def old_addresses(self) -> Mapping[str, str]:
        """The id of the record that each address of before the import leads to."""
        return old_addresses(self.base.corpus)

    @cached_property
    def outfit(self) -> Outfit:
        """What the pages of a theme must name."""
        sent = Sent(markup(told_to(self.journal)), address(SENT_URI)) if self.journal else None
        name = self.base.config.name
        finder = self.finder
        return Outfit(
            name,
            finder.dialog,
            finder.engine,
            self.scripts.uris["lost"],
            sent,
            added_pages(self._given),
            finder.danger,
            routes_of(self.view),
            bool(self.old_addresses),
        )

    def uris(self) -> Iterator[str]:
        """The places of all pages among the documents: records first."""
        yield from (page_uri(record.id) for record in self.view.records)
        yield from self.others

    def page(self, uri: str, *, has_search: bool = True) -> Page | None:
        """A page, with its scripts; None where there is none.

        Args:
            uri: its place among the documents.
            has_search: whether the theme has a box for our search.
        """
        page = self.plain_page(uri, has_search=has_search)
        return self.scripts.enhanced(page) if page else None

    def plain_page(self, uri: str, *, has_search: bool = False) -> Page | None:
        """The same without scripts, for another program."""
        name = uri.removesuffix(".md")
        record = self.view.find(name) if ID.fullmatch(name) else None
        if record:
            return record_page(record, self.view)[0]
        if uri == SEARCH_URI and not has_search:
            return page_without_search(self._line)
        planned = self.others.get(uri)
        return self._made.get(uri) or planned.make() if planned else None

    def stub(self, uri: str) -> Stub | None:
        """What hand-written pages and a navigation must know of a page; None where there is none."""
        if (planned := self.others.get(uri)) and uri not in self._made:
            self._made[uri] = planned.make()
        page = self.page(uri)
        if page is None:
            return None
        anchors = tuple(part.anchor for part in page.parts if isinstance(part, Heading))
        return Stub(uri, str(page.meta["title"]), anchors, layout_of(page), page.in_navigation)

    def has_file(self, place: str) -> bool:
        """Whether the site has a file of ours there that is no page: a feed, an image."""
        return place in self.feeds or place in self.assets

    def navigated(self) -> tuple[str, ...]:
        """The pages that a navigation ought to name."""
        return tuple(uri for uri, page in self.others.items() if page.in_navigation)

    def prepare(self) -> None:
        """Work out what many pages ask, so that processes that share it need not each do so."""
        view = self.view
        for each in (view.moved, view.teaching, view.overriding, view.changes, self.others, self.scripts):
            del each
        for record in view.records:
            view.corpus.successor_of(record.id)

    def redirects(self, taken: frozenset[str]) -> Mapping[str, str]:
        """Old names of records, by address; see :func:`sopkb.site.redirects.redirects`."""
        return redirects(self.view, taken)


def layout_of(page: Page) -> str:
    """The layout that a page is filled into."""
    if page.source_path:
        return RECORD
    has_contents = any(isinstance(part, Heading) and part.level > 1 for part in page.parts)
    is_wide = "toc" in cast("list[str]", page.meta.get("hide", []))
    return LIST if not has_contents else WIDE if is_wide else TEXT
