"""Numbered steps: what is done, how one sees that it worked, and whether the user does it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from markdown_it.token import Token

from sopkb.core.body import Step
from sopkb.core.diagnostics import Location
from sopkb.core.load.sent import USERS, sent_text

CODE_BLOCKS = ("fence", "code_block", "html_block")
"""Tokens of blocks in which nothing is Markdown."""

_CHECK = re.compile(r"\*\*Check:?\*\*:?\s*", re.IGNORECASE)


def steps_in(tokens: Sequence[Token], lines: Sequence[str], first_line: int, env: dict[str, Any]) -> Iterator[Step]:
    """The items of the numbered lists that stand in no other block, in order.

    Args:
        tokens: those of Markdown of a whole body.
        lines: of the body.
        first_line: number of its first line in the file.
        env: what the parser knows of it: addresses that links name.
    """
    number = 0
    for position, token in enumerate(tokens):
        if token.type == "ordered_list_open" and token.level == 0:
            number = start_of(token) - 1
        elif token.type == "list_item_open" and token.level == 1 and token.markup in ".)" and token.map:
            number += 1
            line = lines[token.map[0]]
            column = len(line) - len(line.lstrip()) + 1
            item = tuple(_inside(tokens, position + 1, token.level))
            action, mark, check = _split_check("\n".join(_item_text(item)))
            at = Location(first_line + token.map[0], column)
            if USERS.match(action):
                yield Step(number, at, action, check if mark else "", True, sent_text(item, _CHECK, env))
            else:
                yield Step(number, at, action, check if mark else "")


def _inside(tokens: Sequence[Token], start: int, level: int) -> Iterator[Token]:
    """The tokens of a list's item, which begins at a place."""
    for position in range(start, len(tokens)):
        token = tokens[position]
        if token.type == "list_item_close" and token.level == level:
            return
        yield token


def _item_text(item: Iterable[Token]) -> Iterator[str]:
    for token in item:
        if token.type == "inline" or token.type == "html_block":
            yield token.content.rstrip("\n")
        elif token.type in CODE_BLOCKS:
            fence = token.markup or "```"
            yield f"{fence}{token.info}\n{token.content.rstrip()}\n{fence}"


def _split_check(text: str) -> tuple[str, bool, str]:
    match = _CHECK.search(text)
    if not match:
        return text.strip(), False, ""
    return text[: match.start()].strip(), True, text[match.end() :].strip()


def start_of(token: Token) -> int:
    """The number that a list begins with."""
    start = token.attrGet("start")
    return 1 if start is None else int(start)
