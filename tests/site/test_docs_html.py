"""What a hand-written page brings that a browser would run stops the build, with file and line."""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Callable
from pathlib import Path

import markdown
import pytest
from playwright.sync_api import Browser
from tests.site.running import LOADED_OR_OBEYED, ONLY_SHOWN, RUN_BY_THEMSELVES, RUN_WHEN_USED
from tests.site.small_base import NOW, record_text, write_base

from sopkb.core.errors import SopkbError
from sopkb.core.load import load_base
from sopkb.site.adapters import plain
from sopkb.site.build import build_site
from sopkb.site.docs_html import running_parts
from sopkb.site.policy import POLICY_NAME

EXTENSIONS = ["tables", "pymdownx.superfences", "pymdownx.details", "admonition"]
CLIPS = """\
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

class Clips(Postprocessor):
    def run(self, text):
        return text.replace("A clip.", "<script>ran()</script>")

class Plays(Extension):
    def extendMarkdown(self, md):
        md.postprocessors.register(Clips(md), "clips", 0)

makeExtension = Plays
"""
RECORDS = {
    "sops/SOP-0001-a.md": record_text(),
    "escalations/ESC-0001-b.md": record_text(kind="escalation", title="Duty of the engineers"),
}
TEXT_TO_MARKDOWN = "<img/src='x'/onerror=RAN>"
HEAD = "# A page\n\nWords.\n\n"


def found(text: str) -> list[tuple[int, str]]:
    html = markdown.markdown(text, extensions=EXTENSIONS)
    return [(each.line, each.what) for each in running_parts(text, html)]


@pytest.mark.parametrize(
    "piece", [each for each in RUN_BY_THEMSELVES + RUN_WHEN_USED + LOADED_OR_OBEYED if each != TEXT_TO_MARKDOWN]
)
def test_what_would_run_is_found_where_it_stands(piece: str) -> None:
    told = found(f"{HEAD}{piece.replace('RAN', 'ran()')}\n\nMore.\n")
    assert told
    assert all(5 <= line <= 5 + piece.count("\n") for line, _ in told), told


@pytest.mark.parametrize("piece", RUN_BY_THEMSELVES + LOADED_OR_OBEYED)
def test_it_is_found_in_a_file_that_is_published_as_it_is(piece: str) -> None:
    assert [each.line for each in running_parts(f"<p>x\n{piece}", f"<p>x\n{piece}")][:1] == [2]


@pytest.mark.parametrize("piece", ONLY_SHOWN)
def test_what_is_only_shown_is_let_pass(piece: str) -> None:
    assert found(f"{HEAD}{piece}\n\nMore.\n") == []


def test_the_same_thing_twice_is_told_twice_and_a_thousand_times_is_cut() -> None:
    assert found(f"{HEAD}<script>a</script>\n\nx\n\n<script>b</script>\n") == [(5, "`<script>`"), (9, "`<script>`")]
    assert len(found(HEAD + "<b onclick=x>x</b>\n\n" * 1000)) == 20


@pytest.mark.parametrize(
    "meta",
    [
        {"title": "</title><script>ran()</script>"},
        {"description": 'x" onload="ran()'},
        {"description": '0;url=https://example.org/" http-equiv="refresh'},
        {"social": [{"image": "javascript:ran()"}]},
        {"&lt;img src=x onerror=ran()&gt;": 1},
    ],
)
def test_front_matter_which_themes_show_as_it_is_counts(meta: dict[str, object]) -> None:
    assert running_parts("---\n---\n", "<p>x</p>", meta)


def test_code_that_only_looks_like_a_handler_in_front_matter_is_let_pass() -> None:
    assert running_parts("", "", {"title": "Turn on = yes & save <10 s", "hide": ["toc"], "search": {"boost": 1}}) == ()


@pytest.mark.parametrize("piece", ["<a ", "<!--", "<b x='", "<p on ", "&#", "<svg on=", "<script ", "](javascript:"])
def test_a_page_of_nothing_but_beginnings_costs_no_more_than_its_length(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        began = time.process_time()
        running_parts(text, text)
        return time.process_time() - began

    short, long = min(seconds(20_000) for _ in range(3)), min(seconds(160_000) for _ in range(3))
    assert long < max(short, 0.005) * 24  # three doublings: 8, with room for a machine that is busy


def test_what_a_browser_runs_by_itself_is_what_is_found(browser: Browser) -> None:
    """The pieces are no invention: each runs in Chromium, and no piece does that is only shown."""
    with browser.new_context() as context:
        page = context.new_page()
        for piece, runs in [*((each, True) for each in RUN_BY_THEMSELVES), *((each, False) for each in ONLY_SHOWN)]:
            html = piece.replace("RAN", "window.ran=1") if runs else markdown.markdown(piece, extensions=EXTENSIONS)
            page.goto("about:blank")
            page.set_content(f"<!doctype html><body>{html}", wait_until="load")
            if runs:
                page.wait_for_function("window.ran === 1")
            else:
                assert page.evaluate("window.ran === undefined"), piece


Project = Callable[[str, str], Path]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A base with a project around it, and one hand-written file."""

    def make(name: str, text: str) -> Path:
        write_base(tmp_path, RECORDS)
        settings = (
            "site_name: x\nuse_directory_urls: false\nplugins: [search, sopkb]\ntheme: {name: material, font: false}\n"
        )
        (tmp_path / "mkdocs.yml").write_text(settings, "utf-8")
        for each, words in (("index.md", "# Home\n"), (name, text)):
            path = tmp_path / "docs" / each
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(words, "utf-8")
        return tmp_path

    return make


def test_a_shell_without_a_generator_shows_html_of_a_page_as_text_and_refuses_the_same_files(project: Project) -> None:
    folder = project("x.md", "# X\n\n<script>ran()</script>\n")
    base = load_base(folder / "sop")
    build_site(base, NOW, folder / "public", generator=plain.build_frame)
    assert "&lt;script&gt;ran()&lt;/script&gt;" in (folder / "public/x.html").read_text("utf-8")
    (folder / "docs/x.svg").write_text("<svg>\n<script href='y.js'/></svg>", "utf-8")
    with pytest.raises(SopkbError, match=r"docs/x.svg:2: `<script>`"):
        build_site(base, NOW, folder / "public", generator=plain.build_frame)


@pytest.mark.parametrize(
    ("name", "text", "line", "what"),
    [
        ("guides/x.md", "# X\n\n<script>ran()</script>\n", 3, "`<script>`"),
        ("guides/x.md", '---\ntitle: "</title><script>ran()</script>"\n---\n# X\n', 2, "`<script>`"),
        ("x.html", "<!doctype html>\n<script src=y.js></script>\n", 2, "`<script>`"),
        ("assets/x.svg", "<svg xmlns='http://www.w3.org/2000/svg'>\n<script href='y.js'/></svg>\n", 2, "`<script>`"),
    ],
)
def test_the_site_is_not_built_with_it(project: Project, name: str, text: str, line: int, what: str) -> None:
    folder = project(name, text)
    with pytest.raises(SopkbError) as caught:
        build_site(load_base(folder / "sop"), NOW, folder / "public", strict=False)
    assert f"docs/{name}:{line}: {what}" in caught.value.message
    assert "ran()" not in caught.value.message
    assert not (folder / "public").exists()


def test_a_script_that_an_extension_makes_of_a_pages_words_is_refused_as_well(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = project("x.md", "# X\n\nA clip.\n")
    (folder / "clips.py").write_text(CLIPS, "utf-8")
    monkeypatch.syspath_prepend(str(folder))
    with open(folder / "mkdocs.yml", "a", encoding="utf-8") as settings:
        settings.write("markdown_extensions: [clips]\n")
    base = load_base(folder / "sop")
    with pytest.raises(SopkbError, match=r"docs/x.md:\d+: `<script>`"):
        build_site(base, NOW, folder / "public", strict=False)


def test_the_policy_holds_the_hashes_of_the_themes_own_scripts(project: Project) -> None:
    folder = project("x.md", "# X\n\n<script type='application/json'>{}</script>\n")
    build_site(load_base(folder / "sop"), NOW, folder / "public", strict=False)
    policy = (folder / "public" / POLICY_NAME).read_text("utf-8")
    page = (folder / "public" / "x.html").read_text("utf-8")
    scope = page[page.index("<script>") + 8 : page.index("</script>", page.index("<script>"))]
    assert "__md_scope" in page
    assert f"'sha256-{base64.b64encode(hashlib.sha256(scope.encode()).digest()).decode()}'" in policy
