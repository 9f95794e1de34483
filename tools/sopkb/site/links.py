"""Where the links of a record lead on the site.

What leads nowhere, or out by a scheme that a page must not carry (``javascript:``, ``data:``), loses its link and
keeps its text; rule K01 has said so.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import SplitResult, quote, unquote, urlsplit

from sopkb.core.body import IMAGE_SUFFIXES, OUTWARD_SCHEMES
from sopkb.core.kinds import ID_PATTERN
from sopkb.core.record import Record
from sopkb.site.escape import markup, one_line, text
from sopkb.site.html import address, attributes, link
from sopkb.site.view import View, page_uri

ASSET_FOLDER = "files"
_KEPT = "/:?#@!$&+,;=%~-._"
_BARE_ID = re.compile(rf"(?<![\w/#.-]){ID_PATTERN}(?![\w-])")


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the base that a page shows.

    Args:
        uri: its address on the site.
        source: the file.
        root: the folder of the base.
    """

    uri: str
    source: Path
    root: Path

    def data(self) -> bytes | None:
        """What the file holds now; None where it has gone since the base was read, or leads out of the base."""
        try:
            is_inside = self.source.resolve().is_relative_to(self.root.resolve())
            return self.source.read_bytes() if is_inside and self.source.is_file() else None
        except OSError:
            return None


@dataclass(frozen=True)
class Links:
    """How the links of one record's body are written on its page."""

    view: View
    record: Record

    def mention(self, target: str, as_written: str) -> str:
        """A ``[[ID]]``, ``[[ID#anchor]]`` or bare id as HTML.

        Args:
            target: the id, with or without an anchor.
            as_written: what to show where there is nothing to link to.
        """
        record_id, _, anchor = target.partition("#")
        found = self.view.find(record_id)
        if found is None:
            return text(as_written)
        heading, fragment = _heading(found, anchor)
        shown = f"{record_id}, {heading}" if heading else record_id
        if found.id == self.record.id and not fragment:
            return markup(shown)
        href = address(page_uri(record_id)) + fragment
        return f"<a{attributes(('href', href), ('title', found.title))}>{markup(shown)}</a>"

    def address(self, href: str) -> str | None:
        """Where a link of the body leads; None where it must not be a link."""
        parts = _split(href)
        if parts is None or parts.scheme or parts.netloc:
            return _outward(href, parts)
        if not parts.path:
            return _heading(self.record, parts.fragment)[1] or None
        target = self._resolve(parts.path)
        found = self.view.corpus.by_path.get(target)
        if found is not None and self.view.find(found.id) is not None:
            return address(page_uri(found.id)) + _heading(found, parts.fragment)[1]
        asset = self.asset(href)
        return quote(asset.uri) if asset else None

    def asset(self, href: str) -> Asset | None:
        """The image that an address names: a file of the base as it was read, of a kind that runs nothing.

        Not as it is on the disk now: a page of the last good state is asked for after its image has gone.
        """
        parts = _split(href)
        if parts is None or parts.scheme or parts.netloc:
            return None
        target = self._resolve(parts.path)
        if target not in self.view.corpus.files or PurePosixPath(target).suffix.lower() not in IMAGE_SUFFIXES:
            return None
        base = self.view.base
        return Asset(f"{ASSET_FOLDER}/{target.removeprefix(base.root.name + '/')}", base.project / target, base.root)

    def _resolve(self, path: str) -> str:
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.record.path), unquote(path)))


class OurLinks:
    """The links of a page that is a text of ours: to other pages by their place, and outwards."""

    def mention(self, target: str, as_written: str) -> str:
        """The text, as it stands: our own pages name no record of a base."""
        return text(as_written)

    def address(self, href: str) -> str | None:
        """The address of a page, from its place among the documents."""
        parts = _split(href)
        if parts is None or parts.scheme or parts.netloc:
            return _outward(href, parts)
        return parts._replace(path=address(parts.path) if parts.path.endswith(".md") else parts.path).geturl()

    def asset(self, href: str) -> Asset | None:
        """None: such pages show no image."""
        return None


def with_ids(view: View, value: object, own_id: str = "") -> str:
    """A value of the front matter as HTML in which the ids of records are links."""
    return "".join(
        link(each.id, page_uri(each.id), title=each.title) if isinstance(each, Record) else html.escape(each)
        for each in _with_records(view, value, own_id)
    )


def _with_records(view: View, value: object, own_id: str) -> Iterator[str | Record]:
    """A value in pieces: text, and the other records that it names by their ids."""
    text, end = one_line(value), 0
    for match in _BARE_ID.finditer(text):
        found = view.find(match.group())
        if found is not None and found.id != own_id:
            yield text[end : match.start()]
            yield found
            end = match.end()
    yield text[end:]


def link_to(record: Record) -> str:
    """A link to a record's page, from another at the top: the id, with the title to hover over."""
    return link(record.id, page_uri(record.id), title=record.title)


def named(record: Record) -> str:
    """A link to a record's page, from another at the top, with the title behind it."""
    return f"{link(record.id, page_uri(record.id))} {markup(record.title)}"


def _outward(href: str, parts: SplitResult | None) -> str | None:
    """An address on another host, where a page may link to it."""
    return quote(href, safe=_KEPT) if parts is not None and parts.scheme in OUTWARD_SCHEMES else None


def _split(href: str) -> SplitResult | None:
    try:
        return urlsplit(href)
    except ValueError:
        return None


def _heading(record: Record, anchor: str) -> tuple[str, str]:
    """The heading that an anchor names, by its fragment or its words, and the fragment with its ``#``."""
    section = record.body.at_anchor(unquote(anchor)) if anchor else None
    return (section.heading, f"#{quote(section.anchor)}") if section else ("", "")
