"""A body is written anew: same words, same structure, and nothing that acts."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from tests.publish import hostile
from tests.publish.rendering import assert_inert, read, render
from tests.publish.small_base import NOW, PROJECT, record_text

from sopkb.load import load_base
from sopkb.load.body import parse_body
from sopkb.publish.body import write_body
from sopkb.publish.links import Links
from sopkb.publish.view import View

_LOADER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


@cache
def _demo_links() -> Links:
    view = View(load_base(PROJECT / "sop"), NOW)
    return Links(view, view.records[0])


@pytest.fixture
def links() -> Links:
    return _demo_links()


def written(text: str, links: Links, **options: bool) -> str:
    sections, _ = write_body(parse_body(text, 1), links, **options)
    return "\n\n".join(part for section in sections for part in (section.heading, section.text) if part)


def test_a_body_in_house_style_reads_like_its_source(demo_view: View) -> None:
    record = demo_view.corpus.by_id["WKA-0002"]
    sections, _ = write_body(record.body, Links(demo_view, record))
    assert [section.heading for section in sections][:2] == ["## Who is affected", "## Do this now"]
    assert sections[0].text == (
        'Chrome, player 5.4.0 to 5.4.2 (**Help > About**). Otherwise [TRB-0001](TRB-0001.md "Video does not play").'
    )


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("one is true:\n- a\n- b", "one is true:\n\n- a\n- b"),
        ("- a\n  - b", "- a\n    - b"),
        ("1. a\n   ```sh\n   x\n   ```\n2. b", "1. a\n\n    ```sh\n    x\n    ```\n\n2. b"),
        ("3) c\n4) d", "3. c\n4. d"),
        ("- a\n\n* b", "- a\n\n<!-- -->\n\n- b"),
        ("a\n===", "## a"),
        ("***", "---"),
        ("    indented", "```\nindented\n```"),
        ("````\n```\n````", "````\n```\n````"),
        ('```sh title="x" onload=y\nz\n```', "```sh\nz\n```"),
        ("`a<b>` `c|d` `e`", "<code>a&lt;b></code> <code>c&#124;d</code> `e`"),
        ("<b>x</b>", "&lt;b>x&lt;/b>"),
        ("a<br/>b  \nc", "a<br>b<br>\nc"),
        ("a <!-- b --> c", "a  c"),
        ("<details>\n<summary>More</summary>\n\nx\n</details>", "**More**\n\nx"),
        ("<https://kb.example.org>", "[https://kb.example.org](https://kb.example.org)"),
        ("~~a~~ _b_ __c__", "<del>a</del> *b* **c**"),
        ('!!! note "x"', '\\!!! note "x"'),
        ("snake_case {trace_id} _x", "snake_case {trace_id} \\_x"),
        ("| a | b |\n|--|:-:|\n| `x` | y\\|z |", "| a | b |\n| --- | :---: |\n| `x` | y&#124;z |"),
        ("[x](javascript:alert(1))", "\\[x\\](javascript:alert(1))"),
        ("[x](ftp://host/y)", "x"),
        ("[x](//host/y)", "x"),
        ("![logo](https://host.example/x.png)", "[logo](https://host.example/x.png)"),
        ("a &lt; b &amp;lt; c", "a &lt; b &amp;lt; c"),
        ("[TOC]", "\\[TOC\\]"),
    ],
)
def test_every_construct_has_one_form(links: Links, source: str, wanted: str) -> None:
    assert written(source, links) == wanted


def test_the_deepest_title_of_a_page_is_its_own(links: Links) -> None:
    assert written("# A\n\n## B", links) == "## A\n\n### B"


def test_a_quotation_in_a_macro_is_shown_letter_by_letter(links: Links) -> None:
    source = "> Use *this*: {x}, see WKA-0002\n>\n> <b>\n"
    assert written(source, links, quotes_as_text=True) == "```text\nUse *this*: {x}, see WKA-0002\n\n<b>\n```"
    assert written(source, links).startswith("> Use *this*: {x}, see [WKA-0002]")


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("see WKA-0002", 'see [WKA-0002](WKA-0002.md "Clip Player: black screen, sound plays &#40;CP-2207&#41;")'),
        ("[[WKA-0009]].", '[WKA-0009](WKA-0009.md "TransLine: Arabic captions reversed &#40;TL-905&#41;").'),
        ("[[MAC-0001#Text]]", '[MAC-0001, Text](MAC-0001.md#text "Acknowledge and ask for trace id")'),
        ("WKA-9999 [[nowhere]]", "WKA-9999 \\[\\[nowhere\\]\\]"),
        ("`WKA-0002`", "`WKA-0002`"),
        ("```\nWKA-0002\n```", "```\nWKA-0002\n```"),
        ("[go to WKA-0002](https://kb.example.org)", "[go to WKA-0002](https://kb.example.org)"),
        ("[see WKA-0002][x]\n\n[x]: https://kb.example.org", "[see WKA-0002](https://kb.example.org)"),
        ("ESC-0001", "ESC-0001"),
    ],
)
def test_mentions_become_links_where_they_lead_somewhere(links: Links, source: str, wanted: str) -> None:
    assert links.record.id == "ESC-0001", "the record does not link to itself"
    assert written(source, links) == wanted


LINES = st.sampled_from(hostile.LINES)


@settings(max_examples=400, deadline=None)
@given(st.lists(LINES, max_size=12).map("\n".join))
def test_nothing_that_acts_gets_through(source: str) -> None:
    assert_inert(render(written(source, _demo_links())))


@settings(max_examples=200, deadline=None)
@given(st.lists(LINES.filter(lambda line: not re.search(r"<|!\[|\x02", line)), max_size=8).map("\n".join))
def test_the_page_says_what_the_loader_read(source: str) -> None:
    ours = read(render(written(source, _demo_links()))).text
    theirs = read(_LOADER.render(source.replace("\ue000", "\ufffd").replace("\ue001", "\ufffd"))).text
    assert _letters(ours) == _letters(re.sub(r"\[\[(WKA-0002)\]\]", r"\1", theirs))


def _letters(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("name", ["prometheus-runbooks", "openshift-runbooks"])
def test_other_teams_runbooks_keep_their_words_and_their_structure(links: Links, corpora: Path, name: str) -> None:
    for path in sorted((corpora / name).rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"(?s)\A---\n.*?\n---\n|!\[[^\]]*\]\([^)]*\)|</?(?:details|summary)>|<([\w-]+)>", r"\1", text)
        ours, theirs = read(render(written(text, links))), read(_LOADER.render(text))
        assert _letters(ours.text) == _letters(theirs.text), path
        assert ours.outline == theirs.outline, path


def test_the_anchors_of_a_page_are_those_that_links_are_checked_against(demo_view: View) -> None:
    for record in demo_view.records:
        sections, _ = write_body(record.body, Links(demo_view, record))
        page = render("\n\n".join(f"{section.heading}\n\n{section.text}" for section in sections))
        assert record.body.anchors <= set(read(page).ids), record.id


def test_an_image_of_the_base_is_shown_and_one_outside_is_not(view_of: Callable[..., View], tmp_path: Path) -> None:
    (tmp_path / "sop" / "pictures").mkdir(parents=True)
    (tmp_path / "sop" / "pictures" / "a (1).png").write_bytes(b"x")
    (tmp_path / "sop" / "pictures" / "b.svg").write_bytes(b"x")
    (tmp_path / "secret.png").write_bytes(b"x")
    (tmp_path / "sop" / "pictures" / "c.png").symlink_to(tmp_path / "secret.png")
    body = "![A](<../pictures/a (1).png>) ![B](../pictures/b.svg) ![C](../pictures/c.png) ![D](../../secret.png)"
    view = view_of(one=record_text(body))
    record = view.records[0]
    sections, assets = write_body(record.body, Links(view, record))
    assert sections[0].text == "![A](files/pictures/a%20%281%29.png) B C D"
    assert [asset.uri for asset in assets] == ["files/pictures/a (1).png"]


def test_links_between_files_lead_to_pages(view_of: Callable[..., View]) -> None:
    view = view_of(
        one=record_text(
            "[a](two.md) [b](two.md#steps) [c](#steps) [d](#no) [e](three.md) [f](../kb.yml)\n\n## Steps\n1. x"
        ),
        two=record_text(id="SOP-0002"),
    )
    record = view.corpus.by_id["SOP-0001"]
    sections, _ = write_body(record.body, Links(view, record))
    assert sections[0].text == "[a](SOP-0002.md) [b](SOP-0002.md#steps) [c](#steps) d e f"


def test_a_list_that_goes_on_shows_the_numbers_that_the_check_counts(links: Links) -> None:
    source = "1. a\n2. b\n\n```\nx\n```\n\n3. c\n4. d"
    assert '<ol start="3">' in render(written(source, links))
    assert [step.number for section in parse_body(source, 1).sections for step in section.steps] == [1, 2, 3, 4]
