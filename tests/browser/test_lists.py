"""Lists and the home page, read later than they were built, without scripts, and on a phone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import Serve
from tests.browser.finding import rows
from tests.site.small_base import NOW, record_text, write_base

from sopkb.core.load import load_base
from sopkb.site.build import Generator, build_site

pytestmark = pytest.mark.browser


def test_a_site_of_last_week_shows_no_expired_fix_as_live(
    page: Page, served: Serve, tmp_path: Path, shell: Generator
) -> None:
    write_base(
        tmp_path,
        {
            "a.md": record_text(kind="workaround", expires="2026-11-25T00:00:00Z"),
            "b.md": record_text(kind="workaround", id="WKA-0002", expires="2026-12-01T00:00:00Z"),
            "c.md": record_text(kind="escalation", title="Duty of the engineers"),
        },
    )
    build_site(load_base(tmp_path / "sop"), NOW, tmp_path / "site", check=lambda base, now: (), generator=shell)
    site = served(tmp_path / "site")
    page.clock.set_fixed_time("2026-11-29T18:00:00Z")
    for address in ("live.html", "index.html"):
        page.goto(site + address)
        live = page.locator("[data-keeps=live] tbody tr")
        expect(live).to_have_count(1)
        expect(live).to_contain_text("EXPIRES SOON")
        expect(live).to_contain_text("30 h left")
        expect(page.locator(".kb-over summary")).to_have_text("1 expired since this list was made: do not follow")
    page.goto(site + "kinds/workarounds.html")
    expect(page.locator("tr", has_text="WKA-0001").locator(".kb-state")).to_have_text("EXPIRED")
    page.goto(site + "live.html")
    expect(page.locator(".kb-as-of")).to_contain_text("That was 7 days ago")


def test_the_box_of_the_home_page_answers_below_itself(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("#kb-home").click()
    page.locator("#kb-home").fill("RC-4031")
    expect(rows(page).first).to_contain_text("WKA-0001")
    expect(page.locator("#kb-home")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(address + "search.html?q=RC-4031")
    expect(rows(page).first).to_contain_text("WKA-0001")


def test_lists_are_usable_without_scripts(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.goto(address)
        page.get_by_role("link", name="error codes", exact=True).click()
        page.get_by_role("link", name="R", exact=True).click()
        page.locator("tr", has_text="RC-4031").get_by_role("link").click()
        assert page.url == address + "WKA-0001.html"


@pytest.mark.parametrize("width", [390, 1280])
def test_no_list_is_wider_than_its_window(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    for name in ("index", "live", "changed", "codes", "reviews", "health", "owners", "states", "kinds/workarounds"):
        page.goto(f"{address}{name}.html")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


@pytest.mark.parametrize("name", ["live", "codes", "health", "kinds/workarounds"])
def test_a_list_is_gone_through_by_the_keyboard_alone(page: Page, address: str, name: str) -> None:
    """Past the menu by the first link; every stop is seen; what is opened is left by the browser's own way back."""
    page.goto(f"{address}{name}.html")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    wanted = page.locator("article :is(.kb-table td, .kb-table th, .kb-key) a").first
    for _ in range(20):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        expect(focused).to_be_in_viewport()
        assert focused.evaluate("link => getComputedStyle(link).outlineStyle") != "none"
        if wanted.evaluate("link => link === document.activeElement"):
            break
    expect(wanted).to_be_focused()
    target = wanted.get_attribute("href") or ""
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape(target.rpartition("/")[2])))
    page.go_back()
    page.wait_for_url(re.compile(rf"/{name}\.html"))
