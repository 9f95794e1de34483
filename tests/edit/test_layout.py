"""An edit of front matter changes the lines that it means, whatever the layout, and says exactly what was asked."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sopkb.core.fields import FIELDS_OF
from sopkb.history.edit.layout import LayoutRefused, append, put_first, set_field, values_of

ENTRY = {"version": "1.2.0", "date": "2026-11-22", "training": "read", "change": "It's: new # {here}"}

# ---- Layouts as people write them -------------------------------------------------------------------------------

words = (
    st.text(st.sampled_from("abcXYZ0129 :#-'\"{}[],&*!|>%@`\\é提😀?"), min_size=1, max_size=24)
    .map(str.strip)
    .filter(bool)
)
comments = st.sampled_from(["", "", "", '  # why: it\'s "so" [', " # -", "\t# tab"])
between = st.lists(
    st.sampled_from(["", "# a comment: with colon", "  # indented", "# - {version: no}", "   ", "# id: SOP-9999"]),
    max_size=2,
)


@st.composite
def scalars(draw: st.DrawFn, text: str) -> str:
    """A text in one of the ways YAML has for it."""
    ways = [json.dumps(text, ensure_ascii=False), "'" + text.replace("'", "''") + "'"]
    if max(text) < "\U00010000":
        ways.append(json.dumps(text))
    if re.fullmatch(r"[A-Za-z][A-Za-z-]{2,}", text):
        ways.append(text)
    return draw(st.sampled_from(ways))


@st.composite
def flow_maps(draw: st.DrawFn, value: dict[str, str]) -> str:
    edge, comma = draw(st.sampled_from(["", " "])), draw(st.sampled_from([", ", ",  ", " , ", ",\n      "]))
    pairs = [f"{key}: {draw(scalars(text))}" for key, text in value.items()]
    return "{" + edge + comma.join(pairs) + edge + "}"


@st.composite
def lists_of_maps(draw: st.DrawFn, name: str, values: list[dict[str, str]]) -> list[str]:
    indent = draw(st.sampled_from(["", "  ", "    "]))
    style = draw(st.sampled_from(["flow items", "block items", "lone dash", "flow", "flow, a line each"]))
    if style == "flow":
        return [f"{name}: [" + ", ".join([draw(flow_maps(value)) for value in values]) + "]"]
    if style == "flow, a line each":
        return [f"{name}: [", *(f"    {draw(flow_maps(value))}," for value in values), "  ]"]
    lines = [f"{name}:{draw(comments)}"]
    for value in values:
        lines += [indent + line if line.strip() else line for line in draw(between)]
        if style == "flow items":
            gap = draw(st.sampled_from([" ", "   "]))
            lines.append(f"{indent}-{gap}{draw(flow_maps(value))}{draw(comments)}")
            continue
        pairs = [f"{key}: {draw(scalars(text))}{draw(comments)}" for key, text in value.items()]
        if style == "lone dash":
            lines += [f"{indent}-{draw(st.sampled_from(['', ' # alone']))}", *(f"{indent}    {pair}" for pair in pairs)]
        else:
            lines += [f"{indent}- {pairs[0]}", *(f"{indent}  {pair}" for pair in pairs[1:])]
    return lines


@st.composite
def lists_of_texts(draw: st.DrawFn, name: str, values: list[str]) -> list[str]:
    style = draw(st.sampled_from(["block", "flow", "flow, a line each"]))
    items = [draw(scalars(value)) for value in values]
    if not items:
        return [f"{name}: []" if draw(st.booleans()) else f"{name}:"]
    if style == "flow":
        return [f"{name}: [{', '.join(items)}]{draw(comments)}"]
    if style == "flow, a line each":
        return [f"{name}: [", *(f"    {item}," for item in items), "  ]"]
    return [f"{name}:", *(f"  - {item}{draw(comments)}" for item in items)]


@st.composite
def block_texts(draw: st.DrawFn, name: str) -> list[str]:
    sign = draw(st.sampled_from(["|", ">", "|-", "|+", ">+"]))
    return [f"{name}: {sign}", "  some text", "  # no comment", *draw(st.sampled_from([[], [""], ["", ""]]))]


@st.composite
def files(draw: st.DrawFn) -> str:
    """A whole record file of the kind workaround, with its fields in any order and its lines in any layout."""
    entries = [
        {"version": f"1.{9 - n}.0", "date": "2026-11-09", "training": "read", "change": draw(words)}
        for n in range(draw(st.integers(1, 3)))
    ]
    targets = draw(st.lists(st.sampled_from(["WKA-0003", "WKA-0004"]), unique=True))
    fields: dict[str, list[str]] = {
        "id": ["id: WKA-0001"],
        "kind": ["kind: workaround"],
        "title": [f"title: {draw(scalars(draw(words)))}{draw(comments)}"],
        "status": [f"status: {draw(scalars('active'))}{draw(comments)}"],
        "version": [f"version: {draw(scalars('1.1.0'))}{draw(comments)}"],
        "supersedes": draw(lists_of_texts("supersedes", targets)),
        "changelog": draw(lists_of_maps("changelog", entries)),
        "user_impact": draw(block_texts("user_impact")),
        "last_reviewed": [f"last_reviewed:{draw(st.sampled_from(['', ' ~', ' 2026-11-01', ' # later']))}"],
    }
    kept = [name for name in fields if name in ("id", "kind") or draw(st.integers(0, 5))]
    lines = ["---"]
    for name in draw(st.permutations(kept)):
        lines += [*draw(between), *fields[name]]
    lines += [*draw(between), "---", "## Who is affected", "", "version: 1.1.0  ", "---", "  text"]
    newline = draw(st.sampled_from(["\n", "\n", "\r\n", "\r"]))
    return draw(st.sampled_from(["", "\ufeff"])) + newline.join("\n".join(lines).split("\n")) + newline


# ---- The properties ---------------------------------------------------------------------------------------------


def changed_lines(old: str, new: str) -> tuple[list[str], list[str]]:
    """The lines, ends included, that went and that came."""
    before, after = (re.split(r"(?<=\n)|(?<=\r)(?!\n)", text) for text in (old, new))
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    gone: list[str] = []
    came: list[str] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "equal":
            gone += before[i:j]
            came += after[k:m]
    return gone, came


@given(files())
def test_these_layouts_are_all_readable(text: str) -> None:
    assert values_of(text)["id"] == "WKA-0001"


@given(files(), st.sampled_from(["version", "status", "last_reviewed", "expires", "fixed_in"]), words)
def test_setting_a_field_changes_its_line_only(text: str, name: str, value: str) -> None:
    new = set_field(text, "workaround", name, value)
    assert values_of(new) == {**values_of(text), name: value}
    gone, came = changed_lines(text, new)
    assert len(gone) <= 1
    assert len(came) <= 1
    if name in values_of(text):
        assert [line.partition(":")[0] for line in (*gone, *came)] in ([name, name], [])
        assert [comment_of(line) for line in gone] == [comment_of(line) for line in came]
    else:
        assert gone == []
        assert re.fullmatch(rf"{name}: .*(\r\n|\n|\r)", came[0])


def comment_of(line: str) -> str:
    """The comment that the strategies above put behind a value."""
    return next((line[line.rindex(c) :] for c in ("  # why", " # -", "\t# tab", " # later") if c in line), line[-1:])


@given(files())
def test_a_new_field_stands_after_those_that_come_before_it(text: str) -> None:
    assume("fixed_in" not in values_of(text))
    new = set_field(text, "workaround", "fixed_in", "7.2.4")
    order = list(FIELDS_OF["workaround"])
    names = list(values_of(new))
    earlier = [name for name in names if order.index(name) < order.index("fixed_in")]
    nearest = max(earlier, key=order.index)
    assert names[names.index("fixed_in") - 1] == nearest


@given(files())
def test_a_changelog_entry_comes_first_and_touches_no_other(text: str) -> None:
    new = put_first(text, "workaround", "changelog", ENTRY)
    old = values_of(text).get("changelog") or []
    assert values_of(new) == {**values_of(text), "changelog": [ENTRY, *old]}
    gone, came = changed_lines(text, new)
    if gone:  # only where the whole list stands in one line
        assert all(line.startswith("changelog:") for line in (gone[0], came[0]))
        assert len(gone) == 1
    else:
        assert 1 <= len(came) <= 5


@given(files())
def test_an_appended_item_touches_its_list_only(text: str) -> None:
    new = append(text, "workaround", "supersedes", "WKA-0009")
    old = values_of(text).get("supersedes") or []
    assert values_of(new) == {**values_of(text), "supersedes": [*old, "WKA-0009"]}
    gone, came = changed_lines(text, new)
    assert len(gone) <= 1
    assert len(came) <= 2
    assert all("WKA-0009" in line for line in came)


@given(files())
def test_line_ends_and_the_byte_order_mark_stay(text: str) -> None:
    new = put_first(set_field(text, "workaround", "expires", "2026-12-01T09:00:00Z"), "workaround", "changelog", ENTRY)
    assert new.startswith("\ufeff") == text.startswith("\ufeff")
    assert set(re.findall(r"\r\n|\r|\n", new)) == set(re.findall(r"\r\n|\r|\n", text))


yaml_like = st.text(st.sampled_from("ab:-[]{},#&*!|>'\"? \n\r\t0~%@\x85\u2028é"), max_size=80)


@given(
    st.text(max_size=200) | yaml_like | yaml_like.map("supersedes: {}\nid: SOP-0001".format),
    st.sampled_from([set_field, put_first, append]),
)
def test_any_text_is_edited_rightly_or_refused(front: str, edit: Callable[..., str]) -> None:
    text = f"---\n{front}\n---\nBody\n"
    try:
        new = edit(text, "sop", "supersedes", ENTRY if edit is put_first else "SOP-0001")
    except LayoutRefused:
        return
    assert ("1.2.0" if edit is put_first else "SOP-0001") in str(values_of(new))


# ---- Layouts worth an example ------------------------------------------------------------------------------------


def front(*lines: str) -> str:
    return "\n".join(["---", *lines, "---", "Body", ""])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["version: '1.1.0'"], ["version: '1.2.0'"]),
        (["version: 1.1.0  # mine"], ['version: "1.2.0"  # mine']),
        (['"version":   "1.1.0"'], ['"version":   "1.2.0"']),
        (["version:  # to do"], ['version: "1.2.0"  # to do']),
        (["{id: SOP-0001, version: 1.1.0}"], ['{id: SOP-0001, version: "1.2.0"}']),
        (["{id: SOP-0001}"], ['{id: SOP-0001, version: "1.2.0"}']),
        (["  id: SOP-0001", "  status: draft"], ["  id: SOP-0001", "  status: draft", '  version: "1.2.0"']),
    ],
)
def test_the_author_would_have_written_it_so(before: list[str], after: list[str]) -> None:
    assert set_field(front(*before), "sop", "version", "1.2.0") == front(*after)


@pytest.mark.parametrize(
    "lines",
    [
        ["id: SOP-0001", "id: SOP-0002"],
        ["version: &v 1.0.0", "summary: *v"],
        ["version: !!str 1.0.0"],
        ["id: [", "version: 1"],
        ["- a list"],
        ["id: SOP-0001", "\tversion: 1"],
    ],
)
def test_what_a_program_cannot_read_for_certain_it_does_not_edit(lines: list[str]) -> None:
    with pytest.raises(LayoutRefused, match="by hand"):
        set_field(front(*lines), "sop", "version", "1.2.0")


def test_without_front_matter_there_is_nothing_to_edit() -> None:
    for text in ("", "Body\n", "---\nid: SOP-0001\n"):
        with pytest.raises(LayoutRefused, match="two `---` lines"):
            set_field(text, "sop", "version", "1.2.0")


def test_a_retirement_is_one_line_and_stands_where_the_model_has_it() -> None:
    text = front("id: SOP-0001", "sensitivity: none", "# history", "changelog:", "  - {version: '1.0.0'}")
    value: dict[str, Any] = {"reason": "obsolete", "on": "2026-11-22"}
    assert set_field(text, "sop", "retired", value) == front(
        "id: SOP-0001",
        "sensitivity: none",
        'retired: {reason: obsolete, on: "2026-11-22"}',
        "# history",
        "changelog:",
        "  - {version: '1.0.0'}",
    )
