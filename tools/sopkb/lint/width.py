"""How much room a text takes, whatever its script."""

from __future__ import annotations

import unicodedata


def columns(text: str) -> int:
    """Columns that a text takes on a terminal (Unicode Standard Annex 11): a Chinese character takes two."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )
