"""Questions asked of an index, and the usual measures of what came."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from sopkb.search import search
from sopkb.search.evaluate.questions import Question
from sopkb.search.index import SearchIndex

DEPTH = 10
"""Hits that are looked at."""
HELPS = 0.5
"""What a record that helps as well is worth in the gain, one that answers being worth 1."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a question got.

    Args:
        question: the question.
        found: ids of the first hits, best first; also of those that are only close.
        notices: ids of the dead records that were named.
        only_close: whether the asker was told that the hits are not answers.
    """

    question: Question
    found: tuple[str, ...]
    notices: tuple[str, ...] = ()
    only_close: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether the asker was told that nothing was found."""
        return (self.only_close or not self.found) and not self.notices

    @property
    def place(self) -> int:
        """Where the first right hit stands, from 1; 0 where none does.

        A negative is right, at 1, where nothing was found. Where a notice is expected and missing, nothing is right.
        Among rows that the asker was told are not answers no hit is right: see :attr:`is_right_but_close`.
        """
        question = self.question
        if question.is_negative:
            return int(self.is_nothing)
        if question.notice and question.notice not in self.notices:
            return 0
        if not question.gold:
            return 1
        return 0 if self.only_close else self._first_right

    @property
    def is_right_but_close(self) -> bool:
        """Whether the right record was named, but as one of the closest and not as an answer."""
        return self.only_close and not self.question.is_negative and self._first_right > 0

    @property
    def _first_right(self) -> int:
        question = self.question
        return next((place for place, found in enumerate(self.found, 1) if found in question.gold), 0)

    @property
    def gain(self) -> float:
        """Normalised discounted cumulative gain at ten (Järvelin, Kekäläinen: "Cumulated gain-based evaluation", 2002).

        An answer is worth 1, a record that helps :data:`HELPS`, each over ``log2(place + 1)``.
        """
        question = self.question
        if not question.gold or not self.place:
            return float(self.place)
        worth = {**dict.fromkeys(question.also, HELPS), **dict.fromkeys(question.gold, 1.0)}
        best = sorted(worth.values(), reverse=True)[:DEPTH]
        return _discounted(worth.get(found, 0.0) for found in self.found) / _discounted(best)


def _discounted(worths: Iterable[float]) -> float:
    return sum(worth / math.log2(place + 1) for place, worth in enumerate(worths, 1))


@dataclass(frozen=True, slots=True)
class Figures:
    """The usual measures over some questions, each 0 to 1 but for the count.

    Args:
        questions: how many.
        first: share whose first hit is right (success@1).
        third: share with a right hit among the first three (success@3).
        reciprocal: mean of 1 / place of the first right hit among ten (MRR@10).
        gain: mean gain at ten (nDCG@10), see :attr:`Outcome.gain`.
        nothing: share of those that have an answer for which nothing was found.
        close: share of those that have an answer whose right record was named, but only among the closest.
        false: share of those that have none that were answered all the same.
    """

    questions: int
    first: float
    third: float
    reciprocal: float
    gain: float
    nothing: float
    close: float
    false: float


MEASURES = {
    "first": "success@1",
    "third": "success@3",
    "reciprocal": "MRR@10",
    "gain": "nDCG@10",
    "nothing": "nothing",
    "close": "closest",
    "false": "false",
}
"""The fields of :class:`Figures`, with what a reader calls them."""
LOWER_IS_BETTER = frozenset({"nothing", "false"})
NOT_JUDGED = frozenset({"close"})
"""A part of ``nothing``: neither good nor bad by itself."""
assert set(MEASURES) == {field.name for field in fields(Figures)} - {"questions"}


@dataclass(frozen=True, slots=True)
class Mark:
    """What of an outcome the figures are made of, so that a baseline need keep no more.

    Args:
        place: see :attr:`Outcome.place`.
        gain: see :attr:`Outcome.gain`.
        is_missed: whether it has an answer, and nothing was found.
        is_negative: whether it has none.
        is_close: whether the right record was named among the closest only.
    """

    place: int
    gain: float
    is_missed: bool = False
    is_negative: bool = False
    is_close: bool = False


def mark_of(outcome: Outcome) -> Mark:
    """The mark of an outcome."""
    is_negative = outcome.question.is_negative
    is_missed = outcome.is_nothing and not is_negative
    return Mark(outcome.place, round(outcome.gain, 4), is_missed, is_negative, outcome.is_right_but_close)


def figures_of(marks: Sequence[Mark]) -> Figures:
    """The measures of some marks; all 0 where there are none."""
    count = max(len(marks), 1)
    negative = sum(mark.is_negative for mark in marks)
    answerable = max(len(marks) - negative, 1)
    return Figures(
        questions=len(marks),
        first=sum(mark.place == 1 for mark in marks) / count,
        third=sum(1 <= mark.place <= 3 for mark in marks) / count,
        reciprocal=sum(1 / mark.place for mark in marks if mark.place) / count,
        gain=sum(mark.gain for mark in marks) / count,
        nothing=sum(mark.is_missed for mark in marks) / answerable,
        close=sum(mark.is_close for mark in marks) / answerable,
        false=sum(mark.is_negative and mark.place != 1 for mark in marks) / max(negative, 1),
    )


def figures(outcomes: Iterable[Outcome]) -> Figures:
    """The measures of some outcomes; all 0 where there are none."""
    return figures_of([mark_of(outcome) for outcome in outcomes])


def ask(index: SearchIndex, questions: Iterable[Question], now: datetime) -> Iterator[Outcome]:
    """Ask an index some questions, at a moment."""
    for question in questions:
        answer = search(index, question.text, now=now, limit=DEPTH)
        hits = tuple(hit.id for hit in answer.hits)
        yield Outcome(question, hits, tuple(notice.id for notice in answer.notices), answer.only_close)
