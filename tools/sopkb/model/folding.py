"""Text with everything taken out that does not make it another word: case, width, accents, invisible characters."""

from __future__ import annotations

import re
import unicodedata

APOSTROPHES = "'\u2019\u02bc\uff07"
INVISIBLE = "\u00ad\u200c\u200d\u2060\ufeff\ufe0f"

_DROPPED = re.compile(rf"[\u0300-\u036f{INVISIBLE}{APOSTROPHES}]")
_UNDECOMPOSED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


def fold(text: str) -> str:
    """A text with case, width, accents and invisible characters taken out."""
    if text.isascii():
        return text.lower().replace("'", "")
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFC", _DROPPED.sub("", decomposed)).translate(_UNDECOMPOSED)
