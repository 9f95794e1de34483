"""A troubleshooter one question at a time; and records full of markup, which stays text in all that a script makes."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Serve
from tests.browser.finding import PATIENCE
from tests.browser.recording import ALWAYS, HOSTILE, build, copied, open_at, site_of
from tests.publish.small_base import record_text

expect.set_options(timeout=PATIENCE)
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, served: Serve) -> str:
    return served(build(tmp_path_factory.mktemp("tree")))


def test_questions_are_answered_by_keys_and_lead_to_the_record(page: Page, site: str) -> None:
    open_at(page, site + "TRB-0001.html")
    ask, end = page.locator(".kb-tree__ask"), page.locator(".kb-tree__end")
    expect(ask).to_have_text("Sound?")
    page.locator(".kb-tree__answer").first.focus()
    page.keyboard.press("1")
    expect(ask).to_have_text("Chrome?")
    expect(ask).to_be_focused()
    page.keyboard.press("1")
    expect(end).to_contain_text("Follow WKA-0001")
    assert page.url == site + "TRB-0001.html#way=1.1"
    way = copied(page, page.get_by_role("button", name="Copy the way for the ticket"))
    assert way == "TRB-0001 v2.0.0: Yes > Yes → WKA-0001"
    page.go_back()
    expect(ask).to_have_text("Chrome?")
    page.get_by_role("button", name="Restart").click()
    expect(ask).to_have_text("Sound?")


def test_a_way_can_be_linked_and_its_end_is_told_at_the_readers_moment(page: Page, site: str) -> None:
    open_at(page, site + "TRB-0001.html#way=1.1", "2026-12-05T00:00:00Z")
    expect(page.locator(".kb-tree__end .kb-state")).to_have_text("EXPIRED")
    page.get_by_role("button", name="Back", exact=True).click()
    expect(page.locator(".kb-tree__ask")).to_have_text("Chrome?")
    page.goto(site + "TRB-0001.html#way=9.9")
    expect(page.locator(".kb-tree__ask")).to_have_text("Sound?")


def test_markup_in_every_field_stays_text_whatever_is_pressed(page: Page, served: Serve, tmp_path: Path) -> None:
    body = f"## Do this now\n1. plonk {HOSTILE} **Check:** {HOSTILE}\n\n## If it does not work\n{HOSTILE}\n"
    nodes = [{"id": "a", "ask": HOSTILE, "answers": [{"say": HOSTILE, "record": "ESC-0001"}]}]
    level = {**ALWAYS, "channel_role": HOSTILE, "hours": HOSTILE}
    macro = f"## Text\n> {HOSTILE} {{x}}\n"
    named = {"title": HOSTILE, "summary": HOSTILE, "version": HOSTILE}
    files = {
        "wka": record_text(body, kind="workaround", overrides=["SOP-0001"], replies_with=["MAC-0001"], **named),
        "sop": record_text(**named),
        "esc": record_text(kind="escalation", route=[level], evidence=[HOSTILE], **named),
        "mac": record_text(macro, kind="macro", placeholders=["x"], **named),
        "trb": record_text("## Tree\nx\n", kind="troubleshooter", nodes=nodes, **named),
    }
    site = served(site_of(tmp_path, files))
    for record in ("WKA-0001", "SOP-0001", "ESC-0001", "MAC-0001", "TRB-0001"):
        for moment in ("2026-11-23T10:00:00Z", "2026-12-05T10:00:00Z"):
            open_at(page, f"{site}{record}.html", moment)
            for button in page.locator("article button:visible").all():
                if button.is_visible():
                    button.click()
            assert page.locator("article :is(img, iframe, script[src]:not([src*=pages]))").count() == 0
            assert page.evaluate("document.querySelectorAll('[onload], [onerror]').length") == 0
