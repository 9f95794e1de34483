"""All that a base publishes: pages, the images they show, feeds, the stylesheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from importlib.resources import files

from sopkb.load import Base
from sopkb.model.body import LinkKind
from sopkb.model.kinds import KINDS
from sopkb.model.record import Record
from sopkb.publish.body import own_text
from sopkb.publish.feeds import feeds
from sopkb.publish.html import with_anchors
from sopkb.publish.links import Asset, Links
from sopkb.publish.listings import (
    AREAS_URI,
    CHANGED_URI,
    CODES_URI,
    HEALTH_URI,
    HOME_URI,
    KINDS_URI,
    LIVE_URI,
    OWNERS_URI,
    REVIEWS_URI,
    STATES_URI,
    listings,
)
from sopkb.publish.page import Page, front_matter, record_page
from sopkb.publish.reference import reference_pages
from sopkb.publish.squeeze import squeeze_styles
from sopkb.publish.training_page import TRAINING_URI, training_page
from sopkb.publish.trends import trends_page
from sopkb.publish.view import Before, View, kinds_label
from sopkb.tickets.trends import Trends

STYLESHEET_URI = "assets/sopkb.css"
STYLES = files("sopkb.publish") / "assets"
STYLE_NAMES = ("sopkb.css", "lists.css", "training.css", "record.css")
RULES_URI, FIELDS_URI, CONFIG_URI = "reference/rules/index.md", "reference/fields.md", "reference/kb-yml.md"

NAVIGATION: Sequence[dict[str, object]] = (
    {"Home": HOME_URI},
    {"Live now": LIVE_URI},
    {"Changed this week": CHANGED_URI},
    {"Kinds": [KINDS_URI, *({kinds_label(kind): f"kinds/{kind.plural}.md"} for kind in KINDS)]},
    {"Areas": AREAS_URI},
    {
        "More lists": [
            {"Error codes": CODES_URI},
            {"Owners": OWNERS_URI},
            {"States": STATES_URI},
            {"Review due": REVIEWS_URI},
            {"Health": HEALTH_URI},
        ]
    },
    {"Your training": TRAINING_URI},
    {"Reference": [{"Rules": [RULES_URI]}, {"Fields": FIELDS_URI}, {"kb.yml": CONFIG_URI}]},
)
"""What the navigation names, in the form of ``mkdocs.yml``. It never names a record: it stands on every page."""


@dataclass(frozen=True)
class Site:
    """What a base publishes.

    Args:
        view: the base, and the moment; each of its records has a page.
        others: the other pages: listings, then the reference.
        assets: images that records show.
        feeds: text by place in the site.
    """

    view: View
    others: tuple[Page, ...]
    assets: tuple[Asset, ...]
    feeds: Mapping[str, str]

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """Every page, those of records first; a page's uri is its place in a folder of documents."""
        return (*(record_page(record, self.view)[0] for record in self.view.records), *self.others)


def make_site(
    base: Base,
    now: datetime,
    trends: Trends | None = None,
    address: str = "",
    *,
    before: Before | None = None,
) -> Site:
    """Everything of a base as pages.

    Args:
        base: one that the check found free of errors.
        now: the moment that states are computed for, in UTC.
        trends: what weeks at the desk were like, where that is known.
        address: of the site, absolute; ``""`` where it is not known.
        before: of the same base before some records of it were edited.
    """
    view = View(base, now, before)
    assets = {asset.uri: asset for record in view.records for asset in _shown(record, view)}
    others = [*listings(view), training_page(view), *_reference(base), *([trends_page(trends, view)] if trends else [])]
    return Site(view, tuple(others), tuple(assets[uri] for uri in sorted(assets)), dict(feeds(view, address)))


def _shown(record: Record, view: View) -> Iterator[Asset]:
    """The images that a record's page shows."""
    for link in record.body.links:
        asset = Links(view, record).asset(link.target) if link.kind is LinkKind.IMAGE else None
        if asset:
            yield asset


def _reference(base: Base) -> Iterator[Page]:
    """The pages for authors; whoever searches on shift wants a record before any of them."""
    for uri, title, text in reference_pages(base.config):
        parts = with_anchors(own_text(text))
        yield Page(uri, title, parts, front_matter(title), in_navigation=uri in (RULES_URI, FIELDS_URI, CONFIG_URI))


def stylesheet() -> str:
    """The site's own styles, beside the theme's."""
    return squeeze_styles("\n".join((STYLES / name).read_text(encoding="utf-8") for name in STYLE_NAMES))
