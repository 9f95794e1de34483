"""Symptoms that add nothing to what the title says already.

What: At least three symptoms that differ, none of them the title over again. Case, accents and punctuation make no
    difference, and neither do the product before the colon and the code in brackets. (That there are three, where the
    kind must have symptoms, is rule S02's.)

Why on shift: A record is found by what users type. They never type its title, and a symptom that repeats it finds
    nothing that the title would not have found.

Bad:
    title: "Label printer: blank labels, motor runs (CP-2207)"
    symptoms: ["Black screen, sound plays", "no picture", "No picture!"]

Good:
    title: "Label printer: blank labels, motor runs (CP-2207)"
    symptoms: ["screen is black but i can hear it", "vid went black after update", "黑屏 有声音"]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Location, Severity, shown
from sopkb.core.folding import fold
from sopkb.core.record import Record
from sopkb.lint.rules.rule import Context, RecordRule

FEWEST = 3
_ADVICE = "Add phrases copied from tickets, stripped of names; keep misspellings."
_BRACKETS = re.compile(r"[(\uff08][^()\uff08\uff09]*[)\uff09]")
_COLON = re.compile(r":\s|\uff1a")
_WORD = re.compile(r"\w+")


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Each symptom, then their number."""
    titles = _titles(record.title)
    seen: dict[str, str] = {}
    again: list[tuple[str, str, Location]] = []
    for symptom, at in record.meta.located_texts("symptoms"):
        words = _words(symptom)
        if words and words in titles:
            yield Finding(f'The symptom "{shown(symptom)}" repeats the title. {_ADVICE}', at)
        elif words in seen:
            again.append((symptom, seen[words], at))
        seen.setdefault(words, symptom)
    if len(seen) < FEWEST:
        for symptom, first, at in again:
            yield Finding(
                f'The symptom "{shown(symptom)}" says the same as "{shown(first)}", and fewer than {FEWEST} are left. '
                + _ADVICE,
                at,
            )


def _titles(title: str) -> set[str]:
    """The title, without its product, without what stands in brackets, and without both."""
    found = set()
    for form in (title, _BRACKETS.sub(" ", title)):
        colon = _COLON.search(form)
        found |= {_words(form), _words(form[colon.end() :]) if colon else ""}
    return found - {""}


def _words(text: str) -> str:
    return " ".join(_WORD.findall(fold(text)))


RULE = RecordRule(
    "F01",
    Severity.ERROR,
    eases_in_drafts=True,
    alone=True,
    check=check,
)
