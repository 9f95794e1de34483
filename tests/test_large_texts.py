"""A megabyte in a record ends with a result, in work that grows with it and no faster: read, indexed and shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.growth import grows_with_its_text

from sopkb.core.load.document import parse_document
from sopkb.core.load.files import decode
from sopkb.lint.replies import filled
from sopkb.search import nearby
from sopkb.search.index import analysis
from sopkb.search.index.analysis import tokens, words
from sopkb.search.index.plaintext import plain_text
from sopkb.search.snippets import snippet_of
from sopkb_import import outline

PARTS = (
    "wort blau ",
    "_a",
    "a-",
    ".,;",
    "1234567890",
    "[",
    "*a**b",
    "| ",
    "{",
    "\u0301",
    "审",
    "1. Do it. **Check:** done.\n",
)
MORE = (
    *(
        "aB",
        "]",
        "(",
        "<",
        ">",
        "*",
        "|",
        "`",
        "{a",
        "e\u0301",
        "รหัส",
        "\u200d",
        "&amp;",
        "[a](",
        "[[a|",
        "\\",
        " ",
        "\t",
        "=",
        "~",
    ),
    *(
        "ABC-1 ",
        "- a\n",
        "> a\n",
        "| a | b |\n",
        "## a\n",
        "```\n",
        "<div>\n",
        "[a]: b\n",
        "a\n=\n",
        "[^1]",
        "!!! note\n    a\n",
    ),
)


def neighbours(text: str) -> bool:
    analysis._analyse.cache_clear()
    return nearby._are_neighbours(nearby._places(text, {"do", "done"}), "do", "done", 7)


def afresh(work: Callable[[], object]) -> object:
    """Words are cut once a process: a second run would measure how soon they are remembered."""
    analysis._analyse.cache_clear()
    analysis._indexed.cache_clear()
    return work()


WORK: dict[str, Callable[[str], object]] = {
    "read": lambda text: parse_document(decode(f"---\nid: SOP-0001\n---\n{text}\n".encode()), "sops/SOP-0001-a.md"),
    "terms": lambda text: afresh(lambda: list(tokens(text))),
    "indexed": lambda text: afresh(lambda: words(text, ())),
    "plain": plain_text,
    "snippet": lambda text: afresh(lambda: snippet_of(text, {"wort", "blau", "a", "do", "zebra"})),
    "neighbours": neighbours,
    "heading": lambda text: outline._GIVEN_ANCHOR.search(f"## A {{#{text}"),
    "reply": lambda text: filled(text, {"a": "b"}),
}


@pytest.mark.parametrize("part", [*PARTS, *(pytest.param(part, marks=pytest.mark.long) for part in MORE)])
@pytest.mark.parametrize("name", WORK)
def test_work_on_a_text_grows_no_faster_than_the_text(name: str, part: str) -> None:
    assert grows_with_its_text(WORK[name], part, 2_000)
