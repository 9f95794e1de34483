"""Danger in the search of a site: shown above everything else, whatever cannot be fetched, and kept nowhere."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect
from tests.browser.conftest import Serve
from tests.browser.finding import PATIENCE, answered, box, rows, search
from tests.browser.recording import build
from tests.browser.test_accessible import violations
from tests.browser.test_sending import Told, api_over, type_slowly

from sopkb.journal import read_journal
from sopkb.site.build import Generator
from sopkb_serve.settings import ServerSettings

expect.set_options(timeout=PATIENCE)
pytestmark = pytest.mark.browser

JUMP = "someone on the livestream says he is going to jump"
SPANISH = "un usuario dice que se va a suicidar"
LINE = "Is somebody in danger? Danger to life: ESC-0005 · A child at risk: ESC-0004 · A colleague in distress: ESC-0007"
MOST_PACKED = 8_000
"""Bytes that come with the search box for this, packed."""


def alarm(page: Page) -> Locator:
    return page.locator("[role=alert].kb-alarm:visible")


def kept(page: Page) -> str:
    """Everything that this browser keeps of the site, and the page's address."""
    return str(
        page.evaluate(
            "JSON.stringify([{...localStorage}, {...sessionStorage}, location.href, document.title, history.state])"
        )
    )


def test_the_route_stands_above_the_rows_with_how_and_how_fast(page: Page, address: str) -> None:
    page.goto(address + "SOP-0012.html")
    search(page, JUMP)
    expect(alarm(page)).to_have_count(1)
    expect(alarm(page)).to_contain_text("Danger to life: ESC-0005 Imminent harm route")
    expect(alarm(page)).to_contain_text("How to raise it: Ticket > Escalate > ESC-0005")
    expect(alarm(page)).to_contain_text("Safety operations on-call answers within 5 minutes, 24x7")
    top = alarm(page).bounding_box()
    first = rows(page).first.bounding_box()
    assert top is not None
    assert first is not None
    assert top["y"] + top["height"] <= first["y"]
    search(page, "kill the stuck job, queue is dead")
    expect(alarm(page)).to_have_count(0)


def test_enter_opens_the_route_and_never_a_row_past_it(page: Page, address: str) -> None:
    page.goto(address + "SOP-0012.html")
    search(page, JUMP)
    page.keyboard.press("Enter")
    page.wait_for_url("**/ESC-0005.html")
    assert "livestream" not in kept(page)


def test_enter_waits_for_the_lists_of_other_languages(page: Page, address: str) -> None:
    """Pasted and sent at once: the list of its language is not there yet."""

    def late(route: Route) -> None:
        page.wait_for_timeout(300)
        route.continue_()

    page.route("**/assets/pages/languages.*.js", late)
    page.goto(address + "SOP-0012.html")
    page.keyboard.press("/")
    expect(page.locator("#kb-search-output")).to_be_visible()
    box(page).fill(SPANISH)
    box(page).press("Enter")
    page.wait_for_url("**/ESC-0005.html")
    page.unroute_all(behavior="wait")  # no file is still being held when the page is closed


def test_the_arrows_reach_the_route_before_the_rows(page: Page, address: str) -> None:
    page.goto(address + "SOP-0012.html")
    search(page, JUMP)
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    expect(chosen).to_have_text("Open ESC-0005")
    assert box(page).get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    assert violations(page) == []


@pytest.mark.parametrize(
    "query", [SPANISH, "有人在直播里说要自杀", "شخص في البث يقول إنه سينتحر", "ele disse que vai se matar"]
)
def test_every_language_of_the_base_is_listened_in(query: str, page: Page, address: str) -> None:
    page.goto(address + "search.html")
    page.get_by_role("searchbox").fill(query)
    expect(alarm(page)).to_contain_text("ESC-0005 Imminent harm route")


def test_it_is_heard_where_no_file_of_the_search_can_be_fetched(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.route(
            re.compile(r"/search/|/assets/pages/languages"), lambda route: route.abort()
        )  # dialog, engine, index
        page.goto(address + "SOP-0012.html")
        page.keyboard.press("/")
        page.keyboard.type(JUMP)
        expect(alarm(page)).to_contain_text("Danger to life: ESC-0005 Imminent harm route")
        expect(alarm(page)).to_contain_text("How to raise it: Ticket > Escalate > ESC-0005")
        expect(page.locator("[data-kb-search] .kb-danger")).to_have_text(LINE)
        page.keyboard.press("Enter")
        page.wait_for_url("**/ESC-0005.html")


def test_the_home_page_hears_it_where_no_file_of_the_search_can_be_fetched(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.route("**/search/**", lambda route: route.abort())
        page.goto(address)
        page.locator("#kb-home").fill(JUMP)
        expect(alarm(page)).to_contain_text("How to raise it: Ticket > Escalate > ESC-0005")
        page.locator("#kb-home").press("Enter")
        page.wait_for_url("**/ESC-0005.html")


def test_where_nobody_can_listen_it_is_said_and_nothing_is_kept(browser: Browser, address: str) -> None:
    """The script that listens is missing, or a list: what was not heard may be danger."""
    for missing, query in (("danger", JUMP), ("languages", SPANISH)):
        with browser.new_context() as context:
            page = context.new_page()
            page.route(f"**/assets/pages/{missing}.*.js", lambda route: route.abort())
            page.goto(address + "live.html")
            search(page, query)
            expect(page.locator("#kb-search-output")).to_contain_text("Danger is listened for only in part")
            expect(page.locator("[data-kb-search] .kb-danger")).to_have_text(LINE)
            expect(page.locator(".kb-all")).to_be_hidden()
            rows(page).first.click()
            page.wait_for_url(re.compile(r"/[A-Z]{3}-\d{4}\.html"))
            assert query.split()[1] not in kept(page)


def test_nothing_that_is_typed_is_kept(page: Page, address: str) -> None:
    """Neither its beginning, nor what is left of it while it is taken back."""
    page.goto(address + "search.html?q=" + JUMP.replace(" ", "+"))
    expect(alarm(page)).to_be_visible()
    answered_page(page, JUMP)
    assert page.url == address + "search.html"
    field = page.get_by_role("searchbox")
    field.fill(JUMP.removesuffix(" jump"))
    answered_page(page, JUMP.removesuffix(" jump"))
    expect(alarm(page)).to_have_count(0)
    page.wait_for_timeout(600)  # the address follows what is typed after a while
    assert page.url == address + "search.html"
    rows(page).first.click()
    page.go_back()
    expect(rows(page).or_(page.locator(".kb-finder__clock:visible")).first).to_be_visible()
    assert "livestream" not in kept(page)
    page.get_by_role("searchbox").fill("black screen")
    page.wait_for_url("**/search.html?q=black+screen")


def answered_page(page: Page, text: str) -> None:
    expect(page.locator("#kb-search-page [data-asked]")).to_have_attribute("data-asked", text)


def test_what_was_kept_before_is_forgotten(page: Page, address: str) -> None:
    page.goto(address + "live.html")
    page.evaluate(
        "text => localStorage.setItem('/kb-search', JSON.stringify({searches: [text, 'rc4031'], opened: []}))", JUMP
    )
    page.keyboard.press("/")
    expect(page.locator(".kb-recent")).to_contain_text("rc4031")
    assert "livestream" not in kept(page)


def test_no_report_of_a_gap_is_made_of_it(page: Page, address: str) -> None:
    page.goto(address + "live.html")
    search(page, "qwxz suicidal zzyzx")
    expect(alarm(page)).to_be_visible()
    expect(page.locator("#kb-search-output")).to_contain_text("No record answers this.")
    expect(page.locator(".kb-gap")).to_have_count(0)
    expect(page.locator(".kb-all")).to_be_hidden()


def test_the_home_page_leads_to_the_route(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("#kb-home").fill(JUMP)
    expect(alarm(page)).to_be_visible()
    page.locator("#kb-home").press("Enter")
    page.wait_for_url("**/ESC-0005.html")
    assert "livestream" not in kept(page)


def test_an_everyday_question_still_goes_on_to_the_search_page(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("#kb-home").fill("black screen")
    page.locator("#kb-home").press("Enter")
    page.wait_for_url("**/search.html?q=black%20screen")


def test_the_line_is_there_without_a_script(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        for place in ("", "search.html", "404.html"):
            page.goto(address + place)
            line = page.locator("main .kb-danger")
            expect(line).to_have_text(LINE)
            expect(line).to_be_visible()
            expect(line.get_by_role("link").first).to_have_attribute("href", re.compile(r"ESC-0005\.html$"))
        page.locator("main .kb-danger").get_by_role("link", name="ESC-0004").click()
        page.wait_for_url("**/ESC-0004.html")


def test_the_line_stays_with_what_is_no_answer_and_goes_with_rows(page: Page, address: str) -> None:
    page.goto(address + "live.html")
    line = page.locator("[data-kb-search] .kb-danger")
    for query in ("canteen voucher", "canteen voucher for the parking machine clip"):
        search(page, query)
        expect(line).to_have_text(LINE)
        expect(line).to_be_visible()
    search(page, "black screen")
    expect(line).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_who_uses_a_screen_reader_or_a_phone_is_told_too(browser: Browser, address: str, scheme: str) -> None:
    with browser.new_context(color_scheme=scheme, viewport={"width": 390, "height": 844}) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(address + "search.html")
        page.get_by_role("searchbox").fill("naked child in a clip, he will kill himself")
        expect(alarm(page).get_by_text("ESC-0005")).not_to_have_count(0)
        expect(alarm(page).get_by_text("A child at risk: ESC-0004")).to_be_visible()
        opening = page.get_by_role("link", name="Open ESC-0005").bounding_box()
        assert opening is not None
        assert opening["y"] + opening["height"] < 844, "above the fold of a phone"
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert violations(page) == []


def test_what_comes_with_the_box_for_it_is_small_and_nothing_comes_before(page: Page, address: str) -> None:
    came: list[str] = []
    page.on("request", lambda request: came.append(request.url.removeprefix(address)))
    page.goto(address + "SOP-0012.html", wait_until="networkidle")
    assert not [name for name in came if re.search("danger|languages", name)]
    with page.expect_response(re.compile("danger")) as waiting:
        page.keyboard.press("/")
    waiting.value.finished()
    page.wait_for_load_state("networkidle")
    (listening,) = [name for name in came if "danger" in name]
    assert len(gzip.compress(page.request.get(address + listening).body(), 9)) <= MOST_PACKED
    assert not [name for name in came if "languages" in name], "further languages come with the first letter"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, shell: Generator) -> Iterator[Told]:
    """A site with a journal, as the API serves it."""
    folder = tmp_path_factory.mktemp("told")
    site = build(folder, shell, journal={"address": "/", "keep_days": 60}, danger={"life": "ESC-0001"})
    run = api_over(folder, folder / "journal.sqlite")
    with run(ServerSettings(site=site)) as address:  # type: ignore[attr-defined]
        yield Told(folder, f"{address}/", folder / "journal.sqlite", run)


def test_the_journal_is_told_the_route_and_not_a_word(page: Page, told: Told) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
    page.goto(told.address + "live.html")
    type_slowly(page, "someone on the livestream")
    page.wait_for_timeout(1700)  # long enough for a question that is being typed to count as one
    page.keyboard.type(JUMP.removeprefix("someone on the livestream"), delay=20)
    answered(page, JUMP)
    expect(alarm(page)).to_be_visible()
    for _ in range(len("going to jump")):
        page.keyboard.press("Backspace")
    page.wait_for_timeout(1700)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("black screen")
    answered(page, "black screen")
    assert told.arrived(page, "searches", "query") == [("black screen",)]
    (alert,) = read_journal(told.journal).alerts
    assert (alert.source, alert.topic, alert.record, alert.times) == ("site", "life", "ESC-0001", 1)
    after = sent[next(n for n, each in enumerate(sent) if "alerted" in each) :]
    assert not any("livestream" in each or "jump" in each for each in after)
    assert "livestream" not in kept(page)
    page.goto(told.address + "sent.html")
    expect(page.locator("main")).to_contain_text("told of danger")


def test_a_base_without_routes_has_no_line_and_no_script_that_listens(
    tmp_path: Path, served: Serve, page: Page, shell: Generator
) -> None:
    site = build(tmp_path, shell)
    assert not list(site.glob("assets/pages/danger.*"))
    page.goto(served(site))
    search(page, JUMP)
    expect(page.locator(".kb-danger")).to_have_count(0)
    expect(alarm(page)).to_have_count(0)
