"""The structure of a body: sections and anchors as the page has them, steps, links, each with its line."""

from __future__ import annotations

import re

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopkb.core.body import Body, LinkKind
from sopkb.core.load.body import parse_body


def anchors_of_the_page(text: str) -> list[str]:
    html = markdown.markdown(text, extensions=["toc", "tables"])
    return re.findall(r'<h[1-6] id="([^"]*)"', html)


def anchors(body: Body) -> list[str]:
    return [section.anchor for section in body.sections if section.level]


@pytest.mark.parametrize(
    "heading",
    [
        "If it does not work",
        "`snake_case` and `a*b`",
        "snake_case_name outside code",
        "**Bold** and *slanted*",
        "A [link](https://x.example/y_z) in it",
        "Tom & Jerry, 5 < 6",
        "&amp; &copy; entities",
        "Escaped \\*stars\\*",
        "黑屏",
        "黑屏 CP-2207",
        "Über ÄÖÜ",
        "What's new?  Twice  spaced",
        "-- dashes --",
        "__init__",
        "a ![picture](x.png) b",
        "100%!",
    ],
)
def test_an_anchor_is_the_one_on_the_page(heading: str) -> None:
    text = f"## {heading}\n\ntext\n\n## {heading}\n\ntext\n"
    assert anchors(parse_body(text, 1)) == anchors_of_the_page(text)


def test_repeated_and_empty_anchors_are_numbered_as_on_the_page() -> None:
    text = "".join(f"## {heading}\n\ntext\n\n" for heading in ("Do", "黑屏", "Do", "Do_1", "有声音", "Do", "视频"))
    assert anchors(parse_body(text, 1)) == anchors_of_the_page(text)


WORDS = st.sampled_from(
    ["Steps", "do", "黑屏", "`a_b`", "*x*", "**y**", "snake_case", "RC-4031", "5", "é", "C++", "(x)", "[z](u)"]
)


@given(st.lists(st.lists(WORDS, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=6))
def test_all_anchors_of_a_body_are_those_on_the_page(headings: list[str]) -> None:
    text = "".join(f"## {heading}\n\ntext\n\n" for heading in headings)
    assert anchors(parse_body(text, 1)) == anchors_of_the_page(text)


def test_a_section_has_its_lines_and_its_text_verbatim() -> None:
    body = parse_body("intro\n\n## When\n \n\n  indented\n\nlast\n\n### Sub\nx\n## Empty\n", 10)
    found = [(s.heading, s.level, s.line, s.first_line, s.text) for s in body.sections]
    assert found == [
        ("", 0, 10, 10, "intro"),
        ("When", 2, 12, 15, "  indented\n\nlast"),
        ("Sub", 3, 19, 20, "x"),
        ("Empty", 2, 21, 22, ""),
    ]
    assert body.sections[-1].is_blank


def test_what_only_looks_like_a_heading_is_none() -> None:
    text = "```\n## In a fence\n```\n\n    ## in code\n\n> ## In a quotation\n\n\\## Escaped\n\n- ## In a list\n"
    assert anchors(parse_body(text, 1)) == []


def test_steps_are_counted_as_the_reader_counts_with_line_and_check() -> None:
    text = (
        "## Steps\n1. Open it. **Check:** a page.\n   More of one.\n2. Close it.\n   - inner\n     1. deeper\n"
        "3. Last. **Check**: gone.\n\n## Else\n1. Not a step of Steps\n"
    )
    section = parse_body(text, 20).section("steps")
    assert section is not None
    found = [(step.number, step.at.line, step.at.column, step.text, step.check) for step in section.steps]
    assert found[0] == (1, 21, 1, "Open it.", "a page.\nMore of one.")
    assert found[1] == (2, 23, 1, "Close it.\ninner\ndeeper", "")
    assert found[2] == (3, 26, 1, "Last.", "gone.")


def test_a_list_that_goes_on_after_a_paragraph_goes_on_counting() -> None:
    section = parse_body("## Steps\n1. One\n2. Two\n\nA note.\n\n3. Three\n", 1).section("Steps")
    assert section is not None
    assert [step.number for step in section.steps] == [1, 2, 3]


def test_every_sort_of_link_is_found_on_its_line() -> None:
    text = (
        "See [a](x.md#y) and [b][r].\n![pic](p.png)\n<https://auto.example/1>\nBare https://bare.example/2, too.\n"
        "| a | b |\n|---|---|\n| c | [d](t.md) |\n\n> quoted\n> [q](q.md)\n\n- item\n  [i](i.md)\n\n[r]: ref.md\n"
    )
    found = {(link.kind, link.target, link.at.line) for link in parse_body(text, 5).links}
    assert found == {
        (LinkKind.LINK, "x.md#y", 5),
        (LinkKind.LINK, "ref.md", 5),
        (LinkKind.IMAGE, "p.png", 6),
        (LinkKind.LINK, "https://auto.example/1", 7),
        (LinkKind.LINK, "https://bare.example/2", 8),
        (LinkKind.LINK, "t.md", 11),
        (LinkKind.LINK, "q.md", 14),
        (LinkKind.LINK, "i.md", 17),
    }


def test_an_images_alternative_text_is_kept() -> None:
    (image,) = parse_body("![What is *seen*](a.png)", 1).images
    assert image.text == "What is *seen*" or image.text == "What is seen"
    assert parse_body("![](a.png)", 1).images[0].text == ""


@pytest.mark.parametrize(
    "text",
    [
        "`SOP-0012`",
        "```\nSOP-0012\n```",
        "    SOP-0012",
        "https://x.example/SOP-0012",
        "[x](SOP-0012.md)",
        "<SOP-0012>",
        "XSOP-0012",
        "SOP-00123",
        "SOP-0012-x",
        "``[[x]] ` [[y]]``",
        "code `that goes\non to SOP-0012 and\n[[SOP-0013]]` here",
        "- an item's `code\n  with SOP-0012` in it",
        "> quoted `code\n> with SOP-0012` in it",
    ],
)
def test_what_is_code_or_part_of_something_else_is_no_mention(text: str) -> None:
    kinds = (LinkKind.WIKI, LinkKind.BARE_ID)
    assert [link for link in parse_body(text, 1).links if link.kind in kinds] == []


def test_what_follows_code_over_two_lines_is_a_mention() -> None:
    links = parse_body("An open ` in a paragraph.\n\nCode `a\nb` and SOP-0012, `c\nd` then\n[[SOP-0013]].", 1).links
    assert [(link.target, link.at.line, link.at.column) for link in links] == [("SOP-0012", 4, 8), ("SOP-0013", 6, 1)]


PIECES = st.sampled_from(
    [
        "SOP-0012",
        "[[WKA-0002]]",
        "[[ a page ]]",
        "`code`",
        "`",
        "``",
        "[x](y)",
        "<b>",
        "http://a.b/c",
        "(",
        "黑屏 ",
        "\n",
        "\n\n",
        "- ",
        "é",
        "[[",
        "]]",
        "  ",
        "```\n",
    ]
)


@given(st.lists(PIECES, max_size=25).map("".join), st.integers(1, 50))
def test_a_mention_stands_exactly_where_it_is_said_to_stand(text: str, first_line: int) -> None:
    lines = text.split("\n")
    for link in parse_body(text, first_line).links:
        assert first_line <= link.at.line < first_line + len(lines)
        if link.kind in (LinkKind.WIKI, LinkKind.BARE_ID):
            mention = lines[link.at.line - first_line][link.at.column - 1 :][: link.length]
            assert mention.removeprefix("[[").removesuffix("]]").strip() == link.target


@pytest.mark.parametrize(
    "piece",
    [
        "`",
        "` ",
        "[",
        "[a](",
        "<",
        "[[ ",
        "[[a ",
        "*a **b ",
        "1. a\n",
        "[a](b) ",
        "![a](b) ",
        ">",
        "- ",
        "## a\n",
        "# [",
        "\\",
        "a_",
        "<a ",
        "&a",
        "SOP-0001 ",
        "[a]: b\n",
    ],
)
def test_a_body_of_one_sign_over_and_over_is_read_in_time_in_proportion(piece: str) -> None:
    """Quadratic work on 60,000 characters would take minutes; the suite's own time limit is the clock."""
    parse_body(piece * (60_000 // len(piece)) + "](x)", 1)


@given(st.text())
def test_no_text_raises(text: str) -> None:
    body = parse_body(text, 1)
    assert all(section.line >= 1 for section in body.sections)


def test_a_step_keeps_its_code_as_code() -> None:
    body = parse_body("1. Run this:\n\n   ```shell\n   kubectl get pods\n   ```\n\n   **Check:** one line.\n", 1)
    (step,) = body.sections[0].steps
    assert step.text == "Run this:\n```shell\nkubectl get pods\n```"
    assert step.check == "one line."


def test_the_lines_of_code_and_of_quotations_are_known() -> None:
    body = parse_body("one\n\n```\ncode\n```\n\n> said\n> by others\n\n    code\n", 11)
    assert body.code == ((13, 16), (20, 21))
    assert body.quotes == ((17, 19),)


def test_a_section_goes_on_through_its_subsections() -> None:
    body = parse_body("## Steps\n### One\n1. a\n#### Deep\n### Two\n1. b\n## Next\n### Three\n", 1)
    assert [part.heading for part in body.parts_of("steps")] == ["Steps", "One", "Deep", "Two"]
    assert body.parts_of("missing") == ()
