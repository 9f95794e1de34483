"""Versions of a record: MAJOR.MINOR.PATCH, with a meaning for the people who follow it.

MAJOR: following yesterday's text is now wrong (retrain). MINOR: a symptom, a code, a clarification (read).
PATCH: a typo, a link, a review, a renewal (nothing to do).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

VERSION_PATTERN = r"^(0|[1-9]\d{0,4})\.(0|[1-9]\d{0,4})\.(0|[1-9]\d{0,4})$"
_VERSION = re.compile(VERSION_PATTERN)


class Level(StrEnum):
    """How much a change means to the people who follow a record."""

    MAJOR = "major"
    MINOR = "minor"
    PATCH = "patch"

    @property
    def weight(self) -> int:
        """1 for PATCH to 3 for MAJOR, to compare by."""
        return {Level.PATCH: 1, Level.MINOR: 2, Level.MAJOR: 3}[self]

    @property
    def training(self) -> str:
        """What it asks of them: the ``training`` of its changelog entry, unless the author knows better."""
        return {Level.MAJOR: "retrain", Level.MINOR: "read", Level.PATCH: "none"}[self]


def weight_of(level: Level | None) -> int:
    """The weight of a level; 0 where there is none."""
    return level.weight if level else 0


def heaviest(levels: Iterable[Level | None]) -> Level | None:
    """The level that means most; None where none means anything."""
    return max(levels, key=weight_of, default=None)


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """A version that compares by number: 1.10.0 is above 1.9.0."""

    major: int
    minor: int
    patch: int

    @classmethod
    def parse(cls, text: str) -> Version | None:
        """Read ``"2.1.0"``; None where the text is not of that form."""
        match = _VERSION.fullmatch(text)
        return cls(*(int(part) for part in match.groups())) if match else None

    def raised(self, level: Level) -> Version:
        """The next version: 1.2.3 raised by MINOR is 1.3.0."""
        match level:
            case Level.MAJOR:
                return Version(self.major + 1, 0, 0)
            case Level.MINOR:
                return Version(self.major, self.minor + 1, 0)
            case Level.PATCH:
                return Version(self.major, self.minor, self.patch + 1)

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"
