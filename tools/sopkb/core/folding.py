"""Text with everything taken out that does not make it another word: case, width, accents, invisible characters."""

from __future__ import annotations

import re
import unicodedata

from sopkb.core.characters import FOLDABLE

APOSTROPHES = "'\u2019\u02bc\uff07"
INVISIBLE = "\u00ad\u200c\u200d\u2060\ufeff\ufe0f"

_SILENT = re.compile(f"[{INVISIBLE}{APOSTROPHES}]")
_RUN = re.compile(f"[{FOLDABLE}]+")
_ACCENTS = re.compile("[\u0300-\u036f\u02bc]")  # the apostrophe is what a decomposed letter may leave
_ONE_LETTER = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ß": "ss", "ς": "σ"}
)
_WIDE = {0x00A0: " ", 0x3000: " "} | {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_CASED = re.compile("[A-Za-z\u00c0-\u00ff\u0370-\u03ff\u0400-\u052f]+")


def narrow(text: str) -> str:
    """A text with full-width ASCII and wide spaces made plain; no character moves."""
    return text if text.isascii() else text.translate(_WIDE)


def normalise(text: str) -> str:
    """NFKC of the words of a text; what is no word stays as it is."""
    return text if text.isascii() else _RUN.sub(lambda run: unicodedata.normalize("NFKC", run[0]), text)


def fold(text: str) -> str:
    """A text with case, width, accents and invisible characters taken out."""
    if text.isascii():
        return text.lower().replace("'", "")
    return _RUN.sub(_folded, _SILENT.sub("", narrow(text)))


def in_cases(text: str) -> tuple[str, str, str]:
    """A text as it is, in upper and in lower case (Latin, Greek and Cyrillic letters only)."""
    if text.isascii():
        return text, text.upper(), text.lower()
    upper = _CASED.sub(lambda run: run[0].upper(), text)
    return text, upper, _CASED.sub(lambda run: run[0].lower(), text)


def _folded(run: re.Match[str]) -> str:
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", run[0]).lower())
    return unicodedata.normalize("NFC", _ACCENTS.sub("", decomposed)).translate(_ONE_LETTER)
