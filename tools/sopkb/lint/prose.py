"""What an author says in a body, apart from what stands in it as code, as a quotation or as an address.

Nothing moves: what is left out becomes blanks, so that a place in the result is a place in the body.
"""

from __future__ import annotations

import re

from sopkb.core.body import Body
from sopkb.core.diagnostics import Location

_ADDRESS = re.compile(
    r"<!--.*?(?:-->|\Z)"  # a comment
    r"|(?<=\])\((?:[^()\n]|\([^()\n]*\))*\)"  # the target of a link
    r"|^ {0,3}\[[^\[\]\n]+\]:[^\n]*$"  # a definition of one
    r"|\bhttps?://[^\s<>)\]\"'`]+",
    re.DOTALL | re.MULTILINE,
)
_LINE_IN_A_PARAGRAPH = r"\n(?![^\S\n]*\n)"
_SPAN = re.compile(rf"(?<!`)(`+)(?!`)(?:[^\n]|{_LINE_IN_A_PARAGRAPH})*?(?<!`)\1(?!`)")
_QUOTATION = re.compile(
    "|".join(
        rf"{opening}(?:[^{opening}{closing}\n]|{_LINE_IN_A_PARAGRAPH})*{closing}"
        for opening, closing in ('""', "“”", "«»", "„“", "「」")
    )
)
_SEEN = re.compile(r"[^\n]")
_WORD = re.compile(r"\w")
_FENCED = re.compile(r"^(`{3,}|~{3,})[^\n]*\n.*?(?:^\1$|\Z)", re.MULTILINE | re.DOTALL)


def without_addresses(body: Body) -> str:
    """The body with comments and addresses blanked; code and quotations stay."""
    return _ADDRESS.sub(_blank, body.text)


def own_words(body: Body) -> str:
    """The body with code, quotations, comments and addresses blanked: what the author says to the reader."""
    lines = body.text.split("\n")
    for first, after in (*body.code, *body.quotes):
        for number in range(first - body.first_line, after - body.first_line):
            lines[number] = " " * len(lines[number])
    text = _ADDRESS.sub(_blank, "\n".join(lines))
    return _QUOTATION.sub(_blank, _SPAN.sub(_blank, text))


def place_in(body: Body, offset: int) -> Location:
    """The line and column of the file at which a character of the body stands."""
    start = body.text.rfind("\n", 0, offset) + 1
    return Location(body.first_line + body.text.count("\n", 0, offset), offset - start + 1)


def length_of(markdown: str) -> int:
    """Words of a step as it is read: a code span counts as one, a code block as none."""
    text = _SPAN.sub(" x ", _FENCED.sub("", markdown))
    return sum(1 for part in text.split() if _WORD.search(part))


def _blank(match: re.Match[str]) -> str:
    return _SEEN.sub(" ", match.group())
