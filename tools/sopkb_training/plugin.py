"""What training adds: its commands, the page "Your training", and what a record's page knows of reading again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from sopkb.plugins import Command, Plugin, SiteParts

if TYPE_CHECKING:
    from sopkb.core.record import Record
    from sopkb.site.page import Planned
    from sopkb.site.view import View


def _site() -> SiteParts:
    from sopkb.site.page import Planned
    from sopkb_training.pages.training import course, readable
    from sopkb_training.pages.training_page import TRAINING_URI, training_page

    def pages(view: View, given: object) -> Iterable[Planned]:
        yield Planned(TRAINING_URI, partial(training_page, view), in_navigation=True)

    def page_data(record: Record, view: View) -> Mapping[str, object]:
        is_read = record.kind_name != "track" and view.state(record).is_live
        return {"readable": readable(record, view)} if is_read else {}

    def more_data(record: Record, view: View) -> Mapping[str, object] | None:
        """The course of a track, which grows with what it teaches."""
        return {"course": course(record, view)} if record.kind_name == "track" else None

    navigation = (("Your training", TRAINING_URI),)
    return SiteParts(pages, navigation, page_data, more_data, {"track": ("track",)})


PLUGIN = Plugin(
    "sopkb[training]",
    commands={
        "changes": Command("sopkb_training.cli.changes:changes", "train", "Say what changed for whom since a day."),
        "track": Command("sopkb_training.cli.track:track", "train", "Keep training tracks true to the records."),
        "train": Command("sopkb_training.cli.train:train", "train", "Take courses out: SCORM, handbook, questions."),
    },
    site=_site,
)
