"""The door: what is private stays outside, so that no message, index, page or answer can repeat it."""

from __future__ import annotations

from sopkb.core.diagnostics import Location
from sopkb.core.record import Withheld
from sopkb.private import masked
from sopkb.private.settled import open_finds


def take_out_private(text: str) -> tuple[str, tuple[Withheld, ...]]:
    """A file's text without personal data and secrets, and what was taken out.

    The text keeps its length, its lines and its columns. A record that loses something here has an error that cannot
    be waived (A01, A02), and an imported draft is withheld, so what is published is never a text with gaps. What an
    imported record says is settled is no find.

    Args:
        text: with LF line ends.
    """
    found = open_finds(text)
    if not found:
        return text, ()
    places, line, done = [], 1, 0
    for span in found:
        line += text.count("\n", done, span.start)
        done = span.start
        column = span.start - text.rfind("\n", 0, span.start)
        places.append(Withheld(span.sort, span.is_secret, Location(line, column)))
    return masked(text, found), tuple(places)
