"""Search in the header, as an agent uses it: by the keyboard, with a user waiting."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import Serve
from tests.browser.finding import box, ids, rows, search, spoken
from tests.site.small_base import NOW, record_text, write_base

from sopkb.core.load import load_base
from sopkb.site.build import Generator, build_site

pytestmark = pytest.mark.browser

HOSTILE = "</mark><img src=x onerror=alert(1)><script>alert(2)</script>"
ESC = record_text(kind="escalation", title="Duty of the engineers")


def test_nothing_but_the_page_is_loaded_before_somebody_searches(page: Page, address: str) -> None:
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url.removeprefix(address)))
    page.goto(address + "SOP-0012.html", wait_until="networkidle")
    ours = [name for name in asked if "search" in name or "sopkb" in name]
    assert ours == ["assets/sopkb.css", "assets/sopkb.js"]
    with page.expect_response("**/search/manifest.json"):
        page.keyboard.press("/")
    assert len([name for name in asked if "engine" in name]) == 1


def test_no_letter_is_lost_that_follows_the_key_at_once(page: Page, address: str) -> None:
    """Who types without looking would otherwise get the answer to half a word."""
    page.goto(address + "SOP-0012.html")
    page.evaluate(
        """() => {
          const press = (key) => (document.activeElement ?? document.body).dispatchEvent(
            new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
          window.wasTyped = press('/');
          window.isThere = document.activeElement.closest('[data-kb-search]') !== null;
        }"""
    )
    assert page.evaluate("[window.wasTyped, window.isThere]") == [False, True]
    page.keyboard.type("black screen")
    expect(box(page)).to_have_value("black screen")


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("RC-4031", "WKA-0001"),
        ("rc4031", "WKA-0001"),
        ("2026-11-22T09:58:11Z ERROR Decision not saved (code RC-4031) trace=8f2c91d0", "WKA-0001"),
        ("submti btn grey", "WKA-0001"),
        ("sop 12", "SOP-0012"),
        ("黑屏", "WKA-0002"),
    ],
)
def test_the_first_row_is_the_record_that_is_right_now(page: Page, address: str, query: str, first: str) -> None:
    page.goto(address)
    search(page, query)
    assert ids(page)[0] == first


def test_a_row_says_what_it_is_whether_it_holds_and_why_it_was_found(page: Page, address: str) -> None:
    page.goto(address)
    search(page, "RC-4031")
    text = rows(page).first.inner_text()
    for said in ("WORKAROUND", "LIVE · until 2026-12-01 09:00 UTC", "Review Console", "2 min", "7.2.0 to 7.2.3"):
        assert said in text
    assert rows(page).first.locator("mark").first.inner_text() == "RC-4031"
    assert "2026-11-22 10:00 UTC, the moment of this demo base" in page.locator(".kb-finder__clock").first.inner_text()


def test_a_misspelt_word_is_said_to_have_been_corrected(page: Page, address: str) -> None:
    page.goto(address)
    search(page, "submti btn grey")
    expect(spoken(page)).to_contain_text("Looked for submit instead of submti.")
    assert "Looked for submit instead of submti." in page.locator(".kb-note").all_inner_texts()


def test_a_dead_record_that_is_named_is_a_notice_and_enter_does_not_go_past_it(page: Page, address: str) -> None:
    page.goto(address)
    search(page, "WKA-0010")
    notice = page.locator(".kb-notice")
    assert "EXPIRED · 2026-11-20 09:00 UTC" in notice.inner_text()
    assert "do not follow it" in notice.inner_text()
    expect(spoken(page)).to_contain_text("WKA-0010 expired on 2026-11-20 at 09:00 UTC: do not follow it.")
    page.keyboard.press("Enter")
    assert page.url == address
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(address + "WKA-0010.html")


def test_what_replaced_a_dead_record_is_the_first_choice(
    page: Page, served: Serve, tmp_path: Path, shell: Generator
) -> None:
    old = record_text(status="retired", retired_at="2026-11-12", retired_because="superseded")
    new = record_text(id="SOP-0002", title="Player: the new way to do it", supersedes=["SOP-0001"])
    write_base(tmp_path, {"a.md": old, "b.md": ESC, "c.md": new})
    build_site(load_base(tmp_path / "sop"), NOW, tmp_path / "site", check=lambda base, now: (), generator=shell)
    site = served(tmp_path / "site")
    page.goto(site)
    search(page, "SOP-0001")
    page.keyboard.press("ArrowDown")
    expect(page.locator('[aria-selected="true"]')).to_have_text("Open SOP-0002 instead")
    page.keyboard.press("Enter")
    page.wait_for_url(site + "SOP-0002.html")


def test_what_is_typed_while_the_page_still_loads_is_not_hidden(page: Page, address: str) -> None:
    page.goto(address)
    search(page, "player")
    page.locator("#__search").evaluate("toggle => toggle.click()")  # as the theme does, 125 ms after it has loaded
    expect(page.locator("#__search")).to_be_checked()
    expect(box(page)).to_be_focused()
    page.mouse.click(20, 500)
    expect(page.locator("#__search")).not_to_be_checked()


def test_arrows_and_enter_open_a_record_at_its_top(page: Page, address: str) -> None:
    page.goto(address + "kinds/sops.html")
    search(page, "black screen")
    second = rows(page).nth(1)
    wanted = second.get_attribute("href")
    assert wanted is not None
    assert "#" not in wanted
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    expect(second).to_have_attribute("aria-selected", "true")
    expect(box(page)).to_have_attribute("aria-activedescendant", second.get_attribute("id") or "")
    page.keyboard.press("Enter")
    page.wait_for_url(wanted)


def test_a_section_that_the_question_names_is_where_its_row_opens(page: Page, address: str) -> None:
    page.goto(address)
    search(page, "RC-4031 undo")
    page.keyboard.press("Enter")
    page.wait_for_url(address + "WKA-0001.html#undo")
    assert page.evaluate("document.getElementById('undo') !== null")


@pytest.mark.parametrize("query", ["SOP-0099", "BUG-99999", "rc40", "coffee machine broken"])
def test_enter_opens_nothing_where_no_record_answers(page: Page, address: str, query: str) -> None:
    page.goto(address)
    search(page, query)
    expect(page.locator(".kb-finder__status").first).to_contain_text("No record found")
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert page.url == address


def test_an_id_that_is_not_there_is_said_with_the_nearest_as_choices(page: Page, address: str) -> None:
    page.goto(address)
    search(page, "SOP-0099")
    expect(page.locator(".kb-notice")).to_contain_text("There is no SOP-0099. The nearest:")
    expect(spoken(page)).to_contain_text("There is no SOP-0099.")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(address + "SOP-0030.html")


def test_enter_opens_the_first_row_even_before_it_is_drawn(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("s")
    expect(page.locator("#kb-search-output")).to_be_visible()
    page.keyboard.type("rc4031")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}WKA-0001.html*")


@pytest.mark.parametrize("key", ["/", "s", "f"])
def test_keys_open_it_and_escape_closes_it(page: Page, address: str, key: str) -> None:
    page.goto(address)
    page.keyboard.press(key)
    expect(box(page)).to_be_focused()
    expect(page.locator("#kb-search-output")).to_be_visible()
    page.keyboard.type("s/f")
    expect(box(page)).to_have_value("s/f")
    page.keyboard.press("Escape")
    expect(box(page)).not_to_be_focused()
    assert not page.locator("#__search").is_checked()


def test_control_enter_opens_a_row_in_a_new_tab_and_the_list_stays(page: Page, address: str) -> None:
    page.goto(address)
    search(page, "black screen")
    page.keyboard.press("ArrowDown")
    with page.context.expect_page() as opened:
        page.keyboard.press("Control+Enter")
    assert "/WKA-0002.html" in opened.value.url
    assert ids(page)[0] == "WKA-0002"


def test_a_screen_reader_hears_how_many_records_there_are(page: Page, address: str) -> None:
    page.goto(address)
    search(page, "RC-4031")
    expect(spoken(page)).to_have_text("1 record.")
    expect(box(page)).to_have_attribute("role", "combobox")
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    routes, choices = (page.locator(f"#{each}") for each in str(box(page).get_attribute("aria-controls")).split())
    expect(routes).to_have_attribute("role", "listbox")  # of danger: nothing in it here
    assert routes.get_by_role("option").count() == 0
    expect(choices).to_have_attribute("role", "listbox")
    assert choices.get_by_role("option").count() == len(ids(page))


def test_a_chip_leaves_only_its_records_and_a_second_press_lets_all_through(page: Page, address: str) -> None:
    page.goto(address)
    search(page, "black screen")
    before = ids(page)
    chip = page.locator('[data-chip="kind:workaround"]')
    chip.click()
    expect(chip).to_have_attribute("aria-pressed", "true")
    expect(page.locator('.kb-row__id:not(:text("WKA-"))')).to_have_count(0)
    assert ids(page) == [each for each in before if each.startswith("WKA-")]
    chip.click()
    expect(page.locator('.kb-row__id:not(:text("WKA-"))').first).to_be_visible()
    assert ids(page) == before


def test_nothing_found_gives_a_report_to_copy(page: Page, address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(address)
    search(page, "zzxqy plonk QQ-9999")
    assert "No record answers this. Looked for: zzxqy, plonk" in page.locator(".kb-gap").inner_text()
    report = page.locator(".kb-gap textarea").input_value()
    assert "Searched for: zzxqy plonk QQ-9999" in report
    assert "When: 2026-11-22 10:00 UTC" in report
    page.locator(".kb-gap__copy").click()
    expect(page.locator(".kb-gap__copy")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == report


def test_nothing_found_shows_the_closest_as_what_they_are(page: Page, address: str) -> None:
    page.goto(address)
    search(page, "zzxqy plonk wromble screen")
    expect(page.locator(".kb-finder__status").first).to_contain_text("No record found; the closest are shown.")
    expect(page.locator(".kb-note").first).to_contain_text("These are not answers, only the closest:")
    expect(rows(page)).to_have_count(3)
    expect(page.locator(".kb-gap textarea")).to_be_visible()
    assert page.locator("[data-chip]").count() == 0


def test_a_record_about_harm_says_so_first_and_shows_no_passage(page: Page, address: str) -> None:
    page.goto(address)
    search(page, "csam")
    first = rows(page).first
    assert ids(page)[0] == "ESC-0004"
    assert "⚠" in first.inner_text()
    assert first.locator(".kb-row__snippet").count() == 0
    assert (first.get_attribute("href") or "").endswith("/ESC-0004.html"), "to the top, where the advisory stands"


def test_last_searches_and_records_are_remembered_and_forgotten(page: Page, address: str) -> None:
    page.goto(address)
    search(page, "rc4031")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}WKA-0001.html*")
    page.keyboard.press("/")
    recent = page.locator(".kb-recent .kb-choice")
    expect(recent).to_have_text(["rc4031", "WKA-0001 Review Console: Submit stays grey (RC-4031)"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(rows(page).first).to_contain_text("WKA-0001")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("Delete")
    page.locator(".kb-forget").click()
    expect(recent).to_have_count(0)


def test_markup_in_records_and_in_questions_is_text(
    page: Page, served: Serve, tmp_path: Path, shell: Generator
) -> None:
    fields: dict[str, Any] = {"title": f"Hostile {HOSTILE}", "summary": HOSTILE, "symptoms": [f"plonk {HOSTILE}"]}
    write_base(tmp_path, {"a.md": record_text(f"## Steps\n\n1. plonk {HOSTILE}\n", **fields), "b.md": ESC})
    build_site(load_base(tmp_path / "sop"), NOW, tmp_path / "site", check=lambda base, now: (), generator=shell)
    page.goto(served(tmp_path / "site"))
    for query in ("hostile plonk", f"plonk {HOSTILE}"):
        search(page, query)
        assert f"SOP-0001 Hostile {HOSTILE}" in rows(page).first.inner_text()
    search(page, HOSTILE.replace("script", "zzxqy"))
    assert page.locator(".kb-finder :is(img, script, style, iframe)").count() == 0


def test_a_state_is_that_of_the_readers_moment_and_not_of_the_build(
    page: Page, served: Serve, tmp_path: Path, shell: Generator
) -> None:
    write_base(tmp_path, {"a.md": record_text(kind="workaround"), "b.md": ESC, "c.md": record_text()})
    build_site(load_base(tmp_path / "sop"), NOW, tmp_path / "site", check=lambda base, now: (), generator=shell)
    site = served(tmp_path / "site")
    page.clock.set_fixed_time("2026-11-30T17:30:00Z")
    page.goto(site)
    search(page, "WKA-0001")
    assert "EXPIRES SOON · 6 h left" in rows(page).first.inner_text()
    page.clock.set_fixed_time("2026-12-01T00:00:00Z")
    page.reload()
    search(page, "WKA-0001")
    assert "EXPIRED · 2026-12-01 00:00 UTC" in page.locator(".kb-notice").inner_text()
    assert page.locator(".kb-finder__clock").count() == 0


def test_a_missing_file_is_said_and_where_the_records_are(browser: Browser, project: Path, served: Serve) -> None:
    with browser.new_context() as context:  # its console may say that a file is missing
        page = context.new_page()
        page.goto(served(project / "public"))
        search(page, "rc4031")
        context.route("**/search/*", lambda route: route.abort())
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type("player")
        trouble = page.get_by_role("alert").filter(has_text="The search cannot answer:")
        expect(trouble).to_have_count(1)
        expect(trouble.get_by_role("link", name="live now")).to_be_visible()
        assert rows(page).count() == 0
        context.unroute("**/search/*")
        search(page, "clip player")
        assert ids(page)


def test_search_asks_no_more_of_a_host_than_its_own_policy(browser: Browser, project: Path, served: Serve) -> None:
    with browser.new_context() as context:  # the theme's icons and colours are not allowed, and the console says so
        page = context.new_page()
        page.goto(served(project / "public", strict=True), wait_until="networkidle")
        refused: list[str] = []
        page.on("console", lambda message: refused.append(message.text))
        page.on("pageerror", lambda error: refused.append(str(error)))
        search(page, "black screen")
        page.locator('[data-chip="kind:workaround"]').click()
        expect(rows(page).first).to_contain_text("WKA-0002")
        assert [text for text in refused if not text.startswith("Loading the image 'data:")] == []


@pytest.mark.parametrize("where", ["dialog", "home", "search page"])
def test_no_key_is_ours_while_an_input_method_composes(page: Page, address: str, where: str) -> None:
    page.goto(address + ("search.html" if where == "search page" else "" if where == "home" else "live.html"))
    place = {"dialog": "[data-kb-search] input", "home": "#kb-home", "search page": "#kb-search-page input"}[where]
    if where == "dialog":
        page.keyboard.press("/")
    page.locator(place).press_sequentially("black screen")
    expect(page.locator(".kb-row >> visible=true").first).to_be_visible()
    method = page.context.new_cdp_session(page)
    method.send("Input.imeSetComposition", {"text": "ひょうじ", "selectionStart": 4, "selectionEnd": 4})
    before = page.url.partition("?")[0]
    for key in ("ArrowDown", "Enter", "Escape"):
        page.keyboard.press(key)
    expect(page.locator(place)).to_be_focused()
    assert page.locator(place).get_attribute("aria-activedescendant") is None
    assert page.url.partition("?")[0] == before
