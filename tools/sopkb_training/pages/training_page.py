"""The page "Your training": what changed since a day of the reader's own; without a script, the newest changes."""

from __future__ import annotations

from collections.abc import Mapping

from sopkb.core.record import Record
from sopkb.site.escape import markup
from sopkb.site.html import Html, heading, paragraph, plain_table, with_anchors
from sopkb.site.links import link_to, with_ids
from sopkb.site.page import Page, front_matter
from sopkb.site.view import View
from sopkb_training.pages.training import changes_of, readable

TRAINING_URI = "training.md"
_LISTED = 60
"""Changes that the page shows where no script runs: the newest."""


def training_page(view: View) -> Page:
    """The page on which a reader sees what changed since a day of their own; without a script, the newest changes."""
    listed = [record for record in view.records if record.is_active]
    found = [(record, change) for record in listed for change in changes_of(record, view)]
    found.sort(key=lambda each: (str(each[1]["date"]), each[0].id), reverse=True)
    rows = [
        (
            str(change["date"]),
            f"{link_to(record)} {markup(record.title)}",
            markup(change["training"]),
            with_ids(view, change["change"], record.id),
        )
        for record, change in found[:_LISTED]
    ]
    head = front_matter("Your training", "What changed since you were trained", hide=["toc"])
    parts = (
        heading("Your training", 1),
        paragraph(
            "What changed since you were trained, in a way that changes what you do. A typo or a review is not here."
        ),
        Html('<div id="kb-training"><p>A day of your own needs JavaScript. The newest changes stand below.</p></div>'),
        heading("The newest changes"),
        plain_table(("Date", "Record", "Training", "Change"), rows) if rows else paragraph("Nothing yet."),
    )
    more = _listing(view, listed)
    return Page(TRAINING_URI, "Your training", with_anchors(parts), head, scripts=("training",), more=more)


def _listing(view: View, listed: list[Record]) -> Mapping[str, object]:
    records = []
    for record in listed:
        data = readable(record, view)
        if data["changes"]:
            roles = list(view.teaching.roles_of(record))
            records.append({**data, "title": record.title, "href": f"{record.id}.html", "roles": roles})
    return {"records": records, "roles": list(view.config.labels.get("roles", {}))}
