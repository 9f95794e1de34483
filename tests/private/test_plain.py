"""A text without its disguises, and the way back to what its author wrote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.growth import grows_with_its_text

from sopkb.private.plain import plain


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ｊａｎｅ＠ｍａｉｌ．ｔｅｓｔ", "jane@mail.test"),
        ("jane&#64;mail&period;test", "jane@mail.test"),
        ("jane&#x40;mail&#46;test", "jane@mail.test"),
        ("jane&amp;#64;mail.test", "jane@mail.test"),
        ("jane\\u0040mail.test", "jane@mail.test"),
        ("jane\\x40mail.test", "jane@mail.test"),
        ("jane\\@mail\\.test", "jane@mail.test"),
        ("jane%40mail.test", "jane@mail.test"),
        ("jane%2540mail.test", "jane@mail.test"),
        ("ja\u00adne\u200b@\u2060mail\ufeff.test", "jane@mail.test"),
        ("ja<wbr>ne@mail.test", "jane@mail.test"),
        ("84[.]23[.]118[.]9", "84.23.118.9"),
        ("٠٥٠ ४२ ９９", "050 42 99"),
        ("a\u2011b\u2212c “d” ‘e’", "a-b-c \"d\" 'e'"),
        ("o\ufb03ce@mail.test", "office@mail.test"),
        ("审核台：提交按钮变灰", "审核台:提交按钮变灰"),
        ("&nosuchthing; 100% \\ \n", "&nosuchthing; 100% \\ \n"),
    ],
)
def test_each_disguise_is_taken_off(written: str, read: str) -> None:
    assert plain(written).text == read


@given(st.text(), st.sampled_from(["&#64;", "\\u0040", "%40", "\u200b", "ﬃ", "<wbr>", "x", "[.]"]), st.text())
def test_every_place_is_told_in_the_authors_text(before: str, piece: str, after: str) -> None:
    written = f"{before}{piece}needle{piece}{after}"
    view = plain(written)
    start = view.text.find("needle")
    if start >= 0 and "needle" not in before:
        first, last = view.place(start, start + 6)
        assert written[first:last].endswith("needle")


@given(st.text(max_size=200))
def test_places_never_go_backwards_or_beyond(written: str) -> None:
    view = plain(written)
    places = [view.place(number, number + 1) for number in range(len(view.text))]
    assert all(0 <= start <= end <= len(written) for start, end in places)
    assert [start for start, _ in places] == sorted(start for start, _ in places)


@pytest.mark.parametrize("part", ["&amp;", "&", "\\", "\\u0040", "%25", "\u200b", "ＡＢ", "[.", "&#1", "<w"])
def test_reading_is_linear(part: str) -> None:
    assert grows_with_its_text(plain, part)
