"""Feeds of changes, held against what JSON Feed 1.1 and RSS 2.0 demand."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from tests.site.small_base import record_text

from sopkb.site.feeds import MOST_ITEMS, feeds
from sopkb.site.listings.html import WITHHELD
from sopkb.site.view import View

SITE = "https://kb.example.org/desk/"
ATOM = "{http://www.w3.org/2005/Atom}link"


@pytest.fixture(scope="module")
def written(demo_view: View) -> dict[str, str]:
    return dict(feeds(demo_view, SITE))


def entry(day: str, text: str, version: str = "1.0.0") -> dict[str, str]:
    return {"version": version, "date": day, "training": "read", "change": text}


def is_absolute(address: str) -> bool:
    return urlsplit(address).scheme == "https" and bool(urlsplit(address).netloc)


def assert_json_feed(feed: dict[str, Any]) -> None:
    """What version 1.1 requires, and the types of what it allows."""
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert isinstance(feed["title"], str)
    assert all(is_absolute(feed[name]) for name in ("home_page_url", "feed_url") if name in feed)
    ids = [item["id"] for item in feed["items"]]
    assert all(isinstance(found, str) and found for found in ids)
    assert len(set(ids)) == len(ids)
    for item in feed["items"]:
        assert isinstance(item["content_text"], str)
        assert item["content_text"], "content_html or content_text must be there"
        assert datetime.fromisoformat(item["date_published"]).tzinfo is not None, "RFC 3339"
        assert all(isinstance(tag, str) for tag in item["tags"])
        assert "url" not in item or is_absolute(item["url"])


def assert_rss(text: str) -> None:
    """What RSS 2.0 requires of a channel and its items."""
    rss = ElementTree.fromstring(text)
    assert (rss.tag, rss.get("version")) == ("rss", "2.0")
    (channel,) = rss
    assert channel.tag == "channel"
    for name in ("title", "link", "description"):
        assert len(channel.findall(name)) == 1
        assert channel.findtext(name)
    assert is_absolute(channel.findtext("link") or "")
    assert is_absolute(channel.findall(ATOM)[0].get("href") or "")
    guids = [item.findtext("guid") for item in channel.findall("item")]
    assert all(guids)
    assert len(set(guids)) == len(guids)
    for item in channel.findall("item"):
        assert item.findtext("title")
        assert item.find("guid").get("isPermaLink") == "false"  # type: ignore[union-attr]
        assert is_absolute(item.findtext("link") or "")
        assert parsedate_to_datetime(item.findtext("pubDate") or "").tzinfo is not None, "RFC 822"


def test_every_feed_is_valid_whole_and_by_area(demo_view: View, written: dict[str, str]) -> None:
    areas = demo_view.config.labels["areas"]
    assert written.keys() == {
        f"{place}.{ending}" for place in ("feed", *(f"feeds/{area}" for area in areas)) for ending in ("json", "xml")
    }
    for place, text in written.items():
        if place.endswith("json"):
            feed = json.loads(text)
            assert_json_feed(feed)
            assert feed["feed_url"] == SITE + place
        else:
            assert_rss(text)
            assert f'href="{SITE}{place}"' in text


def test_both_kinds_say_the_same_changes_newest_first(written: dict[str, str]) -> None:
    feed = json.loads(written["feed.json"])
    items = ElementTree.fromstring(written["feed.xml"]).findall("channel/item")
    assert [item["id"] for item in feed["items"]] == [item.findtext("guid") for item in items]
    assert [item["url"] for item in feed["items"]] == [item.findtext("link") for item in items]
    days = [item["date_published"] for item in feed["items"]]
    assert days == sorted(days, reverse=True)
    assert len(days) == MOST_ITEMS
    assert feed["items"][0]["url"] == f"{SITE}WKA-0002.html"


def test_an_area_has_its_own_changes_only(demo_view: View, written: dict[str, str]) -> None:
    items = json.loads(written["feeds/video.json"])["items"]
    assert items
    for item in items:
        assert demo_view.corpus.by_id[item["id"].split(":")[2]].area == "video"


def test_without_an_address_there_is_a_json_feed_without_addresses_and_no_rss(demo_view: View) -> None:
    written = dict(feeds(demo_view, ""))
    assert {place.split(".")[-1] for place in written} == {"json"}
    feed = json.loads(written["feed.json"])
    assert_json_feed(feed)
    assert not {"home_page_url", "feed_url"} & feed.keys()
    assert not [item for item in feed["items"] if "url" in item]


def test_no_draft_and_no_day_to_come_is_a_change(view_of: Callable[..., View]) -> None:
    view = view_of(
        a=record_text(id="SOP-0001", status="draft", changelog=[entry("2026-11-20", "draft")], escalates_to=None),
        b=record_text(
            id="SOP-0002",
            changelog=[entry("2026-11-23", "tomorrow", "3.0.0"), entry("2026-11-22", "today", "2.0.0")],
            escalates_to=None,
        ),
    )
    items = json.loads(dict(feeds(view, ""))["feed.json"])["items"]
    assert [(item["id"], item["content_text"]) for item in items] == [("urn:sopkb:SOP-0002:2.0.0", "today")]


def test_markup_and_controls_in_a_changelog_are_text(view_of: Callable[..., View]) -> None:
    evil = "]]></title><script>alert(1)</script>\x07&amp;"
    view = view_of(a=record_text(changelog=[entry("2026-11-20", evil)], title=f"Title {evil}", escalates_to=None))
    written = dict(feeds(view, SITE))
    item = ElementTree.fromstring(written["feed.xml"]).find("channel/item")
    assert item is not None
    assert evil.replace("\x07", "\ufffd") in (item.findtext("title") or "")
    assert "<" not in (item.findtext("description") or ""), "a reader takes a description for HTML"
    assert not re.search(r"[\x00-\x08]", written["feed.json"])


def test_no_words_of_a_sensitive_record_are_in_a_feed(demo_view: View, written: dict[str, str]) -> None:
    items = [item for place, text in written.items() if place.endswith("json") for item in json.loads(text)["items"]]
    sensitive = [item for item in items if demo_view.corpus.by_id[item["id"].split(":")[2]].is_sensitive]
    assert sensitive
    assert {item["content_text"] for item in sensitive} == {WITHHELD}


def test_the_same_base_gives_the_same_bytes(demo_view: View, written: dict[str, str]) -> None:
    assert dict(feeds(View(demo_view.base, demo_view.now), SITE)) == written
