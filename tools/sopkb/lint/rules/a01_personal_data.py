"""Personal data: how a person is reached, what a state, a bank or a house calls them.

What: No file of the base holds personal data: not in front matter, keys, comments, text, links, code blocks or file
    names, nor in `kb.yml` and `tracker.json`. Placeholders are fine: `<staff-id>`, `{staff_id}`, mail addresses at
    example.org, IP addresses of 192.0.2.0/24; so are private networks and mailboxes of a role (`support@`). Names of
    people and streets are not found: see "What counts as private" in the reference. The finding says where it stands
    and of which sort it is, and never repeats it; every command shows █ in its place. This cannot be waived.

Why on shift: What stands here is copied to every site and every screen, and nobody can call it back.

Bad:
    Search the staff id of the reviewer: staff id 10▢▢▢▢.

Good:
    Search the staff id of the reviewer: `<staff-id>`.
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Severity
from sopkb.core.record import Document
from sopkb.lint.rules.rule import Context, DocumentRule
from sopkb.private import STANDS_FOR, find_private


def check(document: Document, context: Context) -> Iterator[Finding]:
    """What the loader took out of the file, and what stands in its name."""
    for withheld in document.withheld:
        if not withheld.is_secret:
            yield Finding(
                f"Line {withheld.at.line} holds a personal datum ({withheld.sort}): "
                f"replace it with `{STANDS_FOR[withheld.sort]}`; if it has already been pushed, report it.",
                withheld.at,
            )
    for span in find_private(document.path):
        if not span.is_secret:
            yield Finding(f"The file's name holds a personal datum ({span.sort}): rename the file.")


RULE = DocumentRule("A01", Severity.ERROR, of_every_file=True, alone=True, check=check)
