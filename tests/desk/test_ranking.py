"""Shares with their uncertainty, samples with their weights, and proposals that mix no two questions."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from tests.conftest import DEMO_NOW
from tests.desk.test_insights import ticket

from sopkb.core.load import Base
from sopkb_desk.as_text import render_csv, render_proposals, shown
from sopkb_desk.asking import Asker
from sopkb_desk.count import Share, share, wilson
from sopkb_desk.facts import Sort
from sopkb_desk.groups import group_unlinked
from sopkb_desk.insights import analyse
from sopkb_desk.reading import Export
from sopkb_desk.sampling import draw, sheet, thin
from sopkb_desk.scoring import read_scores, render_scores
from sopkb_desk.terms import terms_of
from sopkb_desk.ticket import Ticket

CANNED = (
    "docking station no external screen",
    "Black screen in Clip Player but sound plays",
    "Appeals export has no reason column",
    "Cannot sign in after password change, login loops",
    "Headset microphone not detected in calls",
    "Badge reader at the office door does not open",
    "Payroll slip shows the wrong month",
    "VPN drops every ten minutes",
)


def canned(seed: int, *, linked: dict[str, str], each: int = 60) -> list[Ticket]:
    """A year in which everybody uses the subjects of a form, as many platforms make them do."""
    dice = Random(seed)
    texts = [text for text in CANNED for _ in range(dice.randrange(each // 2, each * 2))]
    dice.shuffle(texts)
    return [
        ticket(n, created=DEMO_NOW - timedelta(hours=n + 1), resolved=DEMO_NOW - timedelta(hours=n), summary=text,
               first_response=None, category="", product="",
               kb_ids=(linked[text],) if text in linked and dice.random() < 0.9 else ())
        for n, text in enumerate(texts)
    ]  # fmt: skip


LINKED = {CANNED[1]: "WKA-0002", CANNED[2]: "WKA-0007", CANNED[3]: "TRB-0002"}


@pytest.mark.parametrize("seed", range(6))
def test_a_proposal_over_canned_subjects_holds_one_question(demo_base: Base, asker: Asker, seed: int) -> None:
    tickets = canned(seed, linked=LINKED)
    said = {each.id: each.summary for each in tickets}
    found = analyse(Export(tuple(sorted(tickets, key=lambda t: t.created))), demo_base, asker, DEMO_NOW)
    proposals = [each for each in found.standouts if each.ids]
    assert {said[each.ids[0]] for each in proposals if each.sort is Sort.NEW_RECORD} & set(CANNED) - LINKED.keys()
    right = sum(Counter(said[name] for name in each.ids).most_common(1)[0][1] for each in proposals)
    whole = sum(len(each.ids) for each in proposals)
    print(f"seed {seed}: {right} of {whole} tickets of {len(proposals)} proposals")
    assert right >= 0.9 * whole
    for each in proposals:
        if each.sort is Sort.SYMPTOM:
            assert "docking" not in " ".join(each.lines), "another question is no symptom of this record"


def test_one_shared_rare_word_makes_no_group() -> None:
    texts = [
        *["docking station without picture"] * 12,
        *["kiosk printer without paper"] * 12,
        *["all is well here"] * 400,
    ]
    groups = group_unlinked([terms_of(text) for text in texts], [False] * 24 + [True] * 400, [1.0] * len(texts))
    assert all(len({texts[number] for number in group.members}) == 1 for group in groups)


def test_the_tickets_of_a_proposal_are_in_its_sheet_and_in_no_report(demo_base: Base, asker: Asker) -> None:
    tickets = canned(1, linked=LINKED)
    found = analyse(Export(tuple(sorted(tickets, key=lambda t: t.created))), demo_base, asker, DEMO_NOW)
    rows = list(csv.DictReader(io.StringIO(render_proposals(found.standouts))))
    assert Counter(row["rank"] for row in rows) == {
        str(number): len(each.ids) for number, each in enumerate(found.standouts, 1) if each.ids
    }


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 10, 0.2366, 0.7634), (81, 263, 0.2553, 0.3662), (0, 0, 0.0, 1.0)],
)
def test_wilsons_interval_is_that_of_the_textbook(part: int, whole: int, low: float, high: float) -> None:
    found = wilson(part / whole if whole else 0.0, whole)
    assert found[0] == pytest.approx(low, abs=5e-4)
    assert found[1] == pytest.approx(high, abs=5e-4)


def test_a_share_is_shown_with_its_interval_everywhere(demo_base: Base, asker: Asker) -> None:
    found = share(5, 10)
    assert shown(found, "share") == "50% (24% to 76%)"
    tickets = tuple(ticket(n) for n in range(12))
    insights = analyse(Export(tickets), demo_base, asker, DEMO_NOW)
    head = render_csv(insights.table("areas")).splitlines()[0]
    assert "link_rate,link_rate_low,link_rate_high" in head


def test_a_weighted_sample_says_what_the_whole_says(demo_base: Base, tmp_path: Path) -> None:
    """A large site does every step, a small one none: drawn alike, the plain mean would be far too low."""
    tickets = [ticket(n, id=f"T-{n:04}", site="big" if n < 900 else "small", kb_ids=("SOP-0012",)) for n in range(1000)]
    sample = draw(tickets, demo_base, ["site"], size=40, minimum=20, seed="w")
    rows = list(csv.DictReader(io.StringIO(sheet(sample))))
    for line in rows:
        line["result"] = "yes" if line["stratum"] == "big" else "no"
    path = tmp_path / "sheet.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    scores = read_scores([path])
    assert scores.share == pytest.approx(0.9)
    assert scores.share is not None
    assert scores.share.low < 0.8, "forty tickets of unlike weight say less than forty of one"
    assert not scores.unweighted
    for line in rows:
        del line["weight"], line["stratum"]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    old = read_scores([path])
    assert old.share == pytest.approx(0.5)
    assert "Each ticket counts alike" in render_scores(old)


def test_thin_strata_are_named(demo_base: Base) -> None:
    tickets = [ticket(n, site="big" if n < 200 else "tiny", kb_ids=("SOP-0012",)) for n in range(203)]
    assert thin(draw(tickets, demo_base, ["site"], size=30, minimum=2, seed="t")) == ["tiny"]


def test_steps_are_ranked_by_what_is_sure_and_not_by_what_is_seldom_scored() -> None:
    seldom, often = Share(2, 5), Share(42, 100)
    assert seldom < often
    assert often.high < seldom.high
