"""A value of a record shows as itself, wherever a page puts it."""

from __future__ import annotations

import html

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.publish import hostile
from tests.publish.rendering import assert_inert, read, render

from sopkb.publish.blocks import admonition, indented, table
from sopkb.publish.escape import attribute, field, markup, one_line

ANY = st.text(st.characters(codec="utf-8"), max_size=40)
ACTIVE = st.text("`*_[]()<>{}#+-.!?:=~|\\&;\"'/ \n\t1ax\u202e", max_size=30)
WORDS = st.lists(st.sampled_from(hostile.WORDS), max_size=5).map(" ".join)
HOSTILE = st.one_of(ANY, ACTIVE, WORDS)


@settings(max_examples=150, deadline=None)
@given(HOSTILE)
def test_a_field_is_read_back_as_the_text_it_was(value: str) -> None:
    text = field(value)
    cell = table(("a", "b"), [(text, text)])
    places = [text, f"- {text}", f"x {text}", f"**Label** {text} end", cell, admonition("note", "Title", text)]
    for place in [*places, f'??? quote "Said"\n\n{indented("- " + text)}']:
        page = render(place)
        assert_inert(page)
        wanted = one_line(value)
        assert " ".join(wanted.split()) in " ".join(read(page).text.split()), place


@settings(max_examples=150, deadline=None)
@given(HOSTILE)
@example("&#0")
@example("&copy 2026")
def test_the_title_of_a_link_is_read_back_as_the_text_it_was(value: str) -> None:
    page = render(f'See [SOP-0001](SOP-0001.md "{attribute(value)}") now')
    assert_inert(page)
    seen = read(page)
    assert seen.links == ["SOP-0001.md"]
    assert seen.text.split() == ["See", "SOP-0001", "now"]
    assert html.unescape(page).count(one_line(value)) or not one_line(value)


@settings(max_examples=100, deadline=None)
@given(HOSTILE)
def test_raw_html_holds_a_value_as_text(value: str) -> None:
    page = render(f"<h1>{markup(value)}</h1>\n\nbelow")
    assert_inert(page)
    assert read(page).text.split() == [*one_line(value).split(), "below"]


@pytest.mark.parametrize("value", ["trace_id", "Help > About", "5.4.0 to 5.4.2 (all)", "AH-1101", "a & b", "50%"])
def test_ordinary_text_stays_as_it_is(value: str) -> None:
    assert field(value) == value


def test_what_turns_a_line_around_is_replaced() -> None:
    assert field("safe\u202egnp.exe") == "safe\ufffdgnp.exe"
