r"""A table that is broken, or that another reader does not see.

What: A table has a line of dashes under its head, as many cells in each row as the head has columns (write `\|` for a
    bar inside a cell), and a blank line above it, without which MkDocs shows its source.

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

from collections.abc import Iterator

from sopkb.diagnostics import Finding, Location, Severity
from sopkb.model.body import Body
from sopkb.model.record import Record
from sopkb.referee import Kind, Leaf, Opinions, opinions_on
from sopkb.referee.tables import cells_in, is_dashes
from sopkb.rules.rule import Context, RecordRule


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Broken tables first; a table that only one reader sees is told where it is not broken too."""
    opinions = opinions_on(record.body)
    told: set[int] = set()
    for first, lines in _tables(record.body, opinions):
        for line, message in _broken(first, lines):
            told.update(range(first, first + len(lines)))
            yield Finding(message, Location(line, 1))
    for found in opinions.differences:
        if found.kind is Kind.TABLE and found.line not in told:
            if found.ours.leaf is Leaf.CELL:
                message = "MkDocs shows this table as text. Put a blank line above it, and bars around each row."
            else:
                message = "A table for MkDocs, text for the check. Put a line of dashes under its head, with bars."
            yield Finding(message, Location(found.line, 1))


def _tables(body: Body, opinions: Opinions) -> Iterator[tuple[int, list[str]]]:
    """Lines in a row that begin with a bar, with the number of the first; not those of code."""
    if not opinions.ours:
        return
    rows: list[str] = []
    for number, line in enumerate([*body.text.split("\n"), ""], body.first_line):
        fate = opinions.ours.get(number)
        if line.lstrip().startswith("|") and (fate is None or fate.leaf not in (Leaf.CODE, Leaf.HTML)):
            rows.append(line)
        elif rows:
            yield number - len(rows), rows
            rows = []


def _broken(first: int, lines: list[str]) -> Iterator[tuple[int, str]]:
    if len(lines) < 2:
        return
    columns = cells_in(lines[0])
    if not is_dashes(lines[1]):
        dashes = "|" + "---|" * columns
        yield first + 1, f"No line of dashes under the table's head, so this is no table. Put `{dashes}` here."
        return
    for number, line in enumerate(lines[1:], first + 1):
        cells = cells_in(line)
        if cells != columns:
            lost = "what is too much is cut off" if cells > columns else "the rest stays empty"
            what = "line of dashes" if number == first + 1 else "row"
            yield (
                number,
                f"The table's head has {columns} columns, this {what} {cells}: {lost}. "
                "Add or remove a cell; a bar inside a cell is `\\|`.",
            )


RULE = RecordRule("X06", Severity.WARNING, alone=True, check=check)
