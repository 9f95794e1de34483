"""The site asks its own host alone, and works under the policy that it ships."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.browser.finding import wait_for_scheme

from sopkb.site.others import STYLE_NAMES, STYLES, stylesheet
from sopkb.site.policy import POLICY_NAME

KINDS_OF_PAGE = (
    "index.html",
    "live.html",
    "kinds/index.html",
    "kinds/sops.html",
    "areas/index.html",
    "SOP-0012.html",
    "WKA-0002.html",
    "WKA-0010.html",
    "ESC-0001.html",
    "MAC-0001.html",
    "TRB-0001.html",
    "LKP-0001.html",
    "ONB-0001.html",
    "search.html?q=black+screen",
    "guides/agents.html",
    "reference/rules/index.html",
    "reference/benchmarks.html",
    "404.html",
)


def test_the_policy_allows_no_text_to_become_code(project: Path) -> None:
    policy = (project / "public" / POLICY_NAME).read_text(encoding="utf-8")
    assert re.match(r"default-src 'none'; script-src 'self'( 'sha256-[\w+/=]+')*; ", policy)
    assert "unsafe" not in policy
    assert "http" not in policy
    assert policy.strip() in (project / "public" / "_headers").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", KINDS_OF_PAGE)
def test_no_kind_of_page_breaks_the_policy(page: Page, address: str, name: str) -> None:
    """The page fixture fails on any word in the console, and the browser names every violation there."""
    page.goto(address + name)
    page.wait_for_load_state("networkidle")
    assert page.locator("article h1").first.is_visible()


@pytest.mark.parametrize("shell", ["mkdocs"], indirect=True, scope="session")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_reader_who_chose_a_colour_keeps_it(browser: Browser, address: str, scheme: str) -> None:
    """The theme's inline script that applies the choice runs under the policy."""
    with browser.new_context(color_scheme="light") as context:
        page = context.new_page()
        page.goto(address + "SOP-0012.html")
        if scheme == "dark":
            page.locator("label[title='Dark colours']").click()
        page.goto(address + "kinds/sops.html")
        wait_for_scheme(page, scheme)


def test_only_styles_hold_up_the_first_picture_of_a_record(page: Page, address: str) -> None:
    page.goto(address + "SOP-0012.html")
    blocking = page.evaluate(
        "performance.getEntriesByType('resource').filter(e => e.renderBlockingStatus === 'blocking').map(e => e.name)"
    )
    assert blocking
    assert [name for name in blocking if not name.endswith(".css")] == []


def test_the_styles_of_the_site_are_what_was_written_to_a_browser(page: Page, address: str) -> None:
    page.goto(address)
    read = "css => { const s = new CSSStyleSheet(); s.replaceSync(css); return [...s.cssRules].map(r => r.cssText) }"
    written = "\n".join((STYLES / name).read_text(encoding="utf-8") for name in STYLE_NAMES)
    wanted, found = ([rule.replace(", ", ",") for rule in page.evaluate(read, css)] for css in (written, stylesheet()))
    assert len(wanted) > 100
    assert found == wanted


@pytest.mark.parametrize("path", ["SOP-0012/", "sop-0012", "SOP-0012/index.html", "sop-0012.html"])
def test_other_spellings_of_a_records_address_lead_to_it_where_a_host_rewrites_nothing(
    page: Page, project: Path, address: str, path: str
) -> None:
    """Hosts send 404.html for an address that they do not know."""
    lost = (project / "public" / "404.html").read_text(encoding="utf-8")
    page.route(address + path, lambda route: route.fulfill(body=lost, content_type="text/html"))
    page.goto(f"{address}{path}#steps")
    page.wait_for_url(address + "SOP-0012.html#steps")


def test_an_address_of_no_record_says_where_records_are(page: Page, project: Path, address: str) -> None:
    lost = (project / "public" / "404.html").read_text(encoding="utf-8")
    page.route(address + "SOP-9999.html", lambda route: route.fulfill(body=lost, content_type="text/html"))
    page.goto(address + "SOP-9999.html")
    assert page.locator("article h1").inner_text() == "Not found"
    page.get_by_role("link", name="Search all records").click()
    page.wait_for_url(address + "search.html")


@pytest.mark.long
def test_no_page_of_the_site_has_anything_to_say_in_the_console(page: Page, project: Path, address: str) -> None:
    """Nor is any wider than a phone; a page that only sends on is seen at its end."""
    page.set_viewport_size({"width": 390, "height": 844})
    sites = project / "public"
    names = [path.relative_to(sites).as_posix() for path in sorted(sites.rglob("*.html"))]
    read = [name for name in names if 'http-equiv="refresh"' not in (sites / name).read_text(encoding="utf-8")]
    assert len(read) > 200
    for name in read:
        page.goto(address + name)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, name
