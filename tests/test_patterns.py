"""No expression of the program can be made slow by a text, save those that meet no long text from outside.

Each is attacked with texts made from itself: every repetition goes on, and what should follow does not. A new
expression is tried without anybody naming it here.
"""

from __future__ import annotations

import re

import pytest
from tests.patterns import Expression, expressions, hostile_texts, seconds

_COUNT = 1_500
_QUICK = 0.012
"""Seconds that a linear expression hardly takes for texts of that size; beyond them growth is looked at."""

_MOST = 3.0

BOUNDED = {
    "sopkb.core.codes:_ANCHOR": "an expression of kb.yml, at most 200 characters",
    "sopkb_desk.naming:_FAREWELL": "the last 200 characters of a summary",
    "sopkb_training.pages.handout:_TO_RECORD": "HTML that this program made, in which each link is closed",
    "sopkb_training.pages.handout:_PERMALINK": "the same",
    "sopkb_training.pages.handout:_ELSEWHERE": "the same",
    "sopkb.site.policy:_INLINE": "pages that the build made; docs/ are the project's own",
}
"""Expressions that grow faster than their text, and what keeps that text short."""

EVERY = list(expressions())


@pytest.mark.parametrize("expression", EVERY, ids=lambda each: each.where)
def test_no_text_slows_an_expression_down(expression: Expression) -> None:
    if expression.where in BOUNDED:
        return
    for text in hostile_texts(expression.pattern, _COUNT):
        taken = seconds(expression.pattern, text)
        if taken > _QUICK:
            half = min(seconds(expression.pattern, text[: len(text) // 2]) for _ in range(3))
            again = min(taken, *(seconds(expression.pattern, text) for _ in range(2)))
            assert again < _MOST * half + _QUICK / 2, (text[:60], half, again)


def test_every_exception_is_still_needed() -> None:
    there = {each.where: each for each in EVERY}
    for where in BOUNDED:
        pattern = there[where].pattern
        assert any(seconds(pattern, text) > _QUICK for text in hostile_texts(pattern, _COUNT)), where


@pytest.mark.parametrize(
    ("known", "count"),
    [(r"(?:a+)+b", 22), (r"\s+$", 3_000), (r"<!--.*?-->", 3_000), (r"\s*\|?\s*-+\s*\Z", 400), (r"(\w+)=\d", 3_000)],
)
def test_the_attack_finds_what_is_slow(known: str, count: int) -> None:
    pattern = re.compile(known, re.DOTALL)
    assert any(seconds(pattern, text) > _QUICK for text in hostile_texts(pattern, count))
