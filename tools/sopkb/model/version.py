"""Versions of a record: MAJOR.MINOR.PATCH, with a meaning for the people who follow it.

MAJOR: following yesterday's text is now wrong (retrain). MINOR: a symptom, a code, a clarification (read).
PATCH: a typo, a link, a review, a renewal (nothing to do).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

VERSION_PATTERN = r"^(0|[1-9]\d{0,4})\.(0|[1-9]\d{0,4})\.(0|[1-9]\d{0,4})$"
_VERSION = re.compile(VERSION_PATTERN)


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

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"
