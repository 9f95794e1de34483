"""What every door says of a known issue without a fix; and who counts as one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sopkb.core.known import known_line, waits_for
from sopkb.core.load import parse_document
from sopkb.core.load.files import decode
from sopkb.core.record import Record
from sopkb.core.state import State, describe, status_of

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
SINCE = '"2026-11-19T22:40:00Z"'


def record(**fields: object) -> Record:
    front = "\n".join(f"{name}: {value}" for name, value in fields.items())
    found = parse_document(decode(f"---\n{front}\n---\n".encode()), "sop/x.md").record
    assert found is not None
    return found


def line(found: Record) -> str:
    return known_line(found, status_of(found, NOW), {"eng": "Engineering"}.get)  # type: ignore[arg-type]


def test_a_known_issue_is_an_answer_whatever_the_time() -> None:
    found = record(kind="workaround", status="draft", known="true", started=SINCE)
    status = status_of(found, NOW)
    assert (status.state, describe(status, NOW)) == (State.KNOWN, "KNOWN, NO FIX YET (since 2026-11-19)")
    assert status_of(found, datetime(2036, 1, 1, tzinfo=UTC)) == status
    assert status.state.is_live
    assert not status.state.has_steps


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "workaround", "status": "draft"},
        {"kind": "workaround", "status": "draft", "known": "false"},
        {"kind": "workaround", "status": "draft", "known": '"true"'},
        {"kind": "workaround", "status": "active", "known": "true"},
        {"kind": "workaround", "status": "retired", "known": "true"},
        {"kind": "sop", "status": "draft", "known": "true"},
    ],
)
def test_nothing_else_is_one(fields: dict[str, str]) -> None:
    found = record(owner="eng", **fields)
    assert not found.is_known
    assert status_of(found, NOW).state is not State.KNOWN
    assert waits_for(found) == line(found) == ""


def test_the_line_says_since_when_and_whom_it_waits_for_or_that_this_is_not_known() -> None:
    whole = record(kind="workaround", status="draft", known="true", owner="eng", bug="BUG-1", started=SINCE)
    assert line(whole) == (
        "KNOWN, NO FIX YET since 2026-11-19 22:40 UTC. It waits for Engineering (BUG-1). "
        "Nothing below removes the fault."
    )
    other = record(kind="workaround", status="draft", known="true", owner="eng", waits_for='"the vendor"')
    assert "; since when is not said. It waits for the vendor. " in line(other)
    assert "Nobody is named whom it waits for." in line(record(kind="workaround", status="draft", known="true"))
