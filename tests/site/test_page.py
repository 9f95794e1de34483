"""The page of a record: golden pages of one of each kind, and what a page says in each state."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.site.rendering import read
from tests.site.small_base import PROJECT, record_text

from sopkb.site.page import record_page
from sopkb.site.view import View

GOLDEN = PROJECT / "tests" / "golden" / "site"
ONE_OF_EACH = ("SOP-0007", "WKA-0002", "ESC-0004", "MAC-0004", "TRB-0001", "LKP-0002", "ONB-0003")
ESC = record_text(kind="escalation", title="Duty of the engineers")


def page_of(view: View, record_id: str) -> str:
    return record_page(view.corpus.by_id[record_id], view)[0].html


@pytest.mark.parametrize("record_id", [*ONE_OF_EACH, "WKA-0010", "WKA-0012", "WKA-0013"])
def test_the_page_is_the_golden_one(demo_view: View, record_id: str, update_golden: bool) -> None:
    path = GOLDEN / f"{record_id}.md"
    page = record_page(demo_view.corpus.by_id[record_id], demo_view)[0].markdown
    if update_golden:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8", newline="\n")
    assert page == path.read_text(encoding="utf-8"), "if this is right: pytest --update-golden"


def banner(page: str) -> str:
    """What stands before the line with the id."""
    return re.split(r"^<p><strong>[A-Z]{3}-\d{4}</strong> ·", page, maxsplit=1, flags=re.MULTILINE)[0]


def first_box(page: str) -> str:
    """Classes and title of the first box."""
    found = re.match(r'<div class="admonition ([^"]*)">\n<p class="admonition-title">(.*)</p>', page)
    return f"{found[1]}: {found[2]}" if found else ""


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({}, ""),
        ({"expires": "2026-11-22T16:00:00Z"}, "warning kb-soon kb-timed: EXPIRES SOON"),
        ({"expires": "2026-11-20T09:00:00Z"}, "failure kb-dead kb-timed: EXPIRED: do not follow it"),
        ({"status": "draft"}, "warning kb-draft: DRAFT: not approved"),
        ({"status": "draft", "known": True}, "warning kb-known: KNOWN, NO FIX YET"),
        (
            {"status": "retired", "retired": {"reason": "obsolete", "on": "2026-11-01"}},
            "failure kb-dead: RETIRED: nobody needs it any more",
        ),
        (
            {"status": "retired", "retired": {"reason": "unsafe", "on": "2026-11-01"}},
            "danger kb-unsafe: UNSAFE: never follow it",
        ),
    ],
)
def test_the_state_of_a_workaround_is_the_first_thing_said(
    view_of: Callable[..., View], fields: dict[str, Any], wanted: str
) -> None:
    view = view_of(esc=ESC, wka=record_text(kind="workaround", **fields))
    assert first_box(page_of(view, "WKA-0001")) == wanted


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({"effective_from": "2026-12-01"}, "SCHEDULED: not in force yet"),
        ({"last_reviewed": "2026-01-01"}, "REVIEW DUE: still the answer"),
        ({"status": "draft"}, "DRAFT: not approved"),
    ],
)
def test_the_state_of_a_procedure_is_the_first_thing_said(
    view_of: Callable[..., View], fields: dict[str, Any], wanted: str
) -> None:
    view = view_of(esc=ESC, sop=record_text(**fields))
    assert wanted in first_box(page_of(view, "SOP-0001"))


def test_what_is_dead_names_what_to_follow(view_of: Callable[..., View]) -> None:
    old: dict[str, Any] = {
        "status": "retired",
        "retired": {"reason": "superseded", "on": "2026-11-01", "note": "See SOP-0003."},
    }
    view = view_of(
        esc=ESC,
        a=record_text(**old),
        b=record_text(id="SOP-0002", supersedes=["SOP-0001"], **old),
        c=record_text(id="SOP-0003", title="Player: the newest of all", supersedes=["SOP-0002"]),
    )
    text = banner(page_of(view, "SOP-0001"))
    assert 'Follow <a href="SOP-0003.html">SOP-0003</a> Player: the newest of all instead.' in text
    assert 'See <a href="SOP-0003.html" title="Player: the newest of all">SOP-0003</a>.' in text


def test_an_expired_record_without_a_successor_says_whom_to_ask(view_of: Callable[..., View]) -> None:
    view = view_of(esc=ESC, wka=record_text(kind="workaround", expires="2026-11-20T09:00:00Z"))
    assert '<a href="ESC-0001.html">ESC-0001</a> Duty of the engineers' in banner(page_of(view, "WKA-0001"))


def test_a_live_workaround_stands_above_the_procedure_it_overrides(view_of: Callable[..., View]) -> None:
    live = record_text(kind="workaround", overrides=["SOP-0001"])
    over = record_text(kind="workaround", id="WKA-0002", overrides=["SOP-0001"], expires="2026-11-20T09:00:00Z")
    text = banner(page_of(view_of(esc=ESC, sop=record_text(), live=live, over=over), "SOP-0001"))
    assert "Known fault: see WKA-0001 first" in text
    assert "WKA-0002" not in text


def test_the_advisory_comes_before_the_text_and_never_before_the_instruction(view_of: Callable[..., View]) -> None:
    fields: dict[str, Any] = {"sensitivity": "mentions", "harm_topics": ["self_harm"], "status": "draft"}
    view = view_of(esc=ESC, sop=record_text(**fields))
    text = page_of(view, "SOP-0001")
    order = ["DRAFT", "<h1>", f"<p>{view.corpus.by_id['SOP-0001'].summary}</p>", "Caution: before you read on", "<h2"]
    assert sorted(order, key=text.index) == order
    assert 'Step away whenever you need to. Follow <a href="ESC-0001.html"' in text


def test_a_version_to_come_is_announced_with_its_day(view_of: Callable[..., View], tmp_path: Path) -> None:
    log = [{"version": "3.0.0", "date": "2026-11-20", "training": "retrain", "change": "Ask ESC-0001 first"}]
    coming = record_text(version="3.0.0", effective_from="2026-12-01", changelog=log)
    view = view_of(esc=ESC, **{"SOP-0001-a": record_text(), "SOP-0001-a.next": coming})
    text = banner(page_of(view, "SOP-0001"))
    assert first_box(text) == "info kb-upcoming: Changes on 2026-12-01"
    assert 'What changes: Ask <a href="ESC-0001.html"' in text
    assert "2.0.0" in page_of(view, "SOP-0001")


def test_a_pin_that_fell_behind_is_marked(view_of: Callable[..., View]) -> None:
    view = view_of(esc=ESC, sop=record_text(), track=record_text("## Outcome\nx\n", kind="track"))
    page = page_of(view, "ONB-0001")
    assert "v1 <span" in page
    assert "(now v2: this module teaches the older text)" in page
    assert '<a href="SOP-0001.html#steps">SOP-0001, Steps</a>' in page
    assert page.index(">Outcome<") < page.index(">Modules<") < page.index(">Quiz<"), "the body has no such section"


def test_a_tree_is_numbered_and_its_answers_lead_on(view_of: Callable[..., View]) -> None:
    nodes = [
        {"id": "a", "ask": "First?", "answers": [{"say": "yes", "goto": "b"}, {"say": "no", "goto": "nowhere"}]},
        {"id": "b", "ask": "Second?", "answers": [{"say": "yes", "goto": "a"}, {"say": "no", "record": "SOP-0001"}]},
    ]
    view = view_of(sop=record_text(), tree=record_text("## Tree\nProse.\n", kind="troubleshooter", nodes=nodes))
    page = page_of(view, "TRB-0001")
    assert 'yes → <a href="#question-2">question 2</a>' in page
    assert "no → nowhere" in page
    assert 'yes → <a href="#question-1">question 1</a>' in page
    assert 'no → <a href="SOP-0001.html">SOP-0001</a> Player: a title of some length' in page
    assert {"question-1", "question-2"} <= set(read(page).ids)
    assert page.index("First?") < page.index("Prose.")


def test_evidence_that_the_section_lists_itself_is_not_listed_twice(view_of: Callable[..., View]) -> None:
    body = "## Evidence\n- the trace id\n- site\n\n## Route\nCall.\n"
    view = view_of(
        esc=record_text(body, kind="escalation"), two=record_text("## When\nx\n", kind="escalation", id="ESC-0002")
    )
    assert page_of(view, "ESC-0001").count("<li>site") == 1
    row = "<tr><td>1</td><td>Engineering</td><td>duty</td><td>15 min</td><td>24x7</td></tr>"
    assert f"{row}\n</tbody>\n</table>\n<p>Call.</p>" in page_of(view, "ESC-0001")
    last = re.sub(r"<a .*?</a>", "", page_of(view, "ESC-0002"))
    asked = '<ul class="kb-asked">\n<li>trace id</li>\n<li>site</li>\n</ul>'
    assert f'<h2 id="evidence">Evidence</h2>\n{asked}\n<h2 id="route">Route' in last, "what the body lacks comes last"


def test_an_escalation_says_first_what_to_press_and_who_answers(view_of: Callable[..., View]) -> None:
    days = {
        "level": 1,
        "team": "eng",
        "channel_role": "duty",
        "respond_minutes": 15,
        "hours": "Mon-Fri 07:00-19:00 UTC",
    }
    always = {**days, "level": 2, "channel_role": "on-call", "respond_minutes": 30, "hours": "24x7"}
    how = "Ticket > Escalate > ESC-0001 & <b>page</b>"
    view = view_of(
        esc=record_text(kind="escalation", how_to_raise=how, route=[days, always]),
        two=record_text(kind="escalation", id="ESC-0002"),
        old=record_text(kind="escalation", id="ESC-0003", status="draft", how_to_raise=how),
    )
    page = page_of(view, "ESC-0001")
    box = page[page.index('<div class="kb-raise">') : page.index("<h2")]
    assert 'Escalate &gt; <span class="kb-id">ESC-0001</span> &amp; &lt;b&gt;page&lt;/b&gt;' in box
    assert "duty answers within 15 minutes, Mon-Fri 07:00-19:00 UTC; level 2: " in box
    assert 'Raise it: <b>see <a href="#route">Route</a> below</b>' in page_of(view, "ESC-0002"), "it does not say how"
    assert "kb-raise" not in page_of(view, "ESC-0003"), "nobody may raise a draft"


def test_related_records_are_named_both_ways_with_their_state(view_of: Callable[..., View]) -> None:
    old = record_text(kind="workaround", expires="2026-11-20T09:00:00Z", related=["SOP-0001"], overrides=["SOP-0001"])
    page = page_of(view_of(esc=ESC, sop=record_text(related=["ESC-0001"]), old=old), "SOP-0001")
    related = page.split(">Related records<")[1]
    link = '<li><a href="ESC-0001.html">ESC-0001</a> Duty of the engineers <small>Escalation</small>'
    assert f"<p><strong>Escalates to</strong></p>\n<ul>\n{link}" in related
    mark = read(related.split("Overridden by")[1])
    assert "Workaround EXPIRED" in mark.text
    assert "data-life" in mark.attributes, "so that a script can tell it anew"
    assert ">Related<" not in related, "a stronger relation has named them already"


def test_a_record_that_many_point_at_shows_some_and_links_to_all(view_of: Callable[..., View]) -> None:
    view = view_of(esc=ESC, **{f"sop{n}": record_text(id=f"SOP-{n:04}") for n in range(1, 21)})
    page = page_of(view, "ESC-0001")
    assert page.count('<a href="SOP-') == 12
    assert '<a href="used-by/ESC-0001.html">all 20</a>' in page
