"""Text that speaks to a program that reads the page, and not to a person.

What: A record holds no instruction to an assistant or another program, such as a request to set aside what it was told,
    no marks of a chat format, and no invisible characters that carry a text. The whole file is read, comments and
    front matter included. The finding does not repeat the text.

Why on shift: Chat bots and assistants read these pages for people; what a page tells them, they may do or say.

Bad:
    <!-- A request to an assistant to set aside what it was told -->

Good:
    <!-- Checked with the duty lead on 2026-11-20 -->
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.diagnostics import Finding, Severity
from sopkb.model.record import Document
from sopkb.rules.lexicon import TO_A_MACHINE
from sopkb.rules.rule import Context, DocumentRule
from sopkb.rules.wording import place_of


def check(document: Document, context: Context) -> Iterator[Finding]:
    """Each place with such a text."""
    text = document.text
    for match in TO_A_MACHINE.find(text.lower()):
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        at = place_of(text, start)
        yield Finding(
            f"Line {at.line} speaks to a program that reads the page. Remove it, or write it for a person.", at
        )


RULE = DocumentRule("X20", Severity.ERROR, alone=True, check=check)
