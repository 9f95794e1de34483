"""A heading that is read as text, or text that is read as a heading.

What: A heading is `## Heading` at the line's start: one to six `#`, then a blank, outside of lists and quotations. A
    line of dashes or `=` right below text makes a heading of all that text.

Why on shift: "Go to *Undo*" finds nothing where the heading is a line of text, and a paragraph that was meant to end
    with a rule is shouted in large letters.

Bad:
    ##Undo

Good:
    ## Undo
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sopkb.core.body import Block
from sopkb.core.diagnostics import Finding, Location, Severity
from sopkb.core.record import Record
from sopkb.lint.rules.rule import Context, RecordRule

_NO_BLANK = re.compile(r"#{1,6}[^\s#]")
_ENDS_A_SENTENCE = re.compile(r"[.:;!?][\"')*_]*$")


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Every heading that cannot be meant, and every line that may have been meant as one."""
    for top in record.body.blocks:
        for block in top.walk():
            if block.kind == "heading":
                yield from _heading(block, is_inside=block is not top)
            elif block.kind == "paragraph" and block is top:
                yield from _text(block)


def _heading(block: Block, *, is_inside: bool) -> Iterator[Finding]:
    at = Location(block.line, 1)
    if is_inside:
        yield Finding("No section begins inside a list or a quotation. Write it at the line's start, or in bold.", at)
    elif block.note != "#" and ("\n" in block.text or _ENDS_A_SENTENCE.search(block.text)):
        message = "The line below makes a heading of this text. Put a blank line between, or write `## Heading`."
        yield Finding(message, at)


def _text(block: Block) -> Iterator[Finding]:
    for number, line in enumerate(block.text.split("\n"), block.line):
        if _NO_BLANK.match(line):
            message = (
                "Text, not a heading: there is no space after `#`. Add one, or write `\\#` if no heading is meant."
            )
            yield Finding(message, Location(number, 1))


RULE = RecordRule("X04", Severity.WARNING, alone=True, check=check)
