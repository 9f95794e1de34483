"""Blocks of HTML that pass the parsers of Markdown by."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sopkb.publish.html import Html, join
from sopkb.publish.page import Page
from sopkb.publish.rendering.finished import with_blocks, without_blocks

MARKDOWN = st.text("ab\n<>", max_size=6)
PARTS = st.lists(st.one_of(MARKDOWN, MARKDOWN.map(Html)), max_size=8)


@given(parts=PARTS)
def test_what_is_marked_in_a_text_is_its_blocks_of_html_and_no_more(parts: list[str]) -> None:
    text, spans = join(parts)
    assert text == "\n\n".join(part for part in parts if part) + "\n"
    inside = [text[start:end] for start, end in spans]
    assert "\n\n".join(inside) == "\n\n".join(part for part in parts if part and isinstance(part, Html))


@given(parts=PARTS)
def test_blocks_come_back_to_where_they_were_taken_from(parts: list[str]) -> None:
    text, spans = join(parts)
    without, blocks = without_blocks(Page("a.md", "", text, finished=spans))
    assert len(blocks) == len(spans)
    assert with_blocks(without, blocks) == text


def test_text_that_quotes_a_block_is_not_taken_for_it() -> None:
    text, spans = join(["```\n<p>x</p>\n```", Html("<p>x</p>")])
    without, blocks = without_blocks(Page("a.md", "", text, finished=spans))
    assert without == '```\n<p>x</p>\n```\n\n<div class="kb-block-0"></div>\n'
    assert blocks == ["<p>x</p>"]
