"""The engine in a browser: in a worker under a strict policy over HTTP, and in a page that was opened from a disk."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from tests.conftest import DEMO_NOW
from tests.static.test_ranking import as_engine_has_it

from sopkb.core.load import Base
from sopkb.core.moments import format_instant
from sopkb.search import search
from sopkb.search.index import open_index, update_index
from sopkb.search.static import export_index
from sopkb.search.static.bundle import FOLDER, bundle
from sopkb.search.static.scripts import write_scripts

pytestmark = pytest.mark.browser

POLICY = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'"
PAGE = '<!doctype html><title>.</title><script src="sopkb-search.js"></script>'
QUERIES = ("black screen", "rc4031", "unlok account", "kind:wka", "审核台 登录")
ASK = """async ([query, now]) => {
  window.opened ??= SopkbSearch.open('search/', 'sopkb-search.js');
  return (await window.opened).search(query, { now, token: query });
}"""


class Strict(SimpleHTTPRequestHandler):
    """Serves a folder under a strict content security policy, and writes nothing down."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def site(demo_base: Base, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    update_index(demo_base, folder / "index")
    with open_index(demo_base, folder / "index") as index:
        export_index(index, folder / "search", folder / "kept")
    write_scripts(folder / "search", folder / "disk/search")
    for place in (folder, folder / "disk"):
        (place / "sopkb-search.js").write_text(bundle(), "utf-8")
        (place / "index.html").write_text(PAGE, "utf-8")
    (folder / "empty.html").write_text("<!doctype html><title>.</title>", "utf-8")
    (folder / "js").symlink_to(FOLDER)
    return folder


@pytest.fixture(scope="module")
def expected(demo_base: Base, site: Path) -> dict[str, Any]:
    with open_index(demo_base, site / "index") as index:
        return {query: as_engine_has_it(search(index, query, now=DEMO_NOW)) for query in QUERIES}


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Strict, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that nothing may go wrong on."""
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    page.close()
    assert complaints == []


def assert_answers(page: Page, expected: dict[str, Any]) -> None:
    for query, answer in expected.items():
        assert page.evaluate(ASK, [query, format_instant(DEMO_NOW)]) == answer | {"token": query}


def test_a_worker_answers_under_a_strict_policy(page: Page, address: str, expected: dict[str, Any]) -> None:
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.goto(address + "index.html")
    assert [url.removeprefix(address) for url in asked] == ["index.html", "sopkb-search.js"]
    assert_answers(page, expected)
    assert len(page.workers) == 1


def test_a_page_from_a_disk_answers_without_a_worker(page: Page, site: Path, expected: dict[str, Any]) -> None:
    page.goto((site / "disk/index.html").as_uri())
    assert_answers(page, expected)
    assert page.workers == []


def test_the_modules_answer_as_they_stand(page: Page, address: str, expected: dict[str, Any]) -> None:
    page.goto(address + "empty.html")
    found = page.evaluate(
        """async ([queries, now]) => {
          const [{ openEngine }, { overHttp }] = await Promise.all([import('/js/engine.js'), import('/js/loaders.js')]);
          const engine = await openEngine(overHttp(new URL('search/', location.href).href));
          return Promise.all(queries.map((query) => engine.search(query, { now })));
        }""",
        [list(expected), format_instant(DEMO_NOW)],
    )
    assert found == list(expected.values())


def test_a_missing_file_is_said_by_the_worker(browser: Browser, address: str, site: Path) -> None:
    page = browser.new_page()
    manifest = (site / "search/manifest.json").rename(site / "search/gone.json")
    try:
        page.goto(address + "index.html")
        with pytest.raises(Exception, match=r"The search cannot answer: manifest\.json is missing"):
            page.evaluate(ASK, ["black screen", format_instant(DEMO_NOW)])
    finally:
        manifest.rename(site / "search/manifest.json")
        page.close()
