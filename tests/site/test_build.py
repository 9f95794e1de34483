"""The whole site, built by MkDocs: complete, closed in itself, or not built at all."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.site.links_in_html import broken_links, foreign_sources, read_site
from tests.site.rendering import Seen, read
from tests.site.small_base import NOW, PROJECT, copy_project, record_text, with_copies, write_base

from sopkb.core.errors import SopkbError, UsageError
from sopkb.core.load import load_base
from sopkb.lint.check import check_base
from sopkb.site.build import build_site
from sopkb.site.gate import NotPublished

LARGEST_PAGE = 30_000  # bytes of a record's page
ESC = record_text(kind="escalation", title="Duty of the engineers")


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project, built into ``public/``."""
    folder = copy_project(tmp_path_factory.mktemp("project"))
    build_site(load_base(folder / "sop"), NOW, folder / "public")
    return folder


@pytest.fixture(scope="session")
def pages(project: Path) -> dict[str, Seen]:
    return read_site(project / "public")


def test_every_record_has_its_page_at_its_own_address(project: Path) -> None:
    ids = {path.name[:8] for path in (project / "sop").rglob("???-????-*.md")}
    assert len(ids) >= 72
    assert all((project / "public" / f"{record_id}.html").is_file() for record_id in ids)


def test_every_link_of_the_site_leads_somewhere(project: Path, pages: dict[str, Seen]) -> None:
    assert list(broken_links(project / "public", pages)) == []


def test_no_page_asks_another_host_for_anything(project: Path, pages: dict[str, Seen]) -> None:
    assert list(foreign_sources(pages)) == []
    assert "http" not in (project / "public" / "assets" / "sopkb.css").read_text(encoding="utf-8")


def test_the_pencil_leads_to_the_source(pages: dict[str, Seen]) -> None:
    def edited(address: str) -> list[str]:
        return [link for link in pages[address].links if "/edit/" in link]

    start = "https://git.example.org/puo/sop-kb/edit/main"
    assert edited("WKA-0002.html") == [f"{start}/sop/workarounds/WKA-0002-clip-player-black-screen-sound-plays.md"]
    assert edited("guides/agents.html") == [f"{start}/docs/guides/agents.md"]
    assert edited("kinds/sops.html") == edited("live.html") == []


def test_headings_have_the_anchors_that_the_check_knows(project: Path, pages: dict[str, Seen]) -> None:
    for record in load_base(project / "sop").corpus.records:
        assert record.body.anchors <= set(pages[f"{record.id}.html"].ids), record.id


def test_a_page_says_its_state_its_steps_and_its_relations(pages: dict[str, Seen]) -> None:
    text = " ".join(pages["WKA-0010.html"].text.split())
    assert "EXPIRED: do not follow it It expired 2026-11-20 09:00 UTC." in text
    assert "Known fault: see WKA-0002 first" in pages["SOP-0007.html"].text
    assert "RETIRED: the fault is fixed" in pages["WKA-0012.html"].text
    assert "SOP-0007.html" in pages["WKA-0002.html"].links
    assert "WKA-0002.html" in pages["SOP-0007.html"].links


def test_the_site_has_the_export_of_the_index_and_nothing_of_the_themes_search(project: Path) -> None:
    kept = project / "search_index" / "build" / "sop" / "site" / "search"
    exported = {path.relative_to(kept): path.read_bytes() for path in kept.rglob("*") if path.is_file()}
    found = project / "public" / "search"
    assert {path.relative_to(found): path.read_bytes() for path in found.rglob("*") if path.is_file()} == exported
    assert Path("manifest.json") in exported
    assert not (project / "public" / "assets" / "javascripts" / "workers").exists()
    assert 'name="search"' not in (project / "public" / "WKA-0002.html").read_text(encoding="utf-8")


def test_what_every_page_has_of_search_is_small_and_the_rest_is_named_by_what_it_holds(project: Path) -> None:
    assets = project / "public" / "assets"
    assert (assets / "sopkb.js").stat().st_size <= 1000
    for path in (assets / "search").iterdir():
        assert path.name.split(".")[1] == hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def test_a_record_that_is_gone_leaves_no_file_of_the_search_behind(tmp_path: Path) -> None:
    files = {"a.md": record_text(), "b.md": ESC, "c.md": record_text(id="SOP-0002", title="Zebra: striped all over")}
    base = write_base(tmp_path, files)
    build_site(base, NOW, tmp_path / "site", check=lambda base, now: ())
    with_zebra = {path.name for path in (tmp_path / "site" / "search").iterdir()}
    (tmp_path / "sop" / "c.md").unlink()
    build_site(load_base(tmp_path / "sop"), NOW, tmp_path / "site", check=lambda base, now: ())
    mended = {path.name: path for path in (tmp_path / "site" / "search").iterdir()}
    shutil.rmtree(tmp_path / "search_index")
    build_site(load_base(tmp_path / "sop"), NOW, tmp_path / "clean", check=lambda base, now: ())
    assert with_zebra - mended.keys()
    assert mended.keys() == {path.name for path in (tmp_path / "clean" / "search").iterdir()}


def test_no_page_of_a_record_is_large(project: Path) -> None:
    sizes = {path.name: path.stat().st_size for path in (project / "public").glob("???-????.html")}
    assert {name: size for name, size in sizes.items() if size > LARGEST_PAGE} == {}
    assert {"ONB-0001.html", "TRB-0001.html", "SOP-0025.html"} <= sizes.keys()


@pytest.mark.parametrize("count", [70, pytest.param(1000, marks=pytest.mark.long)])
def test_a_page_does_not_grow_with_the_base(tmp_path: Path, count: int) -> None:
    base = with_copies(tmp_path, count)
    build_site(base, NOW, tmp_path / "site", check=lambda base, now: ())
    for path in (tmp_path / "site").glob("*-*.html"):
        assert path.stat().st_size <= LARGEST_PAGE, path.name
    assert (tmp_path / "site" / "kinds" / "sops.html").stat().st_size < 150_000


def test_hostile_text_acts_nowhere_in_the_site(tmp_path: Path) -> None:
    markup = "</title><script>alert(1)</script><img src=x onerror=alert(1)>\"'onload=alert(1)"
    log = [{"version": "1.0.0", "date": "2026-11-01", "training": "read", "change": markup}]
    fields: dict[str, Any] = {
        "title": markup,
        "summary": markup,
        "symptoms": [markup],
        "aliases": [markup],
        "changelog": log,
    }
    write_base(tmp_path, {"a.md": record_text(f"## {markup}\n{markup}\n", **fields), "b.md": ESC})
    site = tmp_path / "site"
    build_site(load_base(tmp_path / "sop"), NOW, site, check=lambda base, now: ())
    scripts = (site / "live.html").read_text(encoding="utf-8").count("<script") - 1  # its own, which is deferred
    for address in ("SOP-0001.html", "kinds/sops.html", "areas/video.html", "index.html", "changed.html"):
        html = (site / address).read_text(encoding="utf-8")
        seen = read(html)
        assert not {name for name in seen.attributes if name.startswith("on")}, address
        ours = html.count('<script type="application/') + html.count('.js" defer></script>')
        assert html.count("<script") == scripts + ours, address
        assert "<img" not in html


def test_an_error_stops_the_build_with_file_and_line_and_the_old_site_stays(tmp_path: Path) -> None:
    write_base(tmp_path, {"sops/SOP-0001-a.md": record_text(), "escalations/ESC-0001-b.md": ESC})
    site = tmp_path / "site"
    assert build_site(load_base(tmp_path / "sop"), NOW, site).destination == site
    before = (site / "SOP-0001.html").read_bytes()
    path = tmp_path / "sop" / "sops" / "SOP-0001-a.md"
    path.write_text(path.read_text(encoding="utf-8").replace("area: video", "area: vidoe"), encoding="utf-8")
    with pytest.raises(NotPublished) as caught:
        build_site(load_base(tmp_path / "sop"), NOW, site)
    assert re.search(r"^sop/sops/SOP-0001-a\.md:\d+: S02 ", caught.value.message, re.MULTILINE)
    assert caught.value.exit_code == 1
    assert (site / "SOP-0001.html").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["search_index", "site", "sop"], "nothing is left"


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("sops/SOP-0002-c.md", "---\ntitle: [\n---\n", r"sop/sops/SOP-0002-c\.md:\d+: S03 "),
        ("kb.yml", "name: [\n", r"sop/kb\.yml:\d+: S03 "),
        ("tracker.json", "{", r"sop/tracker\.json:1: S03 "),
    ],
)
def test_what_does_not_parse_stops_the_build(tmp_path: Path, name: str, text: str, place: str) -> None:
    write_base(tmp_path, {"sops/SOP-0001-a.md": record_text(), "escalations/ESC-0001-b.md": ESC})
    (tmp_path / "sop" / name).write_text(text, encoding="utf-8")
    with pytest.raises(NotPublished, match=place):
        build_site(load_base(tmp_path / "sop"), NOW, tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_a_warning_of_mkdocs_is_a_failure_that_says_what(tmp_path: Path) -> None:
    write_base(tmp_path, {"sops/SOP-0001-a.md": record_text(), "escalations/ESC-0001-b.md": ESC})
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "more.md").write_text("[lost](nowhere.md)\n", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: x\ntheme: {name: material, font: false}\nuse_directory_urls: false\nplugins: [sopkb]\n"
        "markdown_extensions: [admonition, pymdownx.details, pymdownx.superfences, sane_lists, tables, toc]\n",
        encoding="utf-8",
    )
    base = load_base(tmp_path / "sop")
    with pytest.raises(SopkbError, match=r"more\.md.*nowhere\.md"):
        build_site(base, NOW, tmp_path / "site")
    assert not (tmp_path / "site").exists()
    built = build_site(base, NOW, tmp_path / "site", strict=False)
    assert "nowhere.md" in built.warnings[0]
    assert (tmp_path / "site" / "more.html").is_file()
    assert (tmp_path / "site" / "index.html").is_file(), "a home page is made where nobody wrote one"


def test_a_folder_that_it_did_not_make_is_never_replaced(tmp_path: Path) -> None:
    base = write_base(tmp_path, {"sops/SOP-0001-a.md": record_text(), "escalations/ESC-0001-b.md": ESC})
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("x", encoding="utf-8")
    for place in (tmp_path / "mine", tmp_path / "mine" / "thesis.txt", tmp_path / "sop" / "site", tmp_path):
        with pytest.raises(UsageError):
            build_site(base, NOW, place)
    assert (tmp_path / "mine" / "thesis.txt").read_text(encoding="utf-8") == "x"


def test_mkdocs_itself_builds_the_project(project: Path, tmp_path: Path) -> None:
    shutil.copytree(project, tmp_path / "project", ignore=shutil.ignore_patterns("public"))
    ran = _mkdocs(tmp_path / "project", "build", "--strict", "--quiet")
    assert ran.returncode == 0, ran.stderr
    for name in ("WKA-0010.html", "live.html"):
        ours, theirs = project / "public" / name, tmp_path / "project" / "site" / name
        assert ours.read_text(encoding="utf-8") == theirs.read_text(encoding="utf-8")
    marker = (tmp_path / "project" / "site" / ".made-by-kb").read_text(encoding="utf-8")
    assert marker == "kb build\n", "kb build may replace it"


def test_mkdocs_itself_stops_at_an_error_and_keeps_the_old_site(tmp_path: Path) -> None:
    folder = copy_project(tmp_path)
    (folder / "site").mkdir()
    (folder / "site" / "index.html").write_text("old", encoding="utf-8")
    (path,) = (folder / "sop" / "sops").glob("SOP-0012-*.md")
    path.write_text(path.read_text(encoding="utf-8").replace("status: active", "status: on"), encoding="utf-8")
    ran = _mkdocs(folder, "build")
    assert ran.returncode == 1
    assert f"sop/sops/{path.name}:6: S0" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert (folder / "site" / "index.html").read_text(encoding="utf-8") == "old"


def _mkdocs(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_the_demo_base_is_fit_to_be_published() -> None:
    base = load_base(PROJECT / "sop")
    assert [found for found in check_base(base, NOW) if found.is_error] == []
