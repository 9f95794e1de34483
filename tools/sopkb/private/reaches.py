"""Where a secret ends that goes on behind its line: a key in a block, a token that a terminal has wrapped."""

from __future__ import annotations

import re

_LONGEST_BLOCK = 16_000
_END = re.compile(rb"-----END [A-Z0-9 ]{3,40}-----")
_BLOCK_LINE = re.compile(
    rb"(?:\\n|\\r|[\s\"'>|+*]){0,8}(?:[A-Za-z-]{3,20}: [^\n]{0,100}|[A-Za-z0-9+/=]{2,200}|-{2,5})(?=\\|\s|[\"']|$)"
)
_NEXT_LINE = re.compile(rb"[\"']?[ \t]{0,40}\\?\r?\n[ \t>|]{0,12}[\"']?([A-Za-z0-9+/=_.-]{8,200})(?=[\"'\s]|$)")
_CHANGES = re.compile(rb"[A-Za-z]\d|\d[A-Za-z]|[a-z][A-Z]")
_MOST_LINES = 60


def to_the_end_of_its_block(text: bytes, end: int) -> int:
    """A key in PEM: to its last line; where that is missing, as far as its lines go."""
    last = _END.search(text, end, end + _LONGEST_BLOCK)
    if last:
        return last.end()
    while line := _BLOCK_LINE.match(text, end, end + 400):
        end = line.end()
    return end


def through_wrapped_lines(text: bytes, end: int) -> int:
    """A token at the end of a line: through the next lines, where each is one more piece of it."""
    for _ in range(_MOST_LINES):
        line = _NEXT_LINE.match(text, end, end + 400)
        if line is None or len(_CHANGES.findall(line[1])) < 3:
            return end
        end = line.end(1)
    return end
