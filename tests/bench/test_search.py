"""The bench of search: it runs to its end, and what it counts is what was sent."""

from __future__ import annotations

import gzip
import importlib.util
import shutil
import urllib.error
import urllib.request
from pathlib import Path

import pytest

import sopkb_bench
from sopkb.core.errors import SopkbError
from sopkb.core.load import Base, load_base
from sopkb_bench import browser, search
from sopkb_bench.generate import generate_base
from sopkb_bench.measure import Stopwatch
from sopkb_bench.pages import index_by_material, pagefind_command, write_pages
from sopkb_bench.queries import FORMS, queries_of
from sopkb_bench.static_host import LOOPBACK, hosting


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    root = tmp_path_factory.mktemp("generated") / "sop"
    generate_base(root, 50)
    return load_base(root)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few questions and visits: enough for every line of the bench."""
    monkeypatch.setattr(search, "VISITS", dict.fromkeys(search.VISITS, 1))
    monkeypatch.setattr(search, "VISITS_FAR", dict.fromkeys(search.VISITS, 1))
    monkeypatch.setattr(search, "NEXT", 1)
    monkeypatch.setattr(browser, "NETWORKS", dict.fromkeys(browser.NETWORKS, LOOPBACK))
    monkeypatch.setattr(search, "ASKED", 5)
    monkeypatch.setattr(search, "ASKED_WHOOSH", 5)


def test_a_small_bench_runs_to_its_end_in_a_browser_too(
    chromium: str, few: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KB_CHROMIUM", chromium)
    assert sopkb_bench.main(["search", "--sizes", "50", "--runs", "1", "--date", "2026-11-25"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("search · 2026-11-25 · Python")
    assert "files that differ from an export made anew: 0" in out
    for row in ("ours: index of a loaded base", *FORMS, "first short: kB", "next question: time to rows"):
        assert row in out
    missing = [line for line in out.splitlines() if line.startswith("not measured")]
    assert all("Pagefind" in line for line in missing)


def test_without_a_browser_the_rest_is_measured_and_it_is_said(
    few: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("KB_CHROMIUM", raising=False)
    assert sopkb_bench.main(["search", "--sizes", "20", "--runs", "1"]) == 0
    out = capsys.readouterr().out
    assert "In a browser: not measured. Chromium is not here." in out
    assert "in process, processor time, p50 / p95" in out


def test_where_pagefind_is_missing_it_is_said_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("KB_PAGEFIND", raising=False)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SopkbError) as caught:
        pagefind_command()
    assert "pip install 'pagefind[bin]'" in caught.value.remedy


@pytest.mark.parametrize("form", FORMS)
def test_the_same_seed_asks_the_same_queries_of_the_length_that_their_form_has(base: Base, form: str) -> None:
    queries = list(queries_of(form, base.corpus, 60))
    assert queries == list(queries_of(form, base.corpus, 60))
    least, most = {"question": (10, 20)}.get(form, (1, 4))
    assert all(least <= len(query.split()) <= most for query in queries)


def test_every_record_is_a_page_and_stands_in_the_index_of_material(base: Base, tmp_path: Path) -> None:
    write_pages(Stopwatch(), str(base.root), str(tmp_path / "kept"), str(tmp_path / "pages"))
    index_by_material(Stopwatch(), str(base.root), str(tmp_path / "kept"), str(tmp_path / "material"))
    listed = (tmp_path / "material/search/search_index.json").read_text("utf-8")
    for record in base.corpus.records:
        assert (tmp_path / f"pages/{record.id}.html").is_file()
        assert f'"{record.id}.html' in listed


def test_the_host_packs_what_hosts_pack_and_counts_what_it_sent(tmp_path: Path) -> None:
    text = "a line that comes again\n" * 500
    (tmp_path / "page.html").write_text(text, "utf-8")
    shutil.copyfile(tmp_path / "page.html", tmp_path / "shard")
    (tmp_path.parent / "secret.html").write_text("no", "utf-8")
    with hosting(tmp_path) as (address, sent):
        for name in ("page.html", "shard"):
            with urllib.request.urlopen(address + name) as answer:
                body = answer.read()
                packed = answer.headers["Content-Encoding"] == "gzip"
            assert (gzip.decompress(body) if packed else body).decode() == text
            assert packed is name.endswith(".html")
            assert sent.take(quiet=0.3) == [(name, len(body))]
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(address + "../secret.html")


def test_every_site_is_asked_over_every_network_the_same_way() -> None:
    assert set(search.VISITS) == set(search.VISITS_FAR) == set(browser.SITES)
