"""The shell of our own: hand-written pages, and pages of records around which nothing of a theme stands."""

from __future__ import annotations

from pathlib import Path

from tests.site.editing import replace_in, write_small
from tests.site.small_base import NOW

from sopkb.core.load import load_base
from sopkb.site.adapters.plain import build_frame
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


def build(folder: Path) -> Path:
    return build_site(
        load_base(folder / "sop"), NOW, folder / "site", check=lambda *_: (), generator=build_frame
    ).destination


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
