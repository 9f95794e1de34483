"""What an author says apart from code, quotations and addresses, in the place where it stands."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopkb.core.load.body import parse_body
from sopkb.lint.prose import length_of, own_words, place_in, without_addresses

SIGNS = st.text(alphabet='ab "“”«»`~<!->\n[](): .#*123', max_size=120)


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", own_words(parse_body(text, 1)))


@pytest.mark.parametrize(
    "text",
    [
        "`hidden`",
        "``hidden ` hidden``",
        "`hidden\nhidden`",
        "```text\nhidden\n```",
        "    hidden",
        "~~~\nhidden\n~~~",
        '"hidden"',
        "“hidden\nhidden”",
        "«hidden»",
        "> hidden\n> hidden",
        "<!-- hidden\nhidden -->",
        "<https://hidden.example>",
        "https://hidden.example/hidden",
        "[](hidden.md)",
        "[](hidden_(hidden).md)",
    ],
)
def test_what_is_not_said_by_the_author_is_left_out(text: str) -> None:
    assert words_of(f"{text}\n\nsaid") == ["said"]


@pytest.mark.parametrize("text", ['a 5" screen', "it's ours", "a ` b", "a < b", "[a](x.md) b", '"a\n\nb"'])
def test_what_the_author_says_stays(text: str) -> None:
    assert words_of(text) == [word for word in re.findall(r"\w+", text) if word not in ("x", "md")]


@given(SIGNS, st.integers(1, 500))
def test_nothing_moves(text: str, first_line: int) -> None:
    body = parse_body(text, first_line)
    for told in (own_words(body), without_addresses(body)):
        assert len(told) == len(text)
        assert [at for at, sign in enumerate(told) if sign == "\n"] == [at for at, s in enumerate(text) if s == "\n"]
        assert all(sign in (original, " ") for sign, original in zip(told, text, strict=True))


def test_a_place_in_a_body_is_a_place_in_the_file() -> None:
    body = parse_body("one\ntwo three\n", 41)
    at = place_in(body, body.text.index("three"))
    assert (at.line, at.column) == (42, 5)


def test_a_code_span_is_read_as_one_word_and_a_code_block_as_none() -> None:
    assert length_of("Run `a b c d` on **one** node:\n\n```shell\na b c\n```\n\n— twice.") == 6


@pytest.mark.parametrize("piece", ['"', "`", "``a ", "[](", "<!--", "„", "](a", "https://", "> "])
def test_one_sign_over_and_over_is_read_in_time_in_proportion(piece: str) -> None:
    own_words(parse_body(piece * 20_000, 1))
    length_of(piece * 20_000)
