"""Finds that a person has settled: what looks private in an imported record, and is not.

A record keeps them as digests, so that nothing repeats what was found. They count in an imported record and in no
other: what is written here can be written without them.
"""

from __future__ import annotations

import hashlib
import re

from sopkb.private import Span, find_private

_LENGTH = 15
_LEGACY = re.compile(r"^conversion: *[\"']?legacy\b", re.MULTILINE)
_FIELD = re.compile(r"^settled:(?: *\[[^\]\n]*\]| *(?:\n +- [^\n]*)+)", re.MULTILINE)
_DIGEST = re.compile(rf"\bf[0-9a-f]{{{_LENGTH}}}\b")


def find_id(found: str) -> str:
    """The digest under which a find is settled, the same wherever the same text stands.

    Args:
        found: the text of the find.
    """
    digest = hashlib.sha256(f"settled\0{' '.join(found.split())}".encode()).hexdigest()
    return f"f{digest[:_LENGTH]}"  # a letter first: digits alone might look like a number that is private


def settled_in(text: str) -> frozenset[str]:
    """The finds that a record's file says are settled; none in a record that was not imported.

    Args:
        text: of the whole file.
    """
    end = text.find("\n---", 3)
    front = text[:end] if text.startswith("---") and end > 0 else ""
    field = _FIELD.search(front) if _LEGACY.search(front) else None
    return frozenset(_DIGEST.findall(field[0])) if field else frozenset()


def open_finds(text: str) -> tuple[Span, ...]:
    """Every personal datum and every secret in a file's text, in order, that nobody has settled."""
    settled = settled_in(text)
    return tuple(each for each in find_private(text) if find_id(text[each.start : each.end]) not in settled)
