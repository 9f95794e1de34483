"""Mistakes that a person would plausibly make in each passing fixture, and the rule that must see each."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.rules.fixtures import check_files, files_of, names, own_files

# fixture, what is replaced (a regular expression, first place in the fixture's own files), by what, who sees it
MUTATIONS = [
    ("S01/pass-every-kind", r"area: access\n", "", "S01"),
    ("S01/pass-every-kind", r"## Query", "## The query", "S01"),
    ("S01/pass-every-kind", r"## Undo\n.*\n", "", "S01"),
    ("S01/pass-every-kind", r"kind: lookup\n", "", "S01"),
    ("S01/pass-subsections", r"### Attempts\n\d\..*\n\d\..*\n", "", "S01"),
    ("S01/pass-subsections", r"### Attempts", "## Attempts", "S01"),
    ("S01/pass-retired-fixed", r'fixed_in: "5.4.3"\n', "", "S01"),
    ("S01/pass-retired-fixed", r"retired: \{.*\}\n", "", "S01"),
    ("S01/pass-image-checked", r"harm_checked: .*\n", "", "S01"),
    ("S01/pass-image-checked", r"images/lock", "images/Lock", "K01"),
    ("S02/pass-optional-fields", r"emergency: true", 'emergency: "true"', "S02"),
    ("S02/pass-optional-fields", r"language: es", "language: Spanish", "S02"),
    ("S02/pass-optional-fields", r"\[AH-1101\]", "[AH1101]", "S02"),
    ("S02/pass-optional-fields", r"\[unlock\]", "[unlok]", "S02"),
    ("S02/pass-optional-fields", r"replies_with", "reply_with", "S02"),
    ("S02/pass-waiver", r"rule: K01", "rule: A01", "S02"),
    ("S02/pass-waiver", r", by: lead", "", "S02"),
    ("S02/pass-waiver", r"by: lead", "by: me", "S02"),
    ("S02/pass-one-or-many", r"\[ESC-0001\]", "[ESC-0001, ESC-0001]", "S02"),
    ("S02/pass-one-or-many", r"\[ESC-0001\]", "[ESC-1]", "S02"),
    ("S02/pass-one-or-many", r"\[ESC-0001\]", "[]", "S02"),
    ("S03/pass-rule-in-body", r"\A---\n", "\n---\n", "S03"),
    ("S03/pass-rule-in-body", r"\A---\n", "", "S03"),
    ("S03/pass-rule-in-body", r"title: \"AccessHub", 'title: "AccessHub"', "S03"),
    ("S03/pass-folded-text", r"area: access", "area: access\narea: video", "S03"),
    ("S03/pass-folded-text", r"\[puo\]", "[puo", "S03"),
    ("S03/pass-folded-text", r"created:", "  created:", "S03"),
    ("S03/pass-folded-text", r"area: access", "area:access", "S03"),
    ("S04/pass-quoted", r'"1:30"', "1:30", "S04"),
    ("S04/pass-quoted", r'"NO"', "NO", "S04"),
    ("S04/pass-quoted", r'"0012"', "0012", "S04"),
    ("S04/pass-quoted", r'"2026-11-01"', "2026-11-01", "S04"),
    ("S04/pass-words-and-integers", r"est_minutes: 5", "est_minutes: 5.5", "S04"),
    ("S04/pass-words-and-integers", r'version: "1.0.0"', "version: 1.0", "S04"),
    ("S05/pass-reviewed-today", r'last_reviewed: "2026-11-22"', 'last_reviewed: "2027-11-22"', "S05"),
    ("S05/pass-reviewed-today", r'effective_from: "2026-03-01"', 'effective_from: "2025-03-01"', "S05"),
    ("S05/pass-changelog", r'version: "1.10.0"\n', 'version: "1.10.1"\n', "S05"),
    ("S05/pass-changelog", r'\{version: "1.10.0"', '{version: "1.8.0"', "S05"),
    ("S05/pass-changelog", r'"2026-05-01"', '"2026-02-01"', "S05"),
    ("I01/pass-future-major", r"id: SOP-0002", "id: SOP-0001", "I01"),
    ("I01/pass-same-number-other-kind", r"id: SOP-0002", "id: SOP-0000", "I01"),
    ("I01/pass-same-number-other-kind", r"id: WKA-0002", "id: SOP-0002", "I02"),
    ("I02/pass-any-slug", r"id: SOP-0002", "id: SOP-0020", "I02"),
    ("I02/pass-any-slug", r"kind: sop", "kind: macro", "I02"),
    ("I02/pass-future-major", r"id: SOP-0002", "id: SOP-0012", "I02"),
    ("R01/pass-relations", r"escalates_to: ESC-0001", "escalates_to: ESC-0010", "R01"),
    ("R01/pass-relations", r"replies_with: \[MAC-0001\]", "replies_with: [ESC-0001]", "R01"),
    ("R01/pass-relations", r"prerequisite: \[SOP-0001\]", "prerequisite: [SOP-0002]", "R01"),
    ("R01/pass-overrides", r"overrides: \[SOP-0001\]", "overrides: [MAC-0001]", "R01"),
    ("R02/pass-related-draft", r"related: \[MAC-0002\]", "replies_with: [MAC-0002]", "R02"),
    ("R02/pass-draft-on-draft", r"status: draft(?=[\s\S]*## Steps)", "status: active", "R02"),
    ("R03/pass-both-ends", r"supersedes: \[WKA-0001\]\n", "", "R03"),
    ("R03/pass-both-ends", r"status: retired", "status: active", "R03"),
    ("R03/pass-successor-in-draft", r"status: draft", "status: active", "R03"),
    ("R04/pass-chain", r"prerequisite: \[SOP-0001\]", "prerequisite: [SOP-0002]", "R04"),
    ("R04/pass-related-in-a-circle", r"related", "prerequisite", ""),  # one edge is no circle yet
    ("R05/pass-tree", r"goto: n2", "goto: n3", "R05"),
    (
        "R05/pass-tree",
        r"record: SOP-0001\}, \{say: \"no\", record: ESC-0001",
        'record: SOP-0001}, {say: "no", goto: n1',
        "R05",
    ),
    ("R05/pass-tree", r"goto: n2", "record: SOP-0001", "R05"),
    ("R05/pass-tree", r"id: n2", "id: n1", "R05"),
    ("R05/pass-two-ways-to-one-node", r"record: SOP-0001", "goto: n2", "R05"),
    ("R05/pass-two-ways-to-one-node", r"id: n3", "id: N3", "R05"),
    ("R06/pass-current", r"at_major: 1", "at_major: 2", "R06"),
    ("R06/pass-minor-is-no-matter", r'"1.4.0"', '"2.4.0"', "R06"),
    ("L02/pass-major-with-its-date", r"effective_from: \"2026-11-03\"", 'effective_from: "2026-03-02"', "L02"),
    ("L02/pass-minor-keeps-the-date", r'date: "2026-03-01"', 'date: "2026-03-05"', "L02"),
    ("L03/pass-to-the-last-second", r"T00:00:00Z", "T09:00:00Z", "L03"),
    ("L03/pass-to-the-last-second", r'last_reviewed: "2026-11-20"', 'last_reviewed: "2026-11-10"', "L03"),
    ("L03/pass-to-the-last-second", r"verified", "unverified", "L03"),
    ("L03/pass-unverified", r"2026-11-23T", "2026-12-03T", "L03"),
    ("L04/pass-a-second-beyond", r"T10:00:01Z", "T09:00:00Z", "L04"),
    ("L04/pass-a-second-beyond", r"2026-11-24T", "2026-11-14T", "L04"),
    ("L04/pass-retired", r"status: retired", "status: active", "L04"),
    ("L05/pass-due-tomorrow", r"review_days: 180", "review_days: 90", "L05"),
    ("L05/pass-due-tomorrow", r"2026-05-27", "2025-11-27", "L05"),
    ("L05/pass-draft-touched", r'date: "2026-11-09"', 'date: "2026-11-01"', "L05"),
    ("L06/pass-open", r'"open"', '"closed"', "L06"),
    ("L06/pass-unknown-to-the-tracker", r"BUG-2", "BUG-1", "L06"),
    ("L07/pass-released", r'"5.4.3"', '"soon"', "L07"),
    ("L07/pass-released", r'fixed_on: "2026-11-19"', 'fixed_on: "2026-11-22"', "L07"),
    ("L07/pass-released", r"fix_status: released", "fix_status: investigating", "L07"),
    ("L07/pass-obsolete-without-a-fix", r"reason: obsolete", "reason: fixed", "L07"),
    ("L08/pass-renewed-twice", r'"First version"', '"Renewed from the old wiki"', "L08"),
    ("L08/pass-renewed-twice", r'created: "2026-11-10"', 'created: "2026-09-10"', "L08"),
    ("L08/pass-old-and-retired", r"status: retired", "status: active", "L08"),
    ("K01/pass-links", r"\[\[SOP-0001\]\]", "[[SOP-001]]", "K01"),
    ("K01/pass-links", r"SOP-0001-accesshub-find-a-person", "SOP-0001", "K01"),
    ("K01/pass-links", r"\(#steps\)", "(#the-steps)", "K01"),
    ("K01/pass-links", r"`WKA-0042`", "WKA-0042", "K01"),
    ("K01/pass-what-only-looks-like-ids", r"`\[SOP-0042\]`", "[SOP-0042]", "K01"),
    ("K01/pass-what-only-looks-like-ids", r"XSOP-0042", "SOP-0042", "K01"),
    ("X01/pass-in-use", r": see \[\[SOP-0042\]\]", "", "X01"),
    ("X01/pass-in-use", r"2026-11-22\"}", '2025-11-22"}', "X01"),
    ("X01/pass-in-use", r"rule: K01", "rule: K11", "X01"),
    ("X01/pass-of-the-night", r"rule: L05", "rule: K01", "X01"),
    ("X02/pass-future-major", r'"2.0.0"', '"1.0.1"', "X02"),
    (
        "X02/pass-future-major",
        r"status: active",
        'status: retired\nretired: {reason: obsolete, on: "2026-11-02"}',
        "X02",
    ),
    ("X02/pass-future-draft", r"id: SOP-0002", "id: SOP-0003", "X02"),
    ("X03/pass-tomorrow", r"2026-11-23", "2026-11-03", "X03"),
    ("X03/pass-draft-before-its-day", r"2026-12-02", "2025-12-02", "X03"),
]


@pytest.mark.parametrize(("name", "pattern", "replacement", "code"), MUTATIONS)
def test_a_plausible_mistake_is_seen(name: str, pattern: str, replacement: str, code: str, tmp_path: Path) -> None:
    files = files_of(name)
    path = next(path for path in own_files(name) if re.search(pattern, files[path]))
    mutated = re.sub(pattern, lambda _: replacement, files[path], count=1)
    assert mutated != files[path]
    found = check_files(tmp_path, {**files, path: mutated}, code or name[:3])
    assert (code in {each.code for each in found}) if code else not found, [str(each) for each in found]


def test_every_passing_fixture_has_a_mutation() -> None:
    assert {name for name, *_ in MUTATIONS} == set(names("pass"))
