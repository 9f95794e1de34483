"""An analysis as text for a terminal or a chat, as JSON for programs, as CSV for sheets."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sopkb.cells import csv_text
from sopkb.core.diagnostics import printable
from sopkb.core.moments import format_instant
from sopkb_desk.count import NotKnown, Share
from sopkb_desk.facts import Cell, Column, Insights, Standout, Table

_ROWS = 10
_WIDEST = 46


def render_text(insights: Insights) -> str:
    """What a lead reads: what to act on, then the figures, then the tables."""
    plural = "" if insights.tickets == 1 else "s"
    when = f"from {insights.since:%Y-%m-%d %H:%M} to {insights.until:%Y-%m-%d %H:%M} UTC"
    lines = [
        f"{insights.base}: {insights.tickets:,} ticket{plural} opened {when}",
        "",
        *_standouts(insights),
        "",
        *(
            f"{figure.title:<29}{shown(figure.value, figure.kind):>17}  {figure.note}".rstrip()
            for figure in insights.figures
        ),
    ]
    for table in insights.tables[1:]:
        lines += ["", *table_lines(table)]
    lines += ["", *(f"- Not judged: {each.text}." for each in insights.unjudged)]
    lines += (f"- {remark}" for remark in insights.remarks)
    return "\n".join(map(printable, lines))


def _standouts(insights: Insights) -> Iterator[str]:
    if not insights.standouts:
        if insights.blind:
            yield f"Whether anything stands out is not known: {'; '.join(insights.blind)}."
        else:
            yield f"Nothing stands out of {insights.tickets:,} tickets."
        return
    yield f"{len(insights.standouts)} to act on, the costliest first"
    for number, each in enumerate(insights.standouts, 1):
        yield ""
        cost = f", {shown(each.minutes, 'minutes')} minutes" if each.minutes else ""
        missing = " missing" if each.first and not each.minutes and not each.lines and not each.record else ""
        yield f"{number:>2}. {str(each.sort).upper()}: {each.name}"
        yield f"    {each.tickets:,} tickets{missing}{cost}: {each.why}."
        if each.lines:
            yield "    They say: " + " / ".join(each.lines[:3])
        yield f"    -> {each.do}"


def table_lines(table: Table) -> Iterator[str]:
    """A table for a terminal, its first rows; one without rows says what that means."""
    if not table.rows:
        yield f"{table.title}: {table.empty}."
        return
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
    """A cell as a reader is shown it; where there is no figure, why."""
    if value is None or isinstance(value, str):
        return "" if value is None else str(value)
    match kind:
        case "share":
            interval = f" ({value.low:.0%} to {value.high:.0%})" if isinstance(value, Share) else ""
            return f"{float(value):.0%}{interval}"
        case "minutes":
            return f"{float(value):,.0f}"
        case "days":
            return f"{float(value):.1f}"
        case "count":
            return f"{int(value):,}"
        case _:
            return str(value)


def render_json(insights: Insights) -> str:
    """For programs; shares are from 0 to 1, and null is what is not known: ``unknown`` says why."""
    document = {
        "base": insights.base,
        "since": format_instant(insights.since),
        "until": format_instant(insights.until),
        "figures": {figure.key: _number(figure.value) for figure in insights.figures},
        "intervals": {
            figure.key: [round(figure.value.low, 4), round(figure.value.high, 4)]
            for figure in insights.figures
            if isinstance(figure.value, Share)
        },
        "unknown": {each.key: str(each.value) for each in insights.figures if isinstance(each.value, NotKnown)},
        "not_judged": [
            {"why": str(each.why), "count": each.count, "text": each.text, "words": dict(each.words)}
            for each in insights.unjudged
        ],
        "standouts": [_standout(each) for each in insights.standouts],
        "not_seen": list(insights.blind),
        "tables": {table.key: table_rows(table) for table in insights.tables[1:]},
        "empty": {table.key: table.empty for table in insights.tables[1:] if not table.rows},
        "remarks": list(insights.remarks),
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def table_rows(table: Table) -> list[dict[str, Any]]:
    """The rows of a table for programs; where a cell is null, ``unknown`` of the row says why."""
    found = []
    for cells in table.rows:
        pairs = [(column.key, cell) for column, cell in zip(table.columns, cells, strict=True)]
        row: dict[str, Any] = {key: _number(cell) for key, cell in pairs}
        unknown = {key: str(cell) for key, cell in pairs if isinstance(cell, NotKnown)}
        intervals = {key: [round(cell.low, 4), round(cell.high, 4)] for key, cell in pairs if isinstance(cell, Share)}
        row |= {"intervals": intervals} if intervals else {}
        found.append({**row, "unknown": unknown} if unknown else row)
    return found


def _standout(each: Standout) -> dict[str, Any]:
    return {
        "kind": str(each.sort),
        "name": each.name,
        "tickets": each.tickets,
        "minutes": round(each.minutes) or None,
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


def _number(value: Cell) -> Cell:
    return None if isinstance(value, NotKnown) else _rounded(value)


def render_csv(table: Table) -> str:
    """A table for a sheet, every cell safe to open; where there is no figure, the cell says why."""
    head: list[str] = []
    for column in table.columns:
        head += [column.key, f"{column.key}_low", f"{column.key}_high"] if column.kind == "share" else [column.key]
    rows = [[part for cell, column in zip(row, table.columns, strict=True) for part in _sheet(cell, column)]
            for row in table.rows]  # fmt: skip
    return csv_text(head, rows)


def _sheet(cell: Cell, column: Column) -> Iterator[Cell]:
    """A cell for a sheet; a share with the bounds of its interval."""
    yield _rounded(cell)
    if column.kind == "share":
        yield from (round(cell.low, 4), round(cell.high, 4)) if isinstance(cell, Share) else ("", "")


def render_proposals(standouts: Iterable[Standout]) -> str:
    """The tickets behind each proposal, for whoever judges it: a row a ticket, under the number of the proposal."""
    rows = (
        (number, str(each.sort), each.record, each.name, ticket_id)
        for number, each in enumerate(standouts, 1)
        for ticket_id in each.ids
    )
    return csv_text(("rank", "kind", "record", "proposal", "ticket_id"), rows)
