"""A shell is what the theme gives around a page, with any texts and any headings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.site.rendering import read
from tests.site.small_base import NOW

from sopkb.core.load import load_base
from sopkb.site.adapters import plain
from sopkb.site.build import Generator, mkdocs
from sopkb.site.content import Content
from sopkb.site.filled import Filled
from sopkb.site.frame import Frame, Job
from sopkb.site.html import Heading
from sopkb.site.shell import CONTENT, EDIT, HEADINGS, PAGE, TITLE, cut

CONTENTS = re.compile(r'<nav class="md-nav md-nav--secondary".*?</nav>\s*</div>', re.DOTALL)
HEADS = (
    Heading(2, "Alpha", "alpha"),
    Heading(3, "Beta", "beta"),
    Heading(4, "Gamma", "gamma"),
    Heading(3, "Delta", "delta"),
    Heading(2, "Epsilon", "epsilon"),
)


def framed(project: Path, generator: Generator) -> tuple[Content, Frame]:
    content = Content(load_base(project / "sop"), NOW)
    folder = project / "frame"
    folder.mkdir()
    return content, generator(Job(project / "mkdocs.yml", folder, lambda _: content, NOW, strict=False))


def test_a_table_of_contents_is_what_the_theme_makes_of_the_same_headings(small: Path) -> None:
    text = "# Title\n\n" + "\n\n".join(f"{'#' * each.level} {each.name}" for each in HEADS)
    (small / "docs" / "more.md").write_text(text, encoding="utf-8")
    _, frame = framed(small, mkdocs())
    theirs = CONTENTS.findall((frame.folder / "more.html").read_text(encoding="utf-8"))
    ours = CONTENTS.findall(frame.shells["text-0"].fill({}, HEADS))
    assert read(ours[-1]).links == [f"#{each.anchor}" for each in HEADS]
    assert "".join(ours[-1].split()) == "".join(
        theirs[-1].split()
    )  # in the sidebar; a page in the navigation has one there as well


def test_what_stands_in_a_text_is_never_taken_for_a_mark() -> None:
    shell = cut(f"<title>{TITLE}</title><h1>{CONTENT}</h1><a href='{PAGE}-0/{PAGE}-list.html'>{EDIT}</a>")
    hostile = f"<h1>{CONTENT}</h1>{TITLE}{PAGE}.html <!-- kb:live --> \\1"
    assert shell.fill({TITLE: hostile, CONTENT: hostile, PAGE: "a/b.html", EDIT: "sop/x.md"}) == (
        f"<title>{hostile}</title>{hostile}<a href='a/b.html'>sop/x.md</a>"
    )


def test_a_theme_without_a_table_of_contents_is_a_shell_too() -> None:
    assert cut(f"<main><h1>{CONTENT}</h1></main>").fill({CONTENT: "x"}, HEADS) == "<main>x</main>"
    lone = f'<a href="#{HEADINGS[0]}">skip</a>'
    assert cut(lone).fill({HEADINGS[0]: "alpha"}, HEADS) == '<a href="#alpha">skip</a>'


@pytest.mark.parametrize("generator", [mkdocs(), plain.build_frame], ids=["mkdocs", "plain"])
def test_a_page_of_every_layout_and_depth_has_its_own_texts_and_no_mark_left(small: Path, generator: Generator) -> None:
    content, frame = framed(small, generator)
    filled = Filled(content, frame)
    for place in ("SOP-0001.html", "live.html", "kinds/sops.html", "reference/rules/A01.html", "index.html"):
        html = (filled.file(place) or b"").decode()
        assert "kbmark" not in html, place
        seen = read(html)
        assert 'href="' + "../" * place.count("/") + 'assets/sopkb.css"' in html, place
        assert html.count("<h1") == 1, place
        assert all(f"#{anchor}" in seen.links or anchor for anchor in seen.ids), place
    assert f"{content.view.records[0].id}" in (filled.file("kinds/escalations.html") or b"").decode()


def test_our_own_shell_asks_for_no_generator_and_no_other_host(small: Path) -> None:
    _, frame = framed(small, plain.build_frame)
    assert frame.scripts == frozenset(), "no inline script: the policy names none"
    text = "".join(shell.fill({}) for shell in frame.shells.values())
    assert "style=" not in text
    assert not [source for source in read(text).sources if "//" in source]


@pytest.mark.parametrize(
    ("site_url", "top"), [("", "/"), ("https://kb.example", "/"), ("https://x.example/kb/", "/kb/")]
)
def test_a_page_for_an_address_that_is_none_leads_to_the_top_of_its_site(small: Path, site_url: str, top: str) -> None:
    content = Content(load_base(small / "sop"), NOW)
    folder = small / "frame"
    folder.mkdir()
    plain.build_frame(Job(small / "mkdocs.yml", folder, lambda _: content, NOW, strict=False, site_url=site_url))
    seen = read((folder / "404.html").read_text(encoding="utf-8"))
    assert f"{top}search.html" in seen.links
    assert all(link.startswith((top, "#")) for link in seen.links)
