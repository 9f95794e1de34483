"""Blocks of Markdown, from parts that are Markdown already."""

from __future__ import annotations

import re
from collections.abc import Sequence

_INDENT = "    "
_LANGUAGE = re.compile(r"[A-Za-z][\w+#.-]{0,29}")


def indented(text: str) -> str:
    """Blocks as they stand inside a list item or an admonition."""
    return "\n".join(_INDENT + line if line else "" for line in text.split("\n"))


def fenced(text: str, language: str = "") -> str:
    """A fenced code block, its fence longer than any inside it."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    known = _LANGUAGE.match(language.strip())
    text = text.rstrip("\n")
    return f"{fence}{known.group().lower() if known else ''}\n{text}\n{fence}"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], aligned: Sequence[str] = ()) -> str:
    """A table.

    Args:
        heads: of the columns.
        rows: the cells, each of one line and without ``|``.
        aligned: the cells of the line below the heads, where a column is not aligned as usual.
    """
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, aligned or ["---"] * len(heads), *rows))


def admonition(classes: str, title: str, *paragraphs: str) -> str:
    """An admonition of Python-Markdown.

    Args:
        classes: its type, then further classes.
        title: Markdown of one line, free of ``"``.
        paragraphs: Markdown blocks; empty ones are left out.
    """
    text = "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
    head = f'!!! {classes} "{title}"'
    return f"{head}\n\n{indented(text)}" if text else head
