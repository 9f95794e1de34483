"""The pieces of work that `kb bench site` measures in processes of their own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sopkb.core.errors import SopkbError
from sopkb.core.kinds import ID
from sopkb.core.load import load_base
from sopkb.search.index import default_folder
from sopkb.site.build import build_site
from sopkb_bench.browser import chromium
from sopkb_bench.measure import Stopwatch
from sopkb_bench.static_host import hosting
from sopkb_bench.work import NOW, edit_one_record

BETWEEN_EDITS = 1.5
"""Seconds from one answer to the next save."""
PATIENCE = 300.0
_CODE = (".html", ".js", ".css")


def render_cold(stopwatch: Stopwatch, folder: str) -> None:
    """The site of a base that is loaded, no check: pages, lists and search, on every core."""
    base = load_base(Path(folder))
    _forget_index(folder)
    with tempfile.TemporaryDirectory() as place, stopwatch:
        build_site(base, NOW, Path(place) / "site", check=lambda *_: (), fork=True)


def build_cold(stopwatch: Stopwatch, folder: str) -> dict[str, int]:
    """``kb build`` for the first time; gives :func:`sizes`."""
    _forget_index(folder)
    with tempfile.TemporaryDirectory() as place:
        with stopwatch:
            _build(folder, Path(place) / "site", f"{place}/cache")
        return sizes(Path(place) / "site")


def _forget_index(folder: str) -> None:
    shutil.rmtree(default_folder(Path(folder)), ignore_errors=True)


def build_kept(stopwatch: Stopwatch, folder: str, cache: str, place: str) -> None:
    """``kb build`` over the site that a run before has made."""
    with stopwatch:
        _build(folder, Path(place), cache)


def build_edited(stopwatch: Stopwatch, folder: str, cache: str, place: str) -> int:
    """The same with one record edited; gives how many files differ from a build that nothing was kept for."""
    edit_one_record(Path(folder))
    with stopwatch:
        _build(folder, Path(place), cache)
    with tempfile.TemporaryDirectory() as other:
        _build(folder, Path(other) / "site", f"{other}/cache")
        return differing(Path(place), Path(other) / "site")


def build_stock(stopwatch: Stopwatch, folder: str, place: str) -> dict[str, int]:
    """MkDocs with Material alone, on what ``kb export`` writes; gives :func:`sizes`."""
    with tempfile.TemporaryDirectory() as other:
        _run(["sopkb", "export", "--root", folder, f"{other}/plain"], f"{other}/cache")
        command = ["mkdocs", "build", "--quiet", "--clean", "-f", f"{other}/plain/mkdocs.yml", "-d", place]
        with stopwatch:
            _run(command, "")
    return sizes(Path(place))


def serve(stopwatch: Stopwatch, folder: str, cache: str, edits: int) -> None:
    """From a save to the edited text in what ``kb serve`` answers; each edit a lap."""
    with _serving(folder, cache) as (address, process):
        for url, words, save in _edits(folder, address, process, edits):
            with stopwatch:
                save()
                _wait_for(url, words, process)


def serve_search(stopwatch: Stopwatch, folder: str, cache: str, edits: int) -> None:
    """From a save to the files of the search that know of it, under ``kb serve``; each edit a lap."""
    with _serving(folder, cache) as (address, process):
        manifest = f"{address}search/manifest.json"
        for _, _, save in _edits(folder, address, process, edits):
            before = _digest_in(manifest)
            with stopwatch:
                save()
                while _digest_in(manifest) == before:
                    time.sleep(0.01)


def serve_start(stopwatch: Stopwatch, folder: str, cache: str) -> None:
    """From the call of ``kb serve`` to the first page of a record, with what runs before have kept."""
    record_id = _second_record(folder)[2]
    serving = _serving(folder, cache)
    try:
        with stopwatch:
            address, process = serving.__enter__()
            _wait_for(f"{address}{record_id}.html", "", process)
    finally:
        serving.__exit__(None, None, None)


def _edits(
    folder: str, address: str, process: subprocess.Popen[bytes], edits: int
) -> Iterator[tuple[str, str, Callable[[], object]]]:
    """For each edit the page that it shows on, the words that are new, and what saves it; the file is put back."""
    path, text, record_id = _second_record(folder)
    url = f"{address}{record_id}.html"
    _wait_for(url, "", process)
    try:
        for number in range(edits):
            time.sleep(BETWEEN_EDITS)
            words = f"The list is read for the {number + 100}th time."
            yield url, words, partial(path.write_text, f"{text}\n{words}\n", "utf-8", newline="\n")
    finally:
        path.write_text(text, "utf-8", newline="\n")


def _second_record(folder: str) -> tuple[Path, str, str]:
    path = sorted(Path(folder).glob("sops/*.md"))[1]
    text = path.read_text("utf-8")
    found = ID.search(text)
    if found is None:
        raise SopkbError(f"{path.name} has no id.")
    return path, text, found[0]


def _digest_in(url: str) -> str:
    with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
        return str(json.load(answer)["base"])


def visit(stopwatch: Stopwatch, place: str, page: str) -> dict[str, int]:
    """A new reader opens one page in Chromium; gives the bytes of HTML, scripts and styles, and of all."""
    program = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, hosting(Path(place)) as (address, sent):
        browser = playwright.chromium.launch(executable_path=program)
        with stopwatch:
            browser.new_page().goto(address + page, wait_until="load", timeout=120_000)
        fetched = sent.take(1.0)
        browser.close()
    return {
        "code": sum(size for path, size in fetched if path.endswith(_CODE)),
        "all": sum(size for _, size in fetched),
        "requests": len(fetched),
    }


def sizes(site: Path) -> dict[str, int]:
    """Bytes of a site, its HTML pages, and the bytes of the largest page of a record."""
    files = [path for path in site.rglob("*") if path.is_file()]
    records = [path.stat().st_size for path in site.glob("*.html") if ID.fullmatch(path.stem)]
    return {
        "bytes": sum(path.stat().st_size for path in files),
        "pages": sum(path.suffix == ".html" for path in files),
        "largest": max(records, default=0),
    }


def differing(one: Path, other: Path) -> int:
    """How many files stand in only one of two folders, or hold other bytes."""
    first, second = _names(one), _names(other)
    both = first & second
    return len(first ^ second) + sum((one / name).read_bytes() != (other / name).read_bytes() for name in both)


def _names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@contextmanager
def _serving(folder: str, cache: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """``kb serve`` on a port that is free; ended afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "sopkb", "serve", "--root", folder, "--port", str(port)]
    process = subprocess.Popen(command, env=_environment(cache), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}/", process
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(url: str, words: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
                if words in answer.read().decode("utf-8"):
                    return
        except OSError:
            pass  # not up yet, or between the old site and the new
        if process.poll() is not None or time.monotonic() > until:
            raise SopkbError("kb serve does not answer with the edited text.", "Call ./kb serve and read what it says.")
        time.sleep(0.01)


def _build(folder: str, site: Path, cache: str) -> None:
    _run(["sopkb", "build", "--root", folder, "--site", str(site)], cache)


def _run(command: Sequence[str], cache: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], env=_environment(cache), capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise SopkbError(f"{' '.join(command[:2])} failed: {(done.stderr or done.stdout).strip()[-500:]}")


def _environment(cache: str) -> Mapping[str, Any]:
    return os.environ | {"KB_CACHE": cache, "KB_NOW": NOW.isoformat().replace("+00:00", "Z")}
