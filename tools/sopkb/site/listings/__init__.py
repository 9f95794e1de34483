"""Pages that list records; none of them grows with the base.

A list longer than :data:`MOST_ROWS` goes on on further pages. Rows are raw HTML, not Markdown: at 10,000 records there
are hundreds of such pages, and a table of 200 rows costs Markdown three times as long as handing it on. Each row
carries what its state depends on, so that a script can say what the state is at the moment of reading.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sopkb.site.listings.codes import CODES_URI, codes
from sopkb.site.listings.groups import AREAS_URI, KINDS_URI, OWNERS_URI, STATES_URI, groups
from sopkb.site.listings.health import HEALTH_URI, health
from sopkb.site.listings.home import HOME_URI, home
from sopkb.site.listings.paged import MOST_ROWS
from sopkb.site.listings.timely import CHANGED_URI, LIVE_URI, REVIEWS_URI, changed_lately, live_now, reviews
from sopkb.site.page import Planned
from sopkb.site.view import View

__all__ = [
    "AREAS_URI",
    "CHANGED_URI",
    "CODES_URI",
    "HEALTH_URI",
    "HOME_URI",
    "KINDS_URI",
    "LIVE_URI",
    "MOST_ROWS",
    "OWNERS_URI",
    "REVIEWS_URI",
    "STATES_URI",
    "listings",
]


def listings(view: View) -> Iterator[Planned]:
    """Every listing page."""
    yield Planned(HOME_URI, partial(home, view), in_navigation=True)
    yield from live_now(view)
    yield from changed_lately(view)
    yield from reviews(view)
    yield from groups(view)
    yield from codes(view)
    yield Planned(HEALTH_URI, partial(health, view), in_navigation=True)
