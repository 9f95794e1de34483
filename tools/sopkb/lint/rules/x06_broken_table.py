r"""A table that is broken.

What: A table has a line of dashes under its head, as many cells in each row as the head has columns (write `\|` for a
    bar inside a cell), and no blank line between its rows.

Why on shift: The cell that says "page at once" is cut off, and nobody sees that it is missing.

Bad:
    | Queue | Who |
    | VIP | on-call | page at once |

Good:
    | Queue | Who | How |
    |---|---|---|
    | VIP | on-call | page at once |
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sopkb.core.body import Body
from sopkb.core.diagnostics import Finding, Location, Severity
from sopkb.core.record import Record
from sopkb.lint.rules.rule import Context, RecordRule

_DASHES = re.compile(r"\A\s*+\|?\s*+:?-++:?\s*+(?:\|\s*+:?-++:?\s*+)*+\|?\s*+\Z")
_BAR = re.compile(r"\\.|\|")


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Every row that lacks a cell or has one too many, and rows that are no table."""
    table_ended = 0
    for first, lines in _tables(record.body):
        is_table = len(lines) > 1 and _is_dashes(lines[1])
        if table_ended and not is_table and _is_blank(record.body, table_ended, first):
            message = (
                "A blank line cuts this row off from the table above, so its bars are text. Delete the blank line."
            )
            yield Finding(message, Location(first, 1))
            continue
        table_ended = first + len(lines) if is_table else 0
        for line, message in _broken(first, lines):
            yield Finding(message, Location(line, 1))


def _tables(body: Body) -> Iterator[tuple[int, list[str]]]:
    """Lines in a row that begin with a bar, with the number of the first; not those of code."""
    if "|" not in body.text:
        return
    code = {line for start, end in body.code for line in range(start, end)}
    rows: list[str] = []
    for number, line in enumerate([*body.text.split("\n"), ""], body.first_line):
        if line.lstrip().startswith("|") and number not in code:
            rows.append(line)
        elif rows:
            yield number - len(rows), rows
            rows = []


def _is_blank(body: Body, start: int, end: int) -> bool:
    """Whether nothing stands on some lines, by number."""
    lines = body.text.split("\n")[start - body.first_line : end - body.first_line]
    return not any(line.strip() for line in lines)


def _is_dashes(line: str) -> bool:
    """Whether a line could be the one below a table's head."""
    return "-" in line and _DASHES.match(line) is not None


def _cells_in(line: str) -> int:
    """How many cells a row has; an escaped bar is text."""
    inner = line.strip()
    bars = [match.start() for match in _BAR.finditer(inner) if match.group() == "|"]
    leading, trailing = bars[:1] == [0], len(bars) > 1 and bars[-1] == len(inner) - 1
    return len(bars) + 1 - leading - trailing


def _broken(first: int, lines: list[str]) -> Iterator[tuple[int, str]]:
    if len(lines) < 2:
        return
    columns = _cells_in(lines[0])
    if not _is_dashes(lines[1]):
        dashes = "|" + "---|" * columns
        yield first + 1, f"No line of dashes under the table's head, so this is not a table. Put `{dashes}` here."
        return
    for number, line in enumerate(lines[1:], first + 1):
        cells = _cells_in(line)
        if cells != columns:
            lost = "the surplus is cut off" if cells > columns else "the rest stays empty"
            what = "line of dashes" if number == first + 1 else "row"
            yield (
                number,
                f"The table's head has {columns} columns, this {what} {cells}: {lost}. "
                "Add or remove a cell; a bar inside a cell is `\\|`.",
            )


RULE = RecordRule("X06", Severity.WARNING, alone=True, check=check)
