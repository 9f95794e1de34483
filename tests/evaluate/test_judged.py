"""A file of judged questions is read strictly, and a mistake is said with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from sopkb.core.errors import SopkbError
from sopkb.search.evaluate import read_judged

IDS = {"SOP-0001", "SOP-0002", "WKA-0001"}
GOOD = """\
questions:
  typo:
    - ask: "a"
      first: SOP-0001
      also: [SOP-0002]
      promised: true
      why: "b"
  dead:
    - {ask: "c", notice: WKA-0001, why: "d"}
    - {ask: "c2", first: [SOP-0001, SOP-0002], notice: WKA-0001, why: "d"}
  negative:
    - {ask: "e", nothing: true, why: "f"}
"""


def _read(folder: Path, text: str) -> object:
    (folder / "judged.yml").write_text(text, "utf-8")
    return read_judged(folder / "judged.yml", IDS)


def test_every_kind_of_question_is_read(tmp_path: Path) -> None:
    (tmp_path / "judged.yml").write_text(GOOD, "utf-8")
    first, second, third, fourth = read_judged(tmp_path / "judged.yml", IDS)
    assert (first.group, sorted(first.gold), sorted(first.also)) == ("typo", ["SOP-0001"], ["SOP-0002"])
    assert [q.is_promised for q in (first, second)] == [True, False]
    assert (second.notice, sorted(second.gold)) == ("WKA-0001", [])
    assert sorted(third.gold) == ["SOP-0001", "SOP-0002"]
    assert [q.is_negative for q in (first, second, third, fourth)] == [False, False, False, True]
    assert len({q.expects for q in (first, second, third, fourth)}) == 4


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("", 1, "map"),
        ("- a\n", 1, "map"),
        ("questions:\n", 1, "questions"),
        ("questions: {}\n", 1, "no question"),
        ("other: 1\nquestions: {}\n", 1, "nothing else"),
        ("questions:\n  typo: text\n", 2, "list"),
        ("questions:\n  typo:\n    - text\n", 3, "map"),
        ('questions:\n  typo:\n    - {ask: 507, first: SOP-0001, why: "w"}\n', 3, "ask"),
        ('questions:\n  typo:\n    - {ask: "a", first: SOP-0001}\n', 3, "why"),
        ('questions:\n  typo:\n    - {ask: "a", first: SOP-0009, why: "w"}\n', 3, "SOP-0009"),
        ('questions:\n  typo:\n    - {ask: "a", firsd: SOP-0001, why: "w"}\n', 3, "firsd"),
        ('questions:\n  typo:\n    - {ask: "a", why: "w"}\n', 3, "expects"),
        ('questions:\n  typo:\n    - {ask: "a", first: SOP-0001, nothing: true, why: "w"}\n', 3, "expects"),
        ('questions:\n  typo:\n    - {ask: "a", notice: WKA-0001, also: [SOP-0001], why: "w"}\n', 3, "also"),
        ('questions:\n  typo:\n    - {ask: "a", first: SOP-0001, promised: "yes", why: "w"}\n', 3, "promised"),
        ("questions:\n  typo:\n\t- a\n", 3, "tab"),
        (GOOD + '  more:\n    - {ask: "a", first: SOP-0001, why: "w"}\n', 14, "line 3"),
        ("questions:\n  typo: []\n  typo: []\n", 3, "twice"),
        ('questions:\n  typo:\n    - {ask: "a\n', 3, ""),
    ],
)
def test_a_mistake_is_said_with_its_line(tmp_path: Path, text: str, line: int, word: str) -> None:
    with pytest.raises(SopkbError, match=rf"judged\.yml, line {line}: .*{word}"):
        _read(tmp_path, text)


def test_a_missing_file_and_one_that_is_no_text_are_said(tmp_path: Path) -> None:
    with pytest.raises(SopkbError, match="No judged questions"):
        read_judged(tmp_path / "judged.yml", IDS)
    (tmp_path / "judged.yml").write_bytes(b"\xff\xfe")
    with pytest.raises(SopkbError, match="cannot be read"):
        read_judged(tmp_path / "judged.yml", IDS)
