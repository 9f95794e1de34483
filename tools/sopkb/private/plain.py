"""A text as a reader or a program takes it, with the way back to the author's own characters.

What people paste is full-width, escaped, encoded or torn by invisible characters; whoever looks for something in it
would have to know every disguise. Here they are taken off once: NFKC and decimal digits of every script, quotation
marks and dashes as on a keyboard, HTML entities, percent-encoding, backslash escapes, invisible characters. Nothing
else changes, above all no line break, and every place can be told in the author's text.
"""

from __future__ import annotations

import html
import re
import unicodedata
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)
"""Characters that show nothing, as the inside of a character class."""

_ESCAPE = (
    r"&(?:amp;){0,3}(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});"
    r"|\\{1,4}(?:u[0-9a-fA-F]{4}|u\{[0-9a-fA-F]{1,6}\}|x[0-9a-fA-F]{2}|[!-/:-@\[\]-`{-~])"
    r"|%(?:25){0,2}[2-7][0-9a-fA-F]"
    r"|<wbr ?/?>|\[[.@:]\]"
)
_PIECE = re.compile(f"{_ESCAPE}|[{INVISIBLE}\ufb00-\ufb06]")
_ESCAPES = re.compile(_ESCAPE)  # every alternative begins with one letter, which Python then searches for
_HINTS = ("&", "\\", "%", "<w", "[.]", "[@]", "[:]")
_ODD = re.compile(f"[{INVISIBLE}\ufb00-\ufb06]")  # the ligatures of a PDF are more than one letter
_UNSEEN = re.compile(f"[{INVISIBLE}]")
_MOST_KNOWN = 20_000
_FEW = 12  # that many replacements are quicker than one look at every character
_SAME = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\u300c\u300d\u300e\u300f", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
    **dict.fromkeys("\u2028\u2029\x85\x0b\x0c", "\n"),
}


class _OneForOne(dict[int, int]):
    """What each character is read as, where that is one character: filled as characters are met."""

    def __missing__(self, code: int) -> int:
        char = chr(code)
        as_read = _SAME.get(char) or unicodedata.normalize("NFKC", char)
        if not as_read.isascii() and len(as_read) == 1:
            digit = unicodedata.decimal(as_read, None)
            as_read = str(digit) if digit is not None else as_read
        read = ord(as_read) if len(as_read) == 1 else code
        if len(self) < _MOST_KNOWN:  # a text may hold every character there is
            self[code] = read
        return read


_AS_READ = _OneForOne()


@dataclass(frozen=True, slots=True)
class Plain:
    """A text as it is read.

    Args:
        text: without disguises.
        starts: of each of its characters where it begins in the author's text; None where every place is the same.
        ends: where it ends there.
    """

    text: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]``, which is not empty, stands in the author's text."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def plain(text: str) -> Plain:
    """Take the disguises off a text; the time grows with its length and no faster."""
    unusual = {char for char in set(text) if not char.isascii()} if not text.isascii() else set()
    as_read = _one_for_one(text, unusual)
    escaped = any(hint in as_read for hint in _HINTS)
    odd = any(_ODD.match(char) for char in unusual)
    if not escaped and not odd:
        return Plain(as_read)
    parts: list[str] = []
    starts, ends = array("L"), array("L")
    done = 0
    for match in (_PIECE if odd else _ESCAPES).finditer(as_read):
        start, end = match.span()
        shown = _shown(match.group())
        if shown is None:
            continue
        parts += [as_read[done:start], shown]
        starts.extend(range(done, start))
        ends.extend(range(done + 1, start + 1))
        starts.extend([start] * len(shown))
        ends.extend([end] * len(shown))
        done = end
    if not done:
        return Plain(as_read)
    parts.append(as_read[done:])
    starts.extend(range(done, len(text)))
    ends.extend(range(done + 1, len(text) + 1))
    return Plain("".join(parts), starts, ends)


def _one_for_one(text: str, unusual: set[str]) -> str:
    changed = {ord(char): _AS_READ[ord(char)] for char in unusual if _AS_READ[ord(char)] != ord(char)}
    if len(changed) > _FEW:
        return text.translate(changed)
    for char, as_read in changed.items():
        text = text.replace(chr(char), chr(as_read))
    return text


def _shown(piece: str) -> str | None:
    """What a reader sees of an escape or an odd character; None where it is none after all."""
    first = piece[0]
    if first == "&":
        decoded = html.unescape(f"&{piece[1:].replace('amp;', '')}")
        return None if decoded.startswith("&") and len(decoded) > 1 else _folded(decoded)
    if first == "%":
        return chr(int(piece[-2:], 16))
    if first == "\\":
        escape = piece.lstrip("\\")
        if not escape:
            return "\\"
        if len(escape) == 1:
            return escape
        code = int(escape[1:].strip("{}"), 16)
        return _folded(chr(code)) if code < 0x110000 and not 0xD800 <= code < 0xE000 else None
    if first == "[":
        return piece[1]
    return "" if first == "<" else _folded(piece)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", _UNSEEN.sub("", text.translate(_AS_READ)))
