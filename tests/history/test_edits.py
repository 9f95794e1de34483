"""What changed in a record, by structure; and the least bump that it needs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.conftest import CHECKOUT, make_base
from tests.history.repositories import ESC, FILES, SOP, WKA

from sopkb.core.fields import FIELDS
from sopkb.history import compare
from sopkb.history.levels import FIELD_LEVELS, prose_level
from sopkb.lint.change import Edit, RecordChange

TRB = "troubleshooters/TRB-0001-video-does-not-play.md"
ONB = "tracks/ONB-0001-new-agent.md"
MAC = "macros/MAC-0001-close-after-confirmation.md"
STEPS = "1. Open **AccessHub > People**. **Check:** one match.\n2. Choose **Unlock**. **Check:** status Active.\n"


def changed(folder: Path, path: str, *replacements: tuple[str, str]) -> RecordChange | None:
    text = FILES[path]
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new, 1)
    for name in ("before", "after"):
        (folder / name).mkdir()
    change = compare(
        make_base(folder / "before", FILES).corpus, make_base(folder / "after", {**FILES, path: text}).corpus
    )
    assert len(change.records) < 2
    return change.records[0] if change.records else None


def edits(folder: Path, path: str, *replacements: tuple[str, str]) -> list[str]:
    """Edits as ``what item how level``."""
    found = changed(folder, path, *replacements)
    return [told(edit) for edit in found.edits] if found else []


def told(edit: Edit) -> str:
    return " ".join(filter(None, (edit.name, edit.item, edit.how, edit.level or "none")))


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (SOP, "area: access\n", 'area: "access"  # a comment\n'),
        (SOP, '  - "my acc is locked"\n  - "cant start shift"\n', "  - \"cant start shift\"\n  - 'my acc is locked'\n"),
        (SOP, "escalates_to: ESC-0001", "escalates_to: [ESC-0001]"),
        (SOP, "audience: [puo]", "audience:\n  - puo"),
        (SOP, "The user signs in.", "The user\nsigns in."),
        (SOP, "\n## Steps", "\n\n\n## Steps"),
        (SOP, "2. Choose", "1. Choose"),
        (SOP, STEPS, STEPS.replace(". **Check", ".\n   **Check")),
        (ESC, "level: 1, team: video-eng,", "team: video-eng, level: 1,"),
        (SOP, "area: access\nowner: core\n", "owner: core\narea: access\n"),
    ],
)
def test_what_only_looks_different_is_no_change(path: str, old: str, new: str, tmp_path: Path) -> None:
    assert changed(tmp_path, path, (old, new)) is None


CASES = [
    (SOP, "2. Choose **Unlock**", "2. Press **Unlock**", ["Steps 2 changed major"]),
    (SOP, "2. Choose", "2. Ask the lead first.\n3. Choose", ["Steps 2 added major"]),
    (SOP, STEPS, STEPS.split("\n")[0] + "\n", ["Steps 2 removed major"]),
    (
        SOP,
        STEPS,
        "1. Choose **Unlock**. **Check:** status Active.\n2. Open **AccessHub > People**. **Check:** one match.\n",
        ["Steps 1 moved major"],
    ),
    (SOP, "**Check:** one match", "**Check:** two matches", ["Steps 1 changed major"]),
    (SOP, "## Steps\n", "## Steps\nRead this first.\n\n", ["Steps changed minor"]),
    (SOP, "The user signs in.", "The user signs in twice.", ["Confirm it worked changed minor"]),
    (SOP, "The user signs in.", "The usre signs in!", ["Confirm it worked changed patch"]),
    (SOP, "## Tell the user", "## Tell everybody", ["Tell everybody added minor", "Tell the user removed minor"]),
    (SOP, "est_minutes: 5", "est_minutes: 6", ["est_minutes changed patch"]),
    (SOP, "est_minutes: 5", "est_minutes: 5\npermissions: [unlock]", ["permissions added major"]),
    (SOP, "escalates_to: ESC-0001", "escalates_to: ESC-0002", ["escalates_to changed major"]),
    (SOP, "escalates_to: ESC-0001", "escalates_to: [ESC-0001, ESC-0002]", ["escalates_to added major"]),
    (SOP, '  - "my acc is locked"', '  - "my acc is lokced"', ["symptoms added minor", "symptoms removed minor"]),
    (SOP, "status: active", "status: draft", ["status changed none"]),
    (SOP, 'title: "AccessHub: restore', 'title: "AccessHub: restroe', ["title changed patch"]),
    (SOP, 'title: "AccessHub: restore', 'title: "AccessHub: unlock', ["title changed minor"]),
    (ESC, "respond_minutes: 15", "respond_minutes: 30", ["route level 1 changed major"]),
    (ESC, "within 15 minutes.\n\n## Follow", "within 30 minutes.\n\n## Follow", ["Route changed minor"]),
    (ESC, "- Page twice within 15 minutes.", "- Page twice.\n- Page a lead.", ["Do not changed major"]),
    (ESC, "- Page twice within 15 minutes.", "- Page twice within 20 minutes.", ["Do not changed minor"]),
    (WKA, 'expires: "2026-12-01', 'expires: "2026-12-02', ["expires changed patch"]),
    (WKA, "clients: [chrome]", "clients: [all]", ["affected changed minor"]),
    (TRB, 'say: "no", record: SOP-0001', 'say: "no", record: ESC-0001', ["nodes n1 changed major"]),
    (TRB, "Is there sound?", "Do you hear sound?", ["nodes n1 changed minor"]),
    (TRB, "{id: n2, ask", "{id: n3, ask", ["nodes n3 added major", "nodes n2 removed major"]),
    (ONB, "at_major: 1", "at_major: 2", ["modules m1 changed patch"]),
    (ONB, "{id: SOP-0001, at_major: 1}", "{id: ESC-0001, at_major: 1}", ["modules m1 changed minor"]),
    (ONB, "answer: Duty", "answer: Nobody", ["quiz changed minor"]),
    (ONB, "minutes: 20", "minutes: 25", ["modules m1 changed minor"]),
    (MAC, "This ticket is now closed.", "We close this ticket now.", ["Text changed minor"]),
    (MAC, "channel: [im]", "channel: [im, ticket]", ["channel added minor"]),
    (SOP, "sensitivity: none", "sensitivity: none\nwaive: [{rule: P02}]", ["waive P02 added none"]),
    (SOP, "sensitivity: none", "sensitivity: none\ncolour: blue", ["colour added patch"]),
]


@pytest.mark.parametrize(("path", "old", "new", "expected"), CASES, ids=[" ".join(case[3]) for case in CASES])
def test_each_edit_is_told_with_the_least_bump(
    path: str, old: str, new: str, expected: list[str], tmp_path: Path
) -> None:
    assert edits(tmp_path, path, (old, new)) == expected


def test_another_first_question_is_another_tree(tmp_path: Path) -> None:
    first, second = (line for line in FILES[TRB].split("\n") if line.startswith("  - {id: n"))
    assert edits(tmp_path, TRB, (f"{first}\n{second}", f"{second}\n{first}")) == ["nodes moved major"]


def test_retiring_needs_a_minor_and_retiring_as_unsafe_a_major(tmp_path: Path) -> None:
    for reason, level in (("obsolete", "minor"), ("unsafe", "major")):
        (tmp_path / reason).mkdir()
        line = f'status: retired\nretired: {{reason: {reason}, on: "2026-11-22"}}'
        found = edits(tmp_path / reason, SOP, ("status: active", line))
        assert found == ["status changed none", f"retired added {level}"]


def test_behaviour_unchanged_eases_words_and_never_a_permission(tmp_path: Path) -> None:
    entry = (
        'changelog:\n  - {version: "1.0.1", date: "2026-11-22", training: none, change: "x", behaviour: unchanged}\n'
    )
    words = (("2. Choose", "2. Press"), ("changelog:\n", entry), ('version: "1.0.0"', 'version: "1.0.1"'))
    for name, more, least in (
        ("words", (), "patch"),
        ("more", (("est_minutes: 5", "permissions: [unlock]"),), "major"),
    ):
        (tmp_path / name).mkdir()
        found = changed(tmp_path / name, SOP, *words, *more)
        assert found is not None
        assert (found.says_behaviour_unchanged, found.least, found.bump) == (True, least, "patch")


def test_thousands_of_steps_are_one_edit(tmp_path: Path) -> None:
    many = "".join(f"{number}. Step {number % 7}.\n" for number in range(1, 5000))
    assert edits(tmp_path, SOP, (STEPS, many)) == ["Steps changed major"]


@pytest.mark.parametrize(
    ("before", "after", "level"),
    [
        ("Press the button", "Press the buton.", "patch"),
        ("See [the guide](https://kb.example.org/a)", "See [the guide](https://kb.example.org/b)", "patch"),
        ("Lock it", "lock it!", "patch"),
        ("recieve", "receive", "patch"),
        ("Wait 15 minutes", "Wait 16 minutes", "minor"),
        ("Turn it on", "Turn it in", "minor"),
        ("lock the account", "unlock the account", "minor"),
        ("Do now", "Do not", "minor"),
        ("Ask", "Ask first", "minor"),
        ("按钮", "按键", "minor"),
    ],
)
def test_spelling_is_told_from_words(before: str, after: str, level: str) -> None:
    assert prose_level(before, after) == level


def test_another_way_to_raise_is_major_and_the_first_is_minor(tmp_path: Path) -> None:
    # The section Route said it until then; a team that fills the field in must not retrain everybody for it.
    added = changed(tmp_path, ESC, ("route:", 'how_to_raise: "Ticket > Escalate"\nroute:'))
    assert added
    assert [told(edit) for edit in added.edits] == ["how_to_raise added minor"]
    assert not added.behaviour


def test_every_field_has_a_level_and_the_reference_shows_it() -> None:
    assert set(FIELD_LEVELS) == {field.name for field in FIELDS}
    page = (CHECKOUT / "docs/reference/changes.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| (major|minor|patch|none) \| \w+ \| (.*) \|$", page, re.MULTILINE))
    for name, level in FIELD_LEVELS.items():
        assert [row for row in rows if f"`{name}`" in rows[row]] == [level or "none"], name
