"""A secret: a password, a PIN, a token, a cookie, a key, a webhook.

What: No file of the base holds a secret: not in front matter, keys, comments, text, links, code blocks or file names,
    nor in `kb.yml` and `tracker.json`. Write what it is called and where a person with the right gets it. Placeholders
    are fine: `<token>`, `{token}`, `$TOKEN`. The finding says where it stands and of which sort it is, and never
    repeats it; every command shows █ in its place. This cannot be waived.

Why on shift: Whoever reads the page can sign in with it, and the history keeps it after it is deleted here.

Bad:
    curl -H "Authorization: Bearer 8▢▢▢▢▢▢▢▢▢▢▢" https://tools.example.org/jobs

Good:
    curl -H "Authorization: Bearer $TOKEN" https://tools.example.org/jobs
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Severity
from sopkb.core.record import Document
from sopkb.lint.rules.rule import Context, DocumentRule
from sopkb.private import find_private


def check(document: Document, context: Context) -> Iterator[Finding]:
    """What the loader took out of the file, and what stands in its name."""
    for withheld in document.withheld:
        if withheld.is_secret:
            yield Finding(
                f"Line {withheld.at.line} looks like a secret ({withheld.sort}). Remove it, and have it revoked and "
                "replaced: git's history keeps it.",
                withheld.at,
            )
    for span in find_private(document.path):
        if span.is_secret:
            yield Finding(
                f"The file's name looks like a secret ({span.sort}). Rename the file, "
                "and have the secret revoked and replaced."
            )


RULE = DocumentRule("A02", Severity.ERROR, of_every_file=True, alone=True, check=check)
