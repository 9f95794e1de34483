"""The line under a finding: what of it is shown, and where the mark stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopkb.lint.report.source import cut


def marked(text: str, column: int, is_front_matter: bool = True) -> str | None:
    excerpt = cut(text, 7, column, is_front_matter)
    return f"{excerpt.text}\n{' ' * excerpt.before}{'^' * excerpt.width}" if excerpt else None


@pytest.mark.parametrize(
    ("text", "column", "body", "expected"),
    [
        ("severity: high", 11, False, "severity: high\n          ^^^^"),
        ("severity: high  # says Jane", 11, False, "severity: high\n          ^^^^"),
        ('title: "A # is no comment"  # this is', 8, False, 'title: "A # is no comment"\n       ^^^^^^^^^^^^^^^^^^^'),
        ("audience: [puo, pou]", 17, False, "audience: [puo, pou]\n                ^^^"),
        ("title: two words, three", 8, False, "title: two words, three\n       ^^^^^^^^^"),
        ("See TRB-0091.", 5, True, "See TRB-0091.\n    ^^^^^^^^"),
        ("See [[TRB 91]] now", 5, True, "See [[TRB 91]] now\n    ^^^^^^^^^^"),
        ("审核 TRB-0091", 4, True, "审核 TRB-0091\n     ^^^^^^^^"),
        ("  indented text", 0, True, "  indented text\n  ^"),
        ("# Jane's secret", 1, False, None),
        ("write to jane@example.org", 1, True, None),
        ("", 1, True, None),
        ("short", 90, True, None),
        ("x" * 401, 1, True, None),
    ],
)
def test_the_mark_stands_under_the_value(text: str, column: int, body: bool, expected: str | None) -> None:
    assert marked(text, column, not body) == expected


def test_a_long_line_is_cut_around_the_mark() -> None:
    shown = marked("word " * 40 + "TRB-0091 " + "word " * 30, 201, False)
    assert shown is not None
    line, mark = shown.split("\n")
    assert len(line) == 102
    assert line[len(mark) - 8 : len(mark)] == "TRB-0091"


@given(st.text(max_size=150), st.integers(0, 160), st.booleans())
def test_any_line_and_column_gives_one_printable_line(text: str, column: int, is_front_matter: bool) -> None:
    excerpt = cut(text.replace("\n", " "), 1, column, is_front_matter)
    if excerpt:
        assert not any(char in excerpt.text for char in "\x1b\r\n\t\u202e")
        assert excerpt.width >= 1
