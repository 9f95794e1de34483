"""What of kb.yml protects people cannot be loosened by the change that profits from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from tests.conftest import SMALL_CONFIG

from sopkb.core.config import SCHEMA, Config, parse_config
from sopkb.history.guarded import FREE, GUARDED, held_to, loosened

MORE = """\
language: en
danger: {life: ESC-0001, child_safety: ESC-0002}
journal: {address: "/", keep_days: 30}
report_form: "https://tracker.example.org/new"
rules:
  P04: {level: error, reason: "Agreed with the team"}
  F01: {level: warning, reason: "Agreed with the team"}
"""
POLICY = """\
policy:
  expiry: {verified_days: 14, unverified_hours: 72, soon_hours: 48, renewals: 3, old_days: 60}
  review: {min_days: 30, max_days: 365, draft_idle_days: 14}
  roles: {new-agent: {must_know: [SOP-0001, SOP-0002]}}
"""
WHOLE = MORE + SMALL_CONFIG.replace("policy:\n", POLICY)
HEARD = "vocabularies.languages: danger is no longer recognised in"
LOOSER = [
    ("trust-and-safety, payments", "trust-and-safety", "packs: the rules of the pack payments no longer count"),
    ("level: error", "level: off", "rules: P04 is off"),
    ("level: error", "level: warning", "rules: P04 is only a warning, no longer an error"),
    ('  P04: {level: error, reason: "Agreed with the team"}\n', "", "rules: P04 is only a warning, no longer an error"),
    ("level: warning", "level: off", "rules: F01 is off"),
    ("keep_days: 30", "keep_days: 90", "journal: searches are kept for longer"),
    ('address: "/"', 'address: "https://x.example"', "journal: the site sends searches to https://x.example/"),
    ("tracker.example.org", "x.example", "report_form: reports go to another form"),
    (", child_safety: ESC-0002", "", "danger: child_safety has no route any longer"),
    (
        "child_safety: ESC-0002",
        "child_safety: ESC-0001",
        "danger: child_safety leads to ESC-0001, no longer to ESC-0002",
    ),
    ("languages: [en, es, ar, zh]", "languages: [en, zh]", f"{HEARD} ar"),
    ("  languages: [en, es, ar, zh]\n", "", "vocabularies.languages: any word is allowed"),
    ("  hosts: [kb.example.org]\n", "", "vocabularies.hosts: any word is allowed"),
    ("  sites: [all, dub-1]\n", "", "vocabularies.sites: any word is allowed"),
    ("[kb.example.org]", "[kb.example.org, x.example]", "vocabularies.hosts: links may go to x.example"),
    ("{self_harm: ESC-0002}", "{self_harm: ESC-0001}", "policy.safety_routes: self_harm leads to ESC-0001, no longer"),
    ("[self_harm, violence]", "[self_harm]", "vocabularies.harm_topics: the topic violence is gone"),
    ("[lead, other-lead]", "[lead, other-lead, trainee]", "policy.approvers: trainee may sign for other areas"),
    ("other-lead]}", "other-lead], video: [trainee]}", "policy.approvers: trainee may sign for video"),
    ("  approvers: {default: [lead, other-lead]}\n", "", "policy.approvers: anybody may sign"),
    ("{default: [lead, other-lead]}", "{}", "policy.approvers: anybody may sign"),
    ('"Lead", team', '"Lead", account: "@me", team', "vocabularies.people: another account is now given for lead"),
    ("[files/, assets/]", "[files/, assets/, x/]", "policy.attachments: x/ may be kept beside the records"),
    ("verified_days: 14", "verified_days: 15", "policy.expiry: verified workarounds may live longer"),
    ("unverified_hours: 72", "unverified_hours: 73", "policy.expiry: unverified workarounds may live longer"),
    ("soon_hours: 48", "soon_hours: 24", "policy.expiry: people are warned later that a workaround expires"),
    ("renewals: 3", "renewals: 4", "policy.expiry: many renewals are reported later"),
    ("old_days: 60", "old_days: 61", "policy.expiry: an old workaround is reported later"),
    ("max_days: 365", "max_days: 366", "policy.review: records may go longer without a review"),
    ("draft_idle_days: 14", "draft_idle_days: 15", "policy.review: an idle draft is reported later"),
    ("[SOP-0001, SOP-0002]", "[SOP-0002]", "policy.roles: new-agent need no longer know SOP-0001"),
    ("  default: ", "  violence: ", "advisories: the advisory for default is gone"),
    ("language: en", 'demo: {now: "2020-01-01T00:00:00Z"}', "demo: the clock of the base is stopped at 2020"),
]


def settings(text: str) -> Config:
    config = parse_config(text, "sop/kb.yml")
    assert not config.diagnostics, config.diagnostics
    return config


def told(before: Config, after: Config) -> list[str]:
    return [str(each).replace("`", "") for each in loosened(before, after)]


@pytest.mark.parametrize(("old", "new", "expected"), LOOSER)
def test_what_lets_more_pass_is_told_and_its_way_back_is_not(old: str, new: str, expected: str) -> None:
    assert WHOLE.count(old) == 1
    before, after = settings(WHOLE), settings(WHOLE.replace(old, new))
    assert any(each.startswith(expected) for each in told(before, after)), told(before, after)
    either_way = ("report_form", "vocabularies.people")  # no address and no account is the stricter one
    assert expected.startswith(either_way) or not any(each.startswith(expected) for each in told(after, before))


@pytest.mark.parametrize(("old", "new", "expected"), LOOSER)
def test_nothing_that_was_loosened_counts_for_records_while_the_change_is_open(
    old: str, new: str, expected: str
) -> None:
    before, after = settings(WHOLE), settings(WHOLE.replace(old, new))
    held = held_to(before, after)
    not_for_records = ("journal", "report_form", "vocabularies.people", "policy.roles", "advisories", HEARD)
    left = [each for each in told(before, held) if not each.startswith(not_for_records)]
    assert left == []


def test_what_a_change_makes_stricter_counts_at_once() -> None:
    stricter = WHOLE.replace("[kb.example.org]", "[]").replace("verified_days: 14", "verified_days: 7")
    held = held_to(settings(WHOLE), settings(stricter.replace("[files/, assets/]", "[files/2026/]")))
    assert (held.vocabularies["hosts"], held.policy.longest_expiry.days) == ((), 7)
    assert (held.policy.lists("files/2026/a.pdf"), held.policy.lists("files/a.pdf")) == (True, False)


def test_to_name_the_first_approvers_loosens_nothing() -> None:
    nobody = WHOLE.replace("{default: [lead, other-lead]}", "{}")
    assert list(loosened(settings(nobody), settings(WHOLE))) == []


def test_words_that_a_change_adds_may_be_used_in_it() -> None:
    more = WHOLE.replace('video: "Video"', 'video: "Video", billing: "Billing"')
    assert "billing" in held_to(settings(WHOLE), settings(more)).vocabularies["areas"]


def keys(schema: Mapping[str, Any]) -> set[tuple[str, ...]]:
    inner = ("vocabularies", "policy")
    top = {(key,) for key in schema["properties"] if key not in inner}
    return top | {(key, name) for key in inner for name in schema["properties"][key]["properties"]}


def test_every_key_of_the_file_is_guarded_or_said_to_protect_nobody() -> None:
    """Whoever adds a key decides: see history/guarded.py. Words of the file's own form are checked by the schema."""
    assert keys(SCHEMA) == set(GUARDED) | FREE
    assert not set(GUARDED) & FREE
