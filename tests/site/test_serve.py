"""``kb serve`` and ``mkdocs serve``: every change is followed, and a broken one never takes the site down."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.site.editing import replace_in
from tests.site.small_base import record_text, write_base

from sopkb.core.load import load_base

PATIENCE = 300  # seconds until a test gives up; nothing depends on how long it takes
OURS = ("-m", "sopkb", "serve", "--now", "2026-11-22T10:00:00Z", "--port", "0")
MKDOCS = """
from mkdocs.__main__ import cli
from mkdocs.livereload import LiveReloadServer

bind = LiveReloadServer.server_bind

def server_bind(self):
    bind(self)
    print(f"http://127.0.0.1:{self.server_address[1]}/", flush=True)

LiveReloadServer.server_bind = server_bind
cli(["serve", "--dev-addr", "127.0.0.1:0"])
"""
"""``mkdocs serve`` on a port that the system picks, which it says: of itself it says only which one it was told."""
SETTINGS = (
    "site_name: x\ntheme: {name: material, font: false}\nuse_directory_urls: false\n"
    "plugins: [{sopkb: {now: '2026-11-22T10:00:00Z'}}]\n"
    "markdown_extensions: [admonition, pymdownx.details, pymdownx.superfences, sane_lists, tables, toc]\n"
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    files = {"sops/SOP-0001-a.md": record_text(), "escalations/ESC-0001-b.md": record_text(kind="escalation")}
    write_base(tmp_path, files)
    return tmp_path


@contextmanager
def running(project: Path, *command: str) -> Iterator[Path]:
    """A server in a process of its own; gives the file that its output goes to."""
    said = project / "said.txt"
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    with said.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, *command], cwd=project, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        yield said
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(PATIENCE)
        finally:  # one that does not end is a failed test, and must not outlive it
            process.kill()
            process.wait()
    assert "Traceback" not in said.read_text(encoding="utf-8")


def port_of(said: Path) -> int:
    """The port that a server says it listens on, once it does."""
    return int(waited_for(said, r"http://127\.0\.0\.1:([1-9]\d*)/")[1])


def fetch(port: int, place: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/{place}", timeout=PATIENCE) as answer:
        text: str = answer.read().decode()
    return text


def fetched(port: int, wanted: str) -> str:
    """The record's page, once it holds the wanted words."""
    page, until = "", time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            page = fetch(port, "SOP-0001.html")
        except OSError:
            page = ""
        if wanted in page:
            return page
        time.sleep(0.1)
    raise AssertionError(f"{wanted!r} never came; the last page was {page[:200]!r}")


def waited_for(said: Path, wanted: str) -> re.Match[str]:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if found := re.search(wanted, said.read_text(encoding="utf-8")):
            return found
        time.sleep(0.1)
    raise AssertionError(f"{wanted!r} was never said; this was: {said.read_text(encoding='utf-8')}")


@pytest.mark.parametrize("program", ["kb", "mkdocs"])
def test_a_broken_save_is_told_and_the_last_good_site_stays_up(project: Path, program: str) -> None:
    if program == "kb":
        command = [*OURS]
    else:
        (project / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
        (project / "docs").mkdir()
        command = ["-c", MKDOCS]
    record = project / "sop" / "sops" / "SOP-0001-a.md"
    good = record.read_text(encoding="utf-8")
    with running(project, *command) as said:
        port = port_of(said)
        fetched(port, "What to do.")
        record.write_text(good.replace("area: video", "area: vidoe"), encoding="utf-8")
        waited_for(said, "stay")
        text = said.read_text(encoding="utf-8")
        assert "sop/sops/SOP-0001-a.md:" in text
        assert "S02" in text
        fetched(port, "What to do.")
        record.write_text(good.replace("What to do.", "What to do now."), encoding="utf-8")
        fetched(port, "What to do now.")


def test_a_port_that_is_taken_is_said(project: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        command = [sys.executable, *OURS[:-1], str(port)]
        ran = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert f"127.0.0.1:{port} cannot be listened on" in ran.stderr


def test_once_a_browser_is_told_of_an_edit_nothing_that_it_fetches_is_older(project: Path) -> None:
    """What programs and the search read is made after the pages; whoever asks for it sooner waits."""
    record = project / "sop" / "sops" / "SOP-0001-a.md"
    with running(project, *OURS) as said:
        port = port_of(said)
        page = fetched(port, "What to do.")
        found = re.search(r'<script src="/kb-live.js" data-version="(\d+)" defer></script></body>', page)
        assert found
        replace_in(record, "What to do.", "What to do now.")
        assert json.loads(fetch(port, f"kb-live.json?version={found[1]}"))["site"] > int(found[1])
        shown = [fetch(port, place) for place in ("llms.txt", "SOP-0001.md", "SOP-0001.html", "kinds/sops.html")]
        assert all("What to do now." in text for text in shown)
        generation = json.loads(fetch(port, "search/manifest.json"))["base"]
        assert generation == load_base(project / "sop").digest


@dataclass
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


def asked(port: int, place: str, **headers: str) -> Answer:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        connection.request("GET", place, headers=headers)
        answer = connection.getresponse()
        return Answer(answer.status, dict(answer.headers), answer.read())


def test_it_sends_the_policy_knows_an_id_as_an_address_and_answers_to_its_own_name_alone(project: Path) -> None:
    with running(project, *OURS) as said:
        port = port_of(said)
        fetched(port, "What to do.")
        page = asked(port, "/SOP-0001.html")
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        assert page.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self' 'sha256-")
        assert page.headers["Content-Type"] == "text/html; charset=utf-8"
        for name in ("/SOP-0001/", "/sop-0001"):
            answer = asked(port, name)
            assert (answer.status, answer.headers["Location"]) == (302, "/SOP-0001.html")
        assert asked(port, "/", Host=f"evil.example:{port}").status == 421
        assert asked(port, "/", Host=f"localhost:{port}").status == 200
        for place in ("/%00", "/SOP-0001.html%00", "/%0d%0aX:y", "/a%1b%5b31m"):
            assert asked(port, place).status == 400
        missing = asked(port, "/nothing/here.html")
        assert (missing.status, b"There is no page at this address" in missing.body) == (404, True)
        assert asked(port, "/..%2f..%2fsop/kb.yml").status == 404
