"""Feeds of what changed, from the changelogs: JSON Feed 1.1 and RSS 2.0, whole and by area.

Both ask for absolute addresses. Where the address of the site is not known, RSS cannot be written: its channel must
have a link. The JSON Feed then has no addresses, and its items are told apart by id and version, as always.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from sopkb.core.changelog import ChangelogEntry
from sopkb.core.moments import format_instant
from sopkb.site.escape import one_line, without_controls
from sopkb.site.facts import area_uri
from sopkb.site.html import address
from sopkb.site.listings.groups import area_feed
from sopkb.site.listings.html import WITHHELD
from sopkb.site.listings.timely import CHANGED_URI, FEED
from sopkb.site.view import View, page_uri

MOST_ITEMS = 50
"""Changes in a feed, the newest: a reader that asks once a day has time enough."""


def feeds(view: View, site: str) -> Iterator[tuple[str, str]]:
    """The feeds of a base: the place of each in the site, and its text.

    Args:
        view: the base, and the moment up to which changes have happened.
        site: the absolute address of the site, or ``""`` where it is not known.
    """
    site = f"{site.rstrip('/')}/" if site else ""
    found = view.changes
    name = view.config.name
    yield from _written(FEED, f"{name}: changes", CHANGED_URI, found, view, site)
    by_area: dict[str, list[ChangelogEntry]] = {}
    for change in found:
        by_area.setdefault(change.record.area, []).append(change)
    for area, label in view.config.labels.get("areas", {}).items():
        yield from _written(area_feed(area), f"{name}: {label}", area_uri(area), by_area.get(area, []), view, site)


def _written(
    place: str, title: str, home: str, found: Sequence[ChangelogEntry], view: View, site: str
) -> Iterator[tuple[str, str]]:
    newest = found[:MOST_ITEMS]
    yield f"{place}.json", _json_feed(f"{place}.json", title, home, newest, view, site)
    if site:
        yield f"{place}.xml", _rss(f"{place}.xml", title, home, newest, view, site)


def _json_feed(place: str, title: str, home: str, found: Sequence[ChangelogEntry], view: View, site: str) -> str:
    feed: dict[str, Any] = {"version": "https://jsonfeed.org/version/1.1", "title": one_line(title)}
    if site:
        feed |= {"home_page_url": _absolute(address(home), site), "feed_url": _absolute(place, site)}
    if view.config.description:
        feed["description"] = one_line(view.config.description)
    feed["language"] = view.config.language
    feed["items"] = [_json_item(change, view, site) for change in found]
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"


def _json_item(change: ChangelogEntry, view: View, site: str) -> dict[str, Any]:
    item: dict[str, Any] = {"id": _identity(change)}
    if site:
        item["url"] = _absolute(address(page_uri(change.record.id)), site)
    area = view.config.label("areas", change.record.area)
    tags = [tag for tag in (area, change.record.kind_name, f"training: {change.training}") if tag]
    return item | {
        "title": _title(change),
        "content_text": _text(change),
        "date_published": format_instant(change.when),
        "tags": [one_line(tag) for tag in tags],
        "language": change.record.language,
    }


def _rss(place: str, title: str, home: str, found: Sequence[ChangelogEntry], view: View, site: str) -> str:
    about = one_line(view.config.description) or one_line(title)
    self_link = f'<atom:link href={quoteattr(_absolute(place, site))} rel="self" type="application/rss+xml"/>'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">',
        "<channel>",
        _element("title", one_line(title)),
        _element("link", _absolute(address(home), site)),
        _element("description", about),
        _element("language", view.config.language),
        *([_element("lastBuildDate", _rfc_822(found[0].when))] if found else []),
        self_link,
    ]
    for change in found:
        area = view.config.label("areas", change.record.area)
        lines += [
            "<item>",
            _element("title", _title(change)),
            _element("link", _absolute(address(page_uri(change.record.id)), site)),
            _element("description", escape(_text(change))),  # its content is HTML: text is escaped twice
            f'<guid isPermaLink="false">{escape(_identity(change))}</guid>',
            _element("pubDate", _rfc_822(change.when)),
            *([_element("category", one_line(area))] if area else []),
            "</item>",
        ]
    return "\n".join([*lines, "</channel>", "</rss>"]) + "\n"


def _identity(change: ChangelogEntry) -> str:
    """What a reader knows a change by, wherever the site lies: one version of one record."""
    return f"urn:sopkb:{change.record.id}:{quote(change.version, safe='.')}"


def _title(change: ChangelogEntry) -> str:
    asks = f" ({change.training})" if change.training in ("read", "retrain") else ""
    return one_line(f"{change.record.id} v{change.version}{asks}: {change.record.title}")


def _text(change: ChangelogEntry) -> str:
    """What changed; a sensitive record's words wait for its advisory."""
    said = WITHHELD if change.record.is_sensitive else change.text
    return one_line(said) or _title(change)


def _absolute(place: str, site: str) -> str:
    return site + quote(place)


def _rfc_822(when: datetime) -> str:
    return format_datetime(when)


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(without_controls(text))}</{name}>"
