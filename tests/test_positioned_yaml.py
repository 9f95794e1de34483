"""YAML is read strictly, each value with its place, and nothing that an author writes raises."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopkb.core.diagnostics import Location
from sopkb.core.positioned_yaml import read
from sopkb.core.source import FaultKind, trap_message


def faults(text: str) -> list[tuple[FaultKind, int, int]]:
    return [(fault.kind, fault.at.line, fault.at.column) for fault in read(text).faults]


def test_every_key_and_value_has_its_place() -> None:
    meta = read("a: 1\nb:\n  - x\n  - {c: 2}\n", first_line=2)
    assert meta.data == {"a": 1, "b": ["x", {"c": 2}]}
    assert meta.positions.key("b") == Location(3, 1)
    assert meta.positions.value("b") == Location(4, 3)
    assert meta.positions.value("b", 0) == Location(4, 5)
    assert meta.positions.key("b", 1, "c") == Location(5, 6)
    assert meta.positions.value("b", 1, "c") == Location(5, 9)
    assert meta.positions.value("b", 7, "nothing") == Location(4, 3)
    assert meta.positions.value("nothing") == Location(1, 1)


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("1.10", "the number 1.1"),
        ("NO", "false"),
        ("2026-11-22", "the date 2026-11-22"),
        ("2026-11-22T10:00:00Z", "the moment 2026-11-22 10:00:00+00:00"),
        ("NULL", "nothing"),
    ],
)
def test_a_trap_says_what_yaml_read(text: str, read_as: str) -> None:
    (fault,) = read(f"a: {text}\n").faults
    assert trap_message(fault) == f'Quote `a: "{text}"`; YAML read it as {read_as}.'


@pytest.mark.parametrize(
    "text", ["1.10", "NO", "0012", "2026-11-22", "1:30", "yes", "0x1F", "1_000", ".inf", "NULL", "+1"]
)
def test_what_yaml_would_read_as_something_else_stays_text_and_is_a_trap(text: str) -> None:
    meta = read(f"a: {text}\n")
    assert meta.data == {"a": text}
    assert faults(f"a: {text}\n") == [(FaultKind.TRAP, 1, 4)]


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", 12), ("-3", -3), ("0", 0), ("true", True), ("null", None), ("~", None), ("", None), ("1.2.3", "1.2.3")],
)
def test_a_plain_word_is_what_it_looks_like(text: str, value: object) -> None:
    assert read(f"a: {text}\n").data == {"a": value}
    assert faults(f"a: {text}\n") == []


def test_a_quoted_value_is_always_text() -> None:
    assert read("a: '12'\nb: \"NO\"\nc: |-\n  1.10\n").data == {"a": "12", "b": "NO", "c": "1.10"}


def test_a_second_key_is_a_fault_at_the_second_and_names_the_first() -> None:
    meta = read("a: 1\nb: 2\na: 3\n")
    assert meta.data == {"a": 1, "b": 2}
    assert faults("a: 1\nb: 2\na: 3\n") == [(FaultKind.DUPLICATE_KEY, 3, 1)]
    assert meta.faults[0].detail == "a\n1"


@pytest.mark.parametrize(
    ("text", "kind", "line", "column"),
    [
        ("a: 1\nb: c: d\n", FaultKind.SYNTAX, 2, 5),
        ('a: 1\nb: "open\nc: 2\n', FaultKind.SYNTAX, 2, 4),
        ("a: 1\nb: [open\nc: 2\n", FaultKind.SYNTAX, 2, 4),
        ("a: 1\nb: x\x07y\n", FaultKind.SYNTAX, 2, 5),
        ("a: 1\n\tb: 2\n", FaultKind.TAB, 2, 1),
        ("a:\n  - x\n\t- y\n", FaultKind.TAB, 3, 1),
        ("a: &x [1]\nb: *x\n", FaultKind.ALIAS, 2, 1),
        ("a: &x {k: 1}\nb:\n  <<: *x\n", FaultKind.ALIAS, 3, 3),
        ("a: !!python/object:os.system ls\n", FaultKind.ALIAS, 1, 4),
        ("a: !!set {x}\n", FaultKind.ALIAS, 1, 4),
        ("a: !own [1]\n", FaultKind.ALIAS, 1, 4),
        ("? [a]\n: b\n", FaultKind.KEY_NOT_TEXT, 1, 3),
        ("- a\n", FaultKind.NOT_A_MAP, 1, 1),
        ("text\n", FaultKind.NOT_A_MAP, 1, 1),
        ("", FaultKind.NOT_A_MAP, 1, 1),
        ("a: " + "[" * 200 + "]" * 200, FaultKind.TOO_DEEP, 1, 1),
        ("a: 1\nb: " + "- " * 200 + "x", FaultKind.TOO_DEEP, 2, 1),
        ("a: 1\nb: " + "[" * 14 + "]" * 14, FaultKind.TOO_DEEP, 2, 16),
    ],
)
def test_what_is_refused_is_told_where_it_stands(text: str, kind: FaultKind, line: int, column: int) -> None:
    assert (kind, line, column) in faults(text)
    assert read(text, first_line=5).faults[0].at.line >= 5


def test_a_tab_inside_a_value_is_no_indentation() -> None:
    assert faults("a:\t1\nb: x\ty\nc: |\n  x\n  \ty\n") == []
    assert faults("c: |\n  x\n  \ty\nd: e: f\n") == [(FaultKind.SYNTAX, 4, 5)]


def test_lines_are_those_of_an_editor_where_yaml_sees_more_of_them() -> None:
    meta = read('a: "one\u2028two\x85three"\nb: 1.10\n')
    assert meta.positions.key("b") == Location(2, 1)
    assert meta.faults[-1].at == Location(2, 4)


def test_an_alias_bomb_stays_small() -> None:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    meta = read("\n".join(levels))
    assert {fault.kind for fault in meta.faults} == {FaultKind.ALIAS}
    assert len(repr(meta.data)) < 10_000


def test_a_list_that_holds_itself_ends() -> None:
    assert FaultKind.ALIAS in {fault.kind for fault in read("a: &a [*a]\n").faults}


YAML_LIKE = st.lists(
    st.sampled_from(
        ["a", ": ", "- ", "\n", "  ", "\t", '"', "'", "[", "]", "{", "}", "&x", "*x", "!", "|", ">", "#", "NO", "1.10"]
    ),
    max_size=40,
).map("".join)


@given(st.one_of(YAML_LIKE, st.text(max_size=200)))
def test_no_text_raises_and_every_fault_has_a_line_of_the_text(text: str) -> None:
    meta = read(text.replace("\r", ""))
    assert isinstance(meta.data, dict)
    last = text.count("\n") + 2
    assert all(1 <= fault.at.line <= last for fault in meta.faults)
    empty_map = re.fullmatch(r"\s*\{\s*\}\s*(#.*)?", text)
    assert meta.data or meta.faults or empty_map or not text.strip()


PRINTABLE = st.characters(
    codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co"), exclude_characters="\ufeff\u2028\u2029"
)


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.text(PRINTABLE, max_size=30), min_size=1))
def test_quoted_text_comes_back_as_it_was_written(values: dict[str, str]) -> None:
    meta = read("".join(f"{key}: '{value.replace(chr(39), chr(39) * 2)}'\n" for key, value in values.items()))
    assert meta.faults == ()
    assert meta.data == values
