"""All that a base publishes beside its records: listings, the reference, images, the stylesheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from importlib.resources import files

from sopkb.core.body import LinkKind
from sopkb.core.kinds import KINDS
from sopkb.core.record import Record
from sopkb.plugins import site_parts
from sopkb.site.body import own_text
from sopkb.site.html import with_anchors
from sopkb.site.links import Asset, Links
from sopkb.site.listings import (
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
from sopkb.site.page import Page, Planned, front_matter
from sopkb.site.reference import reference_pages
from sopkb.site.squeeze import squeeze_styles
from sopkb.site.view import View, kinds_label

STYLESHEET_URI = "assets/sopkb.css"
STYLES = files("sopkb.site") / "assets"
STYLE_NAMES = ("sopkb.css", "lists.css", "training.css", "record.css")
RULES_URI, FIELDS_URI, CONFIG_URI = "reference/rules/index.md", "reference/fields.md", "reference/kb-yml.md"

_IN_NAVIGATION = (RULES_URI, FIELDS_URI, CONFIG_URI)

_LISTS: Sequence[Mapping[str, object]] = (
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
)
_REFERENCE: Mapping[str, object] = {
    "Reference": [{"Rules": [RULES_URI]}, {"Fields": FIELDS_URI}, {"kb.yml": CONFIG_URI}]
}


def navigation() -> list[Mapping[str, object]]:
    """What the navigation names, in the form of ``mkdocs.yml``. It never names a record: it stands on every page.

    A page that a plug-in makes only where it was given something to show is not in it: see ``added_pages``.
    """
    always = [
        {title: uri} for plugin, parts in site_parts() if not plugin.build_input for title, uri in parts.navigation
    ]
    return [*_LISTS, *always, _REFERENCE]


def added_pages(given: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Title and uri of the pages that plug-ins add to the navigation because they were given something to show.

    Args:
        given: what their build inputs read, by name of the plug-in.
    """
    return tuple(pair for plugin, parts in site_parts() if plugin.name in given for pair in parts.navigation)


def other_pages(view: View, given: Mapping[str, object] | None = None) -> Iterator[Planned]:
    """Every page that is no record's: listings, those of plug-ins, then the reference.

    Args:
        view: the base, and the moment.
        given: what the build inputs of plug-ins read, by name of the plug-in.
    """
    yield from listings(view)
    for plugin, parts in site_parts():
        yield from parts.pages(view, (given or {}).get(plugin.name))
    for uri, title, write in reference_pages(view.config):
        yield Planned(uri, partial(_reference, uri, title, write), uri in _IN_NAVIGATION)


def _reference(uri: str, title: str, write: Callable[[], str]) -> Page:
    """A page for authors."""
    parts = with_anchors(own_text(write()))
    return Page(uri, title, parts, front_matter(title), in_navigation=uri in _IN_NAVIGATION)


def shown_assets(view: View) -> tuple[Asset, ...]:
    """The images that records show, sorted by place."""
    assets = {asset.uri: asset for record in view.records for asset in _shown(record, view)}
    return tuple(assets[uri] for uri in sorted(assets))


def _shown(record: Record, view: View) -> Iterator[Asset]:
    """The images that a record's page shows."""
    for link in record.body.links:
        asset = Links(view, record).asset(link.target) if link.kind is LinkKind.IMAGE else None
        if asset:
            yield asset


def stylesheet() -> str:
    """The site's own styles, beside the theme's."""
    return squeeze_styles("\n".join((STYLES / name).read_text(encoding="utf-8") for name in STYLE_NAMES))
