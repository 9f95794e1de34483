"""The words of the rules about harm: nothing publishes them, and what a sentence forbids is not asked for."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from tests.conftest import CHECKOUT

from sopkb.core.load import Base
from sopkb.lint.rules import RULES
from sopkb.lint.rules.lexicon import GRAPHIC, HARMFUL_ACTIONS, TOPICS
from sopkb.lint.rules.rule import manual_of
from sopkb.lint.rules.wording import is_negated, place_of
from sopkb.lint.rules.x20_text_to_a_machine import places
from sopkb.site.export import export_site


def test_no_graphic_word_is_in_what_we_publish(demo_base: Base, demo_now: datetime, tmp_path: Path) -> None:
    export_site(demo_base, demo_now, tmp_path / "pages")
    pages = [*(tmp_path / "pages").rglob("*.*"), *(CHECKOUT / "docs").rglob("*.md"), CHECKOUT / "CHANGELOG.md"]
    texts = {
        path: path.read_text("utf-8") for path in pages if path.suffix in (".md", ".yml", ".json", ".txt", ".html")
    }
    assert any("A05" in text for text in texts.values()), "the page of the rule is among them"
    assert [str(path) for path, text in texts.items() if GRAPHIC.find(text.lower())] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_no_manual_holds_a_word_that_its_neighbours_look_for(rule) -> None:
    manual = manual_of(rule)
    text = "\n".join((manual.title, manual.what, manual.why, manual.bad, manual.good)).lower()
    assert GRAPHIC.find(text) == []
    assert places(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Download the clip.", False),
        ("Never download the clip.", True),
        ("Never open, save or download the clip.", True),
        ("Never open,\nsave or download the clip.", True),
        ("Do not ask. Download the clip.", False),
        ("If it does not play, download the clip.", False),
        ("If it plays, do not download the clip.", True),
        ("When the user cannot sign in: download the clip.", False),
        ("Nobody may download the clip.", True),
        ("Close the case without opening it or asking to download the clip.", True),
        ("- Never wait.\n- Download the clip.", False),
        ("## Do not\n- Download the clip.", True),
        ("## Do not\n- Wait.\n\n## Steps\n1. Download the clip.", False),
        ("## Do not use when\n- The steps say download the clip.", False),
        ("不要下载视频", True),
        ("下载视频", False),
        ("Nunca descargue el vídeo", True),
        ("Descargue el vídeo", False),
    ],
)
def test_what_is_forbidden_is_told_from_what_is_asked_for(text: str, expected: bool) -> None:
    lowered = text.lower()
    found = HARMFUL_ACTIONS.find(lowered)
    assert found, text
    assert is_negated(lowered, found[-1].start()) is expected


@pytest.mark.parametrize(
    "text",
    [
        "take a screenshot of the violent clip",
        "download the gory clip",
        "forward the graphic video to engineering",
        "save the self-harm post",
        "watch the flagged, violent livestream again",
        "ask the user for a recording of the clip",
        "share the csam with the policy team",
    ],
)
def test_what_the_content_is_called_does_not_hide_what_is_asked_for(text: str) -> None:
    assert HARMFUL_ACTIONS.find(text)


@pytest.mark.parametrize(
    "text",
    [
        "take a screenshot of the error banner",
        "open the violence policy",
        "view the graphic content policy",
        "open the suspected hate queue",
        "ask the user for a screenshot of the error",
        "open the clip player settings",
        "copy the post id",
        "share the case id",
        "play the training clip",
        "forward the ticket",
        "view the content policy",
        "record the case id of the video",
        "let the requester open the comment again",
    ],
)
def test_the_daily_work_with_tools_is_not_harmful(text: str) -> None:
    assert HARMFUL_ACTIONS.find(text) == []


def test_a_misspelt_case_is_no_harm_topic() -> None:
    assert [topic for topic, words in TOPICS.items() if words.find("csae keeps loading, cant grooom the backlog")] == []


def test_a_place_counts_from_one() -> None:
    assert (place_of("ab\ncd", 4, 10).line, place_of("ab\ncd", 4, 10).column) == (11, 2)
