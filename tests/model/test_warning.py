"""What stands before the first word of a record that nobody may follow, and which record took its place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.conftest import DEMO_NOW
from tests.site.small_base import KB_YML, record_text

from sopkb.core.load import Base
from sopkb.core.state import status_of
from sopkb.core.warning import warning_of, with_warnings

Make = Callable[..., Base]


def said_of(base: Base, record_id: str, now: datetime = DEMO_NOW, *, has_note: bool = True) -> str:
    record = base.corpus.by_id[record_id]
    return warning_of(record, status_of(record, now), base.corpus, has_note=has_note)


def retired(note: str, reason: str = "fixed", **more: Any) -> str:
    end = {"reason": reason, "on": "2026-11-12", **({"note": note} if note else {})}
    return record_text(kind="workaround", status="retired", retired=end, **more)


def test_a_live_record_is_given_as_it_is(small_base: Make) -> None:
    assert said_of(small_base({"a.md": record_text()}, KB_YML), "SOP-0001") == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (record_text(status="draft"), "DRAFT: not approved. Do not follow it."),
        (
            record_text(effective_from="2026-12-01"),
            "SCHEDULED: in force from 2026-12-01. Do not follow it before.",
        ),
        (
            record_text(kind="workaround", expires="2026-11-20T09:30:00Z"),
            "EXPIRED 2026-11-20 09:30 UTC: do not follow it.",
        ),
        (retired("", "obsolete"), "RETIRED 2026-11-12: nobody needs it any more. Do not follow it."),
        (
            retired("Sound comes back at full volume", "unsafe"),
            "UNSAFE, RETIRED 2026-11-12: following it does harm. Never follow it. Sound comes back at full volume.",
        ),
    ],
)
def test_a_record_that_nobody_may_follow_says_so_and_why(small_base: Make, text: str, said: str) -> None:
    base = small_base({"a.md": text}, KB_YML)
    assert said_of(base, next(iter(base.corpus.by_id))) == said


def test_a_workaround_says_it_from_the_second_on_at_which_it_expires(small_base: Make) -> None:
    base = small_base({"a.md": record_text(kind="workaround", expires="2026-12-01T00:00:00Z")}, KB_YML)
    assert said_of(base, "WKA-0001", datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC)) == ""
    assert said_of(base, "WKA-0001", datetime(2026, 12, 1, tzinfo=UTC)).startswith("EXPIRED 2026-12-01")


def test_what_took_its_place_is_named_once(small_base: Make) -> None:
    noted = {"a.md": retired("Use SOP-0001."), "b.md": record_text()}
    assert said_of(small_base(noted, KB_YML), "WKA-0001").endswith("Do not follow it. Use SOP-0001.")
    related = {"a.md": retired("Player 5.5 is out"), "b.md": record_text(supersedes=["WKA-0001"])}
    base = small_base(related, KB_YML)
    assert said_of(base, "WKA-0001").endswith("Player 5.5 is out. Follow SOP-0001 instead.")
    assert said_of(base, "WKA-0001", has_note=False).endswith("Do not follow it. Follow SOP-0001 instead.")


@pytest.mark.parametrize(
    ("note", "other", "successor"),
    [
        ("Player 5.5 takes it; use SOP-0001.", {}, "SOP-0001"),
        ("Use SOP-0001 or SOP-0002.", {}, None),  # which of them, nobody has said
        ("Use SOP-0009.", {}, None),
        ("Use SOP-0001.", {"status": "draft"}, None),  # a draft is nobody's answer
        ("Ask ESC-0001.", {}, None),  # whom to ask is no answer either
        ("WKA-0001 is over; SOP-0001 holds.", {}, "SOP-0001"),
        ("", {}, None),
    ],
)
def test_the_only_record_that_the_note_of_a_retirement_names_took_its_place(
    small_base: Make, note: str, other: dict[str, Any], successor: str | None
) -> None:
    files = {
        "a.md": retired(note),
        "b.md": record_text(**other),
        "c.md": record_text(id="SOP-0002"),
        "d.md": record_text(kind="escalation"),
    }
    found = small_base(files, KB_YML).corpus.successor_of("WKA-0001")
    assert (found.id if found else None) == successor


def test_what_supersedes_a_record_counts_before_a_note(small_base: Make) -> None:
    files = {
        "a.md": retired("Use SOP-0001."),
        "b.md": record_text(),
        "c.md": record_text(id="SOP-0002", supersedes=["WKA-0001"]),
    }
    successor = small_base(files, KB_YML).corpus.successor_of("WKA-0001")
    assert successor
    assert successor.id == "SOP-0002"


def test_a_text_without_anything_to_say_first_stays_to_the_byte() -> None:
    assert with_warnings("---\nid: SOP-0001\n", ("", "")) == "---\nid: SOP-0001\n"
    assert with_warnings("text", ("One.", "", "Two.")) == "> One.\n> Two.\n\ntext"
