"""A word that describes a graphic scene.

What: A record names the policy category and never describes what is seen or heard. The finding gives line and column,
    never the word. A word that the work really needs can be waived, with a reason and a reviewer. Negated sentences do
    not count.

Why on shift: Nobody needs the scene to solve the ticket, and everybody who opens the page reads it.

Bad:
    The clip shows a person being …

Good:
    The reporter names the category violence.
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Severity
from sopkb.core.record import Document
from sopkb.lint.rules.lexicon import GRAPHIC
from sopkb.lint.rules.rule import Context, DocumentRule
from sopkb.lint.rules.wording import is_negated, place_of


def check(document: Document, context: Context) -> Iterator[Finding]:
    """Each line with such a word, once."""
    text = document.text
    lowered = text.lower()
    told = set()
    for match in GRAPHIC.find(lowered):
        at = place_of(text, match.start())
        if at.line not in told and not is_negated(lowered, match.start()):
            told.add(at.line)
            yield Finding(f"Line {at.line} describes a scene: name the policy category instead.", at)


RULE = DocumentRule("A05", Severity.ERROR, alone=True, check=check)
