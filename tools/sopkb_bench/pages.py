"""The same pages for every engine of a static site: plain HTML of each record, and what others make of it."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from markdown_it import MarkdownIt

from sopkb.core.errors import SopkbError
from sopkb.core.load import load_base
from sopkb.core.record import Record
from sopkb_bench.measure import Stopwatch

_MARKDOWN = MarkdownIt("commonmark").enable("table")
PAGEFIND_PAGE = "ask.html"
_PAGEFIND_HTML = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Ask</title>
<input><ol data-asked=""></ol>
<script type="module">
const [box, list] = [document.querySelector('input'), document.querySelector('ol')];
let pagefind, last = 0;
box.addEventListener('focus', async () => { pagefind ??= await import('/pagefind/pagefind.js'); });
box.addEventListener('input', async () => {
  const [query, token] = [box.value.trim(), (last += 1)];
  if (!query) { list.replaceChildren(); list.dataset.asked = ''; return; }
  pagefind ??= await import('/pagefind/pagefind.js');
  const found = await pagefind.debouncedSearch(query, {}, box.dataset.pause ? 100 : 0);
  if (!found || token !== last) return;
  const rows = await Promise.all(found.results.slice(0, 10).map((result) => result.data()));
  if (token !== last) return;
  list.replaceChildren(...rows.map(({ url, excerpt }) => {
    const row = document.createElement('li');
    row.innerHTML = `<a href="${url}">${excerpt}</a>`;
    return row;
  }));
  list.dataset.asked = query;
});
</script></html>
"""


def pagefind_command() -> list[str]:
    """How Pagefind is called here: ``KB_PAGEFIND``, the package of this Python, the program on PATH.

    Raises:
        SopkbError: it is not here.
    """
    if named := os.environ.get("KB_PAGEFIND"):
        return [named]
    if importlib.util.find_spec("pagefind_bin"):
        return [sys.executable, "-m", "pagefind"]
    if found := shutil.which("pagefind"):
        return [found]
    raise SopkbError(
        "Pagefind is not here.", "`.venv/bin/pip install 'pagefind[bin]'`, or name the program in KB_PAGEFIND."
    )


def write_pages(stopwatch: Stopwatch, folder: str, cache: str, place: str) -> None:
    """A page a record, and the page that Pagefind is asked on."""
    records = load_base(Path(folder), cache=Path(cache)).corpus.records
    Path(place).mkdir()
    with stopwatch:
        for record in records:
            page = Path(place) / f"{record.id}.html"
            head = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(record.title)}</title>'
            page.write_text(f"{head}<main data-pagefind-body>{html_of(record)}</main></html>", "utf-8")
        (Path(place) / PAGEFIND_PAGE).write_text(_PAGEFIND_HTML, "utf-8")


def index_by_pagefind(stopwatch: Stopwatch, folder: str, cache: str, place: str) -> int:
    """Pagefind's index of the pages; gives its bytes."""
    command = [*pagefind_command(), "--site", place]
    with stopwatch:
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise SopkbError(f"Pagefind failed: {(done.stderr or done.stdout).strip().splitlines()[-1]}")
    return sum(path.stat().st_size for path in (Path(place) / "pagefind").rglob("*") if path.is_file())


def index_by_material(stopwatch: Stopwatch, folder: str, cache: str, place: str) -> int:
    """The index that Material's plugin makes of the pages, and a site of one page to ask it on; gives its bytes.

    The plugin is given the pages without MkDocs, which would take many minutes to render ten thousand.
    """
    from material.plugins.search.plugin import SearchIndex

    records = load_base(Path(folder), cache=Path(cache)).corpus.records
    settings = _plain_site(Path(place))
    pages = [
        SimpleNamespace(content=html_of(record), meta={}, title=record.title, toc=(), url=f"{record.id}.html")
        for record in records
    ]
    with stopwatch:
        index = SearchIndex(**settings)
        for page in pages:
            index.add_entry_from_context(page)
        text: str = index.generate_search_index(None)
    path = Path(place) / "search" / "search_index.json"
    path.write_text(text, "utf-8")
    return path.stat().st_size


def _plain_site(site: Path) -> Mapping[str, Any]:
    """Build a site of one page with the theme and its own search; gives the search's settings."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    with tempfile.TemporaryDirectory() as place:
        docs = Path(place) / "docs"
        docs.mkdir()
        (docs / "index.md").write_text("# Home\n", "utf-8")
        settings = {
            "site_name": "Pages",
            "theme": {"name": "material", "font": False},
            "plugins": ["search"],
            "docs_dir": str(docs),
            "site_dir": str(site),
        }
        (Path(place) / "mkdocs.yml").write_text(json.dumps(settings), "utf-8")
        config = load_config(str(Path(place) / "mkdocs.yml"))
        build(config)
        return dict(config.plugins["material/search"].config)


def html_of(record: Record) -> str:
    """What a reader sees of a record."""
    symptoms = "".join(f"<li>{escape(text)}</li>" for text in record.symptoms)
    codes = escape(" ".join((record.id, *record.aliases, *record.error_codes)))
    return (
        f'<h1 id="top">{escape(record.title)}</h1><p>{escape(record.summary)}</p><p>{codes}</p><ul>{symptoms}</ul>'
        + ("".join(_sections(record)))
    )


def _sections(record: Record) -> Iterator[str]:
    for section in record.body.sections:
        level = min(max(section.level, 2), 6)
        if section.heading:
            yield f'<h{level} id="{escape(section.anchor)}">{escape(section.heading)}</h{level}>'
        yield str(_MARKDOWN.render(section.text))
