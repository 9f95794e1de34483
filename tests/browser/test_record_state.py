"""A record's page says what is true when it is read, not when it was made."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Serve
from tests.publish.small_base import NOW, record_text, write_base

from sopkb.load import load_base
from sopkb.publish.build import build_site

pytestmark = pytest.mark.browser

ESC = record_text(kind="escalation", title="Duty of the engineers")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, served: Serve) -> str:
    """A base that people use, built on 22 November: its clock is the reader's."""
    folder = tmp_path_factory.mktemp("states")
    live = record_text(kind="workaround", overrides=["SOP-0001"])
    write_base(folder, {"a.md": live, "b.md": ESC, "c.md": record_text()})
    build_site(load_base(folder / "sop"), NOW, folder / "site", check=lambda base, now: ())
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
