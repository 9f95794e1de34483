"""Text that speaks to a program that reads the page, and not to a person.

What: A record holds no instruction to an assistant or another program, such as a request to set aside what it was told,
    no marks of a chat format, and no invisible characters: word joiners, tags, fillers, bidirectional controls, marks
    and selectors where no script asks for them. The whole file is read, comments and front matter included, without
    the disguises that a text can wear, in eight languages. The finding does not repeat the text.

Why on shift: Chat bots and assistants read these pages for people; what a page tells them, they may do or say.

Bad:
    <!-- A request to an assistant to set aside what it was told -->

Good:
    <!-- Checked with the duty lead on 2026-11-20 -->
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import re2

from sopkb.core.diagnostics import Finding, Severity
from sopkb.core.record import Document
from sopkb.lint.rules.machine_words import TO_A_MACHINE
from sopkb.lint.rules.rule import Context, DocumentRule
from sopkb.lint.rules.unseen import unseen_characters
from sopkb.lint.rules.wording import place_of
from sopkb.private.plain import plain
from sopkb.private.sort import compiled


@cache
def _expressions() -> tuple[Any, tuple[tuple[frozenset[int], Any], ...]]:
    """All stems as one set, and of each expression which of them must be there."""
    stems, expressions, number = re2.Set.SearchSet(), [], 0
    for several in TO_A_MACHINE.values():
        for parts, expression in several:
            needed = set()
            for part in parts.split("&"):
                stems.Add(f"(?i){part}")
                needed.add(number)
                number += 1
            expressions.append((frozenset(needed), expression))
    stems.Compile()
    return stems, tuple(expressions)


def places(text: str) -> list[int]:
    """Where a text speaks to a machine, in order; RE2 reads it, which no text makes slow."""
    view = plain(text)
    encoded = view.text.encode("utf-8", "replace")
    stems, expressions = _expressions()
    there = frozenset(stems.Match(encoded) or ())
    found = set()
    for needed, expression in expressions:
        if needed <= there:
            for match in compiled(expression, False).finditer(encoded):
                said = match.group()
                found.add(match.start() + len(said) - len(said.lstrip()))
    return [view.place(place, place + 1)[0] for place in _characters(encoded, sorted(found))]


def _characters(encoded: bytes, places: Sequence[int]) -> Iterator[int]:
    """Places in a text, from those in its bytes."""
    byte = char = 0
    for place in places:
        char += len(encoded[byte:place].decode("utf-8", "replace"))
        byte = place
        yield char


def check(document: Document, context: Context) -> Iterator[Finding]:
    """Each place with such a text, and each invisible character."""
    text = document.text
    told = 0
    for start in places(text):
        at = place_of(text, start)
        if at.line == told:
            continue
        told = at.line
        yield Finding(
            f"Line {at.line} speaks to a program that reads the page. Remove it, or write it for a person.", at
        )
    for start, name in unseen_characters(text):
        at = place_of(text, start)
        yield Finding(f"Line {at.line} holds an invisible character ({name}). Remove it.", at)


RULE = DocumentRule("X20", Severity.ERROR, alone=True, check=check)
