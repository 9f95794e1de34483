"""What a site is put into: what a generator is told, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from sopkb.search.alerts import Alert
from sopkb.site.danger import line_to_routes
from sopkb.site.shell import Shell

RECORD, LIST, TEXT, WIDE = "record", "list", "text", "wide"
"""Layouts: with an address to edit and a table of contents; with neither; with a table of contents alone; with one that
is shown in the menu of a small window, and leaves its room to the page in a wide one."""


@dataclass(frozen=True, slots=True)
class Stub:
    """One of our pages, as far as hand-written ones and a navigation must know it.

    Args:
        uri: its place in a folder of documents.
        title: safe inside HTML.
        anchors: its fragments.
        layout: which form it has.
        in_navigation: whether a navigation ought to name it.
    """

    uri: str
    title: str
    anchors: tuple[str, ...] = ()
    layout: str = LIST
    in_navigation: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """What every page says at its foot, where the site sends something.

    Args:
        to: who is sent to, safe inside HTML.
        page: the address of the page about it.
    """

    to: str
    page: str


@dataclass(frozen=True, slots=True)
class Outfit:
    """What the pages of a theme must name of ours. Where it differs, shells must be made again.

    Args:
        site_name: of the base.
        dialog: the place of the script of the search.
        engine: the place of its engine.
        lost: the place of the script of the page for an address that is none.
        danger: the place of the script that listens for danger in the box; ``""`` where nothing is listened for.
        routes: of danger: :meth:`line` is shown in the box of every page.
        sent: what is sent, if anything.
        feeds: places of files that hand-written pages may link to.
        has_old_addresses: whether addresses of before an import lead to records; else nobody asks for them.
        added: title and uri of the pages that a navigation written by hand is to name besides.
    """

    site_name: str
    dialog: str
    engine: str
    lost: str
    sent: Sent | None = None
    added: tuple[tuple[str, str], ...] = ()
    danger: str = ""
    routes: tuple[Alert, ...] = ()
    has_old_addresses: bool = False

    def line(self, base_url: str) -> str:
        """The fixed line to the routes of danger, as HTML; ``""`` where there are none.

        Args:
            base_url: from the page to the top of the site, or the site's own path; with or without a slash at its end.
        """
        return line_to_routes(self.routes, _up(base_url))

    def not_found(self, base_url: str) -> str:
        """What a page says at an address that is none, as HTML. Hosts send it with the status 404.

        Args:
            base_url: see :meth:`line`.
        """
        up = _up(base_url)
        return (
            '<h1 id="lost">Not found</h1>\n'
            "<p>There is no page at this address. A record lies at its id, for ever: <code>SOP-0112.html</code>.</p>\n"
            f"{self.line(base_url)}\n"
            f'<ul><li><a href="{up}search.html">Search all records</a></li>\n<li><a href="{up}live.html">Live now</a>, '
            f'<a href="{up}kinds/index.html">by kind</a>, <a href="{up}codes.html">by error code</a></li></ul>\n'
            f'<script src="{up}{self.lost}"{" data-old" if self.has_old_addresses else ""} defer></script>'
        )


def top_of(site_url: str) -> str:
    """The path that leads to the top of a site, with a slash at its end.

    Args:
        site_url: its absolute address, or ``""``: then it is thought to lie at the top of its host.
    """
    return f"{urlsplit(site_url).path.rstrip('/')}/"


def _up(base_url: str) -> str:
    return "" if base_url in ("", ".") else f"{base_url.rstrip('/')}/"


class Known(Protocol):
    """What of ours a generator may ask for."""

    @property
    def outfit(self) -> Outfit:
        """What its pages must name."""

    def stub(self, uri: str) -> Stub | None:
        """Our page of a place, if there is one."""

    def has_file(self, place: str) -> bool:
        """Whether the site has a file of ours there that is no page: a feed, an image."""

    def navigated(self) -> tuple[str, ...]:
        """The pages that a navigation ought to name."""


@dataclass(frozen=True, slots=True)
class Job:
    """What a generator is to do.

    Args:
        settings: the ``mkdocs.yml``, which lies in the project's folder.
        folder: to write into; it is empty.
        known: gives what of ours its pages name, once it has told the address of the site.
        now: the moment of the site.
        strict: whether a warning is a failure.
        site_url: of the site, where another than that of the settings counts.
    """

    settings: Path
    folder: Path
    known: Callable[[str], Known]
    now: datetime
    strict: bool = True
    site_url: str = ""


@dataclass(frozen=True)
class Frame:
    """What a generator made of the hand-written pages, and the shells for ours.

    Args:
        folder: what it wrote: hand-written pages, and the files of the theme.
        shells: for pages that the navigation names, by uri; for all others by layout and number of folders
            (``list-1``).
        texts: hand-written pages that ask for parts, or whose head we write, by address.
        addresses: of all hand-written pages, in order.
        stubs: what it was told of our pages, by uri; None for a place that is none of ours.
        files: whether there is a file of ours, for each place that hand-written pages link to.
        outfit: what it was told to name.
        site_url: the absolute address of the site, or ``""``.
        has_search: whether there is a box for our search.
        description: of the site as its templates write it, for pages that have none; ``""`` where nobody says.
        scripts: inline scripts of the theme.
        remarks: what its author should know.
    """

    folder: Path
    shells: Mapping[str, Shell]
    texts: Mapping[str, Shell]
    addresses: tuple[str, ...]
    stubs: Mapping[str, Stub | None]
    files: Mapping[str, bool]
    outfit: Outfit
    site_url: str = ""
    has_search: bool = True
    description: str = ""
    scripts: frozenset[str] = frozenset()
    remarks: tuple[str, ...] = ()

    def suits(self, known: Known) -> bool:
        """Whether the generator would give the same for what is known now."""
        return (
            known.outfit == self.outfit
            and all(known.has_file(place) == there for place, there in self.files.items())
            and all(self._is_same(stub, known.stub(uri)) for uri, stub in self.stubs.items())
        )

    def _is_same(self, then: Stub | None, now: Stub | None) -> bool:
        if then is None or now is None:
            return then is now
        is_shown = then.uri in self.shells  # the title of any other is looked at by nobody
        return (then.anchors, then.layout, then.title if is_shown else "") == (
            now.anchors,
            now.layout,
            now.title if is_shown else "",
        )

    def shell(self, uri: str, layout: str) -> Shell:
        """The shell of one of our pages."""
        return self.shells.get(uri) or self.shells[f"{layout}-{uri.count('/')}"]
