"""What a record is at the moments around each boundary."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sopkb.core.load import parse_document
from sopkb.core.load.files import decode
from sopkb.core.record import Record
from sopkb.core.state import State, review_due, status_of

SECOND = timedelta(seconds=1)


def record(**fields: object) -> Record:
    front = "\n".join(f"{name}: {value}" for name, value in fields.items())
    found = parse_document(decode(f"---\n{front}\n---\n".encode()), "sop/x.md").record
    assert found is not None
    return found


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (at("2026-11-09 23:59:59"), State.SCHEDULED),
        (at("2026-11-10 00:00:00"), State.LIVE),
    ],
)
def test_a_date_turns_at_midnight_utc(moment: datetime, state: State) -> None:
    assert status_of(record(status="active", effective_from='"2026-11-10"'), moment).state is state


def test_a_workaround_expires_in_the_second_it_names_and_says_so_48_hours_before() -> None:
    expires = at("2026-12-02 09:00:00")
    wka = record(status="active", expires='"2026-12-02T09:00:00Z"')
    soon = timedelta(hours=48)
    assert status_of(wka, expires - soon - SECOND).state is State.LIVE
    assert status_of(wka, expires - soon).state is State.EXPIRES_SOON
    assert status_of(wka, expires - SECOND).state is State.EXPIRES_SOON
    assert status_of(wka, expires).state is State.EXPIRED
    assert status_of(wka, expires).moment == expires
    assert status_of(wka, expires - SECOND, soon=timedelta(0)).state is State.LIVE


def test_a_review_is_due_at_the_midnight_after_its_days() -> None:
    sop = record(status="active", last_reviewed='"2026-11-01"', review_days=30)
    due = at("2026-12-01 00:00:00")
    assert review_due(sop) == due
    assert status_of(sop, due - SECOND).state is State.LIVE
    assert status_of(sop, due).state is State.REVIEW_DUE
    assert status_of(sop, due).state.is_live


def test_what_is_stored_goes_before_what_is_computed() -> None:
    now = at("2026-12-03 00:00:00")
    expired = '"2026-12-02T09:00:00Z"'
    assert status_of(record(status="draft", expires=expired), now).state is State.DRAFT
    retired = status_of(record(status="retired", expires=expired, retired='{reason: fixed, on: "2026-12-01"}'), now)
    assert retired.state is State.RETIRED
    assert retired.moment == at("2026-12-01 00:00:00")
    assert retired.state.is_dead


@pytest.mark.parametrize("status", ["published", "Active", "[active]", "~", "1"])
def test_an_unknown_status_is_a_draft(status: str) -> None:
    assert status_of(record(status=status), at("2026-11-22 10:00:00")).state is State.DRAFT


def test_a_day_beyond_the_calendar_has_no_review() -> None:
    assert review_due(record(last_reviewed='"9999-12-31"', review_days=365)) is None
    assert review_due(record(last_reviewed='"2026-11-01"', review_days=10**17)) is None
