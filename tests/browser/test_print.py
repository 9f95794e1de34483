"""A record on paper: to be ticked with a pen, and known for what it is when it is found in a drawer."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.finding import wait_for_scheme

pytestmark = pytest.mark.browser


def test_paper_says_when_it_was_printed_and_what_it_is(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(address + "WKA-0001.html")
    stamp = page.locator(".kb-printed")
    expect(stamp).to_be_hidden()
    page.pdf(path=tmp_path / "page.pdf")
    expect(stamp).to_have_text(
        "WKA-0001 v1.1.1, printed 2026-11-22 10:00 UTC. Paper does not expire: before you follow it, "
        f"look at {address}WKA-0001.html"
    )
    page.emulate_media(media="print")
    expect(stamp).to_be_visible()


def test_paper_has_what_is_done_by_hand_and_nothing_that_needs_a_browser(page: Page, address: str) -> None:
    page.goto(address + "WKA-0001.html")
    page.emulate_media(media="print")
    for name in (".kb-step__box", ".kb-case__id"):
        expect(page.locator(name).first).to_be_visible()
    for name in (".kb-bar", ".kb-step__copy", ".kb-outcome", ".kb-reply", "body > header", "details.quote"):
        expect(page.locator(name).first).to_be_hidden()
    expect(page.locator("nav").locator("visible=true")).to_have_count(0)
    page.goto(address + "TRB-0001.html")
    expect(page.locator(".kb-tree__all li", has_text="What is on the screen?").first).to_be_visible()
    assert page.locator(".kb-diagram__tree").evaluate("tree => tree.getBoundingClientRect().right <= innerWidth")


def test_a_reader_of_dark_pages_prints_on_white_paper(page: Page, address: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(address + "WKA-0001.html")
    wait_for_scheme(page, "dark")
    page.emulate_media(media="print", color_scheme="dark")
    wait_for_scheme(page, "light")
    expect(page.locator(".kb-check").first).to_have_css("color", "rgb(27, 127, 59)")
