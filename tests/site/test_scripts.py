"""Scripts of pages, and the data that they are given: there in a site, inert, and in no export."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.site.small_base import NOW, write_base

from sopkb.site.html import Html
from sopkb.site.page import Page
from sopkb.site.scripts import data_file, data_files, inert, make_scripts
from sopkb.site.view import View

HOSTILE = '</script><script>alert(1)</script><!-- <img src=x> & "quoted" \\ \u2028 \x02 \n\n    ``` 黑屏'


@pytest.fixture
def view(tmp_path: Path) -> View:
    return View(write_base(tmp_path, {}), NOW)


def test_whatever_stands_in_the_data_is_one_block_that_runs_nothing(view: View) -> None:
    page = Page("SOP-0001.md", "Title", (), scripts=("record",), data={"title": HOSTILE})
    html = make_scripts(view.base, NOW).enhanced(page).html
    block = html.split('<script type="application/json" id="kb-data">')[1].split("</script>")[0]
    assert json.loads(block) == {"title": HOSTILE}
    assert html.count("<script") == 2
    assert "<" not in inert({"title": HOSTILE})


def test_a_page_in_a_folder_finds_its_scripts_and_one_without_has_none(view: View) -> None:
    scripts = make_scripts(view.base, NOW)
    page = scripts.enhanced(Page("areas/a.md", "", (), scripts=("record",)))
    assert '<script src="../assets/pages/record.' in page.html
    assert scripts.enhanced(Page("a.md", "", (Html("x"),))).html == "x"


def test_what_is_too_much_for_a_page_lies_beside_it_under_the_name_of_its_content(view: View) -> None:
    page = Page("areas/a.md", "", (), scripts=("training",), more={"title": HOSTILE})
    name, text = data_file(page.uri, {"title": HOSTILE})
    assert json.loads(text.removeprefix("globalThis.kbData = ").removesuffix(";\n")) == {"title": HOSTILE}
    assert text.isascii()
    html = make_scripts(view.base, NOW).enhanced(page).html
    assert f'<script src="../{name}" defer></script>\n<script src="../assets/pages/training.' in html
    assert "alert" not in html
    assert data_file(page.uri, {"title": "other"})[0] != name
    assert list(data_files(view, [page])) == [(name, text)]


def test_scripts_are_ascii_whatever_the_encoding_of_a_page(view: View) -> None:
    for text in make_scripts(view.base, NOW).files.values():
        assert text.isascii()
        assert "eval(" not in text
        assert "innerHTML" not in text
