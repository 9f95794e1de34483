"""What the desk adds: its commands, and the page of trends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sopkb.plugins import BuildInput, Command, Plugin, SiteParts

if TYPE_CHECKING:
    from sopkb.site.page import Planned
    from sopkb.site.view import View


def _site() -> SiteParts:
    from sopkb.site.page import Planned
    from sopkb_desk.pages.trends import TRENDS_URI, trends_page
    from sopkb_desk.trends import Trends

    def pages(view: View, given: object) -> Iterable[Planned]:
        if isinstance(given, Trends):
            yield Planned(TRENDS_URI, partial(trends_page, given, view), in_navigation=True)

    return SiteParts(pages, (("Trends", TRENDS_URI),))


def _read(folder: Path) -> object:
    from sopkb_desk.trends import read_trends

    return read_trends(folder)


def _formats() -> Mapping[str, str]:
    from sopkb_desk.formats.model import own_formats

    return own_formats()


PLUGIN = Plugin(
    "sopkb[desk]",
    commands={
        "tickets": Command("sopkb_desk.cli.tickets:tickets", "desk", "Say what was understood of a ticket export."),
        "insights": Command("sopkb_desk.cli.insights:insights", "desk", "Say what tickets and searches tell."),
        "report": Command("sopkb_desk.cli.reports:report", "desk", "Write the reports of a desk as Markdown."),
        "qa": Command("sopkb_desk.cli.qa:qa", "desk", "Sample tickets for quality assurance."),
    },
    site=_site,
    build_input=BuildInput(
        "--insights",
        "Folder that `kb insights … --out` and `kb qa score --out` wrote into: adds a page of trends.",
        _read,
    ),
    ticket_formats=_formats,
)
