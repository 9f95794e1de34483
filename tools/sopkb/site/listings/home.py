"""The first page, and the parts that a hand-written page may ask for.

A line ``<!-- kb:live -->`` of a page under ``docs/`` becomes the live workarounds; elsewhere, on a code host, it
stays what it is and is not seen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from sopkb.site.danger import line_to_routes, routes_of
from sopkb.site.escape import markup
from sopkb.site.html import Html, Part, heading, link, paragraph, with_anchors
from sopkb.site.listings.groups import by_area, by_kind, count_table
from sopkb.site.listings.html import WITHHELD, Row, name_cell, state_cell, table
from sopkb.site.listings.timely import CHANGED_URI, LIVE_URI, NONE_IN_FORCE, live_workarounds, recent
from sopkb.site.page import Page, front_matter
from sopkb.site.view import View

HOME_URI = "index.md"
_MOST = 6
"""Rows of a list on the home page; the list itself has the rest."""
_PLACE = re.compile(r"^<!-- kb:([a-z]+) -->[ \t]*$", re.MULTILINE)
_LISTS = (
    ("live.md", "live now"),
    ("kinds/index.md", "by kind"),
    ("areas/index.md", "by area"),
    ("codes.md", "error codes"),
)

_HOME = (("", "search"), ("", "now"), ("By kind", "kinds"))


def home(view: View) -> Page:
    """The first page, for a base without a hand-written one."""
    title = view.config.name
    areas = (("By area", "areas"),) if view.config.labels.get("areas") else ()
    parts: list[Part] = [heading(title, 1), paragraph(markup(view.config.description))]
    for name, part in (*_HOME, *areas):
        parts += [*([heading(name)] if name else []), Html(PARTS[part](view, ""))]
    head = front_matter(title, hide=["toc"])
    return Page(HOME_URI, title, with_anchors(parts), head, in_navigation=True, scripts=("lists",))


def fill_in(text: str, uri: str, view: View) -> tuple[str, list[str]]:
    """A hand-written page with the parts in it that it asks for.

    Args:
        text: its Markdown.
        uri: its place.
        view: what the parts are made from.

    Returns:
        The Markdown, and the names that mean no part: they stay as they stand.
    """
    up = "../" * uri.count("/")
    unknown = []

    def part(match: re.Match[str]) -> str:
        make = PARTS.get(match[1])
        if make is None:
            unknown.append(match[1])
            return match[0]
        return f"\n{make(view, up)}\n"

    return _PLACE.sub(part, text), unknown


def has_parts(text: str) -> bool:
    """Whether a page asks for a part."""
    return _PLACE.search(text) is not None


def _search(view: View, up: str) -> str:
    """A search box that answers below itself, and names the lists to whoever has no JavaScript."""
    lists = ", ".join(link(text, uri, up) for uri, text in _LISTS)
    return "\n".join(
        [
            '<div class="kb-finder kb-home">',
            f'<form class="kb-page__form" role="search" aria-label="All records" action="{up}search.html">',
            '<input id="kb-home" class="kb-page__input" type="search" maxlength="1000" autocomplete="off"'
            ' spellcheck="false" aria-label="Search all records" placeholder="What the user said, an error, an id">',
            '<button class="kb-page__go" type="submit">Search</button>',
            "</form>",
            "</div>",
            *filter(None, [_danger(view, up)]),
            f'<p class="kb-lists">Or look into a list: {lists}.</p>',
        ]
    )


def _danger(view: View, up: str) -> str:
    """The fixed line to the routes of danger."""
    return line_to_routes(routes_of(view), up)


def _now(view: View, up: str) -> str:
    """What is live and what changed, beside each other."""
    halves = (f"<section>\n{part}\n</section>" for part in (_live(view, up), _changed(view, up)))
    return "\n".join(['<div class="kb-columns">', *halves, "</div>"])


def _live(view: View, up: str) -> str:
    records = live_workarounds(view)
    rows = [Row((name_cell(record, up, brief=True), state_cell(record, view))) for record in records[:_MOST]]
    shown = table(("Workaround", "State"), rows, "Live now", keeps="live") if rows else f"<p>{NONE_IN_FORCE}</p>"
    more = (
        f"<p>{link(f'All {len(records)} that were in force when this site was built', LIVE_URI, up)}</p>"
        if len(records) > _MOST
        else ""
    )
    return "\n".join(part for part in ("<h2>Live now</h2>", shown, more) if part)


def _changed(view: View, up: str) -> str:
    found = recent(view)
    rows = []
    for change in found[:_MOST]:
        record = change.record
        said = WITHHELD if record.is_sensitive else markup(change.text)
        cell = f"{name_cell(record, up, brief=True)}<small>{said}</small>"
        rows.append(Row((cell, f'<span class="kb-day">{change.when:%Y-%m-%d}</span>')))
    none = "<p>Nothing changed in the seven days before this site was built.</p>"
    shown = table(("Record", "Day"), rows, "Latest changes") if rows else none
    more = f"<p>{link(f'All {len(found)} of them', CHANGED_URI, up)}</p>" if len(found) > _MOST else ""
    # No week is named: nobody knows when this is read.
    return "\n".join(part for part in ("<h2>Latest changes</h2>", shown, more) if part)


PARTS: Mapping[str, Callable[[View, str], str]] = {
    "search": _search,
    "danger": _danger,
    "now": _now,
    "live": _live,
    "changed": _changed,
    "kinds": lambda view, up: count_table(view, "Kind", by_kind(view), up),
    "areas": lambda view, up: count_table(view, "Area", by_area(view), up),
}
"""What a page may ask for, by name."""
