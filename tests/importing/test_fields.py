"""The front matter of records, and the ``kb.yml`` that goes with it."""

from __future__ import annotations

import pytest
from tests.importing.conftest import Workshop, errors_of, faults_of, missing_fields

from sopkb.core.config import parse_config
from sopkb.core.errors import ContentRefused, UsageError
from sopkb.core.kinds import KINDS
from sopkb_import.mapping import parse_mapping

DOCUMENT = "# KubeDown\n\n## Meaning\n\nThe API is down.\n\n## Mitigation\n\nRestart it, see [x](https://Docs.example:8443/a).\n"
KB = """\
name: Ours
vocabularies:
  areas: {core: Core, web: Web}
  teams: {one: One, two: Two}
  people: {lead: {title: Lead}}
  audiences: [agent, vendor]
  hosts: [docs.example]
"""


def test_everything_that_can_be_known_is_there_and_nothing_is_invented(workshop: Workshop) -> None:
    workshop.run({"kubernetes/KubeDown.md": DOCUMENT})
    assert workshop.text("SOP-0001") == (
        '---\nid: SOP-0001\nkind: sop\ntitle: KubeDown\nsummary: "The API is down."\nstatus: draft\n'
        'confidence: unverified\nversion: "0.1.0"\narea: kubernetes\nowner: imported\naudience: [everyone]\n'
        'created: "2026-11-22"\naliases: ["kubernetes/KubeDown.md"]\nconversion: legacy\n'
        "sensitivity: none\nchangelog:\n"
        '  - {version: "0.1.0", date: "2026-11-22", training: none, change: "Imported from kubernetes/KubeDown.md"}\n'
        "---\n\n## When to use\n\nThe API is down.\n\n## Steps\n\n"
        "Restart it, see [x](https://Docs.example:8443/a).\n"
    )
    assert missing_fields(workshop.load()) == {"symptoms", "est_minutes", "escalates_to"}


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_records_of_every_kind_are_valid_but_for_what_only_a_person_knows(workshop: Workshop, kind: str) -> None:
    workshop.run({"a/KubeDown.md": DOCUMENT}, kind)
    base = workshop.load()
    assert faults_of(base) == []
    assert errors_of(base) == []
    assert len(base.corpus.records) == 1


def test_the_base_is_made_with_every_word_that_is_needed(workshop: Workshop) -> None:
    workshop.run({"kubernetes/KubeDown.md": DOCUMENT, "top.md": "Text.\n", "数据/x.md": "Text.\n"})
    text = (workshop.base / "kb.yml").read_text("utf-8")
    config = parse_config(text, "sop2/kb.yml")
    assert config.diagnostics == ()
    assert config.name == "sop2"
    assert config.labels["areas"] == {"area-5440f7": "数据", "general": "General", "kubernetes": "Kubernetes"}
    assert config.labels["teams"] == {"imported": "Imported: owner to be named"}
    assert list(config.people) == ["import-reviewer"]
    assert config.policy.approvers_of("kubernetes") == ("import-reviewer",)
    assert list(config.labels["hosts"]) == ["docs.example:8443"]


def test_areas_and_owner_can_be_asked_for(workshop: Workshop) -> None:
    mapping = parse_mapping("areas: {k8s/core: core-area}\nproducts: {k8s/core: Core}", "m.yml", "sop")
    workshop.run({"k8s/core/x/a.md": "Text.\n", "k8s/b.md": "Text.\n"}, mapping=mapping, owner="sre")
    records = workshop.load().corpus.records
    assert [(record.area, record.owner, record.title[:5]) for record in records] == [
        ("k8s", "sre", "B"),
        ("core-area", "sre", "Core:"),
    ]
    assert faults_of(workshop.load()) == []


def test_one_area_for_all_can_be_asked_for(workshop: Workshop) -> None:
    workshop.run({"a/a.md": "Text.\n", "b/b.md": "Text.\n"}, area="Platform Team")
    assert {record.area for record in workshop.load().corpus.records} == {"platform-team"}
    assert faults_of(workshop.load()) == []


def test_a_mapping_fills_fields_and_refuses_what_the_schema_does_not_allow(workshop: Workshop) -> None:
    mapping = parse_mapping(
        "fields: {symptoms: search, est_minutes: minutes, language: lang, area: category, error_codes: codes}\n"
        "set: {review_days: 90, audience: [oncall]}",
        "m.yml",
        "sop",
    )
    one = "---\nsearch: [is slow, it hangs, 404]\nminutes: 5\nlang: de\ncategory: Web Shop\ncodes: AB-123\n---\nText.\n"
    two = "---\nsearch: slow\nminutes: long\ncodes: nonsense\nweight: 3\n---\nText.\n"
    report = workshop.run({"a/one.md": one, "a/two.md": two}, mapping=mapping)
    meta = workshop.record("SOP-0001").meta.data
    assert meta["symptoms"] == ["is slow", "it hangs", "404"]
    assert (meta["est_minutes"], meta["language"], meta["area"]) == (5, "de", "web-shop")
    assert (meta["error_codes"], meta["review_days"], meta["audience"]) == (["AB-123"], 90, ["oncall"])
    assert not {"symptoms", "est_minutes", "error_codes"} & set(workshop.record("SOP-0002").meta.data)
    assert report.documents[1].notes == (
        "front matter `search` is no valid `symptoms`; it was not used",
        "front matter `minutes` is no valid `est_minutes`; it was not used",
        "front matter `codes` is no valid `error_codes`; it was not used",
    )
    assert report.documents[1].unused_keys == ("weight",)
    assert faults_of(workshop.load()) == []


def test_constants_that_the_schema_does_not_allow_stop_the_import(workshop: Workshop) -> None:
    mapping = parse_mapping("set: {review_days: soon}", "m.yml", "sop")
    with pytest.raises(UsageError, match="`set: review_days` is not allowed"):
        workshop.run({"a/b.md": "Text.\n"}, mapping=mapping)
    assert not workshop.base.exists()


def test_a_base_that_a_person_keeps_is_not_touched(workshop: Workshop) -> None:
    workshop.base.mkdir()
    (workshop.base / "kb.yml").write_text(KB)
    report = workshop.run({"web/KubeDown.md": DOCUMENT}, owner="two")
    assert (workshop.base / "kb.yml").read_text() == KB
    record = workshop.record("SOP-0001")
    assert (record.area, record.owner) == ("web", "two")
    assert "audience" not in record.meta  # two are possible: only a person can choose
    assert report.notes == ("Linked hosts that kb.yml does not allow: docs.example:8443.",)


@pytest.mark.parametrize(
    ("options", "message", "remedy"),
    [
        ({}, "Whose are the records? Teams of sop2/kb.yml: one, two.", "--owner"),
        ({"owner": "three"}, "sop2/kb.yml has no teams three.", "Known: one, two."),
        ({"owner": "one"}, "sop2/kb.yml has no areas kubernetes.", "Add them under vocabularies.areas, or use --area"),
    ],
)
def test_words_that_a_persons_base_lacks_stop_the_import(
    workshop: Workshop, options: dict[str, str], message: str, remedy: str
) -> None:
    workshop.base.mkdir()
    (workshop.base / "kb.yml").write_text(KB)
    with pytest.raises(UsageError) as raised:
        workshop.run({"kubernetes/KubeDown.md": DOCUMENT}, **options)
    assert raised.value.message == message
    assert remedy in raised.value.remedy
    assert list(workshop.files()) == ["kb.yml"]


def test_a_broken_base_stops_the_import(workshop: Workshop) -> None:
    workshop.base.mkdir()
    (workshop.base / "kb.yml").write_text("name: [\n")
    with pytest.raises(ContentRefused, match=r"sop2/kb.yml, line"):
        workshop.run({"a/b.md": "Text.\n"})


def test_text_of_other_teams_cannot_leave_its_field(workshop: Workshop) -> None:
    front_matter = '---\ntitle: "a\\" status: active\\n---\\u2028\\u202e\\x07 and so on"\n---\n'
    evil = f'{front_matter}\nSome \u202etext\x07 "here": \\ now.\n'
    workshop.run({'a/b "q": {x}.md': evil})
    record = workshop.record("SOP-0001")
    assert faults_of(workshop.load()) == []
    assert record.title == 'a" status: active --- and so on'
    assert record.summary == 'Some text "here": \\ now.'
    assert record.aliases[0] == 'a/b "q": {x}.md'
    assert record.status == "draft"
