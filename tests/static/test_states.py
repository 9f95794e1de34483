"""Whatever span of time a moment falls into, the engine knows the state of every record at it, as Python does."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from tests.static.node import Engine
from tests.static.test_ranking import as_engine_has_it

from sopkb.core.load import Base
from sopkb.core.state import turns_of
from sopkb.search import search
from sopkb.search.index import open_index, update_index
from sopkb.search.static import export_index, states


def test_at_the_turn_of_any_record_both_give_the_same_states(
    demo_base: Base, tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(states, "TURNS", 7)
    update_index(demo_base, tmp_path / "index")
    with open_index(demo_base, tmp_path / "index") as index:
        export_index(index, tmp_path / "site", tmp_path / "kept")
        engine("open", str(tmp_path / "site"))
        lives = [traits.life for traits in index.traits.values()]
        moments = sorted({moment for life in lives for moment, _ in turns_of(life, index.settings.soon) if moment})
        assert len(list(states.states_files(index))) > 5
        near = (moment + timedelta(seconds=late) for moment in moments[::2] for late in (-1, 0))
        for now in (moments[0] - timedelta(days=9000), *near, moments[-1] + timedelta(days=9000)):
            expected = as_engine_has_it(search(index, "kind:wka,sop", now=now, limit=3))
            assert engine("ask", {"query": "kind:wka,sop", "now": now, "limit": 3}) == expected, now
