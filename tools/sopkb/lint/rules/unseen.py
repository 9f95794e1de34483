"""Characters that show nothing and may carry a text to a program: where one stands that no script needs.

Right-to-left marks, joiners and variation selectors have their place in Arabic, Indic and emoji; there they are none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_FLAG = r"\U0001f3f4[\U000e0030-\U000e007a]{1,8}\U000e007f"
_UNSEEN = re.compile(
    rf"(?P<flag>{_FLAG})"  # the flags of England, Scotland, Wales and the like are made of tags
    r"|(?P<always>[\u115f\u1160\u17b4\u17b5\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164\uffa0\ufff9-\ufffb\U000e0000-\U000e00ff]+)"
    r"|(?P<selector>[\ufe00-\ufe0f\U000e0100-\U000e01ef]+)"
    r"|(?P<mark>[\u061c\u200e\u200f]+)"
    r"|(?P<joiner>[\u200b-\u200d\ufeff\u180b-\u180f\u034f]{4,})"
)
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_NEAR = 80


def unseen_characters(text: str) -> Iterator[tuple[int, str]]:
    """Each run of characters that show nothing where nothing asks for them: its place, and what its first one is."""
    yield from ((start, f"U+{ord(run[0]):04X}") for start, run in _runs(text))


def _runs(text: str) -> Iterator[tuple[int, str]]:
    if text.isascii():
        return
    for match in _UNSEEN.finditer(text):
        kind, start = match.lastgroup, match.start()
        if kind == "flag" or (kind == "selector" and _has_base(text, start, len(match.group()))):
            continue
        if kind == "mark" and _RIGHT_TO_LEFT.search(text, max(0, start - _NEAR), match.end() + _NEAR):
            continue
        yield start, match.group()


def without_unseen(text: str) -> tuple[str, int]:
    """A text less what :func:`unseen_characters` finds in it, and how many characters that were."""
    parts, done, count = [], 0, 0
    for start, run in _runs(text):
        parts.append(text[done:start])
        done, count = start + len(run), count + len(run)
    return "".join([*parts, text[done:]]) if count else text, count


def _has_base(text: str, start: int, length: int) -> bool:
    """Whether a variation selector stands behind a character that it can vary."""
    if not start or length > 2 or (length > 1 and text[start] != text[start + 1]):  # editors double one at times
        return False
    before = text[start - 1]
    return (
        unicodedata.category(before)[0] in "LNSP"
        and not before.isspace()
        and (not before.isalpha() or ord(before) > 0x2000)
    )
