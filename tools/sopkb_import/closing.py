"""What a document leaves open to its end is closed: moved up, it would swallow what follows it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.token import Token

_HTML_ENDS = (
    (re.compile(r"<(script|pre|style|textarea)\b", re.IGNORECASE), "</{0}>"),
    (re.compile(r"<\?"), "?>"),
    (re.compile(r"<!\[CDATA\["), "]]>"),
    (re.compile(r"<![A-Za-z]"), ">"),
)


def closed(lines: list[str], tokens: Sequence[Token]) -> list[str]:
    """The lines, with what the author left open to the end closed: moved up, it would swallow what follows."""
    last = next((token for token in reversed(tokens) if token.level == 0), None)
    ending = _missing_end(lines, last) if last else ""
    if not ending:
        return lines
    return [*(lines if lines[-1] else lines[:-1]), ending]


def _missing_end(lines: Sequence[str], last: Token) -> str:
    if last.type == "fence" and last.map:
        closing = re.compile(rf" {{0,3}}{re.escape(last.markup[0])}{{{len(last.markup)},}}[ \t]*")
        inside = lines[last.map[0] + 1 : last.map[1]]
        return "" if inside and closing.fullmatch(inside[-1]) else last.markup
    if last.type == "html_block":
        for opening, ending in _HTML_ENDS:
            match = opening.match(last.content.lstrip())
            ending = ending.format(*match.groups()) if match else ""
            if match and ending.lower() not in last.content.lower():
                return ending
    return ""
