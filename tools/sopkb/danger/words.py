"""A text as the words that danger lists are compared with."""

from __future__ import annotations

import re

from sopkb.model.characters import LETTERS, MARKS
from sopkb.model.folding import fold

END = ""
"""Stands between two sentences, several times over, so that words of different sentences are further apart."""
ENDS = 2
"""How many words the end of a sentence counts for."""

_ONE_BY_ONE = "\u3005\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(
    rf"(?P<word>[{_ONE_BY_ONE}]|(?:(?![{_ONE_BY_ONE}])[0-9{LETTERS}{MARKS}])+)|[.!?;\u061f\u3002\uff01\uff1f\n]+"
)
_POINTS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670]")  # vowels, and the stretch: Arabic is written without
_ARABIC = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي"}
    | dict(zip("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789", strict=True))
)
_ARTICLE = re.compile("^(?:[وفبك]?ال|لل)(?=[\u0621-\u064a]{3})")


def words_of(text: str) -> list[str]:
    """The words of a text, folded; the end of a sentence is :data:`END`, :data:`ENDS` times.

    Case, accents, apostrophes, width, Arabic figures, vowel signs, articles and spellings of alef, yeh and teh marbuta
    make no difference.
    Each character of a script without spaces is a word.
    """
    folded = _POINTS.sub("", fold(text.translate(_ARABIC))).translate(_ARABIC)
    found: list[str] = []
    for match in _WORD.finditer(folded):
        if word := match["word"]:
            found.append(_ARTICLE.sub("", word))
        elif found:
            found += [END] * ENDS
    return found
