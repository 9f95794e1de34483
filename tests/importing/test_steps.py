"""What a document tells people to do is shown as steps, under whatever heading, in any language that has a table."""

from __future__ import annotations

import pytest
from tests.importing.conftest import Workshop

from sopkb_import.code import parsed


def steps(workshop: Workshop, text: str) -> list[str]:
    workshop.run({"team/doc.md": text})
    record = workshop.record("SOP-0001")
    return [step.text.split("\n")[0] for step in record.steps]


@pytest.mark.parametrize(
    "heading", ["Change the bulb", "Diagnosis", "Vorgehen", "手順", "Marche à suivre", "处理步骤", "Pasos"]
)
def test_a_numbered_list_is_steps_under_whatever_heading(workshop: Workshop, heading: str) -> None:
    text = f"# Lamp\n\nIt is dark.\n\n## {heading}\n\n1. Open it.\n2. Close it.\n"
    assert steps(workshop, text) == ["Open it.", "Close it."]


def test_a_list_without_a_heading_is_steps_and_what_stands_before_it_says_when(workshop: Workshop) -> None:
    assert steps(workshop, "# Lamp\n\nIt is dark.\n\n1. Open it.\n2. Close it.\n") == ["Open it.", "Close it."]
    assert workshop.body("SOP-0001").startswith("## When to use\n\nIt is dark.\n\n## Steps\n\n1. Open it.")


@pytest.mark.parametrize("form", ["Step {}: do {}", "{}. Do {}", "Schritt {} – Tu {}", "手順{}: 操作 {}", "{}) Do {}"])
def test_headings_that_count_are_steps_with_all_that_stands_below_them(workshop: Workshop, form: str) -> None:
    parts = "".join(f"## {form.format(n, n)}\n\nLook:\n\n```sh\n\tls  {n}\n\n\n  x\n```\n\n" for n in (1, 2, 3))
    found = steps(workshop, f"# Lamp\n\nIt is dark.\n\n{parts}")
    assert len(found) == 3
    code = [token.content for token in parsed(workshop.body("SOP-0001")) if token.type == "fence"]
    assert code == [f"\tls  {n}\n\n\n  x\n" for n in (1, 2, 3)]


def test_what_is_needed_before_and_what_comes_after_keeps_its_own_list(workshop: Workshop) -> None:
    text = "# Lamp\n\nDark.\n\n## Prerequisites\n\n1. A key.\n2. A bulb.\n\n## Fix\n\n1. Open.\n2. Close.\n\n"
    text += "## Escalation\n\n1. Call.\n2. Write.\n"
    assert steps(workshop, text) == ["Open.", "Close."]


def test_one_number_or_a_year_makes_no_steps(workshop: Workshop) -> None:
    text = "# Lamp\n\nDark.\n\n## 2024 review\n\nIt was dark.\n\n## 1.2 release\n\nIt is dark.\n"
    assert steps(workshop, text) == []
