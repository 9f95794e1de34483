"""Workbooks (xlsx) as tables: the sheet whose header is known best. openpyxl, of the extra ``desk``, reads them."""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sopkb.core.errors import UsageError
from sopkb_desk.formats.words import fold
from sopkb_desk.rows import Line, OpenTable

_LARGEST = 2_000_000_000
"""Bytes of a workbook once unpacked."""
_HEADER_WITHIN = 10
"""A title and blank rows may stand above the header."""


def open_workbook(path: Path, known: Collection[str]) -> OpenTable:
    """Open a workbook.

    Args:
        path: the file.
        known: names of columns, folded, by which the sheet and its header are chosen.

    Raises:
        UsageError: it is no workbook, or openpyxl is not installed.
    """
    _refuse(path)
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        raise UsageError(
            f"{path.name} is a workbook, and what reads workbooks is not installed.",
            "Install it (pip install 'sopkb[desk]'; ./kb tickets brings it), or save the sheet as CSV UTF-8.",
        ) from error
    try:
        book = load_workbook(path, read_only=True, data_only=True)
        best = max(
            ((sum(fold(cell) in known for cell in cells), -place, sheet.title, place, cells)
            for sheet in book.worksheets
            for place, cells in enumerate(_rows(sheet, _HEADER_WITHIN))
            if any(cells)),
            default=None,
        )  # fmt: skip
    except Exception as error:  # whatever a damaged file makes openpyxl raise
        raise UsageError(f"{path.name} cannot be read as a workbook.", "Save the sheet as CSV UTF-8.") from error
    if best is None:
        raise UsageError(f"{path.name} is empty.", "Export it again.")
    _, _, title, place, cells = best
    while cells and not cells[-1]:
        cells = cells[:-1]

    def lines() -> Iterator[Line]:
        sheet = load_workbook(path, read_only=True, data_only=True)[title]
        for number, row in enumerate(_rows(sheet), 1):
            if number > place + 1 and any(row):
                yield number, (row + [""] * len(cells))[: max(len(cells), len(_trimmed(row)))], ""

    others = [sheet.title for sheet in book.worksheets if sheet.title != title]
    note = f"{path.name}: the sheet {title} was read, not {', '.join(others)}." if others else ""
    return OpenTable(tuple(cells), lines, (note,) if note else ())


def _trimmed(row: list[str]) -> list[str]:
    end = len(row)
    while end and not row[end - 1]:
        end -= 1
    return row[:end]


def _refuse(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(each.file_size for each in packed.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UsageError(f"{path.name} is neither text nor a workbook.", "Export the tickets as CSV UTF-8.") from error
    if size > _LARGEST:
        raise UsageError(f"{path.name} is larger than 2 GB once unpacked.", "Export a shorter time.")


def _rows(sheet: Any, most: int | None = None) -> Iterator[list[str]]:
    for row in sheet.iter_rows(values_only=True, max_row=most):
        yield [_text(value) for value in row]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
    if isinstance(value, time):
        return value.isoformat()
    return str(value).strip()
