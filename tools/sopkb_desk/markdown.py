"""Markdown to paste into a chat or a document: tables, lists, and text of tickets that does nothing there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sopkb.core.diagnostics import printable
from sopkb_desk.harmless import ADDRESS, paints_a_scene

BLANK = "**[fill in]**"
"""What only a person knows; it stands out in any chat and can be searched for."""
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#~])")
_LONGEST = 70


def quoted(text: str, longest: int = _LONGEST) -> str:
    """What a user said, as plain text: no markup, no mention of anybody, no address to follow, no scene."""
    if paints_a_scene(text):
        return "(not shown: it describes a scene)"
    line = ADDRESS.sub("(address left out)", printable(" ".join(text.split())))
    line = line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
    return _SPECIAL.sub(r"\\\1", line).replace("@", "(at)").replace("&", "&amp;")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of one row or more. Its cells are Markdown."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *lines])


def bullets(lines: Iterable[str], none: str = "") -> str:
    """A list.

    Args:
        lines: its items, as Markdown.
        none: the sentence that stands there where it is empty: what was looked at, or why that is not known.
    """
    return "\n".join(f"- {line}" for line in lines) or none
