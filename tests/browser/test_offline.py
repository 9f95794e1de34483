"""The copy on a stick: opened by double click, it does all that the site does, and asks nobody."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.finding import box, rows, search
from tests.site.small_base import NOW, copy_project

from sopkb.core.load import load_base
from sopkb.site.build import Generator, build_site

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def stick(tmp_path_factory: pytest.TempPathFactory, shell: Generator) -> str:
    """The zip, unpacked elsewhere; its address. It is built twice, to the same bytes."""
    project = copy_project(tmp_path_factory.mktemp("offline"))
    base = load_base(project / "sop")
    archive = build_site(base, NOW, project / "stick", offline=True, generator=shell).archive
    assert archive == project / "stick.zip"
    first = archive.read_bytes()
    build_site(base, NOW, project / "stick", offline=True, generator=shell)
    assert archive.read_bytes() == first
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(elsewhere)
    return (Path(elsewhere) / "stick").as_uri() + "/"


@pytest.fixture
def reader(browser: Browser) -> Iterator[Page]:
    """A page that may ask nobody, and on which nothing may go wrong."""
    with browser.new_context() as context:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        asked: list[str] = []
        wrong: list[str] = []
        context.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text))
        yield page
    assert [url for url in asked if not url.startswith(("file://", "data:"))] == []
    assert wrong == []


def test_danger_is_heard_in_every_language(reader: Page, stick: str) -> None:
    reader.goto(stick + "SOP-0012.html")
    for query in ("someone on the livestream says he is going to jump", "un usuario dice que se va a suicidar"):
        search(reader, query)
        expect(reader.locator("[role=alert].kb-alarm").first).to_contain_text("ESC-0005 Imminent harm route")
    reader.keyboard.press("Enter")
    reader.wait_for_url(re.compile(r"/ESC-0005\.html"))


def test_the_page_for_an_address_that_is_none_leads_to_the_routes_too(reader: Page, stick: str) -> None:
    reader.goto(stick + "404.html")
    line = reader.locator("main .kb-danger")
    expect(line).to_contain_text("Danger to life: ESC-0005")
    line.get_by_role("link", name="ESC-0005").click()
    reader.wait_for_url(stick + "ESC-0005.html")


def test_a_record_is_found_from_the_home_page_and_from_a_list(reader: Page, stick: str) -> None:
    reader.goto(stick + "index.html")
    search(reader, "rc4031")
    reader.keyboard.press("Enter")
    reader.wait_for_url(re.compile(r"/WKA-0001\.html"))
    reader.goto(stick + "kinds/sops.html")
    reader.get_by_role("link", name="SOP-0012").first.click()
    reader.wait_for_url(re.compile(r"/SOP-0012\.html"))
    reader.goto(stick + "search.html?q=RC-4031")
    expect(rows(reader).first).to_contain_text("WKA-0001")


def test_a_record_is_followed_from_the_stick(reader: Page, stick: str) -> None:
    reader.goto(stick + "WKA-0010.html")
    expect(reader.locator(".admonition").first).to_contain_text("EXPIRED: do not follow it")
    reader.goto(stick + "WKA-0001.html")
    reader.locator(".kb-case__id").fill("INC-7")
    reader.locator(".kb-case__id").press("Tab")
    reader.locator(".kb-step__box").nth(0).check()
    reader.locator(".kb-step__box").nth(1).check()
    reader.reload()
    expect(reader.locator(".kb-case__id")).to_have_value("INC-7")
    expect(reader.locator(".kb-steps__count")).to_have_text("2 of 5 steps done")
    reader.locator(".kb-copy--line").click()
    expect(reader.locator(".kb-copy--line")).to_have_text("Copied")
    assert reader.evaluate("navigator.clipboard.readText()") == "WKA-0001 v1.1.1"
    search(reader, "black screen")
    expect(box(reader)).to_have_value("black screen")
    reader.keyboard.press("Enter")
    reader.wait_for_url(re.compile(r"/WKA-0002\.html"))
    expect(reader.locator(".kb-case__id")).to_have_value("INC-7")


def test_a_tree_a_message_and_a_course_work_from_the_stick(reader: Page, stick: str) -> None:
    reader.goto(stick + "TRB-0001.html")
    reader.locator(".kb-tree__answer").first.click()
    expect(reader.locator(".kb-tree__ask")).to_have_text("What is on the screen?")
    reader.go_back()
    expect(reader.locator(".kb-tree__ask")).to_have_text("What are you trying to play?")
    reader.goto(stick + "ESC-0001.html")
    reader.get_by_label("site and region").fill("mnl-1")
    expect(reader.locator(".kb-message").first).to_have_value(re.compile("site and region: mnl-1"))
    reader.goto(stick + "ONB-0003.html")
    reader.locator(".kb-course__records input").first.check()
    reader.reload()
    expect(reader.locator(".kb-course__head")).to_contain_text("1 of 11 records read")
    reader.goto(stick + "training.html")
    expect(reader.locator("#kb-training section").first).to_be_visible()
