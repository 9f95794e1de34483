"""Blocks of a page, and its headings."""

from __future__ import annotations

from markdown import markdown
from tests.site.rendering import read

from sopkb.site.html import Heading, Html, heading, joined, with_anchors
from sopkb.site.page import Page


def test_every_heading_has_an_anchor_of_its_own_and_what_was_given_stays() -> None:
    parts = with_anchors(
        [Heading(2, "Changes", "changes"), Html("<p>x</p>"), heading("Changes"), heading("Änderung & so")]
    )
    assert read(joined(parts)).ids == ["changes", "changes_1", "anderung-so"]


def test_empty_parts_are_left_out() -> None:
    assert joined(with_anchors([Html(), heading("A"), Html("")])) == str(Heading(2, "A", "a"))


def test_another_program_reads_the_headings_of_a_page_as_they_are() -> None:
    said = ["*a* _b_ `c`", "<script>alert(1)</script>", "[x](javascript:y)", "1. one", "# two #", "a\\b"]
    parts = with_anchors([*map(heading, said), Heading(2, "<code>*</code> <em>z</em>"), Html("<p>*not read*</p>")])
    html = markdown(Page("a.md", "", parts).markdown.partition("---\n\n")[2], extensions=["toc"])
    seen = read(html)
    assert seen.outline == ["h"] * 7
    assert " ".join(seen.text.split()) == " ".join([*said, "* z *not read*"])
    assert seen.ids == [part.anchor for part in parts if isinstance(part, Heading)]


def test_a_heading_inside_a_fold_is_html_for_another_program() -> None:
    fold = Html('<details class="note">\n<summary>What it said, in version 1</summary>')
    parts = with_anchors([fold, heading("Inside"), Html("</details>"), heading("Below")])
    text = Page("a.md", "", parts).markdown
    assert '<h2 id="inside">Inside' in text
    assert "\n## Below\n" in text
