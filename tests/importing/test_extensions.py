"""What Obsidian, GitHub, MkDocs, Docusaurus and MDX add becomes plain Markdown, and no byte of code changes."""

from __future__ import annotations

import time

import pytest
from tests.importing.conftest import Workshop

from sopkb_import.code import parsed
from sopkb_import.extensions import to_plain

CODE = "\tif [^a]; then  # ==x==\n\n  - [ ] !!! note %%c%% [[_TOC_]]\n"


def plain(text: str) -> str:
    return "\n".join(line for line in to_plain(text)[0].split("\n") if line.strip())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("> [!warning] Hot\n> Off.\n", "> **Warning: Hot**\n>\n> Off."),
        ("> [!NOTE]\n> Off.\n", "> **Note**\n>\n> Off."),
        ('!!! danger "Never"\n    Pull.\n\n    Push.\n\nOn.\n', "> **Never**\n>\n> Pull.\n>\n> Push.\nOn."),
        ("??? tip\n    Pull.\n", "> **Tip**\n>\n> Pull."),
        (
            "!!! note\n    One.\n\n    !!! tip\n        Two.\n",
            "> **Note**\n>\n> One.\n>\n>\n> > **Tip**\n> >\n> > Two.\n>",
        ),
        (":::tip Read\n\nThis.\n\n:::\n", "> **Read**\n>\n>\n> This.\n>"),
        ('=== "Linux"\n\n    Go.\n\n=== "Windows"\n\n    Wait.\n', "**Linux**\nGo.\n**Windows**\nWait."),
        ("- [x] done\n- [ ] open\n", "- ☑ done\n- ☐ open"),
        ("A note.[^1]\n\n[^1]: It says.\n", "A note.\\[1\\]\n\\[1\\] It says."),
        ("Term\n:   What it is\n", "**Term**\n- What it is"),
        ("See ==this== and `==that==`.\n", "See **this** and `==that==`."),
        ("[[_TOC_]]\n\nText.\n", "Text."),
        ("Text %%staff only%% here.\n", "Text  here."),
        ("%%\nstaff\nonly\n%%\nText.\n", "Text."),
        ("import A from '@b/c';\n\n<Tabs>\n<TabItem label=\"Mac\">\n\nGo.\n\n</TabItem>\n</Tabs>\n", "**Mac**\nGo."),
    ],
)
def test_an_extension_becomes_plain_markdown(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_what_is_left_out_is_named_with_its_line(workshop: Workshop) -> None:
    text = "---\ntitle: Scanner\n---\nText.\n\n%%\nstaff only\n%%\n\n{% include 'x.md' %}\n<Card />\n"
    report = workshop.run({"a/x.md": text})
    assert "staff" not in workshop.text("SOP-0001")
    notes = " ".join(report.documents[0].notes)
    assert "taken out: line 3, 4, 5" in notes
    assert "Liquid tag {% … %}, line 7" in notes
    assert "component <Card>, line 8" in notes


@pytest.mark.parametrize(
    "around",
    ["```\n{}```\n", "> [!tip]\n> ```\n> {}> ```\n", '!!! note "x"\n\n    ```\n    {}    ```\n', "Text:\n\n    {}"],
)
def test_code_keeps_every_byte_inside_and_outside_of_boxes(around: str) -> None:
    prefix = "> " if around.startswith(">") else "    " if "    {}" in around else ""
    code = (
        CODE.rstrip("\n").replace("\n", f"\n{prefix}").replace(f"\n{prefix}\n", "\n\n" if prefix != "> " else "\n>\n")
    )
    text = to_plain(around.replace("{}", f"{code}\n"))[0]
    found = [token.content for token in parsed(text) if token.type in ("fence", "code_block")]
    assert [each.rstrip("\n") for each in found] == [CODE.rstrip("\n")]


def test_the_work_is_bounded_however_often_an_extension_stands_there() -> None:
    for part in ('!!! note "x"\n    text\n\n', "- [ ] one\n", "%% a\n", ":::tip\n", "> [!x] y\n", "a[^1] ==b\n"):
        began = time.process_time()
        to_plain(part * (40_000 // len(part)))
        assert time.process_time() - began < 5, part
