"""A table, row by row: whatever it is, it is read as text, refused with a reason, or left out by line.

Delimited text is read here, JSON and workbooks beside it. Nothing here knows what the columns mean; tickets, surveys
and sheets of samples are read the same way.
"""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TextIO

from sopkb.core.diagnostics import shown
from sopkb.core.errors import UsageError
from sopkb_desk.columns import PLAIN, TicketMapping
from sopkb_desk.encodings import encoding_of, other_encoding
from sopkb_desk.formats.words import fold

Line = tuple[int, list[str], str]
"""A row: its line, its cells, and why it cannot be used (``""`` where it can)."""
LONGEST_CELL = 100_000
"""Characters. What is longer is a quotation mark that was never closed."""
_LONGEST_LINE = 1_000_000
LARGEST_FILE = 2_000_000_000
"""Bytes; beyond that it is no export of tickets."""
_LOOKED_AT = 2_000
"""Rows after which a file with too many undecodable bytes is taken for one of another encoding."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was left out: where, and why. It never repeats what may be private."""

    file: str
    line: int
    reason: str


@dataclass
class Rows:
    """The rows of a file as they are read.

    Args:
        name: of the file.
        bad: rows that were left out so far.
        skipped: rows that are of another kind than what was asked for, by why.
    """

    name: str
    bad: list[BadRow] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)

    def refuse(self, line: int, reason: str) -> None:
        """Leave a row out."""
        self.bad.append(BadRow(self.name, line, reason))


@dataclass(frozen=True)
class OpenTable:
    """An opened table.

    Args:
        header: names of its columns, as they stand there.
        lines: reads its rows from the first one, as often as it is called; a row may have more or fewer cells.
        notes: what was assumed.
    """

    header: tuple[str, ...]
    lines: Callable[[], Iterator[Line]]
    notes: tuple[str, ...] = ()


def open_table(path: Path, known: Collection[str], mapping: TicketMapping = PLAIN) -> OpenTable:
    """Open delimited text, JSON (an array, or an object a line) or a workbook (xlsx).

    Args:
        path: the file.
        known: names of columns, folded, by which a delimiter is chosen.
        mapping: its encoding and delimiter, where they are named.

    Raises:
        UsageError: it is no such table: its encoding, its header or its size.
    """
    if not path.is_file():
        raise UsageError(f"No file {path}.", "Name an export: a CSV, JSON or XLSX file.")
    if path.stat().st_size > LARGEST_FILE:
        raise UsageError(f"{path.name} is larger than 2 GB.", "Export a shorter time.")
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(b"PK\x03\x04"):
        from sopkb_desk.workbooks import open_workbook

        return open_workbook(path, known)
    if start.removeprefix(codecs.BOM_UTF8).lstrip()[:1] in (b"{", b"["):
        from sopkb_desk.json_rows import open_json

        return open_json(path)
    return _open_text(path, known, mapping)


def _open_text(path: Path, known: Collection[str], mapping: TicketMapping) -> OpenTable:
    csv.field_size_limit(LONGEST_CELL)
    encoding, note = encoding_of(path, mapping.encoding)
    with _text(path, encoding) as file:
        try:
            head = file.readline(LONGEST_CELL)
            before = 0
            if head.lstrip("\ufeff").lower().startswith("sep=") and len(head.strip()) <= 6:  # a spreadsheet's own line
                head, before = file.readline(LONGEST_CELL), 1
        except UnicodeError as error:
            raise other_encoding(path.name, encoding) from error
    delimiter, cells = _header(head, known, mapping)
    if not any(cells):
        raise UsageError(f"{path.name} has no header.", "Export it again, with the names of its columns.")

    def lines() -> Iterator[Line]:
        with _text(path, encoding) as file:
            for _ in range(before + 1):
                file.readline(LONGEST_CELL)
            # Read in pieces of bounded size: a file may be one line of a gigabyte.
            pieces = iter(partial(file.readline, _LONGEST_LINE), "")
            yield from _read(_Lines(csv.reader(pieces, delimiter=delimiter), before), path.name, encoding)

    return OpenTable(tuple(cells), lines, (note,) if note else ())


def _text(path: Path, encoding: str) -> TextIO:
    return path.open("r", encoding=encoding, errors="surrogateescape", newline="")


def read_rows(
    path: Path, rows: Rows, needed: Mapping[str, str], more: Mapping[str, str], mapping: TicketMapping = PLAIN
) -> Iterator[tuple[int, dict[str, str]]]:
    """Every row of a file, as (line, cell by column); a row that is none goes to ``rows.bad``.

    Args:
        path: the file.
        rows: where what is left out is told.
        needed: columns that must be there, unless the mapping says that they are not.
        more: columns that may be there.
        mapping: what the file calls things.

    Raises:
        UsageError: the file is no such table: its encoding, its header or its size.
    """
    called = {column: mapping.columns.get(column, column) for column in (*needed, *more)}
    table = open_table(path, {fold(theirs) for theirs in called.values() if theirs}, mapping)
    places = _places(table.header, path.name, needed, called)
    for line, cells in usable(table, rows):
        yield line, {name: cells[place].strip() for name, place in places.items()}


def usable(table: OpenTable, rows: Rows) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table that have a cell for each column; the others go to ``rows.bad``."""
    width = len(table.header)
    for line, cells, trouble in table.lines():
        if trouble:
            rows.refuse(line, trouble)
        elif len(cells) != width:
            rows.refuse(line, f"it has {len(cells)} cells, the header {width}")
        else:
            yield line, cells


def _read(lines: Iterable[Line], name: str, encoding: str) -> Iterator[Line]:
    undecodable = seen = 0
    for line, cells, trouble in lines:
        seen += 1
        if trouble:
            yield line, cells, trouble
        elif any("\0" in cell for cell in cells):
            yield line, cells, "it holds a NUL, which no text has"
        elif any(not cell.isprintable() and not _is_text(cell) for cell in cells):
            undecodable += 1
            if undecodable * 50 > seen and (seen >= _LOOKED_AT or undecodable >= 20):
                raise other_encoding(name, encoding)
            yield line, cells, "it holds bytes that are no text in this encoding"
        else:
            yield line, cells, ""
    if undecodable and undecodable * 50 > seen:
        raise other_encoding(name, encoding)


class _Lines:
    """Rows with the line that each begins in; what the reader refuses is a row with a reason."""

    def __init__(self, reader: Iterator[list[str]], before: int) -> None:
        self._reader = reader
        self._before = before

    def __iter__(self) -> Iterator[Line]:
        before = 1 + self._before
        while True:
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error:
                line, before = before + 1, self._line()
                yield line, [], "a quotation mark in it is never closed, or a cell is far too long"
                continue
            except UnicodeError as error:
                raise UsageError("The file stops being text in the middle.", "Export it again.") from error
            line, before = before + 1, self._line()
            if cells:
                yield line, cells, ""

    def _line(self) -> int:
        number: int = getattr(self._reader, "line_num", 0)
        return number + 1 + self._before  # the header was read before


def _is_text(cell: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in cell)


def _header(head: str, known: Collection[str], mapping: TicketMapping) -> tuple[str, list[str]]:
    """The delimiter and the names of the columns: those of which most are known, else of which there are most."""
    best: tuple[tuple[int, int], str, list[str]] = ((-1, 0), ",", [])
    for delimiter in [mapping.delimiter] if mapping.delimiter else [",", ";", "\t", "|"]:
        try:
            cells = [cell.strip().lstrip("\ufeff") for cell in next(csv.reader([head], delimiter=delimiter), [])]
        except csv.Error:
            continue
        found = sum(fold(cell) in known for cell in cells)
        if (found, len(cells)) > best[0]:
            best = ((found, len(cells)), delimiter, cells)
    return best[1], best[2]


def _places(
    cells: Sequence[str], name: str, needed: Mapping[str, str], called: Mapping[str, str | None]
) -> dict[str, int]:
    missing = [column for column in needed if called[column] is not None and called[column] not in cells]
    twice = [theirs for theirs in called.values() if theirs and cells.count(theirs) > 1]
    if twice:
        raise UsageError(f"{name} has the column {shown(twice[0])} twice.", "Rename one of them.")
    if missing:
        raise _missing(name, missing, [cell for cell in cells if cell not in called.values()], called)
    return {column: cells.index(theirs) for column, theirs in called.items() if theirs and theirs in cells}


def _missing(name: str, missing: list[str], others: list[str], called: Mapping[str, str | None]) -> UsageError:
    lines = []
    for column in missing:
        near = get_close_matches(column, others, 1, 0.4)
        lines.append(f"  {column}: {shown(near[0]) if near else 'null'}")
    guess = "\n".join(lines)
    listed = ", ".join(shown(cell) for cell in islice(others, 20)) or "none"
    names = ", ".join(
        f"{column} (as `{shown(called[column])}`)" if called[column] != column else column for column in missing
    )
    return UsageError(
        f"{name} lacks columns: {names}. Its other columns: {listed}.",
        f"Say what they are called, or null, in a mapping (--map FILE):\n\ncolumns:\n{guess}\n",
    )
