"""What was answered before is answered again as if it were asked for the first time, at any moment and in any order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sopkb.search import search
from sopkb.search.index import SearchIndex
from sopkb_serve import remembered
from sopkb_serve.knowledge import Knowledge
from sopkb_serve.remembered import Remembered

FIRST = datetime(2026, 11, 1, tzinfo=UTC)
QUERIES = ("black screen sound ok", "rc4031", "wka 12", "queue", "zzyzx", "state:expired")


@pytest.fixture(scope="module")
def index(knowledge_of: Callable[[], Knowledge]) -> SearchIndex:
    return knowledge_of().snapshot.index


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(QUERIES),
            st.integers(0, 60 * 24 * 60),
            st.sampled_from(({}, {"kind": ["sop"]}, {"area": ["video"], "kind": ["workaround"]})),
            st.sampled_from((3, 10)),
            st.sampled_from((0, 2)),
        ),
        min_size=2,
        max_size=12,
    )
)
def test_an_answer_is_the_same_as_a_new_one(
    index: SearchIndex, asked: list[tuple[str, int, dict[str, list[str]], int, int]]
) -> None:
    """Over two months of moments, in which workarounds expire and reviews fall due."""
    kept = Remembered()
    for text, minutes, filters, limit, offset in (*asked, *asked):
        now = FIRST + timedelta(minutes=minutes)
        told = kept.search(index, text, now=now, filters=filters, limit=limit, offset=offset)
        assert told == search(index, text, now=now, filters=filters, limit=limit, offset=offset)


def test_only_so_many_are_kept_and_what_is_asked_again_is_kept_longest(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembered, "MOST", 2)
    worked_out: list[str] = []

    def counted(index: SearchIndex, text: str, **given: object) -> object:
        worked_out.append(text)
        return search(index, text, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(remembered, "search", counted)
    kept = Remembered()
    for text in ("rc4031", "queue", "rc4031", "black", "rc4031", "queue"):
        kept.search(index, text, now=FIRST, filters={}, limit=10, offset=0)
    assert worked_out == ["rc4031", "queue", "black", "queue"]
