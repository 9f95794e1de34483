"""What of a user's words may be shown to people who read reports: nothing that leads to content or paints a scene."""

from __future__ import annotations

import re

from sopkb.lint.rules.lexicon import GRAPHIC

ADDRESS = re.compile(r"(?:\b[a-z][a-z0-9+.-]*://|\bwww\.)\S+", re.IGNORECASE)
"""An address to follow."""


def paints_a_scene(text: str) -> bool:
    """Whether a text has a word that rule A05 would stop in a record."""
    return any(True for _ in GRAPHIC.find(text.lower()))


def is_harmless(text: str) -> bool:
    """Whether a text may be quoted as it stands."""
    return not ADDRESS.search(text) and not paints_a_scene(text)
