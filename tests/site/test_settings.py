"""The settings of the project, of a base without any, and of a second base beside the first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.site.small_base import KB_YML, NOW, PROJECT, record_text, write_base

from sopkb.core.errors import SopkbError
from sopkb.site.build import build_site
from sopkb.site.others import navigation
from sopkb.site.settings import EXTENSIONS, default_settings, project_settings

FILES = {"sops/SOP-0001-a.md": record_text(), "escalations/ESC-0001-b.md": record_text(kind="escalation")}


def uris(navigation: Any) -> Iterator[str]:
    if isinstance(navigation, str):
        yield navigation
    elif isinstance(navigation, dict):
        for entry in navigation.values():
            yield from uris(entry)
    else:
        for entry in navigation:
            yield from uris(entry)


def test_the_projects_own_settings_hold_what_pages_are_written_in() -> None:
    settings = yaml.safe_load((PROJECT / "mkdocs.yml").read_text(encoding="utf-8"))
    assert settings["markdown_extensions"] == EXTENSIONS
    assert set(uris(list(navigation()))) <= set(uris(settings["nav"]))
    assert settings["use_directory_urls"] is False
    assert settings["theme"]["font"] is False
    assert "navigation.instant" not in settings["theme"]["features"]


def test_no_setting_lets_text_set_attributes_or_read_files() -> None:
    names = {name for entry in EXTENSIONS for name in ([entry] if isinstance(entry, str) else entry)}
    assert not {"attr_list", "md_in_html", "pymdownx.snippets", "pymdownx.blocks.html"} & names


def test_a_name_with_markup_is_text_in_the_settings(tmp_path: Path) -> None:
    base = write_base(tmp_path, FILES, KB_YML.replace("Small base", "<b>Small</b> & co"))
    assert default_settings(base)["site_name"] == "&lt;b&gt;Small&lt;/b&gt; &amp; co"


@pytest.mark.parametrize(
    "plugins", ["[search, sopkb]", "[sopkb: {root: sop}]", "{sopkb: {root: ./sop}}", "{sopkb: }", "[sopkb: ]"]
)
def test_settings_count_for_the_base_that_their_plugin_names(tmp_path: Path, plugins: str) -> None:
    base = write_base(tmp_path, FILES)
    (tmp_path / "mkdocs.yml").write_text(f"site_name: x\nplugins: {plugins}\n", encoding="utf-8")
    assert project_settings(base) is not None


@pytest.mark.parametrize("plugins", ["[search]", "[sopkb: {root: sop2}]", "{}"])
def test_settings_of_another_base_do_not_count(tmp_path: Path, plugins: str) -> None:
    base = write_base(tmp_path, FILES)
    (tmp_path / "mkdocs.yml").write_text(f"site_name: x\nplugins: {plugins}\n", encoding="utf-8")
    assert project_settings(base) is None


def test_inherited_settings_are_followed(tmp_path: Path) -> None:
    base = write_base(tmp_path, FILES)
    (tmp_path / "common.yml").write_text("plugins: [sopkb]\ntheme: {name: material, font: false}\n", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text("INHERIT: common.yml\nsite_name: x\ntheme: {language: en}\n", encoding="utf-8")
    settings = project_settings(base)
    assert settings is not None
    assert settings["theme"] == {"name": "material", "font": False, "language": "en"}


@pytest.mark.parametrize("text", ["site_name: [", "- x", "\tx"])
def test_settings_that_cannot_be_read_are_said(tmp_path: Path, text: str) -> None:
    base = write_base(tmp_path, FILES)
    (tmp_path / "mkdocs.yml").write_text(text, encoding="utf-8")
    with pytest.raises(SopkbError, match=r"mkdocs\.yml"):
        build_site(base, NOW)


def test_a_second_base_has_a_site_of_its_own(tmp_path: Path) -> None:
    base = write_base(tmp_path, FILES)
    (tmp_path / "mkdocs.yml").write_text("site_name: x\nplugins: [sopkb: {root: other}]\n", encoding="utf-8")
    built = build_site(base, NOW)
    assert built.destination == tmp_path / "site-sop"
    assert built.warnings == ()
    assert "<title>Small base" in (built.destination / "index.html").read_text(encoding="utf-8")


def test_settings_that_break_addresses_are_warned_about(tmp_path: Path) -> None:
    base = write_base(tmp_path, FILES)
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: x\ntheme: {name: material, font: false}\nplugins: [sopkb]\nmarkdown_extensions: [tables]\n",
        encoding="utf-8",
    )
    built = build_site(base, NOW, strict=False)
    assert any("use_directory_urls" in warning for warning in built.warnings)
    with pytest.raises(SopkbError, match="use_directory_urls"):
        build_site(base, NOW)
