"""Old names lead to the record: as addresses that never take the place of a page."""

from __future__ import annotations

from collections.abc import Callable

from tests.site.rendering import read
from tests.site.small_base import record_text

from sopkb.site.redirects import redirects
from sopkb.site.view import View

MARKUP = "</title><script>alert(1)</script>"


def test_an_alias_is_an_address_of_its_own_unless_a_page_has_it(view_of: Callable[..., View]) -> None:
    aliases = ["KB-1234", "Unlock guide", "index", "SOP-0002", "../../etc", "账号"]
    view = view_of(a=record_text(aliases=aliases, title=f"Player: {MARKUP}"), b=record_text(id="SOP-0002"))
    found = redirects(view, frozenset({"index.html", "sop-0001.html", "sop-0002.html"}))
    assert set(found) == {"KB-1234.html", "unlock-guide.html", "etc.html"}
    seen = read(found["KB-1234.html"])
    assert seen.links == ["SOP-0001.html"]
    assert "script" not in seen.tags
    assert 'content="0; url=SOP-0001.html"' in found["KB-1234.html"]


def test_of_two_records_with_one_alias_the_first_has_it(view_of: Callable[..., View]) -> None:
    view = view_of(a=record_text(aliases=["Old"]), b=record_text(id="SOP-0002", aliases=["old"]))
    assert "SOP-0001" in redirects(view, frozenset())["Old.html"]
    assert len(redirects(view, frozenset())) == 1
