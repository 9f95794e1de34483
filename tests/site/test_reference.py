"""The reference says what the program does, because it is made from the same tables."""

from __future__ import annotations

import re

import pytest

from sopkb.core.config import parse_config
from sopkb.core.fields import ALL, FIELDS_OF
from sopkb.core.load import Base
from sopkb.lint.rules import RULES
from sopkb.site.body import own_text
from sopkb.site.html import joined
from sopkb.site.reference import reference_pages


@pytest.fixture(scope="module")
def pages(demo_base: Base) -> dict[str, str]:
    return {uri: write() for uri, _, write in reference_pages(demo_base.config)}


def rendered(text: str) -> str:
    return joined(own_text(text))


def cells(html: str) -> list[list[str]]:
    return [
        re.findall(r"<t[dh].*?>(.*?)</t[dh]>", row, re.DOTALL) for row in re.findall(r"<tr>.*?</tr>", html, re.DOTALL)
    ]


def test_there_is_a_page_for_each_rule_and_no_other(pages: dict[str, str]) -> None:
    names = {f"reference/rules/{rule.code}.md" for rule in RULES}
    assert set(pages) == names | {"reference/rules/index.md", "reference/fields.md", "reference/kb-yml.md"}


def test_every_page_begins_with_its_title(demo_base: Base) -> None:
    assert all(write().startswith(f"# {title}\n") for _, title, write in reference_pages(demo_base.config))


def test_the_list_of_rules_has_a_row_for_each_that_links_to_its_page(pages: dict[str, str]) -> None:
    html = rendered(pages["reference/rules/index.md"])
    assert re.findall(r'href="(\w+)\.html"', html) == [rule.code for rule in RULES]
    assert {len(row) for row in cells(html)} == {6}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rules_page_says_why_shows_both_examples_and_whether_it_can_be_waived(rule, pages: dict[str, str]) -> None:
    html = rendered(pages[f"reference/rules/{rule.code}.md"])
    assert re.findall(r"<h2 [^>]*>(.*?)<a", html) == ["Why on shift", "Bad", "Good", "In short"]
    assert html.count("<pre") == 2
    assert ("cannot be waived" in html) is not rule.waivable
    assert ("while the record is a draft" in html) is rule.eases_in_drafts


def test_every_field_of_every_kind_is_in_the_table_of_its_kind(pages: dict[str, str]) -> None:
    html = rendered(pages["reference/fields.md"])
    sections = dict(re.findall(r"<h2 [^>]*>(.*?)<a.*?</h2>(.*?)(?=<h2 |\Z)", html, re.DOTALL))
    shared = {row[0] for row in cells(sections["All kinds"])[1:]}
    for kind in ALL:
        own = {row[0] for row in cells(sections[kind])[1:]}
        assert shared | own == {f"<code>{name}</code>" for name in FIELDS_OF[kind]}
    assert {len(row) for row in cells(html)} == {5}


def test_the_fields_show_this_bases_own_words(pages: dict[str, str]) -> None:
    assert "puo-lead-emea" in pages["reference/fields.md"]


def test_words_of_kb_yml_are_text_and_nothing_else() -> None:
    pattern = r"^(A|B)`<b>-\d$"
    text = f"name: x\nvocabularies: {{areas: {{a: A}}}}\npolicy: {{error_code_pattern: '{pattern}'}}\n"
    pages = {uri: write() for uri, _, write in reference_pages(parse_config(text, "sop/kb.yml"))}
    html = rendered(pages["reference/fields.md"])
    assert "<b>" not in html
    assert {len(row) for row in cells(html)} == {5}
    assert "^(A|B)`&lt;b&gt;-\\d$" in html


def test_every_key_of_kb_yml_is_explained(pages: dict[str, str]) -> None:
    rows = cells(rendered(pages["reference/kb-yml.md"]))
    assert {len(row) for row in rows} == {4}
    assert all(cell for row in rows for cell in row)
    named = {row[0] for row in rows}
    for key in ("name", "demo.now", "vocabularies.people.*.account", "policy.expiry.soon_hours", "advisories"):
        assert f"<code>{key}</code>" in named
