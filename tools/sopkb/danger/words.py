"""A text as the words that danger lists are compared with.

What is a word is said by what stands between words, in a line: a browser has to be told the same with few bytes
(``static/js/danger.js``), and lists are written in a handful of scripts.
"""

from __future__ import annotations

import re
from unicodedata import normalize

END = ""
"""Stands between two sentences, several times over, so that words of different sentences are further apart."""
ENDS = 2
"""How many words the end of a sentence counts for."""

_SILENT = re.compile("['\u00b4\u0060\u02bc\u2018\u2019\uff07\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0f\ufeff]")
"""Apostrophes, and what nobody sees."""
_MARKS = re.compile("[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670]")
"""Accents; Arabic vowels, hamza and the stretch: people write without."""
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ß": "ss", "ς": "σ"}
    | {"ٱ": "ا", "ى": "ي", "ة": "ه"}
    | dict(zip("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789", strict=True))
)
_ONE_BY_ONE = "\u3005\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_BETWEEN = (
    "\x00-/:-@\\[-`{-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\xd7\xf7\u02c2-\u02df\u037e\u0387\u055a-\u055f\u0589\u05be"
    "\u0600-\u060f\u061b-\u061f\u066a-\u066d\u06d4\u0964\u0965\u1680\u2000-\u2bff\u2e00-\u2e7f\u3000-\u3004"
    "\u3008-\u3020\u3030\u303d-\u303f\ud800-\uf8ff\ufe00-\ufe6f\uff00-\uff0f\ufff0-\uffff"
    "\U0001d000-\U0001d3ff\U0001f000-\U0001fbff\U000e0000-\U0010ffff"
)
_STOP = r"(?<!\.)\.(?!\.)"
"""Several are a pause, and the sentence goes on behind it."""
_WORD = re.compile(rf"(?P<word>[{_ONE_BY_ONE}]|[^{_ONE_BY_ONE}{_BETWEEN}]+)|(?:[!?;\u061f\u3002\n]|{_STOP})+")
_ARTICLE = re.compile("^(?:[وفبك]?ال|لل)(?=[\u0621-\u064a]{3})")


def words_of(text: str) -> list[str]:
    """The words of a text, folded; the end of a sentence is :data:`END`, :data:`ENDS` times.

    Case, accents, apostrophes, width, Arabic figures, vowel signs, articles and spellings of alef, yeh and teh marbuta
    make no difference.
    Each character of a script without spaces is a word.
    """
    found: list[str] = []
    for match in _WORD.finditer(_folded(text)):
        if word := match["word"]:
            found.append(_ARTICLE.sub("", word))
        elif found:
            found += [END] * ENDS
    return found


def _folded(text: str) -> str:
    text = _SILENT.sub("", text)
    if text.isascii():
        return text.lower()
    apart = normalize("NFD", normalize("NFKC", text).lower())
    return normalize("NFC", _MARKS.sub("", apart)).translate(_LETTERS)
