"""What a reply says of a record: the steps of the user, all or none, and nothing that would change its meaning."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import CHECKOUT, make_base
from tests.site.small_base import KB_YML, record_text

from sopkb.core.load import Base
from sopkb.core.load.body import parse_body
from sopkb.core.record import Record
from sopkb.lint.replies import NoSteps, ReplyValues, fields_in, filled, known_of, reply_texts

Make = Callable[..., Base]
VECTORS = json.loads((CHECKOUT / "tests/vectors/replies.json").read_text("utf-8"))
TEXT = "Known: {issue}. {steps} See {record_id}."


def workaround(folder: Path, steps: str) -> Record:
    text = record_text(f"## Do this now\n{steps}\n\n## If it does not work\nESC-0001.", kind="workaround")
    return make_base(folder, {"a.md": text}, KB_YML).corpus.by_id["WKA-0001"]


def macro(folder: Path, text: str) -> Record:
    return make_base(folder, {"m.md": record_text(text, kind="macro")}, KB_YML).corpus.by_id["MAC-0001"]


@pytest.mark.parametrize(("text", "pieces"), VECTORS)
def test_fields_are_those_that_the_browser_sees(text: str, pieces: list[str]) -> None:
    found = list(fields_in(text))
    assert [text[at : at + len(name) + 2] for name, at in found] == pieces[1::2]
    assert filled(text, {name: f"<{name}>" for name, _ in found}) == "".join(
        f"<{piece[1:-1]}>" if place % 2 else piece for place, piece in enumerate(pieces)
    )


def test_all_steps_of_the_user_go_into_a_reply_and_no_other(tmp_path: Path) -> None:
    record = workaround(
        tmp_path,
        "1. Ask for the site. **Check:** lis-1.\n"
        "2. **User:** Open **Help > About**. **Check:** 5.4.\n"
        + "".join(f"{number}. **User:** Do part {number}. **Check:** done.\n" for number in range(3, 9))
        + "9. Link WKA-0001. **Check:** linked.",
    )
    known = known_of(TEXT, record)
    assert known.values["steps"].split("\n") == [
        "1. Open Help > About.",
        *(f"{number - 1}. Do part {number}." for number in range(3, 9)),
    ], "seven steps, and nothing is cut"
    assert (known.steps, known.no_steps) == ((2, 3, 4, 5, 6, 7, 8), None)
    assert known.values["record_id"] == "WKA-0001"


def test_a_single_step_of_the_user_has_no_number(tmp_path: Path) -> None:
    record = workaround(tmp_path, "1. **User:** Reload once. **Check:** picture.\n2. Link it. **Check:** linked.")
    assert known_of("{steps}", record) == ReplyValues({"steps": "Reload once."}, (1,))


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        ("1. Set **Intake** Off. **Check:** grey.\n2. Wait. **Check:** 60 s.", NoSteps.NONE_MARKED),
        ("Nothing yet.", NoSteps.NONE_MARKED),
        (
            "### Chrome\n1. **User:** Clear it. **Check:** empty.\n\n### Edge\n1. **User:** Reset it. **Check:** new.",
            NoSteps.BRANCHES,
        ),
        (
            "### Chrome\n1. **User:** Clear it. **Check:** empty.\n\n### Edge\n1. Reset it. **Check:** new.",
            NoSteps.BRANCHES,
        ),
        (
            "1. **User:** Reload. **Check:** on.\n2. **User:** Do step 1 again. **Check:** on.",
            NoSteps.NOT_AS_THEY_STAND,
        ),
        ("1. **User:** Siehe Schritt 4. **Check:** on.", NoSteps.NOT_AS_THEY_STAND),
        ("1. **User:** 重复第 2 步。 **Check:** on.", NoSteps.NOT_AS_THEY_STAND),
        (
            "1. **User:** Reload. **Check:** on.\n2. **User:** Press ![it](x.png). **Check:** on.",
            NoSteps.NOT_AS_THEY_STAND,
        ),
    ],
)
def test_a_reply_holds_none_where_it_cannot_hold_all(tmp_path: Path, steps: str, why: NoSteps) -> None:
    known = known_of(TEXT, workaround(tmp_path, steps))
    assert "steps" not in known.values
    assert (known.steps, known.no_steps) == ((), why)


def test_a_reply_that_is_about_another_record_is_not_given_the_id_of_this_one(tmp_path: Path) -> None:
    base = make_base(tmp_path, {"a.md": record_text(), "b.md": record_text(kind="escalation")}, KB_YML)
    triage = base.corpus.by_id["SOP-0001"]
    assert known_of(TEXT, triage).values == {}
    assert known_of("We did it for you. See {record_id}.", triage).values == {}
    assert known_of(TEXT, base.corpus.by_id["ESC-0001"]).values == {}


def test_on_its_own_page_a_macro_is_about_no_record_yet() -> None:
    assert known_of(TEXT, None) == ReplyValues(no_steps=NoSteps.NO_RECORD)
    assert known_of("See {record_id}.", None) == ReplyValues()


@pytest.mark.parametrize(
    ("markdown", "sent"),
    [
        ("Turn on **Settings > *Playback* > `Compat`**.", "Turn on Settings > Playback > Compat."),
        ("Open [the form](https://x.example/a?b=1_2) now.", "Open the form (https://x.example/a?b=1_2) now."),
        ("Open <https://x.example/a>.", "Open https://x.example/a."),
        ("Open [the form][1].", "Open the form (https://x.example/form)."),
        ("Write to <mailto:help@x.example>.", "Write to mailto:help@x.example."),
        ("Run `if [[ -f a_b ]]; then *x*`.", "Run if [[ -f a_b ]]; then *x*."),
        ("Type \\*all\\* &amp; &lt;site&gt;, then <case-id>.", "Type *all* & <site>, then <case-id>."),
        ("See [[SOP-0001]], SOP-0002.", "See SOP-0001, SOP-0002."),
        ("One<br>two\n   three", "One\ntwo three"),
        ("Choose:\n   - your site\n   - **Send**", "Choose:\n- your site\n- Send"),
        ("Choose:\n   1. a\n   2. b\n      - c", "Choose:\n1. a\n2. b\n  - c"),
        ("Run:\n\n   ```sh\n   cd  /tmp\n   ls *_x\n   ```\n\n   and wait.", "Run:\ncd  /tmp\nls *_x\nand wait."),
        ("按 **保存**。", "按 保存。"),
        ("Wait <!-- how long? --> here.", "Wait  here."),
        ("See [it](SOP-0001.md).", ""),
        ("See [it](#steps).", ""),
        ("![A picture](x.png)", ""),
    ],
)
def test_a_step_is_sent_in_the_words_of_its_author(markdown: str, sent: str) -> None:
    body = parse_body(f"1. **User:** {markdown} **Check:** not sent.\n\n[1]: https://x.example/form\n", 1)
    (step,) = body.sections[0].steps
    assert step.is_users
    assert step.sent == sent


@pytest.mark.parametrize("mark", ["**User**:", "User:", "Then **User:**", "**Users:**", "**Check:**"])
def test_only_the_mark_at_the_beginning_makes_a_step_the_users(mark: str) -> None:
    (step,) = parse_body(f"1. {mark} reload.\n", 1).sections[0].steps
    assert not step.is_users
    assert step.sent == ""


def test_each_quotation_is_a_text_of_its_own(tmp_path: Path) -> None:
    found = reply_texts(
        macro(
            tmp_path, "## Text\nOn the first day:\n\n> One.\n>\n> More.\n\nLater:\n\n> Two.\n\n### At night\n> Three.\n"
        )
    )
    assert [(each.case, each.place, each.text) for each in found] == [
        ("Text 1", 0, "One.\n\nMore."),
        ("Text 2", 1, "Two."),
        ("At night", 0, "Three."),
    ]


def test_a_quotation_that_goes_on_without_its_mark_is_not_cut(tmp_path: Path) -> None:
    """CommonMark reads the second line as part of the quotation, and so does the page."""
    (only,) = reply_texts(macro(tmp_path, "## Text\n> Thank you, we are on it.\nPlease wait.\n"))
    assert only.text == "Thank you, we are on it.\nPlease wait."
    (indented,) = reply_texts(macro(tmp_path, "## Text\n  > One.\n  > > quoted\n"))
    assert indented.text == "One.\n> quoted"


def test_a_text_without_quotation_is_all_of_its_section(tmp_path: Path) -> None:
    (only,) = reply_texts(macro(tmp_path, "## Text\nDear user,\n\nyour ticket is {ticket_id}.\n\n## Do not\n> x\n"))
    assert (only.case, only.text, only.fields) == ("", "Dear user,\n\nyour ticket is {ticket_id}.", ("ticket_id",))
