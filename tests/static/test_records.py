"""What a record is at a moment, and what filters say of it, is alike in Python and in the browser."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.static.node import Engine, plain
from tests.static.test_text import POLICIES, settings_of

from sopkb.core.folding import fold
from sopkb.core.load import Base
from sopkb.core.record import Record
from sopkb.core.state import Facts, State, describe, facts_of, status_at, status_of
from sopkb.search.filters import passes, subject_of
from sopkb.search.index.cards import traits_of
from sopkb.search.index.ranking import Ranking
from sopkb.search.index.schema import number_of
from sopkb.search.index.settings import settings_of as index_settings
from sopkb.search.index.synonyms import Synonyms
from sopkb.search.notices import Ending, message_of
from sopkb.search.reading import FILTER_FIELDS, Filter

THOROUGH = settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
moments = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=0)
)
near = st.builds(lambda hours: datetime(2026, 11, 22, 10, tzinfo=UTC) + timedelta(hours=hours), st.integers(-100, 100))
perhaps = st.none() | moments | near
facts = st.builds(
    Facts,
    state=st.sampled_from([State.DRAFT, State.RETIRED, State.KNOWN, State.LIVE, State.LIVE]),
    retired=perhaps,
    effective=perhaps,
    expires=perhaps,
    due=perhaps,
)
endings = st.builds(
    Ending,
    because=st.sampled_from(["", "fixed", "unsafe", "merged"]),
    fixed_in=st.sampled_from(["", "4.2.1"]),
    successor=st.sampled_from(["", "SOP-0013"]),
)


def assert_same_status(engine: Engine, known: Facts, ending: Ending, now: datetime, soon: timedelta) -> None:
    status = status_at(known, now, soon)
    question = {"facts": known, "now": now, "soon": soon, "id": "SOP-0012", "ending": ending}
    expected = [status.state, plain(status.moment), describe(status, now), message_of("SOP-0012", status, ending)]
    assert engine("status", question) == expected


@THOROUGH
@given(known=facts, ending=endings, now=moments | near, soon=st.integers(0, 200).map(lambda n: timedelta(hours=n)))
def test_any_record_is_the_same_at_any_moment(
    known: Facts, ending: Ending, now: datetime, soon: timedelta, engine: Engine
) -> None:
    assert_same_status(engine, known, ending, now, soon)


def _ending_of(record: Record, base: Base) -> Ending:
    successor = base.corpus.successor_of(record.id)
    return Ending(record.retired_because, record.meta.text("fixed_in"), successor.id if successor else "")


def test_the_demo_base_is_the_same_from_day_to_day(demo_base: Base, demo_now: datetime, engine: Engine) -> None:
    soon = demo_base.config.policy.expires_soon
    for record in demo_base.corpus.records:
        for days in range(-60, 400, 20):
            now = demo_now + timedelta(days=days, minutes=days)
            assert status_at(facts_of(record), now, soon) == status_of(record, now, soon)
            assert_same_status(engine, facts_of(record), _ending_of(record, demo_base), now, soon)


@pytest.mark.parametrize("field", FILTER_FIELDS)
def test_filters_let_the_same_records_pass(field: str, demo_base: Base, engine: Engine) -> None:
    engine("settings", settings_of(POLICIES[0]))
    config = demo_base.config
    settings = index_settings(config, Ranking(), Synonyms())
    words = {"all", "live", "dead", "active", "due", "soon", "review due", "wka", "sops", "SOP", "zh", "en", "toString"}
    words |= {name for vocabulary in config.labels.values() for pair in vocabulary.items() for name in pair}
    words |= {state.value for state in State} | {"apac", "emea"}
    for record in demo_base.corpus.records[::4]:
        number, traits = number_of(record.id) or 0, traits_of(record, demo_base.corpus)
        subject = subject_of(number, traits, settings)
        for place, value in enumerate(sorted(map(fold, words))):
            state = list(State)[place % len(State)]
            for filters in (
                [Filter(field, (value, "live"))],
                [Filter(field, (value,), is_negated=True), Filter("kind", ("sop",))],
                [Filter(field, (value,)), Filter(field, ("sop",))],
            ):
                question = {"filters": filters, "subject": subject, "state": state}
                assert engine("passes", question) == passes(filters, number, traits, state, settings)
