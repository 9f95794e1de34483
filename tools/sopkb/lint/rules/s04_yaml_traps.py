"""A value that YAML reads as something other than it looks.

What: YAML 1.1 reads an unquoted `1.10` as the number 1.1, `NO` as false, `0012` as ten, `1:30` as ninety and
    `2026-11-22` as a date object. Here the text is kept, and the author is asked to quote it, because other tools
    will not be as careful. It cuts an unquoted value at ` #`, which begins a comment, and takes typographic quotation
    marks for text. A comment of yours has a blank behind its `#`.

Why on shift: A version, a country or a code silently becomes another one.

Bad:
    version: 1.10
    created: 2026-11-22

Good:
    version: "1.10.0"
    created: "2026-11-22"
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Severity
from sopkb.core.record import Document
from sopkb.core.source import FaultKind, trap_message
from sopkb.lint.rules.rule import Context, DocumentRule


def check(document: Document, context: Context) -> Iterator[Finding]:
    """One finding for each trap the reader stepped on."""
    for fault in document.faults:
        if fault.kind is FaultKind.TRAP:
            yield Finding(trap_message(fault), fault.at)


RULE = DocumentRule("S04", Severity.ERROR, alone=True, check=check)
