"""A copy of the site that has become old says so on every page, and claims nothing about a week it does not know."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import Serve
from tests.browser.test_accessible import violations
from tests.site.small_base import NOW, copy_project

from sopkb.core.load import load_base
from sopkb.site.build import Generator, build_site

pytestmark = pytest.mark.browser
LATER = "2027-02-22T10:00:00Z"
AGE = "This copy was made 92 days ago, 2026-11-22 10:00 UTC. What changed since is not in it"
PAGES = ("index", "WKA-0002", "live", "changed", "states", "search", "guides/agents", "areas/video", "ONB-0001")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, shell: Generator) -> Path:
    """The project's site, and the copy of it for a disk, as of a base that people use: its clock is the reader's."""
    project = copy_project(tmp_path_factory.mktemp("age"))
    base = load_base(project / "sop").in_real_time()
    build_site(base, NOW, project / "public", check=lambda base, now: (), generator=shell)
    build_site(base, NOW, project / "stick", check=lambda base, now: (), offline=True, generator=shell)
    return project


@pytest.fixture(scope="module")
def site(folder: Path, served: Serve) -> str:
    return served(folder / "public")


def at(page: Page, moment: str, address: str) -> None:
    page.clock.set_fixed_time(moment)
    page.goto(address)


def test_a_site_of_three_months_ago_says_so_on_every_page(page: Page, site: str) -> None:
    for name in PAGES:
        at(page, LATER, f"{site}{name}.html")
        expect(page.locator("main > .kb-age")).to_contain_text(AGE)
        expect(page.locator(".kb-age--old")).to_be_in_viewport()


def test_a_site_built_every_night_never_tells_its_age_and_fetches_nothing_for_it(page: Page, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for moment in ("2026-11-22T09:30:00Z", "2026-11-22T12:00:00Z", "2026-11-23T21:00:00Z"):
        at(page, moment, site + "WKA-0002.html")
        expect(page.locator(".kb-bar")).to_be_visible()
        expect(page.locator(".kb-age")).to_have_count(0)
    assert not [url for url in asked if "stale" in url]
    at(page, "2026-11-23T23:00:00Z", site + "WKA-0002.html")
    expect(page.locator(".kb-age")).to_contain_text("This copy was made 1 day ago")
    expect(page.locator(".kb-age--old")).to_have_count(0)


def test_a_clock_that_is_before_the_build_is_wrong_and_said_to_be(page: Page, site: str) -> None:
    at(page, "2026-10-01T10:00:00Z", site + "WKA-0002.html")
    expect(page.locator(".kb-age")).to_contain_text("The clock of this device says 2026-10-01 10:00 UTC")


def test_nothing_is_said_about_this_week_by_a_site_that_does_not_know_it(page: Page, site: str) -> None:
    at(page, LATER, site + "changed.html")
    expect(page.locator("h1")).to_contain_text("Changed in the week before 2026-11-22")
    expect(page.locator(".kb-as-of")).to_contain_text("That was 92 days ago: what came later is not known here.")
    at(page, LATER, site + "index.html")
    home = page.locator("article").inner_text()
    assert "Latest changes" in home
    assert "that were in force when this site was built" in home
    assert "2026-11-2" in home, "a day without its year is of this year"
    for name in ("states", "states/live", "kinds/index", "owners", "unverified"):
        at(page, LATER, f"{site}{name}.html")
        as_of = page.locator(".kb-as-of").first
        expect(as_of).to_contain_text("when this site was built")
        expect(as_of).to_contain_text("It was built 2026-11-22 10:00 UTC. That was 92 days ago")


def test_a_list_of_today_says_when_it_was_made_and_keeps_its_name(page: Page, site: str) -> None:
    at(page, "2026-11-22T12:00:00Z", site + "changed.html")
    expect(page.locator("h1")).to_contain_text("Changed this week")
    at(page, "2026-11-22T12:00:00Z", site + "states.html")
    said = "Counted when this site was built. It was built 2026-11-22 10:00 UTC."
    expect(page.locator(".kb-as-of")).to_have_text(said)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("moment", [LATER, "2026-11-25T10:00:00Z"])
def test_the_age_can_be_read_by_everybody(page: Page, site: str, moment: str, scheme: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    at(page, moment, site + "WKA-0001.html")
    expect(page.locator(".kb-age")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.fixture
def reader(browser: Browser) -> Iterator[Page]:
    with browser.new_context() as context:
        page = context.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text))
        yield page
    assert wrong == []


def test_a_copy_on_a_stick_says_its_age_and_where_the_site_of_today_is(
    reader: Page, folder: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(folder / "stick.zip") as packed:
        packed.extractall(tmp_path)
    for name in ("index", "WKA-0002", "areas/video"):
        at(reader, LATER, (tmp_path / "stick" / f"{name}.html").as_uri())
        expect(reader.locator(".kb-age")).to_contain_text(AGE)
        link = reader.get_by_role("link", name="The site of today")
        expect(link).to_have_attribute("href", "https://kb.example.org/")


def test_a_demo_base_in_real_time_follows_the_readers_clock(page: Page, site: str) -> None:
    at(page, LATER, site + "WKA-0002.html")
    expect(page.locator("article .kb-state").first).to_have_text("EXPIRED")


def test_a_demo_base_that_stands_still_has_no_age(page: Page, address: str) -> None:
    at(page, LATER, address + "WKA-0002.html")
    expect(page.locator("article .kb-state").first).to_have_text("LIVE")
    expect(page.locator(".kb-age")).to_have_count(0)
