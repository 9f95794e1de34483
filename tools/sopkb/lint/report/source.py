"""The author's own line under a finding, where it is safe to show it.

A line may hold a secret although another rule fires on it. What the loader withholds is in no text that is shown here.
Beyond that a line is shown only where the rules of family A found nothing in the whole file, and where nothing in the
line looks like a personal datum or a secret; comments in front matter are cut off.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from sopkb.core.diagnostics import Diagnostic, printable
from sopkb.core.load import Base
from sopkb.lint.width import columns
from sopkb.private import may_be_private

_SAFETY_FAMILY = "A"
_LONGEST = 400  # a longer line is no prose, and is not searched for what must not be shown
_WINDOW = 100
_BEFORE = 60
_COMMENT = re.compile(r"(?:^|\s)#.*$")
_QUOTED = r'"(?:[^"\\]|\\.)*"|\'(?:[^\']|\'\')*\''
_VALUE = re.compile(rf"{_QUOTED}|[\[{{].*[\]}}]|[^\s,\]}}]+(?:[^\S\n]+[^\s,\]}}]+)*")
_WORD = re.compile(r"!?\[\[?[^\]]*\]\]?(?:\([^)]*\))?|<[^>]*>|\S*[^\s.,;:!?]")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One line of a file, cut to what fits, and the part of it that is meant.

    Args:
        line: its number in the file.
        text: printable.
        before: columns on a terminal before that part; a Chinese character takes two.
        width: columns that the part takes.
    """

    line: int
    text: str
    before: int
    width: int


def excerpts_of(base: Base, found: Iterable[Diagnostic]) -> Callable[[Diagnostic], Excerpt | None]:
    """What gives the line of a finding, or None where there is none or it must not be shown.

    Args:
        base: that was checked.
        found: everything that the check found, the rules of family A among those that ran.
    """
    unsafe = {each.path for each in found if each.code.startswith(_SAFETY_FAMILY)}
    by_path = {document.path: document for document in base.corpus.documents if document.path not in unsafe}

    @lru_cache(maxsize=8)
    def lines_of(path: str) -> list[str]:
        return by_path[path].text.split("\n")

    def excerpt(found: Diagnostic) -> Excerpt | None:
        document = by_path.get(found.path)
        if not found.line or document is None or found.code.startswith(_SAFETY_FAMILY):
            return None
        lines = lines_of(found.path)
        if found.line > len(lines):
            return None
        body_line = document.record.body.first_line if document.record else len(lines)
        return cut(lines[found.line - 1], found.line, found.column, found.line < body_line)

    return excerpt


def cut(text: str, line: int, column: int, is_front_matter: bool) -> Excerpt | None:
    """The part of a line that fits, with its mark; None where the line is empty or must not be shown.

    Args:
        text: the whole line.
        line: its number.
        column: where the part that is meant begins, from 1; 0 for the line as such.
        is_front_matter: whether it is YAML rather than Markdown.
    """
    whole = text[: _LONGEST + 1].rstrip()
    if is_front_matter:
        whole = _without_comment(whole)
    if not whole.strip() or len(whole) > _LONGEST or may_be_private(whole):
        return None
    start = max(column - 1, 0) if column else len(whole) - len(whole.lstrip())
    if start >= len(whole):
        return None
    match = (_VALUE if is_front_matter else _WORD).match(whole, start)
    end = match.end() if match and column else start + 1
    left = max(0, start - _BEFORE) if len(whole) > _WINDOW else 0
    right = left + _WINDOW
    head, tail = ("…" if left else ""), ("…" if right < len(whole) else "")
    before = head + printable(whole[left:start])
    return Excerpt(
        line,
        head + printable(whole[left:right]) + tail,
        columns(before),
        max(columns(printable(whole[start : min(end, right)])), 1),
    )


def _without_comment(line: str) -> str:
    """A line of YAML without its comment; a ``#`` inside quotes is none."""
    masked = re.sub(_QUOTED, lambda found: "x" * len(found.group()), line)
    comment = _COMMENT.search(masked)
    return line[: comment.start()].rstrip() if comment else line
