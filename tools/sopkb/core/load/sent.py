"""A step that is the user's own, as the plain text that a reply holds: the author's words, none of them left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from sopkb.core.body import OUTWARD_SCHEMES

USERS = re.compile(r"\*\*User:\*\*\s*", re.IGNORECASE)
"""Stands before what the user does; what stands after it is said to the user."""

_INLINE = MarkdownIt("commonmark").enable("strikethrough")
_WIKI = re.compile(r"\[\[([^\[\]\n]+)\]\]")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_SILENT = ("em_open", "em_close", "strong_open", "strong_close", "s_open", "s_close")


class _CannotBeSent(Exception):
    """It holds something that is no text."""


def sent_text(tokens: Sequence[Token], check: re.Pattern[str], env: dict[str, Any]) -> str:
    """What a user is sent of a step, its mark and its check left out.

    Args:
        tokens: those of Markdown between the beginning and the end of the item.
        check: where the check begins: it and all behind it are the agent's.
        env: what the parser knows of the whole body, where addresses may stand that a link names.

    Returns:
        Plain text, each line of code and each item of a list on a line of its own; ``""`` where a part of the step is
        no text (an image, a table, a link into the base), for then nothing of it may be sent.
    """
    try:
        return "\n".join(_lines(tokens, check, env)).strip()
    except _CannotBeSent:
        return ""


def _lines(tokens: Sequence[Token], check: re.Pattern[str], env: dict[str, Any]) -> Iterator[str]:
    marks: list[int | None] = []  # of the lists around: the number of the next item, None for a bullet
    mark, is_first = "", True
    for token in tokens:
        match token.type:
            case "bullet_list_open":
                marks.append(None)
            case "ordered_list_open":
                marks.append(int(token.attrGet("start") or 1))
            case "bullet_list_close" | "ordered_list_close":
                marks.pop()
            case "list_item_open" if marks:
                number = marks[-1]
                mark = "- " if number is None else f"{number}. "
                marks[-1] = None if number is None else number + 1
            case "inline":
                content = USERS.sub("", token.content, count=1) if is_first else token.content
                end = check.search(content)
                yield from _indented(_plain(content[: end.start()] if end else content, env), mark, len(marks))
                if end:
                    return
                mark, is_first = "", False
            case "fence" | "code_block":
                yield from token.content.rstrip("\n").split("\n")
                mark = ""
            case "table_open" | "html_block" | "hr":
                raise _CannotBeSent
            case _:
                pass  # the beginning or the end of something


def _indented(text: str, mark: str, depth: int) -> Iterable[str]:
    if not text:
        return ()
    space = "  " * max(0, depth - 1)
    first, *rest = text.split("\n")
    return (f"{space}{mark}{first}", *(f"{space}{' ' * len(mark)}{line}" for line in rest))


def _plain(markdown: str, env: dict[str, Any]) -> str:
    """The inside of a paragraph as it is read; an address stands behind the words that link to it."""
    parts: list[str] = []
    address, begin = "", 0
    for token in _INLINE.parseInline(markdown, env)[0].children or ():
        match token.type:
            case "text" | "text_special":
                parts.append(_WIKI.sub(r"\1", token.content))
            case "code_inline":
                parts.append(token.content)
            case "softbreak":
                parts.append(" ")
            case "hardbreak":
                parts.append("\n")
            case "link_open":
                address, begin = str(token.attrGet("href") or ""), len(parts)
                if address.partition(":")[0].lower() not in OUTWARD_SCHEMES:
                    raise _CannotBeSent  # it leads to a place that only the base knows
            case "link_close":
                shown = "".join(parts[begin:])
                parts.append("" if shown in (address, address.removeprefix("mailto:")) else f" ({address})")
            case "html_inline":
                if not token.content.startswith("<!--"):
                    parts.append("\n" if _BREAK.fullmatch(token.content) else token.content)
            case kind if kind not in _SILENT:
                raise _CannotBeSent
    return "".join(parts).strip()
