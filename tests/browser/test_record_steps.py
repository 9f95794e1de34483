"""A record's page in use: steps ticked and remembered by case, what is copied, who is called, what is reported."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import Serve
from tests.browser.finding import PATIENCE
from tests.browser.recording import build, copied, open_at, site_of
from tests.site.small_base import record_text

from sopkb.site.build import Generator

expect.set_options(timeout=PATIENCE)
pytestmark = pytest.mark.browser
FORM = "https://tracker.example.org/new?title={title}&record={id}&body={text}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, served: Serve, shell: Generator) -> str:
    return served(build(tmp_path_factory.mktemp("record"), shell, report_form=FORM))


def done(page: Page) -> list[int]:
    """Numbers of the steps that are ticked."""
    boxes = page.locator(".kb-step__box")
    return [number + 1 for number in range(boxes.count()) if boxes.nth(number).is_checked()]


def test_steps_are_ticked_by_keyboard_and_remembered_by_case(page: Page, site: str) -> None:
    open_at(page, site + "WKA-0001.html")
    page.locator(".kb-step__box").first.focus()
    page.keyboard.press("Space")
    expect(page.locator(".kb-steps__count")).to_have_text("1 of 3 steps done")
    choose(page, "INC-7")
    assert done(page) == [1], "what was ticked before the case was typed is the case's"
    page.reload()
    assert done(page) == [1]
    choose(page, "INC-8")
    expect(page.locator(".kb-steps__count")).to_have_text("0 of 3 steps done")
    page.get_by_label("Step 2 is done").check()
    page.get_by_role("button", name="Clear the ticks").click()
    assert done(page) == []
    choose(page, "inc-7 ")
    assert done(page) == [1], "another case was cleared, or a small letter made another case"


def choose(page: Page, case: str) -> None:
    page.get_by_label("Case").fill(case)
    page.get_by_label("Case").press("Enter")


def test_ticks_without_a_case_end_with_the_page(page: Page, site: str) -> None:
    open_at(page, site + "WKA-0001.html")
    page.get_by_label("Step 1 is done").check()
    page.reload()
    assert done(page) == []
    choose(page, "INC-9")
    assert done(page) == [], "a new case starts empty"


def test_two_tabs_of_one_case_lose_no_tick(page: Page, site: str) -> None:
    open_at(page, site + "WKA-0001.html")
    choose(page, "INC-7")
    other = page.context.new_page()
    open_at(other, site + "WKA-0001.html")
    page.get_by_label("Step 1 is done").check()
    other.get_by_label("Step 2 is done").check()
    page.get_by_label("Step 3 is done").check()
    for tab in (page, other):
        expect(tab.locator(".kb-steps__count")).to_have_text("All 3 steps done")
    other.get_by_label("Step 2 is done").uncheck()
    expect(page.locator(".kb-steps__count")).to_have_text("2 of 3 steps done")
    assert done(page) == [1, 3]


def test_a_finished_case_is_put_away(page: Page, site: str) -> None:
    open_at(page, site + "WKA-0001.html")
    finish = page.get_by_role("button", name="Finish the case")
    expect(finish).to_be_hidden()
    choose(page, "INC-7")
    page.get_by_label("Step 1 is done").check()
    finish.click()
    expect(page.locator(".kb-spoken[role=status]")).to_have_text("INC-7 is put away")
    expect(page.get_by_label("Case")).to_have_value("")
    assert done(page) == []
    choose(page, "INC-7")
    assert done(page) == [], "its ticks are gone"


def test_a_browser_that_keeps_nothing_says_so_and_still_ticks(page: Page, site: str) -> None:
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }")
    open_at(page, site + "WKA-0001.html")
    choose(page, "INC-7")
    page.get_by_label("Step 1 is done").check()
    page.get_by_label("Step 3 is done").check()
    assert done(page) == [1, 3]
    expect(page.locator(".kb-steps__unkept")).to_have_text("This browser keeps nothing: the ticks end with this page.")


def test_a_step_the_ticket_line_and_the_link_are_copied_in_one_click(page: Page, site: str) -> None:
    open_at(page, site + "WKA-0001.html")
    assert copied(page, page.get_by_role("button", name="Copy WKA-0001 v2.0.0")) == "WKA-0001 v2.0.0"
    assert copied(page, page.get_by_role("button", name="Copy link")) == site + "WKA-0001.html"
    page.locator(".kb-step").first.hover()
    assert copied(page, page.get_by_role("button", name="Copy step 1")) == "Turn on Compatibility mode."
    expect(page.locator(".kb-spoken[role=status]")).to_have_text("Copied")


def test_the_first_step_is_seen_without_scrolling(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    open_at(page, site + "WKA-0001.html")
    box = page.locator(".kb-step").first.bounding_box()
    assert box
    assert box["y"] + box["height"] < 768


def test_a_reply_holds_the_users_steps_and_no_other(page: Page, site: str) -> None:
    open_at(page, site + "WKA-0001.html")
    page.get_by_label("Case").first.fill("T-12")
    page.get_by_label("Case").first.press("Enter")
    page.get_by_text("MAC-0001 Known issue").first.click()
    panel = page.locator("details.kb-reply")
    expect(panel.locator(".kb-reply__left")).to_have_text("Still to fill in: issue summary")
    expect(panel.locator(".kb-reply__hint")).to_have_text("Steps 1, 2: those of WKA-0001 that the user does.")
    panel.get_by_label("issue summary").fill("black <b>picture</b> $& {steps}")
    text = copied(page, panel.get_by_role("button", name="Copy reply"))
    steps = "1. Turn on Compatibility mode.\n2. Reload once."
    assert text == f"Known: black <b>picture</b> $& {{steps}}.\n\n{steps}\n\nSee WKA-0001, ticket T-12."
    assert panel.locator(".kb-reply__text").inner_text() == text
    expect(panel.locator(".kb-copy--main")).to_have_text("Copied")
    expect(panel.locator(".kb-copy--gaps")).to_have_count(0)


def test_a_copy_with_empty_fields_names_them_and_does_not_look_done(page: Page, site: str) -> None:
    open_at(page, site + "WKA-0001.html")
    page.get_by_text("MAC-0001 Known issue").first.click()
    panel = page.locator("details.kb-reply")
    text = copied(page, panel.get_by_role("button", name="Copy reply"))
    assert "Known: {issue_summary}." in text
    said = "Copied, but still empty: issue summary, ticket id"
    expect(panel.locator(".kb-copy--gaps")).to_have_text(said)
    expect(page.locator(".kb-spoken[role=status]")).to_have_text(said)
    expect(panel.locator(".kb-reply__left")).to_have_text("Still to fill in: issue summary, ticket id")


def test_steps_that_an_agent_does_never_reach_a_user(
    page: Page, served: Serve, tmp_path: Path, shell: Generator
) -> None:
    body = """## Do this now
1. Supervisor: **Intake > Off**. **Check:** grey.
2. Wait 60 seconds. **Check:** released.
3. **Intake > On**. **Check:** refilling.

## If it does not work
ESC-0001.
"""
    files = {
        "a": record_text(body, kind="workaround", replies_with=["MAC-0001"]),
        "b": record_text(kind="escalation"),
        "c": record_text("## Text\n> Please do this: {steps}\n", kind="macro", placeholders=["steps"]),
    }
    open_at(page, served(site_of(tmp_path, shell, files)) + "WKA-0001.html")
    page.locator("details.kb-reply summary").click()
    panel = page.locator("details.kb-reply")
    expect(panel.locator("textarea")).to_have_value("")
    expect(panel.locator(".kb-reply__hint")).to_have_text(
        "No step of WKA-0001 is the user's own: write what the user does, or say what you did."
    )
    assert copied(page, panel.get_by_role("button", name="Copy reply")) == "Please do this: {steps}"
    expect(panel.locator(".kb-copy--gaps")).to_have_text("Copied, but still empty: steps")


def test_a_macro_has_its_fields_on_its_own_page(page: Page, site: str) -> None:
    open_at(page, site + "MAC-0001.html")
    page.get_by_label("record id").fill("WKA-0001")
    assert "See WKA-0001, ticket {ticket_id}." in copied(page, page.get_by_role("button", name="Copy reply"))
    assert page.locator("article pre").count() == 0, "the same text is not shown twice"


def test_two_texts_below_one_heading_are_two_replies(
    page: Page, served: Serve, tmp_path: Path, shell: Generator
) -> None:
    body = "## Text\nBefore the fix:\n\n> Wait, please.\n\nAfter it:\n\n> Go on.\nIt works again.\n"
    open_at(page, served(site_of(tmp_path, shell, {"a": record_text(body, kind="macro")})) + "MAC-0001.html")
    buttons = page.locator(".kb-reply .kb-copy--main")
    assert copied(page, buttons.first) == "Wait, please."
    assert copied(page, buttons.last) == "Go on.\nIt works again."
    assert page.locator("article pre").count() == 0
    order = page.locator("article > p, article > .kb-reply").all_inner_texts()
    assert next(i for i, t in enumerate(order) if t == "After it:") < next(
        i for i, t in enumerate(order) if "Go on" in t
    )


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-11-23T10:00:00Z", "there now, until 2026-11-23 19:00 UTC (Mon 14:00 GMT-5 for you)"),
        ("2026-11-28T10:00:00Z", "away until 2026-11-30 07:00 UTC (Mon 02:00 GMT-5 for you)"),
    ],
)
def test_who_answers_is_told_in_the_readers_time(browser: Browser, site: str, moment: str, said: str) -> None:
    with browser.new_context(timezone_id="America/Bogota") as context:
        page = context.new_page()
        open_at(page, site + "ESC-0001.html", moment)
        expect(page.locator(".kb-raise__fast > span")).to_contain_text(said)
        levels = page.locator("article table").first.locator("tbody tr")
        expect(levels.first).to_contain_text(said)
        expect(levels.last).to_contain_text("there now, day and night")
        open_at(page, site + "WKA-0001.html", moment)
        expect(page.locator(".kb-there__list li")).to_contain_text(f"duty, Engineering: answers within 15 min {said}")


def test_the_message_to_who_is_called_holds_the_evidence_and_what_was_done(page: Page, site: str) -> None:
    open_at(page, site + "WKA-0001.html")
    page.get_by_label("Step 1 is done").check()
    page.get_by_label("Step 2 is done").check()
    page.get_by_role("link", name="ESC-0001").first.click()
    page.get_by_label("trace id").fill("8f2c91d0")
    expect(page.locator(".kb-evidence .kb-reply__left")).to_contain_text("1 of 3 not filled in")
    assert copied(page, page.get_by_role("button", name="Copy message")).split("\n") == [
        "ESC-0001 v2.0.0 Duty of the engineers",
        "To: duty, Engineering: answers within 15 min (level 1)",
        "trace id: 8f2c91d0",
        "site: not known",
        "steps already done: WKA-0001 v2.0.0 steps 1, 2 of 3",
        "Sent: 2026-11-23 10:00 UTC",
    ]


def test_what_failed_is_reported_with_the_step_it_stopped_at(page: Page, site: str) -> None:
    open_at(page, site + "WKA-0001.html")
    page.get_by_label("Step 1 is done").check()
    page.get_by_role("button", name="It failed").click()
    area = page.get_by_label("The report")
    expect(area).to_be_focused()
    text = area.input_value()
    assert text.startswith("WKA-0001 v2.0.0 failed\nSteps done: 1 of 3\nIt stopped at step 2: Reload once.")
    assert copied(page, page.get_by_role("button", name="Copy report")) == text
    link = urlsplit(page.get_by_role("link", name="Open the form").get_attribute("href") or "")
    assert link.netloc == "tracker.example.org"
    assert parse_qs(link.query) == {"title": ["WKA-0001 v2.0.0: failed"], "record": ["WKA-0001"], "body": [text]}
    page.get_by_role("button", name="Something here is wrong").click()
    assert "What it should say:" in area.input_value()


def test_a_failure_without_ticks_asks_for_the_step_and_invents_none(page: Page, site: str) -> None:
    open_at(page, site + "WKA-0001.html")
    page.get_by_role("button", name="It failed").click()
    where = page.get_by_label("At which step did it stop?")
    expect(where).to_be_focused()
    expect(where).to_have_value("")
    area = page.get_by_label("The report")
    said = "WKA-0001 v2.0.0 failed\nSteps done: not ticked\nIt stopped at: not said\n"
    assert area.input_value().startswith(said)
    copy = page.get_by_role("button", name="Copy report")
    assert copied(page, copy).startswith(said)
    expect(page.locator(".kb-copy--gaps")).to_have_text("Copied, but still empty: the step")
    where.select_option("3. Write the id into the ticket.")
    assert "\nIt stopped at step 3: Write the id into the ticket.\n" in area.input_value()
    link = page.get_by_role("link", name="Open the form").get_attribute("href") or ""
    assert "It stopped at step 3" in parse_qs(urlsplit(link).query)["body"][0]
    area.fill("My own words.")
    where.select_option("I do not know")
    assert area.input_value() == "My own words.\nIt stopped at: not known"
    page.get_by_role("button", name="It worked").click()
    assert "Steps done: not ticked" in area.input_value()


def test_ticks_with_a_gap_do_not_tell_where_it_stopped(page: Page, site: str) -> None:
    open_at(page, site + "WKA-0001.html")
    page.get_by_label("Step 1 is done").check()
    page.get_by_label("Step 3 is done").check()
    page.get_by_role("button", name="It failed").click()
    expect(page.get_by_label("At which step did it stop?")).to_have_value("")
    assert "Steps done: 1, 3 of 3\nIt stopped at: not said" in page.get_by_label("The report").input_value()
    page.get_by_label("Step 2 is done").check()
    page.get_by_role("button", name="It failed").click()
    assert "It stopped after the last step\n" in page.get_by_label("The report").input_value()


def test_a_step_of_one_branch_is_not_taken_for_one_of_another(
    page: Page, served: Serve, tmp_path: Path, shell: Generator
) -> None:
    body = """## Steps
### Chrome
1. Clear the cache. **Check:** empty.
2. Reload. **Check:** picture.

### Edge
1. Reset the profile. **Check:** a new one.
2. Sign in. **Check:** the home page.

## If it does not work
ESC-0001.
"""
    address = served(site_of(tmp_path, shell, {"a": record_text(body), "b": record_text(kind="escalation")}))
    open_at(page, address + "SOP-0001.html")
    choose(page, "INC-7")
    page.get_by_label("Step Edge 1 is done").check()
    page.reload()
    assert done(page) == [3], "the first step of Chrome is another"
    page.get_by_role("button", name="It failed").click()
    text = page.get_by_label("The report").input_value()
    assert "Steps done: Edge 1 of 4\nIt stopped at: not said" in text


def test_without_scripts_the_page_says_all_that_there_is_to_do(browser: Browser, site: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(site + "WKA-0001.html")
        text = page.locator("article").inner_text()
        for said in ("WKA-0001", "LIVE", "Turn on Compatibility mode.", "Check: a badge.", "ESC-0001"):
            assert said in text
        page.goto(site + "TRB-0001.html")
        assert "Sound?" in page.locator("article").inner_text()
