"""Lists of records: complete, in order, and never longer than a page may be."""

from __future__ import annotations

from collections.abc import Callable

from tests.publish.small_base import KB_YML, record_text

from sopkb.publish.listings import MOST_ROWS, listings
from sopkb.publish.view import View


def by_uri(view: View) -> dict[str, str]:
    return {page.uri: page.markdown for page in listings(view)}


def ids_of(page: str) -> list[str]:
    return [line.split("]")[0][3:] for line in page.split("\n") if line.startswith("| [")]


def test_live_now_lists_live_workarounds_with_the_first_to_expire_on_top(demo_view: View) -> None:
    page = by_uri(demo_view)["live.md"]
    ids = ids_of(page)
    assert ids[:2] == ["WKA-0004", "WKA-0007"]
    assert "6 h left" in page.split("\n| [WKA-0007]")[0]
    assert not {"WKA-0010", "WKA-0012", "WKA-0013"} & set(ids), "expired, retired, draft"
    assert len(ids) == 12


def test_a_kind_lists_what_is_in_force_before_what_is_not(demo_view: View) -> None:
    ids = ids_of(by_uri(demo_view)["kinds/workarounds.md"])
    assert ids[-3:] == ["WKA-0013", "WKA-0010", "WKA-0012"]
    assert len(ids) == 15


def test_every_record_stands_in_the_list_of_its_kind_and_of_its_area(demo_view: View) -> None:
    pages = by_uri(demo_view)
    everything = {record.id for record in demo_view.records}
    for folder in ("kinds", "areas"):
        listed = [found for uri, page in pages.items() if uri.startswith(f"{folder}/") for found in ids_of(page)]
        assert everything <= set(listed)


def test_no_summary_of_a_sensitive_record_stands_in_a_row(demo_view: View) -> None:
    record = demo_view.corpus.by_id["ESC-0004"]
    page = by_uri(demo_view)["kinds/escalations.md"]
    assert record.title in page
    assert record.summary not in page


def test_a_long_list_goes_on_on_further_pages(view_of: Callable[..., View]) -> None:
    count = 2 * MOST_ROWS + 5
    view = view_of(**{f"s{n}": record_text(id=f"SOP-{n:04}", escalates_to=None) for n in range(1, count + 1)})
    pages = by_uri(view)
    uris = ["kinds/sops.md", "kinds/sops/page-2.md", "kinds/sops/page-3.md"]
    assert [len(ids_of(pages[uri])) for uri in uris] == [MOST_ROWS, MOST_ROWS, 5]
    assert "](../WKA" not in pages[uris[0]]
    assert "[SOP-0001](../SOP-0001.md)" in pages[uris[0]]
    assert "[Next page](../kinds/sops/page-2.md)" in pages[uris[0]]
    assert "[SOP-0201](../../SOP-0201.md)" in pages[uris[1]]
    assert "[Previous page](../../kinds/sops.md) · [Next page](../../kinds/sops/page-3.md)" in pages[uris[1]]
    assert "areas/video/page-3.md" in pages


def test_areas_with_awkward_names_get_pages_of_their_own(view_of: Callable[..., View]) -> None:
    kb_yml = KB_YML.replace('access: "Access', 'index: "Index", README: "Read", access: "Access')
    pages = by_uri(view_of(kb_yml, one=record_text(area="index", escalates_to=None)))
    assert ids_of(pages["areas/index_.md"]) == ["SOP-0001"]
    assert "[Index](../areas/index_.md)" in pages["areas/index.md"]
    assert "areas/README_.md" in pages


def test_an_empty_base_has_its_pages_all_the_same(view_of: Callable[..., View]) -> None:
    pages = by_uri(view_of())
    assert "None." in pages["live.md"]
    assert "None." in pages["kinds/sops.md"]
    assert "Small base" in pages["index.md"]
