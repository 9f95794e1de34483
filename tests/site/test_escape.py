"""A value of a record shows as itself, wherever a page puts it."""

from __future__ import annotations

import html

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.site import hostile
from tests.site.rendering import assert_inert, read

from sopkb.site.escape import markup, one_line, text, without_controls
from sopkb.site.html import admonition, bullets, folded, heading, link, plain_table

ANY = st.text(st.characters(codec="utf-8"), max_size=40)
ACTIVE = st.text("`*_[]()<>{}#+-.!?:=~|\\&;\"'/ \n\t1ax\u202e", max_size=30)
WORDS = st.lists(st.sampled_from(hostile.WORDS), max_size=5).map(" ".join)
HOSTILE = st.one_of(ANY, ACTIVE, WORDS)


@settings(max_examples=150, deadline=None)
@given(HOSTILE)
def test_a_value_is_read_back_as_the_text_it_was(value: str) -> None:
    shown = markup(value)
    cell = plain_table((value, "b"), [(shown, shown)])
    places = [f"<p>{shown}</p>", bullets([shown]), cell, admonition("note", value, shown), folded("note", value, shown)]
    for place in [*places, str(heading(value))]:
        assert_inert(place)
        assert one_line(value) in " ".join(read(place).text.split()), place


@settings(max_examples=150, deadline=None)
@given(HOSTILE)
@example("&#0")
@example("&copy 2026")
def test_the_title_of_a_link_is_read_back_as_the_text_it_was(value: str) -> None:
    page = link("SOP-0001", "SOP-0001.md", title=value)
    assert_inert(page)
    seen = read(page)
    assert seen.links == ["SOP-0001.html"]
    assert seen.text == "SOP-0001"
    assert html.unescape(page).count(one_line(value)) or not one_line(value)


@settings(max_examples=100, deadline=None)
@given(HOSTILE)
def test_text_of_several_lines_keeps_them(value: str) -> None:
    page = f"<pre>{text(value)}</pre>"
    assert_inert(page)
    assert read(page).text == " " + without_controls(value)


@pytest.mark.parametrize("value", ["trace_id", "5.4.0 to 5.4.2 (all)", "AH-1101", "50%", "*"])
def test_ordinary_text_stays_as_it_is(value: str) -> None:
    assert markup(value) == text(value) == value


def test_what_turns_a_line_around_is_replaced() -> None:
    assert markup("safe\u202egnp.exe") == "safe\ufffdgnp.exe"
