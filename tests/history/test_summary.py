"""The summary of a pull request: what follows from a change, who is asked, and nothing that obeys a record."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from tests.conftest import DEMO_NOW, SMALL_CONFIG, make_base
from tests.history.repositories import ESC, FILES, SOP, WKA

from sopkb.history import SUMMARY_FORMATS, compare, signers_of, summarise
from sopkb.history.comment import plain
from sopkb.history.summary import Summary

MAC = "macros/MAC-0001-close-after-confirmation.md"
ONB = "tracks/ONB-0001-new-agent.md"
SOP_1 = "sops/SOP-0001-accesshub-find-a-person.md"
ACCOUNTS = SMALL_CONFIG.replace('{title: "Lead", team: core}', '{title: "Lead", team: core, account: "@the-lead"}')
ACCOUNTS = ACCOUNTS.replace('Another lead", team: core', 'Another lead", team: core, account: "@org/leads"')
HOSTILE = (
    "@everyone @the-lead <script>alert(1)</script> [x](https://evil.example.org) ![y](z) `code` #12 !34 | a | "
    "<!-- --> </details> &lt; **b** $x$ www.evil.example.org //x /close ~~s~~ \\"
)


def summary_of(
    folder: Path, before: Mapping[str, str], after: Mapping[str, str], author: str = "", config: str = ACCOUNTS
) -> Summary:
    for name in ("before", "after"):
        (folder / name).mkdir()
    old, new = make_base(folder / "before", before, config), make_base(folder / "after", after, config)
    return summarise(new, compare(old.corpus, new.corpus, signers_of(old.config, author)), DEMO_NOW)


def edited(path: str, *replacements: tuple[str, str], files: Mapping[str, str] = FILES) -> dict[str, str]:
    text = files[path]
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new, 1)
    return {**files, path: text}


def markdown(summary: Summary) -> str:
    return SUMMARY_FORMATS["markdown"](summary)


def told(summary: Summary) -> list[str]:
    return [each.text for record in summary.records for each in record.consequences]


def test_a_retired_workaround_takes_its_banner_and_its_macros_along(tmp_path: Path) -> None:
    overriding = edited(WKA, ("sensitivity: none", "overrides: [SOP-0001]\nsensitivity: none"))
    macro = edited(MAC, ("The user has confirmed.", "The user has confirmed WKA-0001."), files=overriding)
    retired = edited(
        WKA, ("status: active", 'status: retired\nretired: {reason: obsolete, on: "2026-11-22"}'), files=macro
    )
    assert told(summary_of(tmp_path, macro, retired)) == [
        "RETIRED (2026-11-22); it was LIVE (until 2026-12-01 09:00 UTC)",
        "The banner on SOP-0001 that leads to WKA-0001 goes",
        "MAC-0001 names it in its text",
    ]


def test_an_edited_sop_says_which_live_workaround_overrides_it(tmp_path: Path) -> None:
    overriding = edited(WKA, ("sensitivity: none", "overrides: [SOP-0002]\nsensitivity: none"))
    after = edited(SOP, ("The user signs in.", "The user signs in twice."), files=overriding)
    assert told(summary_of(tmp_path, overriding, after)) == [
        "WKA-0001 overrides it while live: see whether that still fits"
    ]


def test_a_new_major_names_the_tracks_that_pin_the_old_one(tmp_path: Path) -> None:
    after = edited(SOP_1, ("2. Choose", "2. Press"), ('version: "1.0.0"', 'version: "2.0.0"'))
    assert told(summary_of(tmp_path, FILES, after)) == [
        "ONB-0001 m1 pins 1, now 2: review the module, then set `at_major` to it"
    ]


def test_a_question_is_asked_about_when_what_it_cites_changed(tmp_path: Path) -> None:
    after = edited(ESC, ("respond_minutes: 15", "respond_minutes: 30"))
    summary = summary_of(tmp_path, FILES, after)
    (found,) = summary.records[0].consequences
    assert (found.record, found.quote) == ("ONB-0001", "Who answers?")
    assert "→ ONB-0001: 1 quiz question cites what changed" in markdown(summary)


def test_the_id_of_a_track_that_turns_text_round_is_shown_as_what_it_is(tmp_path: Path) -> None:
    files = {**FILES, ONB: FILES[ONB].replace("id: ONB-0001", "id: ONB-000\u202e")}
    after = edited(ESC, ("respond_minutes: 15", "respond_minutes: 30"), files=files)
    text = markdown(summary_of(tmp_path, files, after))
    assert "quiz question cites what changed" in text
    assert "\u202e" not in text


def test_a_typo_troubles_no_track_and_no_quiz(tmp_path: Path) -> None:
    after = edited(ESC, ("Write the answer", "Wriet the answer"))
    assert told(summary_of(tmp_path, FILES, after)) == []


def test_a_future_major_is_announced_and_an_advisory_appears(tmp_path: Path) -> None:
    following = FILES[SOP].replace('"2026-03-02"', '"2026-12-01"').replace("2. Choose", "2. Press")
    after = {**edited(ESC, ("sensitivity: none", "sensitivity: mentions\nharm_topics: [self_harm]"))}
    after["sops/SOP-0002.next.md"] = following
    summary = summary_of(tmp_path, FILES, after)
    assert [each.what for each in summary.records] == ["announced", "changed"]
    assert told(summary) == ["Its page announces the change for 2026-12-01", "Its advisory appears"]


def test_a_future_major_that_is_taken_back_is_said_and_needs_approval(tmp_path: Path) -> None:
    following = FILES[SOP].replace('"2026-03-02"', '"2026-12-01"').replace('version: "1.0.0"', 'version: "2.0.0"', 1)
    summary = summary_of(tmp_path, {**FILES, "sops/SOP-0002.next.md": following}, FILES)
    assert [(each.change.id, each.what) for each in summary.records] == [("SOP-0002", "withdrawn")]
    assert told(summary) == ["Its page announces no change any more; what is in force stays"]
    assert [each.area for each in summary.approvals] == ["access"]


def test_a_deleted_record_names_who_points_at_it_and_stands_first(tmp_path: Path) -> None:
    after = edited(SOP, ("2. Choose", "2. Press"))
    del after[MAC]
    before = edited(SOP_1, ("sensitivity: none", "replies_with: [MAC-0001]\nsensitivity: none"))
    summary = summary_of(tmp_path, before, {**after, SOP_1: before[SOP_1]})
    assert [(each.change.id, each.what) for each in summary.records] == [
        ("MAC-0001", "deleted"),
        ("SOP-0002", "changed"),
    ]
    assert told(summary)[0] == "Its page is gone, and tickets that name it lead nowhere; SOP-0001 still names it"


def test_an_error_code_that_is_new_names_who_claims_it_too(tmp_path: Path) -> None:
    after = edited(SOP, ("est_minutes: 5", "est_minutes: 5\nerror_codes: [CP-2207, AH-1101]"))
    assert told(summary_of(tmp_path, FILES, after)) == [
        "New error code; WKA-0001 answers it too",
        "New error code, which no other record answers",
    ]


def long_text(number: int) -> str:
    return " ".join(f"Open tool {word} and read line {word * 7}." for word in range(number, number + 30))


def test_a_copy_that_a_change_brings_in_is_named_and_an_old_one_is_not(tmp_path: Path) -> None:
    text = FILES[SOP].replace("The user signs in.", long_text(1))
    copy = text.replace("SOP-0002", "SOP-0003").replace("restore a locked", "open a closed")
    before = {**FILES, SOP: text}
    new = summary_of(tmp_path, before, {**before, "sops/SOP-0003-a.md": copy})
    assert told(new) == ["LIVE", "100% like SOP-0002: extend that one, or keep here only what differs"]
    (tmp_path / "again").mkdir()
    both = {**before, "sops/SOP-0003-a.md": copy}
    edit = {**both, "sops/SOP-0003-a.md": copy.replace("2. Choose", "2. Press")}
    assert told(summary_of(tmp_path / "again", both, edit)) == []


def test_a_record_that_moves_to_another_area_needs_both_approvals(tmp_path: Path) -> None:
    config = ACCOUNTS.replace("{default: [lead, other-lead]}", "{default: [lead], safety: [other-lead]}")
    after = edited(SOP, ("area: access", "area: safety"))
    text = markdown(summary_of(tmp_path, FILES, after, config=config))
    assert "- **Approval** for access: @the-lead\n" in text
    assert "- **Approval** for safety: @org/leads\n" in text


@pytest.mark.parametrize("author", ["lead", "the-lead", "@The-Lead"])
def test_the_author_is_never_asked_to_approve(tmp_path: Path, author: str) -> None:
    text = markdown(summary_of(tmp_path, FILES, edited(SOP, ("2. Choose", "2. Press")), author))
    assert "@the-lead" not in text
    assert "for access: @org/leads\n" in text


def test_where_only_the_author_could_approve_that_is_said(tmp_path: Path) -> None:
    config = ACCOUNTS.replace("[lead, other-lead]", "[lead]")
    text = markdown(summary_of(tmp_path, FILES, edited(SOP, ("2. Choose", "2. Press")), "lead", config))
    assert "for access: nobody whom kb.yml names, but the author" in text


def test_a_draft_needs_no_approval(tmp_path: Path) -> None:
    before = edited(SOP, ("status: active", "status: draft"))
    after = edited(SOP, ("2. Choose", "2. Press"), files=before)
    assert "Approval" not in markdown(summary_of(tmp_path, before, after))


def hostile_base() -> dict[str, str]:
    yaml = json.dumps(HOSTILE)
    return edited(
        SOP,
        ('title: "AccessHub: restore a locked account"', f"title: {yaml}"),
        ('summary: "Find the lock type, then unlock or route."', f"summary: {yaml}"),
        ('  - "too many attempts"', f"  - {yaml}"),
        ("2. Choose **Unlock**.", f"2. {HOSTILE}"),
        ("## Tell the user\n", f"## Tell {HOSTILE}\n"),
        ("The user signs in.", f"{HOSTILE}\n/close\n# {HOSTILE}"),
        ("area: access", f"area: {yaml}"),
        ('version: "1.0.0"', f"version: {yaml}"),
        ("est_minutes: 5", f"{yaml}: {yaml}"),
    )


@pytest.mark.parametrize("new", [False, True])
def test_nothing_in_a_record_is_obeyed_by_the_page_that_shows_it(tmp_path: Path, new: bool) -> None:
    before = {path: text for path, text in FILES.items() if not new or path != SOP}
    text = markdown(summary_of(tmp_path, before, hostile_base()))
    assert "evil" in text
    called = set(re.findall(r"@[\w/-]+", text))
    assert called == {"@the-lead", "@org/leads"}
    assert not re.search(r"[#!]\d|https?://|www\.|^/", text, re.MULTILINE)
    ours = re.compile(r"<!-- kb diff -->|</?details>|<summary>[\w ]+</summary>")
    for token in MarkdownIt("commonmark", {"linkify": False}).enable("table").enable("strikethrough").parse(text):
        assert token.type != "table_open"
        if token.type == "html_block":
            assert not ours.sub("", token.content).strip()
        for child in token.children or ():
            assert child.type in ("text", "softbreak", "strong_open", "strong_close", "code_inline"), child
            assert child.type != "code_inline" or child.content == "at_major"


def test_an_id_may_be_as_hostile_as_a_text(tmp_path: Path) -> None:
    evil = json.dumps(f"`{HOSTILE}`")
    before = edited(SOP, ("id: SOP-0002", f"id: {evil}"))
    after = edited(SOP_1, ("id: SOP-0001", f"id: {evil}"), ("2. Choose", "2. Press"))
    after[ONB] = after[ONB].replace("id: ONB-0001", f"id: {evil}").replace("SOP-0001", "SOP-0002")
    after[WKA] = (
        after[WKA]
        .replace("id: WKA-0001", f"id: {evil}")
        .replace("error_codes: [CP", "overrides: [SOP-0001]\nerror_codes: [CQ")
    )
    text = markdown(summary_of(tmp_path, before, after))
    assert set(re.findall(r"@[\w/-]+", text)) == {"@the-lead", "@org/leads"}
    for token in MarkdownIt("commonmark").parse(text):
        for child in token.children or ():
            assert child.type in ("text", "softbreak", "strong_open", "strong_close", "code_inline"), child
            assert child.type != "code_inline" or child.content == "at_major"


def test_no_line_begins_with_a_records_words(tmp_path: Path) -> None:
    text = markdown(summary_of(tmp_path, FILES, hostile_base()))
    begins = re.compile(r"$|## \d|### [A-Z]{3}-\d{4} |- |\d+\. “|<|\*\*|[\w“\\]")
    assert [line for line in text.split("\n") if not begins.match(line)] == []


def test_what_was_private_is_repeated_by_neither_side(tmp_path: Path) -> None:
    mail, phone = "jane.doe@mail.test", "+49 30 1234 5678"
    private = edited(SOP, ("2. Choose **Unlock**.", f"2. Write to {mail} or call {phone}."))
    for number, (before, after) in enumerate(((private, FILES), (FILES, private))):
        (tmp_path / str(number)).mkdir()
        summary = summary_of(tmp_path / str(number), before, after)
        for form in SUMMARY_FORMATS.values():
            text = form(summary)
            assert "Write to" in text
            assert "jane" not in text
            assert "1234" not in text


def test_a_change_of_hundreds_of_records_is_still_one_comment(tmp_path: Path) -> None:
    many = {f"sops/SOP-{n}-a.md": FILES[SOP].replace("SOP-0002", f"SOP-{n}") for n in range(1000, 1400)}
    long = {path: text.replace("2. Choose", f"2. {'Press ' * 400}") for path, text in many.items()}
    text = markdown(summary_of(tmp_path, many, long))
    assert len(text) < 65_000
    assert text.startswith("<!-- kb diff -->\n## 400 records changed\n")
    assert "388 more" in text


def test_the_json_has_the_keys_that_the_reference_promises(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs/reference/changes.md").read_text("utf-8")
    page = page[page.index("## The summary as JSON") :]
    document = json.loads(SUMMARY_FORMATS["json"](summary_of(tmp_path, FILES, edited(SOP, ("2. Choose", "2. Press")))))
    (record,) = document["records"]
    promised = set(re.findall(r"`(\w+)`", page))
    keys = {*document, *record, *record["edits"][0], *document["approvals"][0]}
    assert keys <= promised
    first_column = " ".join(re.findall(r"^\| (`.*?`) \|", page, re.MULTILINE))
    assert set(re.findall(r"`(\w+)`", first_column)) == {*document, *record}


def test_escaped_words_mean_themselves() -> None:
    assert plain("a_b *c* <d> @e #1 x#y") == "a\\_b \\*c\\* &lt;d\\> @\u2060e #\u20601 x#\u2060y"
    assert plain("https://a.example") == "https:\u2060//a.example"
