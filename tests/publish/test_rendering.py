"""Pages are made quickly, and are the same bytes as the slow way makes: by MkDocs alone, anew, in one process."""

from __future__ import annotations

import os
import random
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.publish.editing import SETTINGS, contents, differing, edits, replace_in
from tests.publish.small_base import NOW, copy_project, record_text

from sopkb.index import Outcome, default_folder, update_index
from sopkb.load import load_base
from sopkb.publish.build import Built, build_site
from sopkb.publish.rendering import halves, outline, pages
from sopkb.publish.rendering.kept import FILE
from sopkb.store import Store

HOOK = "hooks: [nothing.py]\n"
"""With any hook, every page takes MkDocs' own way."""


def build(project: Path, name: str, *, kept_in: Path | None = None, fork: bool = False, now: datetime = NOW) -> Path:
    base = load_base(project / "sop")
    build_site(base, now, project / name, check=lambda base, now: (), strict=False, kept_in=kept_in, fork=fork)
    return project / name


def with_hook(project: Path) -> None:
    (project / "nothing.py").write_text("def on_page_content(html, **_):\n    return None\n", encoding="utf-8")
    settings = project / "mkdocs.yml"
    settings.write_text(settings.read_text(encoding="utf-8") + HOOK, encoding="utf-8")


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with a site that MkDocs has made page by page, and the settings of before."""
    project = copy_project(tmp_path_factory.mktemp("ordinary"))
    settings = (project / "mkdocs.yml").read_text(encoding="utf-8")
    (project / "mkdocs.yml").write_text(f"site_url: https://kb.example.org/\n{settings}", encoding="utf-8")
    with_hook(project)
    build(project, "ordinary")
    (project / "mkdocs.yml").write_text(f"site_url: https://kb.example.org/\n{settings}", encoding="utf-8")
    return project


def test_every_file_of_the_site_is_what_mkdocs_makes_page_by_page(ordinary: Path, tmp_path: Path) -> None:
    for name in ("first", "again"):
        assert differing(build(ordinary, name, kept_in=tmp_path / "kept"), ordinary / "ordinary") == []


def test_two_processes_make_what_one_makes(ordinary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(halves, "LEAST", 1)
    kept = tmp_path / "kept"
    assert differing(build(ordinary, "two", kept_in=kept, fork=True), ordinary / "ordinary") == []
    made: list[object] = []
    monkeypatch.setattr(pages.Renderer, "_make", lambda *_, **__: made.append(1))
    assert differing(build(ordinary, "kept", kept_in=kept), ordinary / "ordinary") == []
    assert made == []  # what the other process made was kept, too


def test_a_second_process_that_fails_costs_its_time_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(halves, "LEAST", 1)
    monkeypatch.setattr(halves, "_cores", lambda: 2)
    own = os.getpid()

    def work(pieces: Sequence[int]) -> list[int]:
        if os.getpid() != own:
            raise MemoryError
        return [piece * 2 for piece in pieces]

    assert sorted(halves.in_halves([1, 2, 3], work, fork=True)) == [2, 4, 6]


def test_work_begun_ahead_is_done_by_a_copy_and_a_failure_of_it_is_quiet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(halves, "_cores", lambda: 2)
    ahead = halves.Ahead(lambda: (tmp_path / "done").write_text(str(os.getpid())), fork=True)
    ahead.wait()
    assert int((tmp_path / "done").read_text()) != os.getpid()
    failing = halves.Ahead(lambda: (tmp_path / "no folder" / "done").write_text(""), fork=True)
    failing.wait()
    assert capfd.readouterr() == ("", "")


def test_work_begun_ahead_ends_when_it_is_stopped_and_so_do_those_that_it_started(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(halves, "_cores", lambda: 2)
    reader, writer = os.pipe()

    def work() -> None:
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], pass_fds=[writer])
        os.write(writer, b"started")
        time.sleep(600)

    with halves.Ahead(work, fork=True) as ahead:
        os.close(writer)
        assert os.read(reader, 7) == b"started"
    assert select.select([reader], [], [], 60)[0], "somebody still holds the other end"
    assert os.read(reader, 1) == b""
    os.close(reader)
    ahead.stop()  # once more does no harm


def test_without_leave_to_copy_nothing_is_begun_ahead(tmp_path: Path) -> None:
    halves.Ahead((tmp_path / "done").touch, fork=False).wait()
    assert not (tmp_path / "done").exists()


@pytest.mark.parametrize("is_killed", [False, True])
def test_the_search_of_a_site_is_made_while_its_pages_are_and_all_the_same_where_that_fails(
    ordinary: Path, monkeypatch: pytest.MonkeyPatch, is_killed: bool
) -> None:
    """The copy makes index and export; where it dies, this process finds them undone."""
    monkeypatch.setattr(halves, "_cores", lambda: 2)
    shutil.rmtree(default_folder(ordinary / "sop"))
    own, done = os.getpid(), []

    def noting(*given: object, **named: object) -> object:
        if is_killed and os.getpid() != own:
            os.kill(os.getpid(), signal.SIGKILL)
        report = update_index(*given, **named)  # type: ignore[arg-type]
        done.append(report.outcome)
        return report

    monkeypatch.setattr("sopkb.publish.finder.update_index", noting)
    assert differing(build(ordinary, "ahead", fork=True), ordinary / "ordinary") == []
    assert done == [Outcome.REBUILT if is_killed else Outcome.UP_TO_DATE]


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(1, 12))])
def test_after_any_edit_the_site_is_what_a_build_from_scratch_makes(small: Path, tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    kept = tmp_path / "kept"
    build(small, "site", kept_in=kept)
    steps = list(edits(small).items())
    dice.shuffle(steps)
    for number, (name, edit) in enumerate(steps if seed else steps[:7], 1):  # seed 0 runs in every test
        edit(number * 7 + dice.randrange(5))
        assert differing(build(small, "site", kept_in=kept), build(small, "scratch")) == [], name


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that were made anew since the test began, rather than taken from what was kept."""
    made: list[str] = []
    make = pages.Renderer._make

    def noting(self: pages.Renderer, job: pages.Job, *more: object, **others: object) -> object:
        made.append(job.file.src_uri)
        return make(self, job, *more, **others)  # type: ignore[arg-type]

    monkeypatch.setattr(pages.Renderer, "_make", noting)
    return made


def test_time_that_changes_no_state_makes_no_record_s_page_anew(small: Path, tmp_path: Path, made: list[str]) -> None:
    """Under a real clock every build has another moment; WKA-0001 is live and has an end, which its page names."""
    kept = tmp_path / "kept"
    build(small, "site", kept_in=kept)
    for later, expired in ((timedelta(hours=3, minutes=7), False), (timedelta(days=30), True)):
        made.clear()
        site = build(small, "site", kept_in=kept, now=NOW + later)
        assert ("WKA-0001.md" in made) is expired
        assert expired or not [uri for uri in made if "/" not in uri and "-" in uri]
        assert differing(site, build(small, "scratch", now=NOW + later)) == []


def test_only_what_an_edit_touches_is_made_again(small: Path, tmp_path: Path, made: list[str]) -> None:
    kept = tmp_path / "kept"
    build(small, "site", kept_in=kept)
    made.clear()
    replace_in(small / "sop" / "macros" / "MAC-0001-e.md", "What to do.", "What to do now.")
    build(small, "site", kept_in=kept)
    assert "MAC-0001.md" in made
    assert not {"SOP-0001.md", "SOP-0002.md", "WKA-0001.md", "ESC-0001.md"} & set(made)


def test_the_theme_is_rendered_once_for_all_pages_of_one_form(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were it rendered for each page, a build would take three times as long, and nobody would see why."""
    rendered: list[object] = []
    render = outline.Outlines._render_with

    def noting(self: outline.Outlines, page: object) -> str:
        rendered.append(page)
        return render(self, page)

    monkeypatch.setattr(outline.Outlines, "_render_with", noting)
    build(small, "site")
    few = len(rendered)
    for number in range(3, 6):
        more = record_text(id=f"SOP-000{number}", title=f"Another title {number} of some length")
        (small / "sop" / "sops" / f"SOP-000{number}-x.md").write_text(more, encoding="utf-8")
    build(small, "site")
    assert len(rendered) == 2 * few


def test_what_an_edit_leaves_alone_is_the_file_that_was_there(small: Path, tmp_path: Path) -> None:
    """Writing is most of the work of a build that changes little; and a host that copies what is newer copies less."""
    site = build(small, "site", kept_in=tmp_path / "kept")
    before = {path: path.stat().st_ino for path in site.rglob("*") if path.is_file()}
    (site / "SOP-0002.html").write_text("somebody was here", encoding="utf-8")
    of_search = sorted(path for path in site.glob("search/*") if path.is_file())
    of_search[0].write_text("and here, in the export as well, which is the same file", encoding="utf-8")
    (site / "MAC-0001.html").unlink()
    (site / "MAC-0001.html").symlink_to(small / "mkdocs.yml")
    replace_in(small / "sop" / "sops" / "SOP-0001-a.md", "**Check:** done.", "**Check:** it is done.")
    build(small, "site", kept_in=tmp_path / "kept")
    same = {path.name for path, number in before.items() if path.exists() and path.stat().st_ino == number}
    assert {"WKA-0001.html", "WKA-0001.md", "ESC-0001.html"} <= same
    assert not {"SOP-0001.html", "SOP-0001.md", "SOP-0002.html", "MAC-0001.html"} & same
    assert not (site / "MAC-0001.html").is_symlink()
    assert differing(site, build(small, "scratch")) == []
    files = [path for path in site.rglob("*") if path.is_file()]
    assert {path.relative_to(site).parts[0] for path in files if path.stat().st_nlink > 1} == {"search"}, (
        "nothing of the old one is left, and what is searched lies in the export under its other name"
    )


def test_what_is_kept_may_be_damaged_or_planted(small: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    first = contents(build(small, "site", kept_in=kept))
    with Store(kept, FILE)._opened() as database:
        assert database is not None
        database.execute("UPDATE kept SET data = substr(data, 1, 40)")
    assert contents(build(small, "site", kept_in=kept)) == first
    (kept / FILE).write_bytes(b"no database" * 500)
    assert contents(build(small, "site", kept_in=kept)) == first
    kept.chmod(0o777)  # somebody else may have written to it
    with Store(kept, FILE)._opened() as database:
        assert database is None
    assert contents(build(small, "site", kept_in=kept)) == first
    shutil.rmtree(kept)


def test_a_page_with_a_warning_warns_every_time(small: Path, tmp_path: Path) -> None:
    replace_in(small / "docs" / "index.md", "#steps", "#nowhere")

    def built() -> Built:
        base = load_base(small / "sop")
        return build_site(base, NOW, small / "site", check=lambda base, now: (), strict=False, kept_in=tmp_path / "k")

    settings = small / "mkdocs.yml"
    settings.write_text(f"{SETTINGS}validation: {{links: {{anchors: warn}}}}\n", encoding="utf-8")
    for _ in range(2):
        assert [line for line in built().warnings if "#nowhere" in line]
