"""The project's own pages are checked by the rules that records are: a table that breaks, a fence left open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import CHECKOUT, DEMO_NOW

from sopkb.core.load import Base
from sopkb.core.load.document import parse_document
from sopkb.core.load.files import decode
from sopkb.lint.check import findings_of
from sopkb.lint.rules import RULES
from sopkb.lint.rules.rule import Context, RecordRule
from sopkb.site.content import Content

PAGES = sorted([*CHECKOUT.glob("*.md"), *(CHECKOUT / "docs").rglob("*.md")])
NAMES = [path.relative_to(CHECKOUT).as_posix() for path in PAGES]
CODES = {"X04", "X05", "X06", "X07", "X08", "X09", "X21"}
READING_RULES = [rule for rule in RULES if isinstance(rule, RecordRule) and rule.code in CODES]
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_FENCED = re.compile(r"^( *)(```+|~~~+).*?^\1\2", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s#]+)(?:#[^)\s]*)?\)")


@pytest.fixture(scope="module")
def generated(demo_base: Base) -> frozenset[str]:
    """The pages that are made when the site is, relative to ``docs/``."""
    return frozenset(Content(demo_base, DEMO_NOW).uris())


def faults_in(page: str, base: Base) -> list[str]:
    """What the rules about reading say of a page, as if it were the body of a record."""
    body = _FRONT_MATTER.sub("", page)
    document = parse_document(decode(f'---\nid: SOP-0001\ntitle: "Page"\n---\n{body}'.encode()), "docs/page.md")
    assert document.record is not None
    context = Context(base.corpus, base.config, DEMO_NOW)
    return [f"{rule.code}: {each.message}" for rule in READING_RULES for each in findings_of(rule, document, context)]


def dead_links(path: Path, pages_of_the_site: frozenset[str]) -> Iterator[str]:
    """Links of a page to files that neither lie there nor are made when the site is."""
    for target in _LINK.findall(_FENCED.sub("", path.read_text("utf-8"))):
        if ":" in target or (path.parent / target).exists():
            continue
        place = (path.parent / target).resolve()
        docs = CHECKOUT / "docs"
        if not (place.is_relative_to(docs) and place.relative_to(docs).as_posix() in pages_of_the_site):
            yield target


@pytest.mark.parametrize("path", PAGES, ids=NAMES)
def test_a_page_is_read_as_it_was_meant(path: Path, demo_base: Base) -> None:
    assert faults_in(path.read_text("utf-8"), demo_base) == []


@pytest.mark.parametrize(
    ("code", "page"),
    [
        ("X06", "## Rows\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n| 3 | 4 |\n"),
        ("X07", "## Run\n\n```\nkb check\n"),
        ("X04", "Text\n\n##Run it\n"),
    ],
)
def test_a_page_that_breaks_is_told(code: str, page: str, demo_base: Base) -> None:
    assert [fault.partition(":")[0] for fault in faults_in(page, demo_base)] == [code]


@pytest.mark.parametrize("path", PAGES, ids=NAMES)
def test_every_link_of_a_page_leads_somewhere(path: Path, generated: frozenset[str]) -> None:
    assert list(dead_links(path, generated)) == []


def test_a_link_that_leads_nowhere_is_told(tmp_path: Path, generated: frozenset[str]) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "[here](page.md), [web](https://example.org/x), [gone](../docs/gone.md)\n\n```\n[code](no.md)\n```\n"
    )
    assert list(dead_links(page, generated)) == ["../docs/gone.md"]
