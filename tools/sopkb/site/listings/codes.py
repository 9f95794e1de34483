"""Error codes from A to Z: what each means, and which record answers it now."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sopkb.core.record import Record
from sopkb.site.escape import markup
from sopkb.site.html import address
from sopkb.site.listings.html import Row, name_cell, state_cell
from sopkb.site.listings.paged import MOST_ROWS, Listing
from sopkb.site.page import Planned
from sopkb.site.view import View, kind_label

CODES_URI = "codes.md"
_NUMBER = re.compile(r"(\d+)")

Answer = tuple[str, Record]
"""A code with a record that answers it."""


def codes(view: View) -> Iterator[Planned]:
    """Every code with every record that names it, those in force first."""
    answers = sorted(_answers(view), key=lambda answer: (_in_order(answer[0]), not view.state(answer[1]).is_live))
    starts: dict[str, int] = {}
    for place, (code, _) in enumerate(answers):
        starts.setdefault(code[0].upper(), place)

    def row(answer: Answer, up: str) -> Row:
        code, record = answer
        initial = code[0].upper()
        is_first = answers[starts[initial]] is answer
        cells = (
            f"<code>{markup(code)}</code>",
            name_cell(record, up),
            kind_label(record.kind),
            state_cell(record, view),
        )
        return Row(cells, group=initial, anchor=_anchor(starts, initial) if is_first else "")

    def letters(up: str) -> str:
        if len(starts) < 2:
            return ""
        links = [
            f'<a href="{up}{address(listing.place(place // MOST_ROWS))}#{_anchor(starts, initial)}">'
            f"{markup(initial)}</a>"
            for initial, place in starts.items()
        ]
        return f'<nav class="kb-letters" aria-label="Codes by their first letter">{"".join(links)}</nav>'

    listing = Listing(
        CODES_URI,
        "Error codes",
        ("Code", "Record", "Kind", "State"),
        answers,
        row,
        about=lambda up: (
            "<p>What a code in an error message means, and the record that answers it. "
            "The search finds a code in every spelling: <code>RC-4031</code>, <code>rc4031</code>.</p>"
        ),
        ways=letters,
        empty="No record names an error code.",
        in_navigation=True,
    )
    yield from listing.pages()


def _answers(view: View) -> Iterator[Answer]:
    for record in view.records:
        for code in dict.fromkeys(record.error_codes):
            if code.strip():
                yield code.strip(), record


def _in_order(code: str) -> tuple[tuple[int, int | str], ...]:
    """A key that puts ``AB-99`` before ``AB-100``."""
    return tuple(
        (0, int(part)) if part.isascii() and part.isdecimal() else (1, part)
        for part in _NUMBER.split(code.upper())
        if part
    )


def _anchor(starts: dict[str, int], initial: str) -> str:
    """By number: a code of another team may begin with a character that an address has no use for."""
    return f"codes-{list(starts).index(initial) + 1}"
