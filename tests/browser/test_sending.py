"""What a site tells the journal: searches as they were meant, what was opened, reports, what was read; and not a word
where it is not told to."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import Serve
from tests.browser.finding import PATIENCE, answered, box, rows
from tests.browser.recording import build
from tests.browser.test_accessible import violations
from tests.serve.conftest import running
from tests.serve.test_journal import rows as lines
from tests.site.small_base import NOW

from sopkb.core.load import load_base
from sopkb.journal import SqliteJournal
from sopkb.search.index import open_index, update_index
from sopkb.site.build import Generator
from sopkb.site.policy import POLICY_NAME
from sopkb_serve.app import create_app
from sopkb_serve.events import Log
from sopkb_serve.knowledge import Knowledge, Snapshot
from sopkb_serve.settings import ServerSettings

expect.set_options(timeout=PATIENCE)
pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Told:
    """A site that is told to send, and what arrives.

    Args:
        folder: of the project; the site is ``site/`` in it.
        address: of the site.
        journal: the file.
        api: runs the API.
    """

    folder: Path
    address: str
    journal: Path
    api: Callable[..., object]

    def arrived(self, page: Page, table: str, columns: str, count: int = 1) -> list[tuple[object, ...]]:
        """What stands in the journal, once there is enough."""
        for _ in range(PATIENCE // 50):
            found = lines(self.journal, table, columns)
            if len(found) >= count:
                return found
            page.wait_for_timeout(50)
        raise AssertionError(f"{count} lines of {table} were waited for, and {found} is there")


def api_over(folder: Path, journal: Path) -> Callable[..., object]:
    """The API over the base of a folder, as ``kb api --journal`` runs it."""
    base = load_base(folder / "sop")
    update_index(base, folder / "index")

    @contextmanager
    def run(settings: ServerSettings, held: socket.socket | None = None) -> Iterator[str]:
        knowledge = Knowledge(Snapshot(base, open_index(base, folder / "index")), lambda: NOW)
        policy = (folder / "site" / POLICY_NAME).read_text("utf-8").strip()
        log = Log(SqliteJournal(journal), lambda: NOW, knowledge)
        with running(create_app(knowledge, settings, log=log, policy=policy), held) as address:
            yield address

    return run


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, shell: Generator) -> Iterator[Told]:
    """A site that the API itself serves."""
    folder = tmp_path_factory.mktemp("own")
    site = build(folder, shell, journal={"address": "/", "keep_days": 60})
    run = api_over(folder, folder / "journal.sqlite")
    with run(ServerSettings(site=site)) as address:  # type: ignore[attr-defined]
        yield Told(folder, f"{address}/", folder / "journal.sqlite", run)


def type_slowly(page: Page, text: str) -> None:
    page.keyboard.press("/")
    expect(box(page)).to_be_focused()
    page.keyboard.type(text, delay=30)
    answered(page, text)


def test_a_search_typed_letter_by_letter_is_one_line_with_what_was_opened(page: Page, own: Told) -> None:
    page.goto(own.address)
    type_slowly(page, "title of some lenght")
    expect(rows(page).first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/*-0001.html*")
    ((query, total, chosen, results),) = own.arrived(page, "searches", "query, total, chosen, results")
    assert query == "title of some lenght"
    assert total == 2
    for _ in range(100):
        if chosen:
            break
        page.wait_for_timeout(50)
        ((chosen,),) = own.arrived(page, "searches", "chosen")
    assert f"{chosen}.html" in page.url
    assert str(results).startswith(f'["{chosen}"')
    page.go_back()
    type_slowly(page, "title of some lenght")
    page.goto(own.address)
    assert len(own.arrived(page, "searches", "query")) == 1, "who comes back to a list has not searched again"


def test_a_search_that_is_left_a_report_and_a_record_that_was_read_arrive(page: Page, own: Told) -> None:
    before = len(lines(own.journal, "searches"))
    page.goto(own.address)
    type_slowly(page, "zzyzx unheard of")
    page.locator("#kb-search-output").get_by_role("button", name="Send").click()
    expect(page.get_by_text("Sent, and written down.")).to_be_visible()
    (outcome, query, note), *_ = own.arrived(page, "reports", "outcome, query, note")
    assert (outcome, query) == ("gap", "zzyzx unheard of")
    assert str(note).startswith("Gap: zzyzx unheard of Searched for:")
    assert own.arrived(page, "searches", "query, total", before + 1)[-1] == ("zzyzx unheard of", 0)

    page.goto(own.address + "WKA-0001.html")
    page.get_by_role("button", name="It failed").click()
    page.locator(".kb-outcome").get_by_role("button", name="Send").click()
    expect(page.locator(".kb-outcome [role=status]")).to_have_text("At which step did it stop?")
    expect(page.get_by_label("At which step did it stop?")).to_be_focused()
    page.get_by_label("The report").fill("No badge; the user is jane.doe@" + "some-vendor.co")
    assert len(lines(own.journal, "reports")) == 1, "nothing leaves before Send is pressed"
    page.locator(".kb-outcome").get_by_role("button", name="Send").click()
    expect(page.get_by_text("Sent, and written down.")).to_be_visible()
    _, (outcome, record, version, note) = own.arrived(page, "reports", "outcome, record, version, note", 2)
    assert (outcome, record, version) == ("failed", "WKA-0001", "2.0.0")
    assert "No badge" in str(note)
    assert "some-vendor" not in str(note)

    page.goto(own.address + "training.html")
    page.get_by_text("Your progress as a file").click()
    page.get_by_label("Your handle").fill("kim.hand")
    page.get_by_label("Your team").fill("night <shift>")
    expect(page.get_by_text("is sent, with your team and without your handle")).to_be_visible()
    page.keyboard.press("Tab")
    page.goto(own.address + "SOP-0001.html")
    page.get_by_role("button", name="I have read and understood 2.0.0").click()
    assert own.arrived(page, "acknowledgements", "team, record, version") == [("night shift", "SOP-0001", "2.0.0")]
    sessions = {
        session
        for table in ("searches", "reports", "acknowledgements")
        for (session,) in lines(own.journal, table, "session")
    }
    assert len(sessions) == 2, "one for each tab of these two tests"
    assert b"kim.hand" not in own.journal.read_bytes()


def test_readers_are_told_who_is_sent_what(page: Page, own: Told) -> None:
    page.goto(own.address + "SOP-0001.html")
    page.keyboard.press("/")
    expect(
        page.get_by_text(f"What is searched here is sent to {own.address.split('/')[2]}, without a name.")
    ).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("link", name="What is sent, and what not").click()
    expect(page.get_by_role("heading", name="What this site sends")).to_be_visible()
    expect(page.get_by_text("A line is deleted after 60 days.")).to_be_visible()
    assert violations(page) == []
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.goto(own.address + "SOP-0001.html")
    page.get_by_role("button", name="It worked").click()
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_visible()
    assert violations(page) == []


def test_a_site_works_without_the_server_and_sends_what_was_read_when_it_is_back(
    browser: Browser, tmp_path: Path, served: Serve, shell: Generator
) -> None:
    """The API lies on another host, which the site's policy names and no other; the policy is what `served` sends."""
    held = socket.socket()  # nobody else can take the port while nobody answers there
    held.bind(("127.0.0.1", 0))
    port = held.getsockname()[1]
    site = build(tmp_path, shell, journal={"address": f"http://127.0.0.1:{port}"})
    assert f"connect-src 'self' http://127.0.0.1:{port};" in (site / POLICY_NAME).read_text("utf-8")
    address = served(site)
    journal = tmp_path / "journal.sqlite"
    run = api_over(tmp_path, journal)
    with browser.new_context() as context:
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address + "SOP-0001.html")
        page.get_by_role("button", name="I have read and understood 2.0.0").click()
        expect(page.get_by_text("You have read and understood 2.0.0")).to_be_visible()
        page.get_by_role("button", name="Something here is wrong").click()
        page.locator(".kb-outcome").get_by_role("button", name="Send").click()
        expect(page.get_by_text("Not sent: the server did not take it. Copy it instead.")).to_be_visible()
        type_slowly(page, "title of")
        with page.expect_navigation(url="**/*-0001.html*"):  # the page is one of that name before, too
            page.keyboard.press("Enter")
        with run(ServerSettings(origins=(address.rstrip("/"),)), held):  # type: ignore[attr-defined]
            page.goto(address)
            type_slowly(page, "some length")
            told = Told(tmp_path, address, journal, run)
            assert told.arrived(page, "acknowledgements", "team, record") == [("", "SOP-0001")]
            assert told.arrived(page, "searches", "query, source") == [("some length", "site")]
    assert lines(journal, "reports") == []
    assert errors == []


def test_a_site_that_is_not_told_to_sends_nothing_and_brings_nothing_to_send_with(
    page: Page, tmp_path: Path, served: Serve, shell: Generator
) -> None:
    site = build(tmp_path, shell)
    address = served(site)
    sent: list[str] = []
    page.context.on("request", lambda request: sent.append(request.method))
    page.goto(address)
    type_slowly(page, "title of some length")
    page.keyboard.press("Enter")
    page.wait_for_url("**/*-0001.html*")
    page.goto(address + "SOP-0001.html")
    page.get_by_role("button", name="I have read and understood 2.0.0").click()
    page.get_by_role("button", name="It worked").click()
    expect(page.get_by_role("button", name="Copy report")).to_be_visible()
    expect(page.get_by_role("button", name="Send", exact=True)).to_have_count(0)
    page.wait_for_timeout(2000)
    assert set(sent) == {"GET"}
    assert not (site / "sent.html").exists()
    assert not any(
        "kbSends" in path.read_text("utf-8") for path in (site / "assets").rglob("*.js") if "search" in str(path)
    )
    assert "connect-src 'self';" in (site / POLICY_NAME).read_text("utf-8")
