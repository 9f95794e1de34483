"""How a document's headings and texts become a record's body."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.importing.conftest import Workshop

from sopkb.core.kinds import KINDS
from sopkb_import.headings import heading_key, placements
from sopkb_import.mapping import parse_mapping

BodyOf = Callable[..., str]


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Diagnosis", "diagnosis"),
        ("1. Diagnosis:", "diagnosis"),
        ("Step 2: **Fix** `it`", "fix it"),
        ("🔥 Impact 🔥", "impact"),
        ("3.1 How  to [fix](x.md)", "how to fix"),
    ],
)
def test_headings_are_compared_without_numbers_markup_and_case(heading: str, key: str) -> None:
    assert heading_key(heading) == key


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_heading_of_the_table_leads_to_a_section_of_its_kind(kind: object) -> None:
    name, sections = kind.name, kind.sections  # type: ignore[attr-defined]
    table = placements(name)
    assert {placement.section for placement in table.values()} == set(sections)
    for section in sections:
        assert table[heading_key(section)].section == section
        assert not table[heading_key(section)].keep


def test_texts_come_in_the_order_of_the_kind_under_its_own_headings(body_of: BodyOf) -> None:
    body = body_of(
        "# KubeDown\n\n## Mitigation\n\nRestart.\n\n## Impact\n\nAll stops.\n\n## Meaning\n\nIt is down.\n\n"
        "## Diagnosis\n\nLook.\n\n## Escalation\n\nCall.\n\n## Verification\n\nIt is up.\n"
    )
    assert body == (
        "## When to use\n\n### Impact\n\nAll stops.\n\n### Meaning\n\nIt is down.\n\n"
        "## Before you start\n\n### Diagnosis\n\nLook.\n\n"
        "## Steps\n\nRestart.\n\n"
        "## Confirm it worked\n\nIt is up.\n\n"
        "## If it does not work\n\nCall."
    )


def test_a_second_text_for_a_section_keeps_its_own_heading(body_of: BodyOf) -> None:
    body = body_of("# A\n\nIntro.\n\n## Meaning\n\nOne.\n\n## Fix\n\nTwo.\n\n## Resolution\n\nThree.\n")
    assert body == "## When to use\n\nIntro.\n\n### Meaning\n\nOne.\n\n## Steps\n\nTwo.\n\n### Resolution\n\nThree."


def test_a_heading_that_corresponds_to_nothing_stays_where_it_stood_and_is_reported(workshop: Workshop) -> None:
    report = workshop.run({"a/b.md": "# A\n\n## Fix\n\nOne.\n\n## Notes\n\nTwo.\n\n### More\n\nThree.\n"})
    assert workshop.body("SOP-0001") == "## Steps\n\nOne.\n\n### Notes\n\nTwo.\n\n#### More\n\nThree."
    assert [str(heading) for heading in report.documents[0].headings] == ["Fix → Steps", "Notes → Steps (sub-heading)"]
    assert [heading.mapped for heading in report.documents[0].headings] == [True, False]


def test_nested_headings_go_down_with_the_heading_above_them(body_of: BodyOf) -> None:
    body = body_of("# A\n\n## Fix\n\n### One\n\na\n\n#### Two\n\nb\n\n## Impact\n\n### Three\n\n###### Deep\n\nc\n")
    assert body == (
        "## When to use\n\n### Impact\n\n#### Three\n\n###### Deep\n\nc\n\n## Steps\n\n### One\n\na\n\n#### Two\n\nb"
    )


def test_a_document_that_starts_with_level_three_or_uses_level_one_for_sections_is_understood(body_of: BodyOf) -> None:
    assert body_of("# A\n\n### Fix\n\na\n\n#### Part\n\nb\n") == "## Steps\n\na\n\n### Part\n\nb"


def test_level_one_for_sections_is_understood(body_of: BodyOf) -> None:
    body = body_of("# Overview\n\na\n\n# Fix\n\nb\n\n## Part\n\nc\n")
    assert body == "## When to use\n\na\n\n## Steps\n\nb\n\n### Part\n\nc"


def test_a_heading_with_nothing_below_it_is_left_out_and_reported(workshop: Workshop) -> None:
    report = workshop.run({"a/b.md": "# A\n\n## Diagnosis\n\n## Mitigation\n\nRestart.\n"})
    assert workshop.body("SOP-0001") == "## Steps\n\nRestart."
    assert report.documents[0].empty_headings == ("Diagnosis",)


def test_setext_headings_and_closing_marks_become_plain_ones(body_of: BodyOf) -> None:
    body = body_of("The title\n=========\n\nFix\n---\n\na\n\n### Part ###\n\nb\n\n## Notes on *it* {#notes}\n\nc\n")
    assert body == "## Steps\n\na\n\n### Part\n\nb\n\n### Notes on *it*\n\nc"


def test_code_is_untouched_to_the_byte(body_of: BodyOf) -> None:
    code = (
        '```sh\n# not a heading\n## Meaning\n[a](b.md) <br> {{< ref "x" >}} SOP-0042 [[x]]  \n\ttab\n\n\n```\n\n'
        "~~~~text\n```\n~~~\n<details>\n~~~~\n\n"
        "    indented [a](b.md)\n    <!-- kept -->\n\n"
        "A span `[a](b.md) <br> SOP-0042 <!-- x -->` and ``a ` [[x]]`` here.\n\n"
        "- item\n\n  ```yaml\n  # Fix\n  a: {{< x >}}\n  ```"
    )
    assert body_of(f"# A\n\n## Fix\n\n{code}\n") == f"## Steps\n\n{code}"


@pytest.mark.parametrize(
    ("left_open", "closed"),
    [
        ("```sh\nrm x", "```sh\nrm x\n```"),
        ("~~~~\nrm x\n~~~", "~~~~\nrm x\n~~~\n~~~~"),
        ("```", "```\n```"),
        ("<pre>\nx", "<pre>\nx\n</pre>"),
        ("<?php\nx", "<?php\nx\n?>"),
    ],
)
def test_what_is_left_open_at_the_end_does_not_swallow_what_follows(
    body_of: BodyOf, left_open: str, closed: str
) -> None:
    body = body_of(f"# A\n\n## Fix\n\nText.\n\n## Meaning\n\n{left_open}\n")
    assert body == f"## When to use\n\n{closed}\n\n## Steps\n\nText."


def test_a_mapping_overrides_the_table(workshop: Workshop) -> None:
    text = "# A\n\n## Diagnosis\n\na\n\n## SLA\n\nb\n\n## Fix\n\nc\n"
    mapping = parse_mapping(
        "headings:\n  Diagnosis: Steps\n  sla: {section: Tell the user, keep: true}", "m.yml", "sop"
    )
    workshop.run({"a/b.md": text}, mapping=mapping)
    assert workshop.body("SOP-0001") == "## Steps\n\na\n\n### Fix\n\nc\n\n## Tell the user\n\n### SLA\n\nb"


def test_other_kinds_have_tables_of_their_own(body_of: BodyOf) -> None:
    body = body_of(
        "# A\n\n## Symptoms\n\na\n\n## Workaround\n\nb\n\n## Rollback\n\nc\n\n## Root cause\n\nd\n", "workaround"
    )
    assert body == "## Who is affected\n\na\n\n## Do this now\n\nb\n\n## Undo\n\nc\n\n## Cause and fix\n\nd"


def test_a_list_gets_the_room_that_the_sites_renderer_needs(body_of: BodyOf) -> None:
    assert body_of("# A\n\nDo:\n- a\n- b\n\n1. c\n") == "## When to use\n\nDo:\n\n- a\n- b\n\n1. c"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "<details>\n<summary>A <b>b</b></summary>\n\nhidden\n\n</details>\n\nend",
            "**A b**\n\nhidden\n\nend",
        ),
        ("<details><summary>S</summary>\n```sh\n\n# x\n```\n</details>", "**S**\n\n```sh\n\n# x\n```"),
        ("a<br>b<br/>\nc", "a b  \nc"),
        ('<img src="http://x.example/i.png" alt="An [i]">', "![An \\[i\\]](http://x.example/i.png)"),
        (
            '<p align="center">\n<img src="http://x.example/i.png">\n</p>',
            "![image, not described yet](http://x.example/i.png)",
        ),
        ("<div>\nkept <em>so</em>\n</div>", "<div>\nkept <em>so</em>\n</div>"),
        ("a <b>bold</b> <i>x</i> <code>y</code> <pod>", "a **bold** *x* `y` <pod>"),
        ('go <a href="https://x.example/">there</a>', "go [there](https://x.example/)"),
        ("one <!-- a `comment` -->two<!-- three", "one two three"),
        ("{{% notice tip %}}\nKept.\n{{% /notice %}}", "Kept."),
        ('{{< highlight go "linenos=1" >}}\n# code <br>\n{{< / highlight >}}', "```go\n# code <br>\n```"),
        ('{{< figure src="https://x.example/i.png" alt="An i" >}}', "![An i](https://x.example/i.png)"),
        ("`{{< ref x >}}` and \\<br>", "`{{< ref x >}}` and \\<br>"),
    ],
)
def test_other_dialects_become_plain_markdown(body_of: BodyOf, text: str, expected: str) -> None:
    assert body_of(f"# A\n\n{text}\n") == f"## When to use\n\n{expected}"


def test_what_was_left_out_or_left_alone_is_reported(workshop: Workshop) -> None:
    report = workshop.run({"a/b.md": "{{< youtube x >}} <!-- a --> text\n\n<table><tr><td>x</td></tr></table> <pod>\n"})
    assert report.documents[0].notes == (
        "Hugo shortcodes left out, the text between them kept: youtube",
        "HTML comments left out: 1",
        "raw HTML left as it is: <table>, <tr>, <td>",
    )
