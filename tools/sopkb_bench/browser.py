"""Asking a site's search in Chromium as a reader does: what is fetched, and how long until rows are there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sopkb.core.corpus import Corpus
from sopkb.core.errors import SopkbError
from sopkb.core.load import load_base
from sopkb_bench.measure import Stopwatch
from sopkb_bench.queries import queries_of
from sopkb_bench.static_host import LOOPBACK, OFFICE, SLOW_PHONE, Network, Sent, hosting

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NETWORKS = {"loopback": LOOPBACK, "50 ms 10 Mbit": OFFICE, "slow phone": SLOW_PHONE}
LETTER = 120
"""Milliseconds from one letter to the next."""


@dataclass(frozen=True, slots=True)
class Site:
    """How a search is asked and read.

    Args:
        page: where it is asked.
        box: selects what is typed into.
        parts: what of the site belongs to the search: prefixes of paths.
        rows: selects the rows.
        is_shown: JavaScript that tells of ``text``, given ``rows``, whether its answer is there.
    """

    page: str
    box: str
    parts: tuple[str, ...]
    rows: str
    is_shown: str


SITES = {
    "ours": Site(
        "index.html",
        "[data-kb-search] input",
        ("assets/sopkb.js", "assets/search/", "search/"),
        "#kb-search-output .kb-row",
        "(document.querySelector('#kb-search-output')?.dataset.asked ?? '') === text",
    ),
    "Pagefind": Site("ask.html", "input", ("pagefind/",), "li", "document.querySelector('ol').dataset.asked === text"),
    "Material": Site(
        "index.html",
        "input.md-search__input",
        ("search/", "assets/javascripts/workers/search", "assets/javascripts/lunr/"),
        ".md-search-result__item",
        "text ? rows.length || /No matching/.test(document.querySelector('.md-search-result__meta').textContent)"
        " : !rows.length",
    ),
}
_ASK = """async ({ box, rows: selector, text, pause, patience }) => {
  const input = document.querySelector(box);
  const put = (value) => {
    input.value = value;
    input.dispatchEvent(new Event('input', { bubbles: true }));
    input.dispatchEvent(new KeyboardEvent('keyup', { bubbles: true, key: 'a' }));
  };
  const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));
  let began = performance.now();
  input.dataset.pause = pause || '';
  input.focus();
  for (let length = 1; pause && length < text.length; length += 1) {
    put(text.slice(0, length));
    await wait(pause);
    began = performance.now();
  }
  put(text);
  for (;;) {
    const rows = document.querySelectorAll(selector);
    if (IS_SHOWN) return { seconds: (performance.now() - began) / 1000, rows: rows.length };
    if (performance.now() - began > patience) throw new Error(`no answer to ${text}`);
    await wait(2);
  }
}"""


@dataclass(frozen=True, slots=True)
class Tour:
    """Some visits that are alike.

    Args:
        form: of the queries.
        typed: whether they are typed letter by letter.
        visits: how many.
        more: questions after the first of a visit.
        network: round trip and rate, see :class:`sopkb_bench.static_host.Network`.
    """

    form: str
    typed: bool
    visits: int
    more: int
    network: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: seconds to its rows, how many those are, and what was fetched until all was quiet."""

    seconds: float
    rows: int
    bytes: int
    requests: int


TOURS = (
    ("short", "loopback", False),
    ("question", "loopback", False),
    ("short", "loopback", True),
    ("short", "50 ms 10 Mbit", False),
    ("short", "slow phone", False),
)
"""Form, network, and whether typed: what is measured, in this order."""


def chromium() -> str:
    """The browser.

    Raises:
        SopkbError: it, or what drives it, is not here.
    """
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        raise SopkbError("playwright is not here.", "`./kb bench` installs it.") from None
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("KB_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not found:
        raise SopkbError("Chromium is not here.", "Put it on PATH, or name it in KB_CHROMIUM.")
    return found


def visit_often(
    stopwatch: Stopwatch, folder: str, cache: str, place: str, name: str, tours: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Visits of new readers, each with a first question and, on this machine, some more.

    Args:
        stopwatch: not used.
        folder: the base that questions are made from.
        cache: where it is kept parsed.
        place: the site's folder.
        name: one of SITES.
        tours: of each the fields of :class:`Tour`.
    """
    from playwright.sync_api import sync_playwright

    corpus = load_base(Path(folder), cache=Path(cache)).corpus
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium())
        found = [_visits(browser, Path(place), SITES[name], Tour(**tour), corpus) for tour in tours]
        browser.close()
    return found


def _visits(browser: Browser, folder: Path, site: Site, tour: Tour, corpus: Corpus) -> dict[str, Any]:
    queries = list(queries_of(tour.form, corpus, tour.visits * (1 + tour.more)))
    before: list[int] = []
    first: list[dict[str, Any]] = []
    later: list[dict[str, Any]] = []
    for number in range(tour.visits):
        mine = queries[number * (1 + tour.more) :][: 1 + tour.more]
        with _visit(browser, folder, site, Network(*tour.network)) as (page, sent):
            before.append(sum(size for _, size in _of_search(sent, site)))
            found = list(_ask(page, sent, site, mine, LETTER if tour.typed else 0))
        first.append(asdict(found[0]))
        later += [asdict(each) for each in found[1:]]
    return {"before": before, "first": first, "next": later}


@contextmanager
def _visit(browser: Browser, folder: Path, site: Site, network: Network) -> Iterator[tuple[Page, Sent]]:
    """A new reader on the page, before they search."""
    with hosting(folder, network) as (address, sent), browser.new_context() as context:
        page = context.new_page()
        page.goto(address + site.page, wait_until="load", timeout=120_000)
        yield page, sent


def _ask(page: Page, sent: Sent, site: Site, queries: Sequence[str], pause: int) -> Iterator[Asked]:
    script = _ASK.replace("IS_SHOWN", site.is_shown)
    given = {"box": site.box, "rows": site.rows, "patience": 180_000}
    for query in queries:
        shown = page.evaluate(script, {**given, "text": query, "pause": pause})
        fetched = _of_search(sent, site)
        yield Asked(shown["seconds"], shown["rows"], sum(size for _, size in fetched), len(fetched))
        page.evaluate(script, {**given, "text": "", "pause": 0})
        sent.take()


def _of_search(sent: Sent, site: Site) -> list[tuple[str, int]]:
    return [(path, size) for path, size in sent.take() if path.startswith(site.parts)]
