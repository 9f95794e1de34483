"""Columns that are about a person: they are neither read nor proposed, whatever a mapping says."""

from __future__ import annotations

import re

from sopkb_desk.formats.words import fold, words

_SPLIT = re.compile(r"[\s_.:/\-\[\]()]+")


def is_about_people(column: str) -> bool:
    """Whether a column says who: the one who asked, the one who answered, an address of theirs."""
    known = words()
    parts = [part for part in _SPLIT.split(fold(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column))) if part]
    text = f" {' '.join(parts)} "
    if any(f" {word} " in text for word in known.not_people):
        return False
    return any(f" {word} " in text if word.isascii() else word in text for word in known.people)
