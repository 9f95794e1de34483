"""The search page, the copy that opens from a disk, and that both answer as the command line does."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.finding import ids, rows, search
from tests.site.small_base import NOW, copy_project

from sopkb.core.load import load_base
from sopkb.search import search as find
from sopkb.search.index import default_folder, open_index
from sopkb.site.build import Generator, build_site

pytestmark = pytest.mark.browser

QUESTIONS = """
black screen
rc4031
Decision not saved (code RC-4031) trace=8f2c91d0
submti btn grey
unlok account
vid went black after update, sound ok
my acc is locked cant start shift
审核台 登录
no puedo entrar
queue empty kind:troubleshooter
area:video -chrome
state:expired
WKA-0002
wka 10
"do not follow"
how do I hand over an open incident to the next region when the owner is not online
csam
password
translation wrong language in the review console
BUG-88214
live room list empty
macro for account locked
who do I call when nothing loads
upload 507
ticket
""".strip().splitlines()


def test_rows_are_those_of_the_command_line_in_the_same_order(page: Page, project: Path, address: str) -> None:
    base = load_base(project / "sop")
    assert len(QUESTIONS) >= 25
    page.goto(address + "search.html")
    box = page.locator(".kb-page__input")
    with open_index(base, default_folder(base.root)) as index:
        for question in QUESTIONS:
            box.fill(question)
            expect(page.locator("#kb-search-page [data-asked]")).to_have_attribute("data-asked", question)
            assert ids(page) == [hit.id for hit in find(index, question, now=NOW).hits], question


def test_a_search_can_be_linked_and_its_rows_are_links(page: Page, address: str) -> None:
    page.goto(f"{address}search.html?q={quote('black screen & sound')}")
    expect(page.locator(".kb-page__input")).to_have_value("black screen & sound")
    expect(rows(page).first).to_have_attribute("href", re.compile(r"/WKA-0002\.html$"))
    page.locator(".kb-page__input").fill("rc4031")
    page.wait_for_url(address + "search.html?q=rc4031")
    rows(page).first.click()
    page.wait_for_url(f"{address}WKA-0001.html*")
    page.go_back()
    expect(rows(page).first).to_contain_text("WKA-0001")


def test_the_dialog_leads_to_the_page_with_the_same_question(page: Page, address: str) -> None:
    page.goto(address + "guides/agents.html")
    search(page, "black screen")
    shown = ids(page)
    page.locator(".kb-all").click()
    page.wait_for_url(address + "search.html?q=black%20screen")
    expect(rows(page).first).to_be_visible()
    assert ids(page) == shown


def test_arrows_go_through_the_rows_and_more_rows_come_on_demand(page: Page, address: str) -> None:
    page.goto(address + "search.html?q=kind:sop")
    expect(rows(page)).to_have_count(10)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(rows(page).nth(1)).to_be_focused()
    page.locator(".kb-more").click()
    expect(rows(page).nth(10)).to_be_focused()
    assert len(set(ids(page))) == rows(page).count() > 10


def test_without_scripts_the_lists_are_named(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address + "SOP-0012.html")
        page.get_by_role("link", name="Lists of records").click()
        article = page.locator("article")
        assert "needs JavaScript, which is off" in article.locator("noscript p").inner_text()
        article.get_by_role("link", name="by kind").click()
        assert page.url == address + "kinds/index.html"


def test_a_copy_opens_from_a_disk_with_its_search(browser: Browser, tmp_path: Path, shell: Generator) -> None:
    project = copy_project(tmp_path)
    build_site(load_base(project / "sop"), NOW, project / "stick", offline=True, generator=shell)
    with browser.new_context() as context:
        page = context.new_page()
        asked: list[str] = []
        wrong: list[str] = []
        context.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text))
        page.goto((project / "stick" / "index.html").as_uri())
        search(page, "rc4031")
        assert ids(page) == ["WKA-0001"]
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/WKA-0001\.html"))
        assert [url for url in asked if not url.startswith("file://")] == []
        assert wrong == []
