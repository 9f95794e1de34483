"""An analysis as text for a terminal or a chat, as JSON for programs, as CSV for sheets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sopkb.diagnostics import printable
from sopkb.model.moments import format_instant
from sopkb.tickets.cells import csv_text
from sopkb.tickets.facts import Cell, Column, Insights, Standout, Table

_ROWS = 10
_WIDEST = 46


def render_text(insights: Insights) -> str:
    """What a lead reads: what to act on, then the figures, then the tables."""
    plural = "" if insights.tickets == 1 else "s"
    when = f"from {insights.since:%Y-%m-%d %H:%M} to {insights.until:%Y-%m-%d %H:%M} UTC"
    lines = [
        f"{insights.base}: {insights.tickets:,} ticket{plural} opened {when}",
        "",
        *_standouts(insights.standouts),
        "",
        *(
            f"{figure.title:<29}{shown(figure.value, figure.kind):>9}  {figure.note}".rstrip()
            for figure in insights.figures
        ),
    ]
    for table in insights.tables[1:]:
        if table.rows:
            lines += ["", *table_lines(table)]
    lines += ["", *(f"- {remark}" for remark in insights.remarks)]
    return "\n".join(map(printable, lines))


def _standouts(standouts: tuple[Standout, ...]) -> Iterator[str]:
    if not standouts:
        yield "Nothing stands out."
        return
    yield f"{len(standouts)} to act on, the costliest first"
    for number, each in enumerate(standouts, 1):
        yield ""
        cost = f", {shown(each.minutes, 'minutes')} minutes" if each.minutes else ""
        missing = " missing" if each.first and not each.minutes and not each.lines and not each.record else ""
        yield f"{number:>2}. {str(each.sort).upper()}: {each.name}"
        yield f"    {each.tickets:,} tickets{missing}{cost}: {each.why}."
        if each.lines:
            yield "    They say: " + " / ".join(each.lines[:3])
        yield f"    -> {each.do}"


def table_lines(table: Table) -> Iterator[str]:
    """A table for a terminal, its first rows."""
    cells = [[shown(cell, column.kind) for cell, column in zip(row, table.columns, strict=True)] for row in table.rows]
    cells = [[cell if len(cell) <= _WIDEST else cell[: _WIDEST - 1] + "…" for cell in row] for row in cells[:_ROWS]]
    heads = [column.title for column in table.columns]
    widths = [max(map(len, column)) for column in zip(heads, *cells, strict=True)]
    yield f"{table.title}: {table.note}"
    for row in (heads, *cells):
        parts = (_padded(cell, width, column) for cell, width, column in zip(row, widths, table.columns, strict=True))
        yield ("  " + "  ".join(parts)).rstrip()
    if len(table.rows) > _ROWS:
        yield f"  {len(table.rows) - _ROWS} more in --format csv --table {table.key}"


def _padded(cell: str, width: int, column: Column) -> str:
    return cell.ljust(width) if column.kind in ("text", "day") else cell.rjust(width)


def shown(value: Cell, kind: str) -> str:
    """A cell as a reader is shown it; ``-`` where there are too few tickets for it."""
    if value is None or value == "":
        return "-" if value is None else ""
    match kind:
        case "share":
            return f"{float(value):.0%}"
        case "minutes":
            return f"{float(value):,.0f}"
        case "days":
            return f"{float(value):.1f}"
        case "count":
            return f"{int(value):,}"
        case _:
            return str(value)


def render_json(insights: Insights) -> str:
    """For programs; shares are from 0 to 1, and null is what must not be given."""
    document = {
        "base": insights.base,
        "since": format_instant(insights.since),
        "until": format_instant(insights.until),
        "figures": {figure.key: _rounded(figure.value) for figure in insights.figures},
        "standouts": [_standout(each) for each in insights.standouts],
        "tables": {table.key: table_rows(table) for table in insights.tables[1:]},
        "remarks": list(insights.remarks),
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def table_rows(table: Table) -> list[dict[str, Cell]]:
    """The rows of a table for programs."""
    return [{column.key: _rounded(cell) for column, cell in zip(table.columns, row, strict=True)} for row in table.rows]


def _standout(each: Standout) -> dict[str, Any]:
    return {
        "kind": str(each.sort),
        "name": each.name,
        "tickets": each.tickets,
        "minutes": round(each.minutes),
        "why": each.why,
        "do": each.do,
        "record": each.record or None,
        "sites": each.sites,
        "first": format_instant(each.first) if each.first else None,
        "last": format_instant(each.last) if each.last else None,
        "lines": list(each.lines),
    }


def _rounded(value: Cell) -> Cell:
    return round(value, 4) if isinstance(value, float) else value


def render_csv(table: Table) -> str:
    """A table for a sheet, every cell safe to open."""
    rows = [[_rounded(cell) for cell in row] for row in table.rows]
    return csv_text([column.key for column in table.columns], rows)
