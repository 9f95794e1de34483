"""``kb changes`` as its user meets it."""

from __future__ import annotations

import json
from collections.abc import Callable

from tests.cli.conftest import Ran

Kb = Callable[..., Ran]


def test_the_demo_base_tells_its_own_week(kb: Kb) -> None:
    done = kb("changes", "--since", "2026-11-16")
    assert done.code == 0
    assert done.out.startswith("# What changed since 2026-11-16\n\n1 record to retrain, ")
    assert " to read, perhaps more, up to 2026-11-22 10:00 UTC." in done.out
    assert "**Not looked at**: sop/ is not in a git repository." in done.out
    assert "WKA-0006" in done.out.split("## Read")[0]
    assert "changelogs alone" in done.err


def test_a_briefing_is_plain_text(kb: Kb) -> None:
    out = kb("changes", "--since", "2026-11-16", "--format", "briefing").out
    assert out.startswith("SHIFT BRIEFING 2026-11-22")
    assert "**" not in out
    assert "#" not in out


def test_words_that_the_base_does_not_know_are_refused_with_those_it_knows(kb: Kb) -> None:
    for option, word, known in (
        ("--role", "agents", "new-agent"),
        ("--area", "kitchen", "access"),
        ("--training", "all", "retrain"),
    ):
        done = kb("changes", "--since", "2026-11-16", option, word)
        assert done.code == 2
        assert f"{option} knows no {word}" in done.err
        assert known in done.err


def test_json_is_for_programs(kb: Kb) -> None:
    out = kb("changes", "--since", "2026-11-16", "--format", "json", "--training", "retrain").out
    assert [item["id"] for item in json.loads(out)["items"]] == ["WKA-0006"]


def test_a_future_day_is_a_wrong_call(kb: Kb) -> None:
    done = kb("changes", "--since", "2027-01-01")
    assert (done.code, done.out) == (2, "")
