"""The questions of tracks as a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sopkb.cells import csv_text
from sopkb.core.record import Record
from sopkb.lint.tracks import questions_of
from sopkb_training.pages.offered import Find, named_option

COLUMNS = ("track", "version", "number", "module", "type", "question", "options", "answer", "because")
BETWEEN = " | "
"""Stands between the options in a cell."""


def questions_csv(tracks: Iterable[Record], find: Find) -> str:
    """A CSV with a head line; no cell of it is a formula to a spreadsheet.

    Args:
        tracks: whose questions.
        find: the record of an id: macros stand with their titles.
    """
    return csv_text(COLUMNS, _rows(tracks, find))


def _rows(tracks: Iterable[Record], find: Find) -> Iterator[tuple[object, ...]]:
    for track in tracks:
        for each in questions_of(track):
            options, answers = (
                BETWEEN.join(named_option(text, each, find) for text in texts) for texts in (each.options, each.answers)
            )
            because = f"{each.record_id}#{each.section}"
            version = track.meta.text("version")
            yield track.id, version, each.number, each.module, each.type, each.ask, options, answers, because
