"""Code that is never closed, or that is code for one reader only.

What: A fence (three backticks or more) is closed by its like. Code that belongs to an item is indented by four spaces,
    its fences too. Text that is indented by four spaces for looks is code for somebody.

Why on shift: Everything below an open fence is grey and not a step any more; or a command is shown as a sentence, its
    `*` gone.

Bad:
    ```
    kbctl queue resume VIP
    ## Undo

Good:
    ```
    kbctl queue resume VIP
    ```

    ## Undo
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sopkb.diagnostics import Finding, Location, Severity
from sopkb.model.body import Body
from sopkb.model.record import Record
from sopkb.referee import Kind, Leaf, opinions_on
from sopkb.rules.rule import Context, RecordRule

_FENCE = re.compile(r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(`{3,}|~{3,})([^\n]*)$", re.MULTILINE)


def check(record: Record, context: Context) -> Iterator[Finding]:
    """An open fence, and nothing after it; else where the second opinion differs about code."""
    opened = _open_fence(record.body)
    if opened:
        yield Finding(
            "This fence is never closed: all below it is code. Close it with a line of the same marks.", opened
        )
    for found in opinions_on(record.body).differences:
        if found.kind is not Kind.CODE or (opened and found.line >= opened.line):
            continue
        if found.ours.leaf is Leaf.CODE:
            message = (
                f"Code for the check, {found.theirs.leaf} for MkDocs. Use fences, indented by four spaces in an item."
            )
        else:
            message = f"Code for MkDocs, {found.ours.leaf} for the check. Take the indentation away, or use fences."
        yield Finding(message, Location(found.line, 1))


def _open_fence(body: Body) -> Location | None:
    """Where the fence begins that no other closes."""
    if "```" not in body.text and "~~~" not in body.text:
        return None
    opened, mark = None, ""
    for match in _FENCE.finditer(body.text):
        fence, rest = match[1], match[2]
        if opened is None:
            if not (fence[0] == "`" and "`" in rest):
                opened, mark = match.start(1), fence
        elif fence[0] == mark[0] and len(fence) >= len(mark) and not rest.strip():
            opened = None
    if opened is None:
        return None
    column = opened - body.text.rfind("\n", 0, opened)
    return Location(body.first_line + body.text.count("\n", 0, opened), column)


RULE = RecordRule("X07", Severity.WARNING, alone=True, check=check)
