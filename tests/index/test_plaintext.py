"""Markdown to the words a reader sees."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopkb.search.index.plaintext import plain_text


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("Press **Save**, then `Ctrl+S`.", "Press Save, then Ctrl+S."),
        ("[the page](https://kb.example.org/a_(b)) and ![a picture](x.png)", "the page and a picture"),
        ("[[WKA-0002]] or https://kb.example.org/x", "WKA-0002 or"),
        ("<b>bold</b> and <staff-id>", "bold and <staff-id>"),
        ("a &amp; b &lt;b&gt;", "a & b <b>"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a b\n1 2"),
        ("> quoted\n> # head", "quoted\nhead"),
        ("- [ ] task\n1. one\n* two", "task\none\ntwo"),
        ("```bash\nkubectl get pods\n```", "kubectl get pods"),
        ("seen <!-- hidden --> too <!-- never closed", "seen too"),
        ("snake_case_word and _emphasis_", "snake_case_word and emphasis"),
        ("!!! warning", "warning"),
        ("[x]: https://kb.example.org", ""),
        ("a\n\n---\n\nb", "a\nb"),
        ("", ""),
    ],
)
def test_markup_goes_and_words_stay(markdown: str, expected: str) -> None:
    assert plain_text(markdown) == expected


@given(st.lists(st.from_regex(r"[a-z]{1,9}", fullmatch=True), max_size=12))
def test_plain_words_stay_as_they_are(words: list[str]) -> None:
    assert plain_text(" ".join(words)) == " ".join(words)


@given(st.text(alphabet="ab <>[]()`*_#|-!&;:\\\n\t1.", max_size=200))
def test_any_markup_gives_lines_without_blanks_at_their_ends(markdown: str) -> None:
    for line in plain_text(markdown).split("\n"):
        assert line == line.strip(" \t")


@pytest.mark.parametrize("piece", ["[", "![", "<b ", "<!--", "*", "`", "[a](", "| ", "> ", "\\", "[[", "<http:"])
def test_markup_that_never_ends_is_read_to_its_end(piece: str) -> None:
    """A pattern that backtracks would not come back from this."""
    plain_text(piece * 20_000)
