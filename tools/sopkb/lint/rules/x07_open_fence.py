"""Code that is never closed.

What: A fence (three backticks or tildes, or more) is closed by a line of its like.

Why on shift: Everything below an open fence is grey and not a step any more.

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

from sopkb.core.body import Body
from sopkb.core.diagnostics import Finding, Location, Severity
from sopkb.core.record import Record
from sopkb.lint.rules.rule import Context, RecordRule

_FENCE = re.compile(r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(`{3,}|~{3,})([^\n]*)$", re.MULTILINE)


def check(record: Record, context: Context) -> Iterator[Finding]:
    """The fence that no other closes."""
    opened = _open_fence(record.body)
    if opened:
        yield Finding(
            "This fence is never closed: everything below it is code. Close it with a line of the same marks.", opened
        )


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
