"""Mistakes in ``kb.yml`` are findings with a line; what stands beside them still holds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import CHECKOUT, SMALL_CONFIG

from sopkb.core.config import SCHEMA, Policy, parse_config

DEMO = (CHECKOUT / "sop/kb.yml").read_text("utf-8")
MINIMAL = "name: x\nvocabularies:\n  areas: {a: A}\n  teams: {t: T}\n  people: {p: {title: P}}\n  audiences: [u]\n"


def found(text: str) -> list[tuple[int, str]]:
    return [(each.line, each.code) for each in parse_config(text, "sop/kb.yml").diagnostics]


@pytest.mark.parametrize("text", [DEMO, SMALL_CONFIG, MINIMAL])
def test_a_good_file_gives_no_finding(text: str) -> None:
    assert found(text) == []


def test_where_the_file_is_silent_the_defaults_hold() -> None:
    config = parse_config(MINIMAL, "sop/kb.yml")
    assert config.policy == Policy()
    assert config.demo_now is None
    assert config.label("areas", "a") == "A"
    assert config.label("areas", "b") == "b"
    assert config.policy.approvers_of("a") == ()


def test_what_the_file_says_is_read() -> None:
    config = parse_config(DEMO.replace("verified_days: 14", "verified_days: 7"), "sop/kb.yml")
    assert config.policy.longest_expiry == timedelta(days=7)
    assert config.policy.approvers_of("safety") == ("safety-lead",)
    assert config.policy.approvers_of("video")[0] == "puo-lead-emea"
    assert config.people["puo-duty"].account == "@puo-duty"
    assert config.advisory(["self_harm"]).endswith("read later.")


@pytest.mark.parametrize(
    ("before", "after", "below", "code"),
    [
        ("language: en", "lang: en", 0, "S02"),
        ("language: en", "language: en\nlanguage: zh", 1, "S03"),
        ("language: en", "language: en\njournal: {address: 'http://kb.example.org'}", 1, "S02"),
        ("language: en", "language: en\njournal: {address: '//kb.example.org'}", 1, "S02"),
        ("language: en", "language: en\njournal: {address: 'https://a.example; script-src *'}", 1, "S02"),
        ("language: en", "language: en\njournal: {address: ''}", 1, "S02"),
        ("language: en", "language: en\njournal: {keep_days: 3}", 1, "S02"),
        ("verified_days: 14", "verified_days: two weeks", 0, "S02"),
        ("verified_days: 14", "verified_day: 14", 0, "S02"),
        ("soon_hours: 48", "soon_hours: 48.5", 0, "S02"),
        ("min_days: 30", "min_days: 400", 0, "S02"),
        (r'"^BUG-\\d+$"', r'"^BUG-(\\d+$"', 0, "S02"),
        (r'"^BUG-\\d+$"', r'"^BUG-\\Z"', 0, "S02"),
        ("{sop: 180,", "{sops: 180,", 0, "S02"),
        ("safety: [safety-lead]", "safety: [safety-boss]", 0, "S02"),
        ("    data: [data-lead", "    dada: [data-lead", 0, "S02"),
        ('  violence: "You', '  bullies: "You', 0, "S02"),
        ('account: "@puo-duty"', "account: puo-duty", 0, "S02"),
        ('puo-duty: {title: "PUO duty approver", ', "puo-duty: {", 0, "S02"),
        ("  regions: [all", "  regions: [all, all", 0, "S02"),
        ('now: "2026-11-22T10:00:00Z"', 'now: "2026-11-22 10:00"', 0, "S02"),
        ('now: "2026-11-22T10:00:00Z"', 'now: "2026-11-22T10:00:00.5Z"', 0, "S02"),
        ("  areas:\n", "  area:\n", 0, "S02"),
        ('name: "PUO knowledge base"', "name: PUO: knowledge base", 0, "S03"),
        ('name: "PUO knowledge base"', "name: 1.10", 0, "S04"),
        ('now: "2026-11-22T10:00:00Z"', "now: 2026-11-22T10:00:00Z", 0, "S04"),
        ("  regions: [all", "  regions: [no, all", 0, "S04"),
        ("language: en", "language: no", 0, "S04"),
        ("verified_days: 14", "verified_days: 014", 0, "S02"),
        ("vendor-lead: {permissions: [queue-assign]", "vendor-boss: {permissions: [queue-assign]", 0, "S02"),
        ("vendor-lead: {permissions: [queue-assign]", "vendor-lead: {permissions: [queue-asign]", 0, "S02"),
        ("must_know: [SOP-0022, ESC-0006]", "must_know: [SOP-22, ESC-0006]", 0, "S02"),
        ("vendor-lead: {permissions: [queue-assign]", "vendor-lead: {rights: [queue-assign]", 0, "S02"),
    ],
)
def test_a_mistake_is_told_on_its_line(before: str, after: str, below: int, code: str) -> None:
    assert DEMO.count(before) == 1
    line = DEMO.count("\n", 0, DEMO.index(before)) + 1 + below
    assert (line, code) in found(DEMO.replace(before, after))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "language: en",
            "language: 2026-11-22",
            ("S04", 'Quote `language: "2026-11-22"`; YAML read it as the date 2026-11-22.'),
        ),
        ("language: en", "language: no", ("S04", 'Quote `language: "no"`; YAML read it as false.')),
        ("verified_days: 14", "verified_days: 014", ("S02", "`policy.expiry.verified_days` has the wrong form")),
    ],
)
def test_a_trap_is_told_once_and_quoting_is_advised_only_where_it_mends(
    before: str, after: str, expected: tuple[str, str]
) -> None:
    (only,) = parse_config(DEMO.replace(before, after), "sop/kb.yml").diagnostics
    assert only.code == expected[0]
    assert only.message.startswith(expected[1])


def test_a_mistake_takes_nothing_with_it_but_its_own_part() -> None:
    config = parse_config(
        DEMO.replace("verified_days: 14", "verified_days: x").replace("  regions: [all", "  regions: [1"), "k"
    )
    assert config.policy.longest_expiry == Policy.longest_expiry
    assert config.policy.approvers_of("safety") == ("safety-lead",)
    assert "regions" not in config.vocabularies
    assert "areas" in config.vocabularies


def test_a_role_is_what_it_may_do_and_must_know() -> None:
    role = parse_config(DEMO, "k").policy.roles["qa-data"]
    assert "sample-draw" in role.permissions
    assert role.must_know == ("SOP-0022", "ESC-0006")


@pytest.mark.parametrize(
    ("written", "address", "origin"),
    [
        ("/", "/", ""),
        ("/desk/kb", "/desk/kb/", ""),
        ("https://kb-api.example.org", "https://kb-api.example.org/", "https://kb-api.example.org"),
        ("https://example.org:8443/kb/", "https://example.org:8443/kb/", "https://example.org:8443"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
    ],
)
def test_a_journal_is_at_the_sites_own_host_or_at_one_that_is_named(written: str, address: str, origin: str) -> None:
    journal = parse_config(f"{MINIMAL}journal: {{address: '{written}'}}\n", "sop/kb.yml").journal
    assert journal is not None
    assert (journal.address, journal.origin, journal.keep_days) == (address, origin, 90)


def test_a_private_word_is_not_repeated() -> None:
    text = MINIMAL.replace("{p: {title: P}}", "{jane.doe@example.org: {title: P}}")
    messages = [each.message for each in parse_config(text, "k").diagnostics]
    assert messages
    assert not any("jane" in message for message in messages)


@pytest.mark.parametrize(
    "text", ["vocabularies:\n", "vocabularies: []\n", "policy: 5\n", "demo: {}\n", "[1]", "name: [x]\n"]
)
def test_a_file_of_another_shape_is_findings_and_defaults(text: str) -> None:
    config = parse_config(text, "k")
    assert config.diagnostics
    assert config.policy == Policy()


@given(st.text(max_size=200), st.integers(0, len(DEMO)), st.integers(0, 80))
def test_no_text_raises(noise: str, at: int, cut: int) -> None:
    parse_config(noise, "k")
    parse_config(DEMO[:at] + noise + DEMO[at + cut :], "k")


def test_every_key_says_what_it_is_for() -> None:
    def silent(schema: dict, path: str) -> list[str]:
        missing = [] if schema.get("description") or path.endswith(("[]", ".*")) else [path]
        for name, part in schema.get("properties", {}).items():
            missing += silent(part, f"{path}.{name}")
        return missing

    assert silent(dict(SCHEMA), "kb.yml") == []
