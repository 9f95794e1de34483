"""Where the code of a Markdown text is: an import must not touch a byte of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

_BLOCKS = MarkdownIt("commonmark").enable("table")
_BLOCKS.core.ruler.disable("inline")
_RUN = re.compile("`+")


def parsed(text: str, env: dict[str, Any] | None = None) -> list[Token]:
    """The blocks of a text; link definitions go into ``env``."""
    return _BLOCKS.parse(text, {} if env is None else env)


def line_roles(tokens: Sequence[Token], count: int) -> list[str]:
    """For each line of a text whether it is ``code``, ``html`` or neither (``""``)."""
    roles = [""] * count
    for token in tokens:
        if token.map and token.type in ("fence", "code_block", "html_block"):
            role = "html" if token.type == "html_block" else "code"
            roles[slice(*token.map)] = [role] * (token.map[1] - token.map[0])
    return roles


def code_spans(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each code span in text that has no code blocks; linear in the text's length."""
    paragraphs = [match.start() for match in re.finditer(r"\n(?=[ \t]*\n)", text)] if "`" in text else []
    runs = [(match.start(), match.end()) for match in _RUN.finditer(text)]
    closers: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, (start, end) in enumerate(runs):
        closers[bisect_right(paragraphs, start), end - start].append(number)
    number = 0
    while number < len(runs):
        start, end = runs[number]
        if _is_escaped(text, start):
            start += 1
        same = closers.get((bisect_right(paragraphs, start), end - start), ())
        found = bisect_right(same, number)
        if end > start and found < len(same):
            number = same[found]
            yield start, runs[number][1]
        number += 1


def _is_escaped(text: str, position: int) -> bool:
    before = position
    while before and text[before - 1] == "\\":
        before -= 1
    return (position - before) % 2 == 1
