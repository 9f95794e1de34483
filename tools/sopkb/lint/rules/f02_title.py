"""A title that does not tell its row from the others.

What: The title of an SOP or a workaround is "Product: problem or task": a product, a colon, and what goes wrong with
    it or is done with it. It does not begin with "How to", and it says more than that there is a problem. (Its length,
    15 to 70 characters, is rule S02's.)

Why on shift: Ten rows that begin "How to" or end in "issue" look alike, and the eye reads the first words only.

Bad:
    title: "How to fix login problems"

Good:
    title: "Portal: restore a locked account"
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Severity, shown
from sopkb.core.folding import fold
from sopkb.core.record import Record
from sopkb.lint.rules.rule import Context, RecordRule

_FORM = 'Use "Product: problem or task", 15 to 70 characters'
_COLON = re.compile(r":\s+|\s*\uff1a\s*")
_HOW_TO = re.compile(
    r"how\s?-?to\b|howto\b|(?:guide|instructions?|steps|procedure|tutorial|manual|sop)\s+(?:to|for|on|how)\b"
    r"|c[oó]mo\s|cómo\b|如何|怎么|怎样|كيف",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"[(\uff08][^()\uff08\uff09]*[)\uff09]")
_WORD = re.compile(r"\w+")
_GENERIC = frozenset(
    (
        *("a", "an", "and", "all", "any", "bug", "bugs", "broken", "common", "does", "doesnt", "down", "error"),
        *("errors", "failed", "fails", "failure", "fix", "fixes", "fixing", "general", "guide", "help", "info"),
        *("information", "instructions", "is", "issue", "issues", "known", "misc", "miscellaneous", "new", "not"),
        *("notes", "of", "other", "overview", "problem", "problems", "procedure", "process", "question", "questions"),
        *("sop", "some", "steps", "support", "temporary", "the", "things", "topics", "trouble", "troubleshooting"),
        *("various", "with", "work", "workaround", "working", "works"),
    )
)


def check(record: Record, context: Context) -> Iterator[Finding]:
    """The first fault of the title."""
    title = record.title.strip()
    if not title or "\n" in title:  # rule S02 has said so
        return
    fault = _fault(title)
    if fault:
        yield Finding(f'The title "{shown(title, 80)}" {fault}. {_FORM}.', record.at("title"))


def _fault(title: str) -> str:
    product, colon, matter = _parts(title)
    if _HOW_TO.match(title) or _HOW_TO.match(matter):
        return "is worded as a guide; begin with the product, then what goes wrong or what is done"
    if not colon or not _WORD.search(product):
        return "names no product"
    words = _WORD.findall(fold(_BRACKETS.sub(" ", matter)))
    if set(words) <= _GENERIC:
        return f'says nothing of its own after "{shown(product)}:"'
    return ""


def _parts(title: str) -> tuple[str, str, str]:
    colon = _COLON.search(title)
    return (title[: colon.start()], colon.group(), title[colon.end() :]) if colon else ("", "", title)


RULE = RecordRule("F02", Severity.ERROR, kinds=("sop", "workaround"), eases_in_drafts=True, alone=True, check=check)
