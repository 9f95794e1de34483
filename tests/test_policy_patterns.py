"""Regular expressions of ``kb.yml``: what is refused, and that none of the others is made slow by a text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.growth import grows_with_its_text

from sopkb.core.codes import _inside_a_text, codes_as_written
from sopkb.core.config import parse_config
from sopkb.core.config.patterns import is_usable, repeats_a_repetition


@pytest.mark.parametrize(
    "pattern", ["(a+)+", "(a*)*b", "([a-z]+-?)*x", "(?:a|b+){2,9}", "((a+)b)+", "(?P<x>a+){3}", "a" * 201]
)
def test_what_a_text_could_make_slow_is_refused(pattern: str) -> None:
    assert not is_usable(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "^[A-Z]{2}-\\d{3,4}$",
        "^BUG-\\d+$",
        "^(?:[A-Z]{2}|X)-\\d+$",
        "(?i)^e\\d+$",
        "[(+)]+",
        "\\(a+\\)+",
        "^[A-Z]+-\\d+(-[A-Z])?$",
    ],
)
def test_what_describes_codes_is_not(pattern: str) -> None:
    assert is_usable(pattern)


def test_the_finding_says_what_may_stand_there() -> None:
    config = parse_config('policy:\n  error_code_pattern: "^([A-Z]+)+-1$"\n', "sop/kb.yml")
    (found,) = [each for each in config.diagnostics if "no repetition of a repetition" in each.message]
    assert (found.code, found.line) == ("S02", 2)


@given(st.lists(st.sampled_from(["RC-4031", "RC-40311", " ", "\n", "AB-12x", "界", "x" * 70, "QQ-123", "-", "." * 50])))
def test_piece_by_piece_finds_what_the_whole_would(parts: list[str]) -> None:
    text, pattern = "".join(parts), r"^[A-Z]{2}-\d{3,4}$"
    whole = [
        match.span()
        for match in _inside_a_text(pattern).finditer(text)
        if not re.search(r"[-_\w]\Z", text[: match.start()])
    ]
    assert [match.span() for match in codes_as_written(text, pattern)] == whole


@pytest.mark.parametrize("pattern", [r"^[A-Z]+-\d+$", r"^[A-Z]+[A-Z0-9]*-\d+$", r"^\d+\d*-x$"])
@pytest.mark.parametrize("part", ["A", "1", "A1", "A-", "AB-1"])
def test_no_text_makes_a_usable_pattern_slow(pattern: str, part: str) -> None:
    assert grows_with_its_text(lambda text: list(codes_as_written(text, pattern)), part, 4_000)


def test_a_class_is_no_group() -> None:
    assert not repeats_a_repetition("[(a+)]+")
