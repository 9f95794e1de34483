"""What an emergency asks first of an escalation: how to raise it, and who answers in how many minutes."""

from __future__ import annotations

from sopkb.core.load import parse_document
from sopkb.core.load.files import decode
from sopkb.core.raising import raising_of
from sopkb.core.record import Record

_DUTY = '{level: 1, team: safety, channel_role: on-call, respond_minutes: 5, hours: "24x7"}'
_DAYS = '{level: 1, team: tools, channel_role: duty, respond_minutes: 60, hours: "Mon-Fri 07:00-19:00 UTC"}'
_NIGHTS = '{level: 2, team: tools, channel_role: on-call, respond_minutes: 30, hours: "24x7"}'


def escalation(*route: str, **fields: str) -> Record:
    front = "\n".join(f"{name}: {value}" for name, value in fields.items())
    levels = "".join(f"\n  - {level}" for level in route)
    found = parse_document(decode(f"---\nid: ESC-0002\n{front}\nroute:{levels}\n---\n".encode()), "sop/x.md").record
    assert found is not None
    return found


def test_a_route_says_what_to_press_and_who_answers_in_how_many_minutes() -> None:
    raising = raising_of(escalation(_DUTY, how_to_raise='"Ticket > Escalate > ESC-0002"'))
    assert raising.how == "Ticket > Escalate > ESC-0002"
    assert raising.first is not None
    assert (raising.first.team, raising.first.role, raising.first.minutes) == ("safety", "on-call", 5)
    labels = {"safety": "Safety operations"}
    assert raising.how_fast(labels.__getitem__) == "Safety operations on-call answers within 5 minutes, 24x7"


def test_a_first_level_that_keeps_hours_is_told_with_the_next_that_is_always_there() -> None:
    # At 3 a.m. "within 60 minutes" alone would be a promise that nobody keeps.
    told = raising_of(escalation(_DAYS, _NIGHTS)).how_fast()
    assert told == (
        "tools duty answers within 60 minutes, Mon-Fri 07:00-19:00 UTC; "
        "level 2: tools on-call answers within 30 minutes, 24x7"
    )
    assert raising_of(escalation(_DAYS)).how_fast() == "tools duty answers within 60 minutes, Mon-Fri 07:00-19:00 UTC"
    assert raising_of(escalation(_DUTY, _NIGHTS)).how_fast() == "safety on-call answers within 5 minutes, 24x7"


def test_what_a_route_does_not_say_is_not_made_up() -> None:
    bare = raising_of(escalation("{level: 1, team: safety}", "nobody"))
    assert bare.how == ""
    assert bare.how_fast() == "safety answers; how fast is not known"
    assert raising_of(escalation()).how_fast() == ""
    assert raising_of(escalation()).first is None
