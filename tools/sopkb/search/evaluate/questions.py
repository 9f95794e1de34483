"""What a judged question is, and which part of a set it belongs to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """What a question is for."""

    TUNED = "tuned"
    """Its misses are looked at, and mended."""
    REPORTED = "reported"
    """Nobody looks at its misses; it says whether what was mended helps questions that nobody had in mind."""


def part_of(text: str) -> Part:
    """The part of a question: the lowest bit of the first byte of the SHA-256 of its text, so that nobody chooses."""
    return Part.REPORTED if hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[0] & 1 else Part.TUNED


@dataclass(frozen=True, slots=True)
class Question:
    """A judged question.

    Args:
        text: what is asked.
        gold: ids of the records that answer it; any of them may stand first.
        also: ids of records that help as well, and may stand in the first three.
        notice: id of a dead record that must be named, with what became of it; ``""`` for none.
        is_promised: whether it must be answered first, whatever the baseline says.
        group: what it is an example of.
        why: why that is the answer.

    A question with neither ``gold`` nor ``notice`` is a negative: nothing may be found.
    """

    text: str
    gold: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()
    notice: str = ""
    is_promised: bool = False
    group: str = ""
    why: str = ""

    @property
    def is_negative(self) -> bool:
        return not self.gold and not self.notice

    @property
    def part(self) -> Part:
        return part_of(self.text)

    @property
    def expects(self) -> str:
        """What is expected, in a line; two questions with the same line are judged the same way."""
        if self.is_negative:
            return "nothing"
        parts = [" or ".join(sorted(self.gold))] if self.gold else []
        parts += [f"notice {self.notice}"] if self.notice else []
        parts += [f"also {' '.join(sorted(self.also))}"] if self.also else []
        return ", ".join(parts)
