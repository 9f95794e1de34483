"""What counts as a letter is written down, and does not change with the Python that reads it."""

from __future__ import annotations

import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopkb.core.characters import FOLDABLE, LETTERS, MARKS, SPACES, WORD
from sopkb.core.folding import fold, in_cases, narrow, normalise

FIRST_PLANE = [chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000]
EVERYTHING = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]


def of(inside: str, characters: list[str]) -> set[str]:
    return set(re.findall(f"[{inside}]", "".join(characters)))


def test_the_tables_lack_only_what_is_younger_than_they() -> None:
    lacking = {character for character in FIRST_PLANE if character.isalnum()} - of(WORD, FIRST_PLANE)
    assert not lacking or unicodedata.unidata_version > "14.0.0"


def test_a_letter_of_the_tables_is_a_letter_to_any_python() -> None:
    assert {character for character in of(LETTERS, FIRST_PLANE) if not character.isalnum()} == set()
    marks = {unicodedata.category(character) for character in of(MARKS, FIRST_PLANE)}
    assert marks == {"Mn", "Mc", "Me"}


def test_spaces_are_what_python_splits_at() -> None:
    assert of(SPACES, EVERYTHING) == {character for character in EVERYTHING if character.isspace()}


@given(st.text())
def test_folding_leaves_what_is_no_word(text: str) -> None:
    rest = re.sub(f"[{FOLDABLE}\u00ad\u200c\u200d\u2060\ufeff\ufe0f'\u2019]", "", narrow(text))
    assert fold(rest) == rest


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Auditoría", "AUDITORIA"),
        ("Straße", "STRASSE"),
        ("ΟΔΟΣ", "οδος"),
        ("ｋｕｂｅ－ｐｏｄ", "kube-pod"),
        ("İstanbul", "istanbul"),
        ("ﬁle", "file"),
        ("don’t", "dont"),
        ("𝐛𝐨𝐥𝐝", "bold"),
        ("（华东）", "(华东)"),
    ],
)
def test_two_spellings_of_one_word_are_folded_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_a_code_in_the_case_of_a_pattern_may_be_cyrillic() -> None:
    assert in_cases("ош-404") == ("ош-404", "ОШ-404", "ош-404")


@given(st.text())
def test_normalising_twice_is_normalising_once(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
