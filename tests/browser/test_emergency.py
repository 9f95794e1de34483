"""The page of an emergency on a phone: what to press, and who answers how soon, before anything that can wait."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, ViewportSize, expect

pytestmark = pytest.mark.browser
PHONE: ViewportSize = {"width": 390, "height": 844}


def bottom(page: Page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    assert box is not None, selector
    return box["y"] + box["height"]


@pytest.mark.parametrize(
    ("record", "how", "fast"),
    [
        ("ESC-0005", "Ticket > Escalate > ESC-0005", "Safety operations on-call answers within 5 minutes, 24x7"),
        ("ESC-0004", "Ticket > Escalate > ESC-0004", "Safety operations specialist answers within 10 minutes, 24x7"),
        ("ESC-0007", "Pause work, then write in the wellness specialist channel", "answers within 15 minutes, 24x7"),
    ],
)
@pytest.mark.parametrize("scripted", [True, False])
def test_how_to_raise_it_and_who_answers_stand_above_the_fold_of_a_phone(
    page: Page, address: str, record: str, how: str, fast: str, scripted: bool
) -> None:
    page.set_viewport_size(PHONE)
    if not scripted:
        page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(f"{address}{record}.html")
    expect(page.locator(".kb-raise__how")).to_have_text(f"Raise it: {how}")
    expect(page.locator(".kb-raise__fast")).to_contain_text(fast)
    if scripted:
        expect(page.locator(".kb-raise__fast .kb-there")).to_have_text("there now, day and night")
    assert bottom(page, ".kb-raise") < PHONE["height"] * 0.6, "well above the fold"
    first_section = page.locator("article h2").first.bounding_box()
    assert first_section is not None
    assert bottom(page, ".kb-raise") < first_section["y"]


def test_the_advisory_stands_below_the_instruction_with_the_sign_and_the_word_of_a_caution(
    page: Page, address: str
) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{address}ESC-0005.html")
    advisory = page.locator(".kb-advisory")
    expect(advisory.locator(".admonition-title")).to_have_text("Caution: before you read on")
    icon = "getComputedStyle(document.querySelector('.kb-advisory > .admonition-title'), '::before').maskImage"
    warning = "getComputedStyle(document.documentElement).getPropertyValue('--md-admonition-icon--warning')"
    assert page.evaluate(f"{icon}.replace(/\\s/g, '')") == page.evaluate(f"{warning}.replace(/\\s/g, '')")
    box = advisory.bounding_box()
    assert box is not None
    assert box["y"] >= bottom(page, ".kb-raise")


def test_evidence_and_route_are_shown_once(page: Page, address: str) -> None:
    page.goto(f"{address}ESC-0005.html")
    for item in ("room id or case id", "reporter's role"):
        seen = page.get_by_text(item, exact=True).locator("visible=true")
        expect(seen).to_have_count(1)
    expect(page.get_by_label("reporter's role")).to_be_visible()
    levels = page.locator("article tbody tr", has_text="there now, day and night")
    expect(levels).to_have_count(3)
    expect(page.locator(".kb-there__list")).to_have_count(0)
    page.emulate_media(media="print")
    expect(page.locator(".kb-asked li").first).to_be_visible()
    expect(page.locator(".kb-evidence")).to_be_hidden()


def test_outside_its_hours_the_first_level_is_away_and_the_next_that_is_there_is_named(
    page: Page, address: str
) -> None:
    page.goto(f"{address}ESC-0006.html")  # the demo's moment is a Sunday
    there = page.locator(".kb-raise__fast > span")
    expect(there).to_contain_text("away until 2026-11-23 07:00 UTC")
    expect(there).to_contain_text("level 2: on-call, Data and metrics engineering: answers within 30 min there now")


def test_a_row_about_harm_says_the_instruction_before_the_caution(page: Page, address: str) -> None:
    page.goto(f"{address}search.html?q=csam")
    row = page.locator(".kb-row").first
    expect(row).to_contain_text("Raise it: Ticket > Escalate > ESC-0004")
    said = row.inner_text()
    assert said.index("case id only") < said.index("Raise it:") < said.index("This page names harmful content")
    expect(row.get_by_role("img", name="Caution:")).to_have_text("⚠")


def test_a_known_issue_is_told_as_an_answer_on_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{address}WKA-0013.html")
    banner = page.locator(".kb-known")
    expect(banner).to_contain_text("First seen 2026-11-19 22:40 UTC (59 h ago).")
    expect(banner).to_contain_text("It waits for Business tools engineering: BUG-88260 (open)")
    expect(banner).to_contain_text("Tell the user: MAC-0003 Known issue: no answer yet.")
    step = page.locator("ol.kb-steps > li").first
    expect(step).to_have_css("text-decoration-line", "none")
    expect(page.locator("article")).not_to_contain_text("ot follow it")
    expect(page.locator("#kb-replies")).to_be_visible()
