"""A decision tree as a drawing: questions from left to right, each answer a line, each end a record.

Drawn when the site is built, as SVG without any style of its own, so that it needs no script, and prints. The list of
questions beside it says the same; the drawing is hidden from a screen reader.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sopkb.site.escape import markup

_BOX = 190
_GAP = 180
_ROW = 52
_LINE = 14
_LETTERS = 28
"""Letters of a line: of a box, and of an answer between two boxes."""
_MOST_LINES = 3
_MOST_LINES_OF_AN_END = 1
_DEEPEST = 12
"""Levels that are drawn; the list has the rest."""

Answer = tuple[str, str, str]
"""What is said, the question it leads to, or the record."""


@dataclass
class _Box:
    """A question or an end, placed."""

    text: str
    kind: str
    depth: int
    said: str = ""
    below: list[_Box] = field(default_factory=list)
    row: float = 0.0


def diagram(questions: Sequence[tuple[str, str, Sequence[Answer]]], title_of: Callable[[str], str]) -> str:
    """The drawing, as one line of SVG; ``""`` where there is no question.

    Args:
        questions: id, text and answers of each, the first one first.
        title_of: gives the title of a record by id.
    """
    if not questions:
        return ""
    texts = {node: (number, text) for number, (node, text, _) in reversed(list(enumerate(questions, 1)))}
    answers = {node: given for node, _, given in reversed(questions)}
    drawn: set[str] = set()

    def grown(node: str, said: str, depth: int) -> _Box:
        number, text = texts[node]
        if node in drawn or depth >= _DEEPEST:
            return _Box(f"Question {number}", "again", depth, said)
        drawn.add(node)
        box = _Box(f"{number}. {text}", "ask", depth, said)
        for answer, to, record in answers[node]:
            if to in texts:
                box.below.append(grown(to, answer, depth + 1))
            else:
                box.below.append(_Box(f"{record} {title_of(record)}".strip(), "", depth + 1, answer))
        return box

    root = grown(questions[0][0], "", 0)
    rows = _place(root, 0)
    boxes = list(_walk(root))
    width = (max(box.depth for box in boxes) + 1) * (_BOX + _GAP) - _GAP + 2
    parts = [part for box in boxes for part in _drawn(box)]
    size = f'viewBox="0 0 {width} {rows * _ROW}" width="{width}" height="{rows * _ROW}"'
    return f'<svg class="kb-diagram__tree" {size} aria-hidden="true" focusable="false">{"".join(parts)}</svg>'


def _place(box: _Box, row: int) -> int:
    """Give every end a row of its own, and every question the middle of its answers'; the next free row."""
    if not box.below:
        box.row = row
        return row + 1
    for each in box.below:
        row = _place(each, row)
    box.row = (box.below[0].row + box.below[-1].row) / 2
    return row


def _walk(box: _Box) -> Iterator[_Box]:
    yield box
    for each in box.below:
        yield from _walk(each)


def _drawn(box: _Box) -> Iterator[str]:
    left, middle = box.depth * (_BOX + _GAP) + 1, round(box.row * _ROW + _ROW / 2)
    told = f' class="{box.kind}"' if box.kind else ""
    yield f'<rect{told} x="{left}" y="{middle - 23}" width="{_BOX}" height="46"/>'
    yield from _lines(box.text, left + 8, middle, _MOST_LINES if box.below else _MOST_LINES_OF_AN_END)
    for each in box.below:
        to = round(each.row * _ROW + _ROW / 2)
        yield f'<path d="M{left + _BOX} {middle}h16V{to}h{_GAP - 16}"/>'
        yield from _lines(each.said, left + _BOX + 22, to, _MOST_LINES)


def _lines(text: str, x: int, middle: int, most: int) -> Iterator[str]:
    cut = textwrap.wrap(" ".join(text.split()), _LETTERS, max_lines=most, placeholder=" …")
    top = middle + 4 - (len(cut) - 1) * _LINE // 2
    for number, line in enumerate(cut):
        yield f'<text x="{x}" y="{top + number * _LINE}">{markup(line)}</text>'


def questions_of(nodes: Sequence[Mapping[str, Any]]) -> list[tuple[str, str, list[Answer]]]:
    """The questions of a record's ``nodes``, for :func:`diagram`; what is of another form is empty text."""
    return [
        (
            _text(node.get("id")),
            _text(node.get("ask")),
            [
                (_text(each.get("say")), _text(each.get("goto")), _text(each.get("record")))
                for each in node.get("answers") or ()
                if isinstance(each, Mapping)
            ],
        )
        for node in nodes
    ]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
