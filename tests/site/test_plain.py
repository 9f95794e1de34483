"""The shell of our own: hand-written pages, and pages of records around which nothing of a theme stands."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from tests.site.editing import replace_in, write_small
from tests.site.small_base import NOW

from sopkb.core.errors import SopkbError
from sopkb.core.load import load_base
from sopkb.site.adapters.plain import OUR_LOOK, build_frame
from sopkb.site.build import build_site

PAGE = """# More

!!! warning "Mind the <gap>"
    - one
    - two

    ```text
    !!! note
        stays
    ```

??? tip

    Folded.

!!! note ""
    No title.

```text
!!! note
    is code
```

![A shot](img/a%20shot.png) ![Away](../sop/kb.yml) ![Theirs](https://example.org/x.png)
"""


def built(folder: Path) -> Path:
    """A small project as a site."""
    write_small(folder)
    (folder / "docs" / "img").mkdir()
    (folder / "docs" / "img" / "a shot.png").write_bytes(b"\x89PNG")
    (folder / "docs" / "more.md").write_text(PAGE, encoding="utf-8")
    return build(folder)


def build(folder: Path, look: Path = OUR_LOOK) -> Path:
    base = load_base(folder / "sop")
    shell = partial(build_frame, look=look)
    return build_site(base, NOW, folder / "site", check=lambda *_: (), generator=shell).destination


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8").replace("\n", "")


def test_a_hand_written_page_shows_its_boxes_and_images(tmp_path: Path) -> None:
    html = text_of(built(tmp_path) / "more.html")
    assert '<div class="admonition warning"><p class="admonition-title">Mind the &lt;gap&gt;</p><ul><li>one' in html
    assert '<details class="tip"><summary>Tip</summary><p>Folded.</p>' in html
    assert '<div class="admonition note"><p>No title.</p>' in html
    assert '<img alt="A shot" src="img/a%20shot.png">' in html
    assert (tmp_path / "site" / "img" / "a shot.png").read_bytes() == b"\x89PNG"


def test_code_about_boxes_stays_code(tmp_path: Path) -> None:
    html = (built(tmp_path) / "more.html").read_text(encoding="utf-8")
    assert "<code>!!! note\n    stays\n</code>" in html
    assert "<code>!!! note\n    is code\n</code>" in html


def test_no_image_comes_from_elsewhere(tmp_path: Path) -> None:
    html = (built(tmp_path) / "more.html").read_text(encoding="utf-8")
    assert html.count("<img ") == 1
    assert '<a href="https://example.org/x.png">Theirs</a>' in html


def test_the_navigation_is_that_of_the_settings(tmp_path: Path) -> None:
    write_small(tmp_path)
    replace_in(tmp_path / "mkdocs.yml", "theme:", "nav: [index.md, {Inside: [{Deep: more.md}, SOP-0001.md]}]\ntheme:")
    html = text_of(build(tmp_path) / "kinds" / "sops.html")
    assert '<li>Inside<ul><li><a href="../more.html">Deep</a></li><li><a href="../SOP-0001.html">' in html


def test_another_look_is_a_folder_with_a_page_and_its_styles(tmp_path: Path) -> None:
    write_small(tmp_path)
    look = tmp_path / "look"
    look.mkdir()
    (look / "shell.html").write_text("<title>$title</title>$head<body class=$$ours>$content$contents</body>", "utf-8")
    (look / "ours.css").write_text("body { color : red }", encoding="utf-8")
    html = text_of(build(tmp_path, look) / "SOP-0002.html")
    assert html.startswith("<title>SOP-0002 Another title of some length</title>")
    assert "<body class=$ours><p><strong>SOP-0002</strong>" in html
    assert '<li><a href="#about-this-record">' in html
    assert (tmp_path / "site" / "assets" / "ours.css").exists()
    assert not (tmp_path / "site" / "assets" / "shell.html").exists()


@pytest.mark.parametrize("page", ["$titel", "costs 5 $"])
def test_a_name_that_is_none_of_ours_is_told(tmp_path: Path, page: str) -> None:
    write_small(tmp_path)
    (tmp_path / "look").mkdir()
    (tmp_path / "look" / "shell.html").write_text(page, encoding="utf-8")
    with pytest.raises(SopkbError, match=r"(?s)shell\.html: .*titel|Invalid placeholder") as told:
        build(tmp_path, tmp_path / "look")
    assert "$content, " in told.value.remedy


def test_a_folder_without_a_page_is_told(tmp_path: Path) -> None:
    write_small(tmp_path)
    with pytest.raises(SopkbError, match=r"shell\.html cannot be read"):
        build(tmp_path, tmp_path)
