"""A handbook as a PDF: its contents name the pages of the print itself."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import datetime

import pytest
from pypdf import PdfReader

from sopkb.cli.printing import as_book, pages_of
from sopkb.core.load import Base
from sopkb.site.view import View
from sopkb_training.pages.handbook import handbook


def test_the_contents_of_a_printed_handbook_name_the_page_of_each_module_and_record(
    chromium: str, demo_base: Base, demo_now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KB_CHROMIUM", chromium)
    view = View(demo_base, demo_now)
    track = demo_base.corpus.by_id["ONB-0003"]
    printed = as_book(lambda pages: handbook(track, view, pages))
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(printed)).pages]
    contents = next(page for page in pages if "\nContents\n" in page)
    named = re.findall(r"^([A-Z]{3}-\d{4}) .*? (\d+)$", contents, re.MULTILINE)
    assert len(named) > 10
    for record_id, number in named:
        assert record_id in pages[int(number) - 1]
        assert int(number) == pages_of(printed)[record_id]
    assert re.search(rf"Answers {len(pages)}$", contents, re.MULTILINE)
    assert all(f"version {track.meta.text('version')}" in page for page in pages)
    assert all(f"{number} / {len(pages)}" in page for number, page in enumerate(pages, 1))


@pytest.mark.long
def test_numbers_that_move_what_they_number_are_left_out(chromium: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_CHROMIUM", chromium)
    asked: list[Mapping[str, int] | None] = []

    def restless(pages: Mapping[str, int] | None) -> str:
        asked.append(pages)
        more = '<p style="break-before: page">more</p>' * (len(asked) if pages is not None else 0)
        return f'<a href="#end">end</a>{more}<h1 id="end">End</h1>'

    assert pages_of(as_book(restless)) == {"end": 1}
    assert asked == [{}, {"end": 2}, {"end": 3}, None]
