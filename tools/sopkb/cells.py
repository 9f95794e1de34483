"""CSV that is written: no cell of it is a formula to a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212]")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?%?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as CSV (RFC 4180, LF line ends). A text that a spreadsheet would run begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([neutral(cell) for cell in header])
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return out.getvalue()


def neutral(cell: object) -> object:
    """A cell that is data to whoever opens it: numbers as they are, no formula, one line, no control characters."""
    if not isinstance(cell, str):
        return "" if cell is None else cell
    text = _CONTROL.sub(" ", cell)
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def plain(cell: str) -> str:
    """A cell that :func:`neutral` wrote, as it was."""
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell[1:]) else cell
