"""A line that is a heading for one reader and text for another.

What: The checks and our pages read records as CommonMark; MkDocs alone reads with Python-Markdown. They differ about
    `#NoSpace` (a heading for MkDocs), a heading that is indented or inside a box (`!!!`), one with `=` or `-` below a
    longer paragraph, and one that ends in `#`.

Why on shift: "Go to *Undo*" finds nothing where the heading is a line of text, and a step that begins with `#1` is
    shouted in large letters.

Bad:
    #4031 is shown beside Submit.

Good:
    The code 4031 is shown beside Submit.
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.diagnostics import Finding, Location, Severity
from sopkb.model.record import Record
from sopkb.referee import Difference, Kind, Leaf, opinions_on
from sopkb.rules.rule import Context, RecordRule


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Where the second opinion differs about a heading."""
    for found in opinions_on(record.body).differences:
        if found.kind is Kind.HEADING:
            yield Finding(_told(found), Location(found.line, 1))


def _told(found: Difference) -> str:
    if found.ours.leaf is found.theirs.leaf:
        return (
            "MkDocs reads another heading here than the check. Write `## Heading`, and `\\#` for a number sign in it."
        )
    if found.ours.leaf is Leaf.HEADING:
        return "A heading for the check, text for MkDocs. Write `## Heading` at the line's start, below a blank line."
    if "box" in found.theirs.around:
        return (
            f"A heading for MkDocs, {found.ours.leaf} for the check: no section begins inside a box. "
            "Write it at the line's start, and the box as `> **Note:** …`."
        )
    if found.text.startswith("#"):
        return (
            "A heading for MkDocs, text for the check: there is no space after `#`. "
            "Put one, or, where no heading is meant, write `\\#`."
        )
    return f"A heading for MkDocs, {found.ours.leaf} for the check. Put a blank line above what is no heading."


RULE = RecordRule("X04", Severity.WARNING, alone=True, check=check)
