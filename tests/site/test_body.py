"""A body as HTML: same words, same structure, and nothing that acts."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from tests.site import hostile
from tests.site.rendering import assert_inert, read
from tests.site.small_base import NOW, PROJECT, record_text

from sopkb.core.body import LinkKind
from sopkb.core.load import load_base
from sopkb.core.load.body import parse_body
from sopkb.site.body import write_body
from sopkb.site.html import joined
from sopkb.site.links import Links
from sopkb.site.view import View

_LOADER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


@cache
def _demo_links() -> Links:
    view = View(load_base(PROJECT / "sop"), NOW)
    return Links(view, view.records[0])


@pytest.fixture
def links() -> Links:
    return _demo_links()


def written(text: str, links: Links, **options: Any) -> str:
    sections, _ = write_body(parse_body(text, 1), links, **options)
    return joined(part for section in sections for part in section.parts)


def plain(html: str) -> str:
    """Without the links to headings."""
    return re.sub(r'<a class="headerlink".*?</a>', "", html)


def test_a_body_in_house_style_reads_like_its_source(demo_view: View) -> None:
    record = demo_view.corpus.by_id["WKA-0002"]
    sections, _ = write_body(record.body, Links(demo_view, record))
    assert [section.heading.name for section in sections if section.heading][:2] == ["Who is affected", "Do this now"]
    assert sections[0].html == (
        "<p>Chrome, player 5.4.0 to 5.4.2 (<strong>Help &gt; About</strong>). "
        'Otherwise <a href="TRB-0001.html" title="Video does not play">TRB-0001</a>.</p>'
    )


def code(content: str, language: str = "text") -> str:
    return f'<div class="language-{language} highlight"><pre><code>{content}\n</code></pre></div>'


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("one is true:\n- a\n- b", "<p>one is true:</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("- a\n  - b", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul></li>\n</ul>"),
        ("- a\n\n- b", "<ul>\n<li><p>a</p></li>\n<li><p>b</p></li>\n</ul>"),
        ("1. a\n   ```txt\n   x\n   ```\n2. b", f"<ol>\n<li>a\n{code('x')}</li>\n<li>b</li>\n</ol>"),
        ("3) c\n4) d", '<ol start="3">\n<li>c</li>\n<li>d</li>\n</ol>'),
        ("0. c", '<ol start="0">\n<li>c</li>\n</ol>'),
        ("- a\n\n* b", "<ul>\n<li>a</li>\n</ul>\n<ul>\n<li>b</li>\n</ul>"),
        ("a\n===", '<h2 id="a">a</h2>'),
        ("- # a", '<ul>\n<li><h1 id="a">a</h1></li>\n</ul>'),
        ("***", "<hr>"),
        ("    indented", code("indented")),
        ("````\n```\n````", code("```")),
        ("```\na\n\n\nb\n```", code("a\n&#10;&#10;b")),
        ('```json title="x" onload=y\n1\n```', code('<span class="mi">1</span>', "json")),
        ("`a<b>` `c|d` `e`", "<p><code>a&lt;b&gt;</code> <code>c|d</code> <code>e</code></p>"),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
        ("a<br/>b  \nc", "<p>a<br>b<br>\nc</p>"),
        ("a <!-- b --> c", "<p>a  c</p>"),
        ("<!-- a -->", ""),
        ("<details>\n<summary>More</summary>\n\nx\n</details>", "<p><strong>More</strong></p>\n<p>x</p>"),
        ("<https://kb.example.org>", '<p><a href="https://kb.example.org">https://kb.example.org</a></p>'),
        ("~~a~~ _b_ __c__", "<p><del>a</del> <em>b</em> <strong>c</strong></p>"),
        ("1. x **Check:** y", '<ol>\n<li>x <strong class="kb-check">Check:</strong> y</li>\n</ol>'),
        ('!!! note "x"', '<p>!!! note "x"</p>'),
        ("snake_case {trace_id} _x", "<p>snake_case {trace_id} _x</p>"),
        (
            "| a | b |\n|--|:-:|\n| `x` | y\\|z |",
            '<table>\n<thead><tr><th>a</th><th align="center">b</th></tr></thead>\n<tbody>\n'
            '<tr><td><code>x</code></td><td align="center">y|z</td></tr>\n</tbody>\n</table>',
        ),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[x](ftp://host/y)", "<p>x</p>"),
        ("[x](//host/y)", "<p>x</p>"),
        ("![logo](https://host.example/x.png)", '<p><a href="https://host.example/x.png">logo</a></p>'),
        ("a &lt; b &amp;lt; c", "<p>a &lt; b &amp;lt; c</p>"),
        ("> a\n> b", "<blockquote>\n<p>a\nb</p>\n</blockquote>"),
    ],
)
def test_every_construct_has_one_form(links: Links, source: str, wanted: str) -> None:
    assert plain(written(source, links)) == wanted


def test_the_deepest_title_of_a_page_is_its_own(links: Links) -> None:
    assert plain(written("# A\n\n## B", links)) == '<h2 id="a">A</h2>\n<h3 id="b">B</h3>'


def test_a_quotation_in_a_macro_is_shown_letter_by_letter(links: Links) -> None:
    source = "> Use *this*: {x}, see WKA-0002\n>\n> <b>\n"
    wanted = code("Use *this*: {x}, see WKA-0002\n&#10;&lt;b&gt;")
    assert written(source, links, quotes_as_text=True) == wanted
    assert 'Use <em>this</em>: {x}, see <a href="WKA-0002.html"' in written(source, links)


TWO = '<a href="WKA-0002.html" title="Clip Player: black screen, sound plays (CP-2207)">WKA-0002</a>'


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("see WKA-0002", f"see {TWO}"),
        ("**WKA-0002**, [[WKA-0002]].", f"<strong>{TWO}</strong>, {TWO}."),
        (
            "[[MAC-0001#Text]]",
            '<a href="MAC-0001.html#text" title="Acknowledge and ask for trace id">MAC-0001, Text</a>',
        ),
        ("WKA-9999 [[nowhere]]", "WKA-9999 [[nowhere]]"),
        ("`WKA-0002`", "<code>WKA-0002</code>"),
        ("https://host/?a=WKA-0002 x/WKA-0002", "https://host/?a=WKA-0002 x/WKA-0002"),
        ("&#87;KA-0002", "WKA-0002"),
        ("[go to WKA-0002](https://kb.example.org)", '<a href="https://kb.example.org">go to WKA-0002</a>'),
        ("[see WKA-0002][x]\n\n[x]: https://kb.example.org", '<a href="https://kb.example.org">see WKA-0002</a>'),
        ("ESC-0001", "ESC-0001"),
    ],
)
def test_mentions_become_links_where_they_lead_somewhere(links: Links, source: str, wanted: str) -> None:
    assert links.record.id == "ESC-0001", "the record does not link to itself"
    assert written(source, links) == f"<p>{wanted}</p>"


def test_what_the_check_takes_for_a_mention_is_what_the_page_links(demo_view: View) -> None:
    for record in demo_view.records:
        links = Links(demo_view, record)
        html = joined(part for section in write_body(record.body, links)[0] for part in section.parts)
        targets = [link.target for link in record.body.links if link.kind in (LinkKind.WIKI, LinkKind.BARE_ID)]
        ids = [target.partition("#")[0] for target in targets if target != record.id]
        assert re.findall(r'<a href="([A-Z]{3}-\d{4})\.html', html) == [each for each in ids if demo_view.find(each)]


LINES = st.sampled_from(hostile.LINES)


@settings(max_examples=400, deadline=None)
@given(st.lists(LINES, max_size=12).map("\n".join))
def test_nothing_that_acts_gets_through(source: str) -> None:
    assert_inert(written(source, _demo_links()))


@settings(max_examples=200, deadline=None)
@given(st.lists(LINES.filter(lambda line: not re.search(r"<|!\[|\x02", line)), max_size=8).map("\n".join))
def test_the_page_says_what_the_loader_read(source: str) -> None:
    ours = read(written(source, _demo_links())).text
    theirs = read(_LOADER.render(source)).text
    assert _letters(ours) == _letters(re.sub(r"\[\[(WKA-0002)\]\]", r"\1", theirs))


def _letters(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("name", ["prometheus-runbooks", "openshift-runbooks"])
def test_other_teams_runbooks_keep_their_words_and_their_structure(links: Links, corpora: Path, name: str) -> None:
    for path in sorted((corpora / name).rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"(?s)\A---\n.*?\n---\n|!\[[^\]]*\]\([^)]*\)|</?(?:details|summary)>|<([\w-]+)>", r"\1", text)
        ours, theirs = read(written(text, links)), read(_LOADER.render(text))
        assert _letters(ours.text) == _letters(theirs.text), path
        assert ours.outline == theirs.outline, path


def test_the_anchors_of_a_page_are_those_that_links_are_checked_against(demo_view: View) -> None:
    for record in demo_view.records:
        sections, _ = write_body(record.body, Links(demo_view, record))
        page = joined(part for section in sections for part in section.parts)
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
    assert sections[0].html == '<p><img alt="A" src="files/pictures/a%20%281%29.png"> B C D</p>'
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
    a, b, c = '<a href="SOP-0002.html">a</a>', '<a href="SOP-0002.html#steps">b</a>', '<a href="#steps">c</a>'
    assert sections[0].html == f"<p>{a} {b} {c} d e f</p>"


def test_a_list_that_goes_on_shows_the_numbers_that_the_check_counts(links: Links) -> None:
    source = "1. a\n2. b\n\n```\nx\n```\n\n3. c\n4. d"
    assert '<ol start="3">' in written(source, links)
    assert [step.number for section in parse_body(source, 1).sections for step in section.steps] == [1, 2, 3, 4]
