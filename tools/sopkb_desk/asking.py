"""Search, asked with what tickets say: each text once, at one moment."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sopkb.search import search
from sopkb.search.index import SearchIndex

DEPTH = 3
"""How far an agent looks: the first three rows."""


class Found(NamedTuple):
    """What search says to a text.

    Args:
        ids: the first records, best first.
        answer: the first one, where it is live and holds the code or most words of a symptom; else ``""``.
    """

    ids: tuple[str, ...]
    answer: str


class Asker:
    """Asks an index, and remembers.

    Args:
        index: the open index.
        now: the moment of the questions.
    """

    def __init__(self, index: SearchIndex, now: datetime) -> None:
        self._index = index
        self._now = now
        self._known: dict[str, Found] = {}

    def __call__(self, text: str) -> Found:
        found = self._known.get(text)
        if found is None:
            answer = search(self._index, text, now=self._now, limit=DEPTH)
            hits = () if answer.only_close else answer.hits
            first = hits[0] if hits else None
            answers = first is not None and first.status.state.is_live and bool(first.matched)
            found = Found(tuple(hit.id for hit in hits), first.id if first and answers else "")
            self._known[text] = found
        return found

    @property
    def asked(self) -> int:
        """How many different texts were asked."""
        return len(self._known)
