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

from sopkb.model.body import IMAGE_SUFFIXES, OUTWARD_SCHEMES
from sopkb.model.kinds import ID_PATTERN
from sopkb.model.record import Record
from sopkb.publish.escape import attribute, field, inline, one_line
from sopkb.publish.html import link
from sopkb.publish.view import View, page_uri

ASSET_FOLDER = "files"
_KEPT = "/:?#@!$&+,;=%~-._"
_BARE_ID = re.compile(rf"(?<![\w/#.-]){ID_PATTERN}(?![\w-])")


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the base that a page shows.

    Args:
        uri: its address on the site.
        source: the file.
    """

    uri: str
    source: Path


@dataclass(frozen=True)
class Links:
    """How the links of one record's body are written on its page."""

    view: View
    record: Record

    def mention(self, target: str, as_written: str) -> str:
        """A ``[[ID]]``, ``[[ID#anchor]]`` or bare id as Markdown.

        Args:
            target: the id, with or without an anchor.
            as_written: what to show where there is nothing to link to.
        """
        record_id, _, anchor = target.partition("#")
        found = self.view.find(record_id)
        if found is None:
            return inline(as_written)
        heading, fragment = _heading(found, anchor)
        text = f"{record_id}, {inline(one_line(heading))}" if heading else record_id
        if found.id == self.record.id and not fragment:
            return text
        return f'[{text}]({page_uri(record_id)}{fragment} "{attribute(found.title)}")'

    def address(self, href: str) -> str | None:
        """Where a link of the body leads, as it may stand in Markdown; None where it must not be a link."""
        address = _split(href)
        if address is None:
            return None
        if address.scheme:
            return quote(href, safe=_KEPT) if address.scheme in OUTWARD_SCHEMES else None
        if address.netloc:
            return None
        if not address.path:
            return _heading(self.record, address.fragment)[1] or None
        target = self._resolve(address.path)
        found = self.view.corpus.by_path.get(target)
        if found is not None and self.view.find(found.id) is not None:
            return page_uri(found.id) + _heading(found, address.fragment)[1]
        asset = self.asset(href)
        return quote(asset.uri) if asset else None

    def asset(self, href: str) -> Asset | None:
        """The image that an address names: a file of the base, inside its root, of a kind that runs nothing."""
        address = _split(href)
        if address is None or address.scheme or address.netloc:
            return None
        target = self._resolve(address.path)
        if target not in self.view.corpus.files or PurePosixPath(target).suffix.lower() not in IMAGE_SUFFIXES:
            return None
        base = self.view.base
        source = base.project / target
        if not source.is_file() or not source.resolve().is_relative_to(base.root.resolve()):
            return None
        return Asset(f"{ASSET_FOLDER}/{target.removeprefix(base.root.name + '/')}", source)

    def _resolve(self, path: str) -> str:
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.record.path), unquote(path)))


def with_ids(view: View, value: object, own_id: str = "") -> str:
    """A value of the front matter as Markdown in which the ids of records are links."""
    parts: list[str] = []
    for each in _with_records(view, value, own_id):
        if isinstance(each, Record):
            parts.append(link_to(each))
        else:
            parts.append(inline(each) if parts else _start(each))
    return "".join(parts)


def with_ids_in_html(view: View, value: object, own_id: str = "") -> str:
    """The same as HTML."""
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
    """A Markdown link to a record's page, from another at the top: the id, with the title to hover over."""
    return f'[{record.id}]({page_uri(record.id)} "{attribute(record.title)}")'


def named(record: Record) -> str:
    """A Markdown link to a record's page, from another at the top, with the title behind it."""
    return f"[{record.id}]({page_uri(record.id)}) {field(record.title)}"


def _start(text: str) -> str:
    """Text before a link at the beginning of a line; its trailing space is kept."""
    return field(text) + (" " if text.endswith(" ") and text.strip() else "")


def _split(href: str) -> SplitResult | None:
    try:
        return urlsplit(href)
    except ValueError:
        return None


def _heading(record: Record, anchor: str) -> tuple[str, str]:
    """The heading that an anchor names, by its fragment or its words, and the fragment with its ``#``."""
    section = record.body.at_anchor(unquote(anchor)) if anchor else None
    return (section.heading, f"#{quote(section.anchor)}") if section else ("", "")
