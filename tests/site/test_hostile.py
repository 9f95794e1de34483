"""Records are untrusted text: whatever stands in one, and wherever, its page does nothing but show it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.site import hostile
from tests.site.rendering import assert_inert, read
from tests.site.small_base import KB_YML, NOW, record_text

from sopkb.core.config import parse_config
from sopkb.core.corpus import Corpus
from sopkb.core.fields import FIELDS_OF
from sopkb.core.kinds import KINDS as KINDS_OF_RECORD
from sopkb.core.load import Base
from sopkb.core.load.body import parse_body
from sopkb.core.record import Document, Record
from sopkb.core.source import Meta
from sopkb.site.content import Content
from sopkb.site.page import Page, record_page
from sopkb.site.view import View
from sopkb_training.pages.offered import text_of

MARKUP = '<script>alert("1")</script><img src=x onerror=alert(1)> | [x](javascript:a) `b` \\ &lt;i&gt; "q" </h1>'
KINDS = ["sop", "workaround", "escalation", "macro", "troubleshooter", "lookup", "track"]


def pages_of(view: View) -> Iterator[Page]:
    content = Content(view.base, NOW)
    return (page for uri in content.uris() if (page := content.plain_page(uri)))


def planted(value: Any) -> Any:
    """The same structure with the markup in every string of it."""
    if isinstance(value, str):
        return MARKUP
    if isinstance(value, list):
        return [planted(item) for item in value]
    if isinstance(value, dict):
        return {name: planted(item) for name, item in value.items()}
    return value


def test_markup_in_a_reply_that_a_question_offers_shows_as_text(view_of: Callable[..., View]) -> None:
    said = "</details></blockquote><script>alert(1)</script><img src=x onerror=alert(1)> `b` &lt;"
    view = view_of(two=record_text(f"## Text\n### {said}\n> {said}\n>\n> {said}\n\n### B\n> {{site}}", kind="macro"))
    html = text_of(view.corpus.by_id["MAC-0001"])
    assert_inert(html)
    assert read(html).text.count("</details></blockquote>") == 3
    assert html.count("</blockquote>") == 2
    assert "<code>{site}</code>" in html


@pytest.mark.parametrize("kind", KINDS)
def test_markup_in_every_field_shows_as_text(view_of: Callable[..., View], kind: str) -> None:
    meta = yaml.safe_load(record_text(kind=kind).split("---\n")[1])
    kept = {name: meta[name] for name in ("id", "kind", "status")}
    more = {"aliases": [MARKUP], "error_codes": [MARKUP], "retired": {"reason": MARKUP, "note": MARKUP}}
    fields = {**planted({**meta, **more}), "sensitivity": "mentions", "harm_topics": [MARKUP], **kept}
    view = view_of(one=record_text(MARKUP, **fields))
    page = record_page(view.records[0], view)[0]
    assert_inert(page.html)
    assert 'alert("1")' in read(page.html).text
    assert "<" not in str(page.meta["title"])
    assert '"' not in str(page.meta["description"])


def test_markup_in_the_vocabularies_shows_as_text(view_of: Callable[..., View]) -> None:
    settings = planted_vocabularies()
    view = view_of(
        yaml.safe_dump(settings), esc=record_text(kind="escalation"), one=record_text(permissions=["unlock"])
    )
    for page in pages_of(view):
        assert_inert(page.html)
        assert "<" not in str(page.meta["title"])


def planted_vocabularies() -> dict[str, Any]:
    settings: dict[str, Any] = yaml.safe_load(KB_YML)
    settings["name"] = settings["description"] = MARKUP[:80]
    for name in ("areas", "teams", "permissions"):
        settings["vocabularies"][name] = dict.fromkeys(settings["vocabularies"][name], MARKUP)
    settings["vocabularies"]["people"]["lead"]["title"] = MARKUP
    settings["advisories"] = {"default": MARKUP}
    return settings


_KEYS = ("id", "ask", "answers", "say", "goto", "record", "records", "at_major", "title", "minutes", "options")
_MORE_KEYS = ("answer", "because", "q", "type", "level", "team", "reason", "on", "note", "version", "change")
_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 99),
    st.sampled_from([*hostile.WORDS, "SOP-0001", "all", "2026-11-01"]),
)
ANYTHING = st.recursive(
    _VALUES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from((*_KEYS, *_MORE_KEYS)), inner, max_size=4)
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(data=st.data(), kind=st.sampled_from(KINDS))
def test_no_front_matter_and_no_body_breaks_a_page(data: st.DataObject, kind: str) -> None:
    meta = data.draw(st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS_OF[kind], ANYTHING)))
    body = data.draw(st.lists(st.sampled_from(hostile.LINES), max_size=6).map("\n".join))
    ids = {each.name: f"{each.prefix}-0001" for each in KINDS_OF_RECORD}
    own = {"id": ids[kind], "kind": kind}
    record = Record("sop/x.md", Meta({**meta, **own}), parse_body(body, 20))
    view = View(_base(record), NOW)
    assert_inert(record_page(record, view)[0].html)
    for page in pages_of(view):
        assert_inert(page.html)


def _base(record: Record) -> Base:
    return Base(Path("sop"), parse_config(KB_YML, "sop/kb.yml"), Corpus((Document(record.path, (), record),)))


@pytest.mark.parametrize("record_id", ["../SOP-0001", "SOP-0001/x", "index", "SOP-00011", "sop-0001", ""])
def test_what_is_no_id_gets_no_page(view_of: Callable[..., View], record_id: str) -> None:
    view = view_of(one=record_text(id=record_id))
    uris = {page.uri for page in pages_of(view)}
    assert not [uri for uri in uris if ".." in uri or "SOP" in uri]
