"""The same pages as a plain folder, for MkDocs as it is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from tests.site.links_in_html import broken_links, foreign_sources, read_site
from tests.site.small_base import NOW, copy_project, record_text, write_base

from sopkb.core.errors import UsageError
from sopkb.core.load import Base, load_base
from sopkb.site.export import export_site
from sopkb.site.gate import NotPublished
from sopkb.site.settings import PLUGIN


@pytest.fixture
def base(tmp_path: Path) -> Base:
    files = {"sops/SOP-0001-a.md": record_text(), "escalations/ESC-0001-b.md": record_text(kind="escalation")}
    return write_base(tmp_path, files)


def test_stock_mkdocs_builds_the_project_strictly_from_an_export(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    plain = tmp_path / "plain"
    pages = export_site(load_base(project / "sop"), NOW, plain)
    assert pages == sum(1 for _ in (plain / "docs").rglob("*.md")) > 100
    settings = (plain / "mkdocs.yml").read_text(encoding="utf-8")
    assert PLUGIN not in yaml.safe_load(settings)["plugins"]
    code = "import sys; sys.modules['sopkb'] = None; from mkdocs.__main__ import cli; cli()"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    ran = subprocess.run(
        [sys.executable, "-c", code, "build", "--strict", "--quiet"],
        cwd=plain,
        env={**environment, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    html = read_site(plain / "site")
    assert list(broken_links(plain / "site", html)) == []
    assert list(foreign_sources(html)) == []
    assert not [link for seen in html.values() for link in seen.links if "/edit/" in link], "an export is no source"


def test_a_base_without_settings_is_exported_with_plain_ones(base: Base, tmp_path: Path) -> None:
    export_site(base, NOW, tmp_path / "plain")
    settings = yaml.safe_load((tmp_path / "plain" / "mkdocs.yml").read_text(encoding="utf-8"))
    assert settings["site_name"] == "Small base"
    assert settings["plugins"] == ["search"]
    assert settings["extra_css"] == ["assets/sopkb.css"]
    assert (tmp_path / "plain" / "docs" / "index.md").is_file()
    assert (tmp_path / "plain" / "docs" / "assets" / "sopkb.css").is_file()


def test_values_with_tags_are_neither_run_nor_lost(base: Base, tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: !ENV [NAME, x]\nplugins:\n  sopkb: {root: sop}\n  search: {}\n"
        "theme: {name: material, custom_dir: mine}\nhooks: [mine.py]\n"
        "markdown_extensions:\n  - pymdownx.emoji: {emoji_index: !!python/name:material.extensions.emoji.twemoji ''}\n",
        encoding="utf-8",
    )
    export_site(base, NOW, tmp_path / "plain")
    text = (tmp_path / "plain" / "mkdocs.yml").read_text(encoding="utf-8")
    assert "!ENV" in text
    assert "python/name:material.extensions.emoji.twemoji" in text
    assert "hooks" not in text
    assert "custom_dir" not in text
    assert "sopkb:" not in text


def test_a_second_export_replaces_the_first(base: Base, tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    export_site(base, NOW, plain)
    first = {path: path.read_bytes() for path in plain.rglob("*") if path.is_file()}
    (plain / "docs" / "left-over.md").write_text("x", encoding="utf-8")
    export_site(base, NOW, plain)
    assert {path: path.read_bytes() for path in plain.rglob("*") if path.is_file()} == first


def test_hand_written_pages_come_along_and_links_that_leave_do_not(base: Base, tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: x\nplugins: [sopkb]\n", encoding="utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Mine\n", encoding="utf-8")
    (tmp_path / "docs" / ".hidden.md").write_text("x", encoding="utf-8")
    (tmp_path / "secret.md").write_text("x", encoding="utf-8")
    (tmp_path / "docs" / "secret.md").symlink_to(tmp_path / "secret.md")
    export_site(base, NOW, tmp_path / "plain")
    documents = tmp_path / "plain" / "docs"
    assert (documents / "index.md").read_text(encoding="utf-8") == "# Mine\n"
    assert not (documents / "secret.md").exists()
    assert not (documents / ".hidden.md").exists()


def test_a_folder_that_it_did_not_make_stays_as_it_is(base: Base, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("x", encoding="utf-8")
    for place in (tmp_path / "mine", tmp_path / "mine" / "thesis.txt", tmp_path / "sop" / "plain", tmp_path):
        with pytest.raises(UsageError):
            export_site(base, NOW, place)
    assert (tmp_path / "mine" / "thesis.txt").read_text(encoding="utf-8") == "x"
    (tmp_path / "empty").mkdir()
    assert export_site(base, NOW, tmp_path / "empty") > 0


def test_an_error_stops_an_export(base: Base, tmp_path: Path) -> None:
    (tmp_path / "sop" / "sops" / "SOP-0001-a.md").write_text("---\nid: [\n---\n", encoding="utf-8")
    with pytest.raises(NotPublished, match=r"sop/sops/SOP-0001-a\.md:\d+: S03"):
        export_site(load_base(base.root), NOW, tmp_path / "plain")
    assert not (tmp_path / "plain").exists()
