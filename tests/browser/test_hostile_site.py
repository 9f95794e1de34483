"""Markup planted in every field of every kind of record stays text: on every page, whatever a script makes of it."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from playwright.sync_api import Page, expect
from tests.browser.conftest import Serve
from tests.browser.finding import rows
from tests.browser.recording import HOSTILE, open_at, site_of
from tests.site.small_base import record_text

from sopkb.core.kinds import KINDS
from sopkb.site.build import Generator

pytestmark = pytest.mark.browser

LIVE, LATER = "2026-11-23T10:00:00Z", "2026-12-05T10:00:00Z"
LISTS = ("index", "live", "changed", "codes", "training", "kinds/workarounds", "areas/video")
_KEPT = frozenset(
    """
    id kind status area owner approver audience created last_reviewed effective_from expires first_seen severity
    confidence type role training date sensitivity record goto at_major team fix_status overrides replies_with
    """.split()  # noqa: SIM905
)
"""Fields that must stay as they are, or a record has no page, no list and no state."""
FIELDS: dict[str, dict[str, Any]] = {
    "workaround": {"overrides": ["SOP-0001"], "replies_with": ["MAC-0001"]},
    "macro": {"placeholders": ["x"]},
    "troubleshooter": {"nodes": [{"id": "a", "ask": "x", "answers": [{"say": "x", "record": "ESC-0001"}]}]},
}
BODIES = {
    "workaround": f"## Do this now\n1. plonk {HOSTILE} **Check:** {HOSTILE}\n\n## If it does not work\n{HOSTILE}\n",
    "macro": f"## Text\n> {HOSTILE} {{x}}\n",
}


def planted(name: str, value: Any) -> Any:
    """The same structure with markup in every string that is free text."""
    if isinstance(value, dict):
        return {each: planted(each, held) for each, held in value.items()}
    if isinstance(value, list):
        return [planted(name, each) for each in value]
    return HOSTILE if isinstance(value, str) and name not in _KEPT else value


def hostile_record(kind: str) -> str:
    log = [{"version": "1.0.0", "date": "2026-11-20", "training": "retrain", "change": "x"}]
    common = {"aliases": ["x"], "error_codes": ["AB-1"], "version": "1.0.0", "changelog": log, **FIELDS.get(kind, {})}
    meta = yaml.safe_load(record_text(kind=kind, **common).split("---\n")[1])
    body = BODIES.get(kind) or f"## {KINDS_BY_NAME[kind].sections[0]}\n1. {HOSTILE} **Check:** {HOSTILE}\n"
    return record_text(body, **planted("", meta))


KINDS_BY_NAME = {kind.name: kind for kind in KINDS}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, served: Serve, shell: Generator) -> str:
    files = {name: hostile_record(name) for name in KINDS_BY_NAME}
    return served(site_of(tmp_path_factory.mktemp("hostile"), shell, files))


def assert_nothing_came_alive(page: Page) -> None:
    """The page fixture fails on any dialog, error and word in the console; here is what would not speak."""
    assert page.locator("article :is(img, iframe, script[src]:not([src*=pages]))").count() == 0
    assert page.evaluate("document.querySelectorAll('[onload], [onerror]').length") == 0


@pytest.mark.parametrize("kind", KINDS_BY_NAME)
def test_a_record_full_of_markup_shows_it_whatever_is_pressed(page: Page, site: str, kind: str) -> None:
    for moment in (LIVE, LATER):
        open_at(page, f"{site}{KINDS_BY_NAME[kind].prefix}-0001.html", moment)
        expect(page.locator("article h1").first).to_contain_text("<script>alert(3)</script>")
        for button in page.locator("article button:visible").all():
            if button.is_visible():
                button.click()
        assert_nothing_came_alive(page)


def test_lists_and_search_show_markup_as_text(page: Page, site: str) -> None:
    for name in LISTS:
        open_at(page, f"{site}{name}.html", LIVE)
        expect(page.locator("article")).to_contain_text("onerror=alert(1)")
        assert_nothing_came_alive(page)
    open_at(page, f"{site}search.html?q=plonk", LIVE)
    expect(rows(page).first).to_contain_text("onerror=alert(1)")
    assert_nothing_came_alive(page)
