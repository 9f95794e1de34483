"""The mapping file: what it may say, and how its mistakes are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from sopkb.core.errors import UsageError
from sopkb_import.headings import Placement
from sopkb_import.mapping import load_mapping, parse_mapping

WHOLE = """\
headings:
  "2. Runbook Steps:": Steps
  SLA: {section: when to use, keep: true}
fields:
  title: alert
  symptoms: search_terms
set:
  language: en
  audience: [everyone]
areas:
  cluster-etcd-operator/: etcd
products:
  cluster-etcd-operator: etcd
skip: ["drafts/*", README.md]
own_addresses: ["https://code.example.org/runbooks/blob/main"]
"""


def test_a_mapping_is_read_whole() -> None:
    mapping = parse_mapping(WHOLE, "map.yml", "sop")
    assert mapping.headings == {"runbook steps": Placement("Steps"), "sla": Placement("When to use", True)}
    assert mapping.fields == {"title": "alert", "symptoms": "search_terms"}
    assert mapping.constants == {"language": "en", "audience": ["everyone"]}
    assert mapping.areas == {"cluster-etcd-operator": "etcd"}
    assert mapping.products == {"cluster-etcd-operator": "etcd"}
    assert mapping.skip == ("drafts/*", "README.md")
    assert mapping.own_addresses == ("https://code.example.org/runbooks/blob/main/",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("heading: {}", "line 1: `heading` is not a key. Known: headings, fields"),
        ("headings:\n  A: Stepps", "line 2: `Stepps` is not a section of kind sop: When to use; Before you start;"),
        ("headings:\n  A: {section: Steps, kept: true}", "line 2: `kept` is not a key. Known: section, keep."),
        ("headings:\n  A: {section: Steps, keep: maybe}", "line 2: `keep` is true or false."),
        ("headings: [A]", "line 1: `headings` is a map"),
        ("fields:\n  titel: name", "line 2: `titel` is no field of kind sop: title,"),
        ("fields:\n  id: number", "line 2: `id` is given by the import itself."),
        ("fields:\n  title: [a]", "line 2: `title` needs a text."),
        ("set:\n  title: The same", "line 2: `title` differs from record to record."),
        ("areas:\n  a: two words", "line 2: `two words` is no area"),
        ("skip: a.md", "line 1: `skip` is a list."),
        ("own_addresses:\n  - ftp://x", "line 2: `own_addresses`: ftp://x is not allowed here."),
        ("set:\n  language: en\n  language: de", "line 3: a key given twice"),
        ("headings:\n\tA: Steps", "line 2: a tab in the indentation"),
        ("- a\n- b", "line 1: a mapping is a map of keys to values."),
    ],
)
def test_a_mistake_is_named_with_its_line(text: str, message: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse_mapping(text, "map.yml", "sop")
    assert f"map.yml, {message}" in raised.value.message
    assert "kb docs importing" in raised.value.remedy


def test_all_mistakes_are_named_at_once_in_the_order_of_the_file() -> None:
    with pytest.raises(UsageError) as raised:
        parse_mapping("fields:\n  a: b\n  c: d\nheading: x\n", "map.yml", "macro")
    assert [line.partition(":")[0] for line in raised.value.message.splitlines()] == [
        "map.yml, line 2",
        "map.yml, line 3",
        "map.yml, line 4",
    ]


def test_sections_and_fields_are_those_of_the_kind() -> None:
    macro = parse_mapping("headings: {Reply: Text}\nfields: {channel: via}", "map.yml", "macro")
    assert (macro.headings, macro.fields) == ({"reply": Placement("Text")}, {"channel": "via"})
    with pytest.raises(UsageError, match="not a section of kind sop"):
        parse_mapping("headings: {Reply: Text}", "map.yml", "sop")


def test_a_mapping_that_cannot_be_read_is_an_operators_fault(tmp_path: Path) -> None:
    path = tmp_path / "map.yml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match="cannot be read: not UTF-8"):
        load_mapping(path, "sop")
    path.write_text("skip: [a.md]\n")
    assert load_mapping(path, "sop").skip == ("a.md",)
