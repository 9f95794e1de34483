"""The questions of tracks as a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sopkb.model.record import Record
from sopkb.model.tracks import questions_of
from sopkb.tickets.cells import csv_text

COLUMNS = ("track", "version", "number", "module", "type", "question", "options", "answer", "because")
BETWEEN = " | "
"""Stands between the options in a cell."""


def questions_csv(tracks: Iterable[Record]) -> str:
    """A CSV with a head line; no cell of it is a formula to a spreadsheet."""
    return csv_text(COLUMNS, _rows(tracks))


def _rows(tracks: Iterable[Record]) -> Iterator[tuple[object, ...]]:
    for track in tracks:
        for each in questions_of(track):
            options, answers = BETWEEN.join(each.options), BETWEEN.join(each.answers)
            because = f"{each.record_id}#{each.section}"
            version = track.meta.text("version")
            yield track.id, version, each.number, each.module, each.type, each.ask, options, answers, because
