"""The turns of a record are those of its state, and no others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sopkb.core.state import Facts, State, status_at, turns_of

SOON = timedelta(hours=48)
moments = st.integers(0, 40).map(lambda days: datetime(2026, 11, 1, tzinfo=UTC) + timedelta(days=days))
anywhere = st.none() | moments
facts = st.builds(
    Facts, st.sampled_from((State.DRAFT, State.LIVE, State.RETIRED)), anywhere, anywhere, anywhere, anywhere
)


@given(facts=facts, now=moments)
def test_the_last_turn_before_a_moment_gives_the_state_at_it(facts: Facts, now: datetime) -> None:
    turns = list(turns_of(facts, SOON))
    assert turns[0][0] is None
    assert [state for moment, state in turns if moment is None or moment <= now][-1] is status_at(
        facts, now, SOON
    ).state
    assert all(one[1] is not other[1] for one, other in pairwise(turns))


def test_what_expires_when_the_calendar_begins_has_been_expiring_soon_ever_since() -> None:
    first = datetime(1, 1, 1, tzinfo=UTC)
    life = Facts(State.LIVE, expires=first + timedelta(hours=1))
    assert list(turns_of(life, SOON)) == [(None, State.EXPIRES_SOON), (life.expires, State.EXPIRED)]
