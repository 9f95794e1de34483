"""The rows and tables that lists are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sopkb.core.raising import raising_of
from sopkb.core.record import Record
from sopkb.core.state import State, Status
from sopkb.site.escape import markup
from sopkb.site.facts import record_mark
from sopkb.site.html import address, attributes
from sopkb.site.view import View, moment, page_uri

WITHHELD = "Names harmful content; the page says so first."
"""In the place of a sensitive record's words: they wait for its advisory."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list.

    Args:
        cells: HTML; the first one names the row.
        group: plain text of the group that the row belongs to; rows of one group follow each other.
        anchor: an id for the row.
    """

    cells: tuple[str, ...]
    group: str = ""
    anchor: str = ""


def name_cell(record: Record, up: str, *, brief: bool = False) -> str:
    """A record as the first cell of a row: its id and title as one link, and what it is for.

    Args:
        record: the record.
        up: the way from the page's folder to the top.
        brief: whether to leave the summary out.
    """
    title = f'<a href="{up}{address(page_uri(record.id))}"><b>{record.id}</b> {markup(record.title)}</a>'
    return title if brief else f"{title}<small>{_about(record)}</small>"


def _about(record: Record) -> str:
    """What a record is for, in a line. The words of a sensitive one are withheld, how to raise it is not."""
    if not record.is_sensitive:
        return markup(record.summary)
    how = raising_of(record).how
    return (f"Raise it: {markup(how)}. " if how else "") + WITHHELD


def state_cell(record: Record, view: View) -> str:
    """A state and the moment it turns on. The moment stays true; what is left of it, a script says when it is read."""
    return f'<span class="kb-now">{record_mark(record, view)}{_since(view.statuses[record.id])}</span>'


def _since(status: Status) -> str:
    when = status.moment
    if when is None:
        return ""
    match status.state:
        case State.EXPIRES_SOON | State.LIVE:
            return f" <small>until {moment(when)}</small>"
        case State.SCHEDULED:
            return f" <small>from {when:%Y-%m-%d}</small>"
        case State.KNOWN:
            return f" <small>since {when:%Y-%m-%d}</small>"
        case State.EXPIRED:
            return f" <small>{moment(when)}</small>"
        case _:
            return f" <small>{when:%Y-%m-%d}</small>"


def table(heads: Sequence[str], rows: Sequence[Row], name: str = "", *, keeps: str = "") -> str:
    """A table.

    Args:
        heads: of the columns, plain text.
        rows: its rows.
        name: what a screen reader calls it, plain text.
        keeps: ``live`` where a script takes out what is no longer in force.
    """
    width = len(heads)
    head = "".join(f'<th scope="col">{markup(text)}</th>' for text in heads)
    lines = [
        f"<table{attributes(('class', 'kb-table'), ('aria-label', name))}>",
        f"<thead><tr>{head}</tr></thead>",
        "<tbody>",
    ]
    counts = width > 1 and all(cell.isdigit() for row in rows for cell in row.cells[1:])
    kind = "kb-list kb-counts" if counts else "kb-list"  # on a phone a figure has its column's name beside it
    before = ""
    for row in rows:
        if row.group != before:
            lines.append(f'</tbody><tbody><tr class="kb-group"><th colspan="{width}">{markup(row.group)}</th></tr>')
            before = row.group
        lines.append(_row(row, heads))
    return "\n".join(
        [f"<div{attributes(('class', kind), ('data-keeps', keeps))}>", *lines, "</tbody>", "</table>", "</div>"]
    )


def _row(row: Row, heads: Sequence[str]) -> str:
    first, *rest = row.cells
    cells = "".join(f'<td data-label="{markup(head)}">{cell}</td>' for head, cell in zip(heads[1:], rest, strict=True))
    return f'<tr{attributes(("id", row.anchor))}><th scope="row">{first}</th>{cells}</tr>'
