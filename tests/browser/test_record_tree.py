"""A troubleshooter one question at a time, its way in the address."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Serve
from tests.browser.finding import PATIENCE
from tests.browser.recording import build, copied, open_at

from sopkb.site.build import Generator

expect.set_options(timeout=PATIENCE)
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, served: Serve, shell: Generator) -> str:
    return served(build(tmp_path_factory.mktemp("tree"), shell))


def test_questions_are_answered_by_keys_and_lead_to_the_record(page: Page, site: str) -> None:
    open_at(page, site + "TRB-0001.html")
    ask, end = page.locator(".kb-tree__ask"), page.locator(".kb-tree__end")
    expect(ask).to_have_text("Sound?")
    page.keyboard.press("1")
    expect(ask).to_have_text("Chrome?")
    expect(ask).to_be_focused()
    page.keyboard.press("1")
    expect(end).to_contain_text("Follow WKA-0001")
    assert page.url == site + "TRB-0001.html#way=1.1"
    way = copied(page, page.get_by_role("button", name="Copy the way for the ticket"))
    assert way == "TRB-0001 v2.0.0: Yes > Yes → WKA-0001"
    page.go_back()
    expect(ask).to_have_text("Chrome?")
    page.get_by_role("button", name="Restart").click()
    expect(ask).to_have_text("Sound?")


def test_a_way_can_be_linked_and_its_end_is_told_at_the_readers_moment(page: Page, site: str) -> None:
    open_at(page, site + "TRB-0001.html#way=1.1", "2026-12-05T00:00:00Z")
    expect(page.locator(".kb-tree__end .kb-state")).to_have_text("EXPIRED")
    page.get_by_role("button", name="Back", exact=True).click()
    expect(page.locator(".kb-tree__ask")).to_have_text("Chrome?")
    page.goto(site + "TRB-0001.html#way=9.9")
    expect(page.locator(".kb-tree__ask")).to_have_text("Sound?")
