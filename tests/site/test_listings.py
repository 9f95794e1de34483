"""Lists of records: complete, in order, and never longer than a page may be."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.site.small_base import KB_YML, record_text

from sopkb.core.state import facts_of
from sopkb.search.index.cards import read_life
from sopkb.site.listings import MOST_ROWS, listings
from sopkb.site.listings.home import fill_in
from sopkb.site.listings.html import Row
from sopkb.site.listings.paged import Listing
from sopkb.site.view import View

ROW = re.compile(r'<th scope="row">.*?<b>([A-Z]{3}-\d{4})</b>', re.DOTALL)


def by_uri(view: View) -> dict[str, str]:
    return {page.uri: page.make().html for page in listings(view)}


def ids_of(page: str) -> list[str]:
    return ROW.findall(page)


def rows_of(page: str) -> list[str]:
    return re.findall(r"<tr.*?</tr>", page)


def test_live_now_lists_live_workarounds_with_the_first_to_expire_on_top_and_known_issues_last(demo_view: View) -> None:
    page = by_uri(demo_view)["live.md"]
    ids = ids_of(page)
    assert ids[:2] == ["WKA-0004", "WKA-0007"]
    assert "2026-11-22 16:00 UTC" in page.split("<b>WKA-0007")[0]
    assert not {"WKA-0010", "WKA-0012"} & set(ids), "expired, retired"
    assert len(ids) == 13
    assert ids[-1] == "WKA-0013", "no moment at which it ends: it began three days ago"
    assert 'kb-state--known">KNOWN, NO FIX YET</span> <small>since 2026-11-19</small>' in page


def test_a_row_carries_what_its_state_depends_on(demo_view: View) -> None:
    (row,) = (row for row in rows_of(by_uri(demo_view)["live.md"]) if "WKA-0004" in row)
    life = re.search(r'data-life="([^"]*)"', row)
    assert life is not None
    numbers = [int(text) if text else None for text in life[1].split(",")]
    numbers += [None] * (5 - len(numbers))  # what is empty at the end is left out
    assert read_life(numbers) == facts_of(demo_view.corpus.by_id["WKA-0004"])


def test_a_kind_lists_what_is_in_force_before_what_is_not(demo_view: View) -> None:
    ids = ids_of(by_uri(demo_view)["kinds/workarounds.md"])
    assert ids[-5:] == ["WKA-0013", "WKA-0014", "WKA-0015", "WKA-0010", "WKA-0012"]
    assert len(ids) == 15


def test_every_record_stands_once_in_the_lists_of_its_kind_area_owner_and_state(demo_view: View) -> None:
    pages = by_uri(demo_view)
    everything = sorted(record.id for record in demo_view.records)
    for folder in ("kinds", "areas", "owners", "states"):
        listed = [found for uri, page in pages.items() if uri.startswith(f"{folder}/") for found in ids_of(page)]
        assert sorted(listed) == everything, folder


def test_no_words_of_a_sensitive_record_stand_in_a_row(demo_view: View) -> None:
    record = demo_view.corpus.by_id["ESC-0004"]
    pages = by_uri(demo_view)
    assert record.title in pages["kinds/escalations.md"]
    said = {record.summary, *(entry["change"] for entry in record.changelog)}
    assert not [uri for uri, page in pages.items() for words in said if words in page]


def test_a_long_list_goes_on_on_further_pages(view_of: Callable[..., View]) -> None:
    count = 2 * MOST_ROWS + 5
    view = view_of(**{f"s{n}": record_text(id=f"SOP-{n:04}", escalates_to=None) for n in range(1, count + 1)})
    pages = by_uri(view)
    uris = ["kinds/sops.md", "kinds/sops/page-2.md", "kinds/sops/page-3.md"]
    assert [len(ids_of(pages[uri])) for uri in uris] == [MOST_ROWS, MOST_ROWS, 5]
    assert 'href="../SOP-0001.html"' in pages[uris[0]]
    assert '<a rel="next" href="../kinds/sops/page-2.html">' in pages[uris[0]]
    assert 'href="../../SOP-0201.html"' in pages[uris[1]]
    assert '<a rel="prev" href="../../kinds/sops.html">' in pages[uris[1]]
    assert "201 to 400 of 405" in pages[uris[1]]
    assert "areas/video/page-3.md" in pages


def test_no_page_of_a_list_grows_with_the_list(demo_view: View) -> None:
    def third(pages: int) -> str:
        items = range(1000, 1000 + pages * MOST_ROWS)
        listing = Listing("all.md", "All", ("Number",), items, lambda item, up: Row((str(item),)))
        return list(listing.pages())[2].make().html

    numbers = {"10000": "2000", "50": "10"}
    assert re.sub(r"\b(10000|50)\b", lambda found: numbers[found[1]], third(50)) == third(10)


def test_codes_stand_in_the_order_of_their_numbers_each_with_the_live_answer_first(
    view_of: Callable[..., View],
) -> None:
    def workaround(number: int, codes: list[str], **fields: Any) -> str:
        return record_text(kind="workaround", id=f"WKA-{number:04}", error_codes=codes, escalates_to=None, **fields)

    view = view_of(
        a=workaround(1, ["RC-1000", "AH-20"], expires="2026-11-21T00:00:00Z"),
        b=workaround(2, ["RC-999", "AH-20"]),
    )
    page = by_uri(view)["codes.md"]
    order = [row for row in rows_of(page) if "<code>" in row]
    assert [re.findall("WKA-[0-9]{4}(?=</b>)|(?<=<code>)[A-Z]+-[0-9]+", row) for row in order] == [
        ["AH-20", "WKA-0002"],
        ["AH-20", "WKA-0001"],
        ["RC-999", "WKA-0002"],
        ["RC-1000", "WKA-0001"],
    ]
    for anchor in re.findall(r'href="codes\.html#([\w-]+)"', page):
        assert f'<tr id="{anchor}"' in page


def test_the_letters_lead_to_the_page_where_their_codes_begin(view_of: Callable[..., View]) -> None:
    codes = [*(f"AB-{number}" for number in range(MOST_ROWS)), "ZZ-1"]
    page = by_uri(view_of(one=record_text(error_codes=codes, escalates_to=None)))["codes.md"]
    assert 'href="codes/page-2.html#codes-2">Z</a>' in page


def test_the_week_holds_what_changed_in_it_and_no_draft(view_of: Callable[..., View]) -> None:
    def changed(day: str, text: str) -> list[dict[str, str]]:
        return [{"version": "1.0.0", "date": day, "training": "read", "change": text}]

    view = view_of(
        a=record_text(id="SOP-0001", changelog=changed("2026-11-16", "Inside the week"), escalates_to=None),
        b=record_text(id="SOP-0002", changelog=changed("2026-11-15", "Before the week"), escalates_to=None),
        c=record_text(id="SOP-0003", changelog=changed("2026-11-23", "Still to come"), escalates_to=None),
        d=record_text(id="SOP-0004", changelog=changed("2026-11-20", "A draft"), status="draft", escalates_to=None),
    )
    page = by_uri(view)["changed.md"]
    assert ids_of(page) == ["SOP-0001"]
    assert "Inside the week" in page


def test_reviews_stand_below_their_owner_the_most_overdue_first(view_of: Callable[..., View]) -> None:
    def reviewed(number: int, owner: str, day: str) -> str:
        return record_text(id=f"SOP-{number:04}", owner=owner, last_reviewed=day, review_days=30, escalates_to=None)

    view = view_of(
        a=reviewed(1, "eng", "2026-10-20"),
        b=reviewed(2, "core", "2026-10-30"),
        c=reviewed(3, "core", "2026-10-10"),
        d=reviewed(4, "core", "2026-11-22"),
        e=record_text(id="SOP-0005", last_reviewed="2026-11-22", review_days=180, escalates_to=None),
    )
    page = by_uri(view)["reviews.md"]
    assert ids_of(page) == ["SOP-0003", "SOP-0002", "SOP-0004", "SOP-0001"]
    assert (
        page.index(">Core team</th>")
        < page.index("SOP-0003")
        < page.index(">Engineering</th>")
        < page.index("SOP-0001")
    )


def test_health_counts_every_record_once_and_has_a_table_behind_each_chart(demo_view: View) -> None:
    page = by_uri(demo_view)["health.md"]
    charts = page.split('<section class="kb-figure">')[1:]
    assert len(charts) == 4
    assert all("<svg" in chart and "<table" in chart for chart in charts)
    assert sum(map(int, re.findall(r"<td[^>]*>(\d+)</td>", charts[0]))) == len(demo_view.records)
    assert "style=" not in page, "a strict policy refuses such an attribute"


def test_a_record_without_a_date_is_neither_on_time_nor_not_due(view_of: Callable[..., View]) -> None:
    view = view_of(
        a=record_text(id="SOP-0001", last_reviewed="2026-11-01", review_days=180, escalates_to=None),
        b=record_text(id="SOP-0002", last_reviewed=None, escalates_to=None),
    )
    pages = by_uri(view)
    assert "1 of 2" in pages["health.md"]
    assert "<b>1</b>" in pages["health.md"].partition("without a date of review")[0][-120:]
    assert "No date</th>" in pages["health.md"]
    assert "Not known: 1 records in force, which have no date of a review." in pages["reviews.md"]
    assert "No review was known to be due then, or within thirty days." in pages["reviews.md"]
    dated: dict[str, Any] = {"last_reviewed": "2026-11-01", "review_days": 180, "escalates_to": None}
    whole = by_uri(view_of(a=record_text(id="SOP-0001", **dated), b=record_text(id="SOP-0002", **dated)))
    assert "No review was due then, or within thirty days." in whole["reviews.md"]
    assert "without a date" not in whole["health.md"]


def test_nothing_in_force_is_not_called_confirmed(view_of: Callable[..., View]) -> None:
    pages = by_uri(view_of())
    assert "No record was in force." in pages["unverified.md"]
    assert "none in force" in pages["health.md"]
    assert "0 of 0" not in pages["health.md"]


def test_a_hand_written_page_gets_the_parts_that_it_asks_for(demo_view: View) -> None:
    text, unknown = fill_in(
        "# Team\n\n<!-- kb:live -->\n\n<!-- kb:lvie -->\n\n`<!-- kb:live -->`\n", "team/a.md", demo_view
    )
    assert 'href="../WKA-0004.html"' in text
    assert unknown == ["lvie"]
    assert "`<!-- kb:live -->`" in text
    assert "<!-- kb:lvie -->" in text


def test_areas_with_awkward_names_get_pages_of_their_own(view_of: Callable[..., View]) -> None:
    kb_yml = KB_YML.replace('access: "Access', 'index: "Index", README: "Read", access: "Access')
    pages = by_uri(view_of(kb_yml, one=record_text(area="index", escalates_to=None)))
    assert ids_of(pages["areas/index_.md"]) == ["SOP-0001"]
    assert 'href="../areas/index_.html">Index</a>' in pages["areas/index.md"]
    assert "areas/README_.md" in pages


def test_an_empty_base_has_its_pages_all_the_same(view_of: Callable[..., View]) -> None:
    pages = by_uri(view_of())
    assert "No workaround was in force when this site was built." in pages["live.md"]
    assert "None." in pages["kinds/sops.md"]
    assert "No record names an error code." in pages["codes.md"]
    assert "Small base" in pages["index.md"]


def test_markup_in_a_record_is_text_in_every_list(view_of: Callable[..., View]) -> None:
    evil = "</th><script>alert(1)</script> <img src=x onerror=alert(2)> \"' | `[a](javascript:b)` {: onclick=c }"
    entry = {"version": evil, "date": "2026-11-20", "training": evil, "change": evil}
    fields: dict[str, Any] = {
        "title": evil,
        "summary": evil,
        "error_codes": [evil],
        "changelog": [entry],
        "last_reviewed": "2026-01-01",
    }
    view = view_of(a=record_text(None, **fields), b=record_text(None, kind="workaround", **fields | {"severity": evil}))
    for page in listings(view):
        html = page.make().html
        assert "<script" not in html, page.uri
        assert "<img" not in html, page.uri
        assert " onclick" not in html.replace("{: onclick", ""), page.uri
