"""A record's page says what is true when it is read, not when it was made."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Serve
from tests.site.small_base import NOW, record_text, write_base

from sopkb.core.load import load_base
from sopkb.site.build import Generator, build_site

pytestmark = pytest.mark.browser

ESC = record_text(kind="escalation", title="Duty of the engineers")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, served: Serve, shell: Generator) -> str:
    """A base that people use, built on 22 November: its clock is the reader's."""
    folder = tmp_path_factory.mktemp("states")
    live = record_text(kind="workaround", overrides=["SOP-0001"])
    write_base(folder, {"a.md": live, "b.md": ESC, "c.md": record_text()})
    build_site(load_base(folder / "sop"), NOW, folder / "site", check=lambda base, now: (), generator=shell)
    return served(folder / "site")


def at(page: Page, moment: str, address: str) -> None:
    page.clock.set_fixed_time(moment)
    page.goto(address)


def test_a_mark_that_names_another_record_is_told_anew(page: Page, site: str) -> None:
    mark = page.locator("article li", has_text="WKA-0001").locator(".kb-state")
    at(page, "2026-11-22T10:00:00Z", site + "SOP-0001.html")
    expect(mark).to_have_text("LIVE")
    at(page, "2026-11-29T12:00:00Z", site + "SOP-0001.html")
    expect(mark).to_have_text("EXPIRES SOON")
    at(page, "2026-12-05T12:00:00Z", site + "SOP-0001.html")
    expect(mark).to_have_text("EXPIRED")
    expect(mark).to_have_class("kb-state kb-state--expired")


def test_the_banner_and_the_steps_follow_the_readers_clock(page: Page, site: str) -> None:
    banner = page.locator("article > .admonition").first
    at(page, "2026-11-23T10:00:00Z", site + "WKA-0001.html")
    expect(page.locator("article > .admonition")).to_have_count(0)
    expect(page.locator("article")).to_contain_text("until 2026-12-01 00:00 UTC (7 d left)")
    expect(page.locator(".kb-step__box").first).to_be_visible()
    at(page, "2026-11-30T18:00:00Z", site + "WKA-0001.html")
    expect(banner).to_contain_text("EXPIRES SOON")
    expect(banner).to_contain_text("It expires 2026-12-01 00:00 UTC: 6 h left.")
    at(page, "2026-12-03T00:00:00Z", site + "WKA-0001.html")
    expect(banner).to_contain_text("EXPIRED: do not follow it")
    expect(banner).to_contain_text("It expired 2026-12-01 00:00 UTC, 48 h ago. Treat the ticket as new")
    expect(banner.get_by_role("link", name="ESC-0001")).to_be_visible()
    expect(page.locator(".kb-step__box").first).to_be_hidden()


def test_a_page_that_stays_open_turns_when_its_time_has_come(page: Page, site: str) -> None:
    page.clock.install(time="2026-11-30T23:59:00Z")
    page.goto(site + "WKA-0001.html")
    expect(page.locator("article > .admonition").first).to_contain_text("EXPIRES SOON")
    page.clock.fast_forward("02:00")
    expect(page.locator("article > .admonition").first).to_contain_text("EXPIRED: do not follow it")
    expect(page.locator(".kb-spoken")).to_have_text("Now EXPIRED")


def test_a_workaround_overrides_a_procedure_only_while_it_is_live(page: Page, site: str) -> None:
    override = page.locator("article > .kb-override")
    at(page, "2026-11-23T10:00:00Z", site + "SOP-0001.html")
    expect(override).to_have_count(1)
    expect(override).to_contain_text("Known fault: see WKA-0001 first")
    at(page, "2026-12-03T00:00:00Z", site + "SOP-0001.html")
    expect(override).to_have_count(0)


def test_a_demo_base_stands_still_at_its_moment(page: Page, address: str) -> None:
    at(page, "2027-11-23T10:00:00Z", address + "WKA-0002.html")
    expect(page.locator("article .kb-state").first).to_have_text("LIVE")
    expect(page.locator("article > .admonition")).to_have_count(0)
