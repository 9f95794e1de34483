"""Severity, drafts and waivers are decided in one place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.conftest import DEMO_NOW, make_base
from tests.rules.fixtures import check_files, files_of, names

from sopkb.core.diagnostics import Diagnostic, Finding, Location, Severity
from sopkb.core.fields import ALL
from sopkb.core.load import Base
from sopkb.core.record import Record
from sopkb.lint.check import check_base
from sopkb.lint.rules import RULE_BY_CODE, RULES, AnyRule
from sopkb.lint.rules.rule import Context, CorpusRule, RecordRule, When

SOP = "sops/SOP-0002-accesshub-restore-a-locked-account.md"
HEALTHY = files_of("S01/pass-every-kind")


def changed(before: str, after: str, path: str = SOP) -> dict[str, str]:
    assert before in HEALTHY[path]
    return {**HEALTHY, path: HEALTHY[path].replace(before, after, 1)}


def told(found: tuple[Diagnostic, ...]) -> list[tuple[str, str]]:
    return [(each.code, each.severity.value) for each in found]


def always(record: Record, context: Context) -> Iterator[Finding]:
    yield Finding("Found. Mend it.", Location(1, 1))


P99 = RecordRule("P99", Severity.ERROR, check=always)
EASING = RecordRule("P98", Severity.ERROR, eases_in_drafts=True, check=always)
NIGHTLY = RecordRule("L99", Severity.WARNING, when=When.NIGHTLY, check=always)
WAIVER = 'sensitivity: none\nwaive: [{{rule: {rule}, reason: "Agreed", by: lead, until: "{until}"}}]\n'


def check_one(tmp_path: Path, files: dict[str, str], *rules: AnyRule, nightly: bool = False) -> Counter[str]:
    found = check_base(make_base(tmp_path, files), DEMO_NOW, rules=rules, nightly=nightly)
    return Counter(f"{each.record_id} {each.code} {each.severity.value}" for each in found if each.path.endswith(SOP))


def waived(rule: str, until: str) -> dict[str, str]:
    return changed("sensitivity: none\n", WAIVER.format(rule=rule, until=until))


@pytest.mark.parametrize(("until", "found"), [("2026-11-22", 0), ("2027-01-31", 0), ("2026-11-21", 1), ("soon", 1)])
def test_a_waiver_holds_to_the_end_of_its_day(until: str, found: int, tmp_path: Path) -> None:
    assert check_one(tmp_path, waived("P99", until), P99).total() == found


def test_a_waiver_ends_at_midnight_utc(tmp_path: Path) -> None:
    base = make_base(tmp_path, waived("P99", "2026-11-22"))
    last, next_day = datetime(2026, 11, 22, 23, 59, 59, tzinfo=UTC), datetime(2026, 11, 23, tzinfo=UTC)
    assert not [each for each in check_base(base, last, rules=[P99]) if each.record_id == "SOP-0002"]
    assert [each for each in check_base(base, next_day, rules=[P99]) if each.record_id == "SOP-0002"]


def test_a_waiver_is_for_its_rule_and_its_record_alone(tmp_path: Path) -> None:
    base = make_base(tmp_path, waived("P99", "2027-01-31"))
    found = {each.record_id for each in check_base(base, DEMO_NOW, rules=[P99])}
    assert found == set(base.corpus.by_id) - {"SOP-0002"}
    assert check_one(tmp_path, waived("P97", "2027-01-31"), P99).total() == 1


@pytest.mark.parametrize("code", ["S01", "S05", "I02", "A01", "A02", "A03"])
def test_what_cannot_be_waived_is_found_and_the_waiver_refused(code: str, tmp_path: Path) -> None:
    rule = RecordRule(code, Severity.ERROR, check=always)
    assert check_one(tmp_path, waived(code, "2027-01-31"), rule).total() == 1
    assert told(check_files(tmp_path, waived(code, "2027-01-31"))) == [("S02", "error")]


@pytest.mark.parametrize("code", ["A04", "F03", "K01", "P02", "R06"])
def test_what_can_be_waived_may_stand_in_a_waiver_and_is_idle_where_it_keeps_nothing_back(
    code: str, tmp_path: Path
) -> None:
    assert told(check_files(tmp_path, waived(code, "2027-01-31"))) == [("X01", "warning")]


@pytest.mark.parametrize("code", ["C01", "L05", "X01"])
def test_a_waiver_of_a_change_of_the_nightly_run_or_of_idleness_is_not_called_idle(code: str, tmp_path: Path) -> None:
    assert check_files(tmp_path, waived(code, "2027-01-31")) == ()


def test_a_future_major_and_its_record_have_each_their_own_waivers(tmp_path: Path) -> None:
    future = SOP.replace(".md", ".next.md")
    both = {**HEALTHY, future: HEALTHY[SOP]}
    for waiving, other in ((SOP, future), (future, SOP)):
        files = {**both, waiving: waived("P99", "2027-01-31")[SOP]}
        found = check_base(make_base(tmp_path, files), DEMO_NOW, rules=[P99])
        assert [each.path for each in found if each.record_id == "SOP-0002"] == [f"sop/{other}"]


def test_a_waiver_keeps_back_what_a_rule_over_all_records_finds_in_its_file(tmp_path: Path) -> None:
    def over_all(context: Context) -> Iterator[Finding]:
        yield Finding("Found. Mend it.", path=f"sop/{SOP}")

    rule = CorpusRule("F98", Severity.ERROR, check=over_all)
    assert check_one(tmp_path, HEALTHY, rule).total() == 1
    assert check_one(tmp_path, waived("F98", "2027-01-31"), rule).total() == 0


def test_a_waiver_is_idle_only_where_its_rule_ran(tmp_path: Path) -> None:
    for code in ("L05", "C01", "L01"):  # of the night, and of a comparison with an earlier revision
        assert check_files(tmp_path, waived(code, "2027-01-31")) == ()
    assert told(check_files(tmp_path, waived("K01", "2027-01-31"))) == [("X01", "warning")]
    assert check_one(tmp_path, waived("K01", "2027-01-31"), RULE_BY_CODE["X01"]).total() == 0


def test_a_rule_that_eases_only_warns_about_a_draft(tmp_path: Path) -> None:
    draft = changed("status: active", "status: draft")
    assert check_one(tmp_path, draft, EASING, P99) == {"SOP-0002 P98 warning": 1, "SOP-0002 P99 error": 1}
    assert check_one(tmp_path, HEALTHY, EASING) == {"SOP-0002 P98 error": 1}


def test_a_draft_may_be_incomplete_but_not_misspelt(tmp_path: Path) -> None:
    files = changed("status: active", "status: draft")
    files[SOP] = files[SOP].replace("est_minutes: 5\n", "").replace("## Tell the user", "## Something")
    assert set(told(check_files(tmp_path, files))) == {("S01", "warning")}
    files[SOP] = files[SOP].replace("audience: [puo]", "audience: [pou]")
    assert ("S02", "error") in told(check_files(tmp_path, files))


def test_what_an_active_record_needs_a_draft_may_leave_empty(tmp_path: Path) -> None:
    files = changed("status: active", "status: draft")
    files[SOP] = files[SOP].replace("approver: lead", "approver:").replace("confidence: verified\n", "")
    assert check_files(tmp_path, files) == ()


def test_nightly_rules_run_at_night_and_alone(tmp_path: Path) -> None:
    assert check_one(tmp_path, HEALTHY, NIGHTLY, P99) == {"SOP-0002 P99 error": 1}
    assert check_one(tmp_path, HEALTHY, NIGHTLY, P99, nightly=True) == {"SOP-0002 L99 warning": 1}


def test_a_rule_looks_at_its_kinds_only(tmp_path: Path) -> None:
    workarounds = RecordRule("P97", Severity.ERROR, kinds=("workaround", "sop"), check=always)
    macros = RecordRule("P96", Severity.ERROR, kinds=("macro",), check=always)
    assert check_one(tmp_path, HEALTHY, workarounds, macros) == {"SOP-0002 P97 error": 1}
    nameless = changed("id: SOP-0002\nkind: sop\n", "")
    assert check_one(tmp_path, nameless, workarounds, P99) == {" P99 error": 1}


def test_findings_are_sorted_and_the_counting_is_told(tmp_path: Path) -> None:
    base = make_base(tmp_path, HEALTHY)
    ticks: list[tuple[int, int]] = []
    found = check_base(base, DEMO_NOW, rules=[P99, EASING], tick=lambda done, of: ticks.append((done, of)))
    assert list(found) == sorted(found)
    assert [each.code for each in found[:2]] == ["P98", "P99"]
    assert ticks == [(number, len(HEALTHY)) for number in range(1, len(HEALTHY) + 1)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("kind: sop\n", "kind: sopp\n", [("S02", 3)]),
        ("kind: sop\n", "kind:\n", [("S01", 3)]),
        ("kind: sop\n", "", [("S01", 2)]),
        ("kind: sop\n", "kind: [sop]\n", [("S02", 3)]),
        ("id: SOP-0002\n", "", [("S01", 1)]),
        ("id: SOP-0002\n", "id:\n", [("S01", 2)]),
        ("id: SOP-0002\n", "id: SOP-12\n", [("S02", 2)]),
        ("id: SOP-0002\nkind: sop\n", "id: X\nkind:\n", [("S01", 3)]),
        ("id: SOP-0002\nkind: sop\n", "", [("S01", 1)]),
        ("status: active", "status: published", [("S02", 6)]),
        ("status: active", "status:", [("S01", 6)]),
        ('title: "AccessHub: restore a locked account"', "title: |\n  Two lines of text\n  in a title", [("S02", 4)]),
        ('title: "AccessHub: restore a locked account"', 'title: "                    "', [("S02", 4)]),
        ("est_minutes: 5", "est_minutes: 1", []),
        ("est_minutes: 5", "est_minutes: 0", [("S02", 21)]),
        ("est_minutes: 5", "est_minutes: true", [("S02", 21)]),
        ("review_days: 180", "review_days: 366", [("S02", 16)]),
        ("effective_from: ", "effective_form: ", [("S01", 13), ("S02", 14)]),
    ],
)
def test_one_mistake_is_one_finding(before: str, after: str, expected: list[tuple[str, int]], tmp_path: Path) -> None:
    found = check_files(tmp_path, changed(before, after))
    assert [(each.code, each.line) for each in found] == expected, [str(each) for each in found]


def test_a_number_is_not_told_as_a_truth_value(tmp_path: Path) -> None:
    (found,) = check_files(tmp_path, changed("area: access", "area: 1"))
    assert "`area: 1` is not allowed" in found.message


@pytest.mark.parametrize("name", names("fail"))
def test_a_message_says_what_to_do_and_is_one_clean_line(name: str, tmp_path: Path) -> None:
    for found in check_files(tmp_path, files_of(name), name[:3]):
        assert found.message.isprintable()
        assert found.message[-1] in ".`?!"
        assert 15 < len(found.message) < 400
        assert found.severity in Severity


SECRET = "jane.doe@example.org"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("area: access", f"area: {SECRET}"),
        ("est_minutes: 5", f"est_minutes: {SECRET}"),
        ("escalates_to: ESC-0001", f"escalates_to: [{SECRET}]"),
        ("audience: [puo]", f"audience: [puo]\n{SECRET}: 1"),
        ("audience: [puo]", f"audience: [puo]\n{SECRET}: 1\n{SECRET}: 2"),
        ("kind: sop", f"kind: {SECRET}"),
        ('created: "2026-03-01"', f'created: "{SECRET}"'),
        ("## Before you start", f"## {SECRET}"),
        ("AccessHub shows **Locked**.", f"Ask [[{SECRET}]] or [her]({SECRET}), ![photo]({SECRET})."),
        ("AccessHub shows **Locked**.", f"Ask [her](#{SECRET})."),
        ('title: "AccessHub', f'title: &{SECRET} *{SECRET} "AccessHub'),
        ("area: access", f"area: !{SECRET} x"),
        ("sensitivity: none", f'sensitivity: none\nnodes: [{{id: "{SECRET}", ask: x, answers: []}}]'),
        ('version: "1.0.0"\n', "version: 491701234567890.5\n"),
    ],
)
def test_no_message_repeats_what_may_be_private(before: str, after: str, tmp_path: Path) -> None:
    found = check_files(tmp_path, changed(before, after))
    assert found
    assert not any("jane" in each.message or "491701234567" in each.message for each in found)


def test_a_hostile_folder_of_every_kind_of_relation_does_not_raise(tmp_path: Path) -> None:
    files = dict(HEALTHY)
    for path, text in HEALTHY.items():
        for number, target in enumerate(("SOP-0002", "[ESC-0001, [SOP-0001]]", "{a: {b: MAC-0001}}", "7")):
            extra = "".join(
                f"{name}: {target}\n" for name in ("supersedes", "related", "next_level", "prerequisite", "overrides")
            )
            files[path.replace(".md", f"-{number}.md")] = text.replace(
                "sensitivity: none\n", f"sensitivity: none\n{extra}"
            )
    assert check_files(tmp_path, files)


def test_the_rules_know_every_kind() -> None:
    assert all(set(rule.kinds) <= set(ALL) for rule in RULES)


def test_the_demo_base_changes_with_the_clock_only_where_a_rule_reads_it(demo_base: Base) -> None:
    before = check_base(demo_base, datetime(2026, 1, 1, tzinfo=UTC))
    # On that day no route of danger is in force yet, and dates lie ahead.
    assert {each.code for each in before} == {"A09", "S05"}


@pytest.mark.parametrize("folder", ["sop/sops/", "sop/macros/", "sop/kb.yml", "sop/nothing/"])
def test_a_check_of_some_files_says_of_them_what_a_check_of_all_says(folder: str, tmp_path: Path) -> None:
    files = waived("S02", "2027-01-31") | {"sops/SOP-0009-twice.md": HEALTHY[SOP], "macros/MAC-0009-x.md": "---\n"}
    files[SOP] = files[SOP].replace("AccessHub shows **Locked**.", "See [[SOP-0099]].")
    base = make_base(tmp_path, files, "name: x\n")
    everything = check_base(base, DEMO_NOW)
    some = check_base(base, DEMO_NOW, only=lambda path: path.startswith(folder))
    assert some == tuple(each for each in everything if each.path.startswith(folder))
    assert bool(some) == (folder != "sop/nothing/")
