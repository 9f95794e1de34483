"""When a copy was built stands in one file; all pages but the lists of a moment are the same from build to build."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from tests.site.small_base import KB_YML, NOW, record_text, write_base

from sopkb.cli.followed import WatchedBase
from sopkb.core.load import load_base
from sopkb.site.content import Content
from sopkb.site.finder import LOADER_URI, loader

DEMO = f'{KB_YML}\ndemo: {{now: "2026-11-22T10:00:00Z"}}\n'
OF_A_MOMENT = {"live.md", "changed.md", "reviews.md", "health.md"}
"""Lists that name the moment they were made at, also to whoever has no scripts."""


def built_at(content: Content) -> str | None:
    first, *_ = content.settled[LOADER_URI].removeprefix("kbBuilt=").split(";")
    moment, teller = json.loads(first)
    assert f"assets/{teller}" in content.settled
    return moment if moment is None else str(moment)


def test_two_builds_differ_in_the_file_that_says_when_and_in_no_page_of_a_record(tmp_path: Path) -> None:
    files = {"a.md": record_text(), "b.md": record_text(kind="workaround"), "c.md": record_text(kind="escalation")}
    base = write_base(tmp_path, files)
    one, other = Content(base, NOW), Content(base, NOW + timedelta(hours=5))
    assert (built_at(one), built_at(other)) == ("2026-11-22T10:00:00Z", "2026-11-22T15:00:00Z")
    assert {name for name, text in one.settled.items() if other.settled.get(name) != text} == {LOADER_URI}
    pages = {uri: (one.page(uri), other.page(uri)) for uri in one.uris()}
    assert {uri for uri, (now, later) in pages.items() if now and later and now.html != later.html} == OF_A_MOMENT


def test_a_site_that_stands_still_or_follows_every_edit_has_no_age(tmp_path: Path) -> None:
    base = write_base(tmp_path, {"a.md": record_text()}, DEMO)
    assert built_at(Content(base, NOW)) is None
    assert built_at(Content(base.in_real_time(), NOW)) == "2026-11-22T10:00:00Z"
    assert built_at(Content(base.in_real_time(), NOW, ages=False)) is None


def test_the_clock_of_a_demo_base_goes_on_where_it_is_told_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``kb serve --now real``: the pages have the reader's clock, and so has the search; also after an edit."""
    base = write_base(tmp_path, {"a.md": record_text()}, DEMO)

    def clocks(base_now: str | None) -> list[bool]:
        followed = WatchedBase(tmp_path / "sop", base_now)
        stands = [followed.base.config.demo_now is not None]
        path = tmp_path / "sop" / "a.md"
        path.write_text(f"{path.read_text('utf-8')}\nMore.\n", "utf-8")
        assert followed.look()
        stands.append(followed.base.config.demo_now is not None)
        assert followed.base is followed.base
        return stands

    assert clocks(None) == [True, True]
    assert clocks("real") == [False, False]
    for seen, standing in ((base, '"now": "2026-11-22'), (base.in_real_time(), '"now": null')):
        content = Content(seen, NOW)
        told = [text for name, text in content.settled.items() if name.endswith(".js") and '"now": ' in text[:500]]
        assert len(told) > 5
        assert all(standing in text for text in told)


def test_a_base_without_a_clock_of_its_own_is_the_same_in_real_time(tmp_path: Path) -> None:
    base = load_base(write_base(tmp_path, {"a.md": record_text()}).root)
    assert base.in_real_time() is base


def test_the_loader_stays_within_its_limit() -> None:
    assert len(loader(NOW, "assets/pages/stale.0123456789ab.js")) <= 1000
