"""Samples that can be drawn again, with the steps of that day; scores by step and never by person."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.cli.conftest import git
from tests.conftest import DEMO_NOW, make_base
from tests.desk.test_insights import ticket

from sopkb.core.errors import UsageError
from sopkb.core.load import Base, load_base
from sopkb_desk.in_force import History
from sopkb_desk.reading import Export
from sopkb_desk.sampling import draw, sheet
from sopkb_desk.scoring import read_scores, render_scores, scores_as_csv, scores_as_json
from sopkb_desk.survey import join, read_survey

_SOP = """---
id: SOP-0001
kind: sop
title: "Desk: how a lamp is changed"
status: active
version: "{version}"
changelog:
{log}---
## Steps
{steps}
"""


def sop(*changes: tuple[str, str], steps: tuple[str, ...]) -> str:
    log = "".join(
        f'  - {{version: "{version}", date: "{day}", training: read, change: x}}\n' for version, day in changes
    )
    numbered = "\n".join(f"{n}. {step} **Check:** seen." for n, step in enumerate(steps, 1))
    return _SOP.format(version=changes[0][0], log=log, steps=numbered)


def commit(folder: Path, day: str) -> None:
    git(folder, "add", "-A")
    moment = f"{day}T12:00:00Z"
    subprocess.run(
        ["git", "-c", "user.name=S", "-c", "user.email=s@example.org", "commit", "-q", "-m", "x"],
        cwd=folder,
        check=True,
        env={**os.environ, "GIT_COMMITTER_DATE": moment, "GIT_AUTHOR_DATE": moment},
    )


@pytest.fixture
def changed(tmp_path: Path) -> Base:
    """A base whose only SOP came into git in March as 2.0.0 and changed in June; 1.0.0 is in its changelog alone."""
    first = sop(
        ("2.0.0", "2026-03-01"), ("1.0.0", "2026-01-01"), steps=("Take the old lamp out.", "Put the new one in.")
    )
    make_base(tmp_path, {"sops/SOP-0001-lamp.md": first})
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path, "2026-03-01")
    (tmp_path / "sop/sops/SOP-0001-lamp.md").unlink()
    later = sop(
        ("3.0.0", "2026-06-01"), ("2.0.0", "2026-03-01"), ("1.0.0", "2026-01-01"), steps=("Call the electrician.",)
    )
    (tmp_path / "sop/sops/SOP-0001-a-new-name.md").write_text(later, "utf-8")
    commit(tmp_path, "2026-06-01")
    return load_base(tmp_path / "sop")


@pytest.mark.parametrize(
    ("day", "held", "version", "caution"),
    [
        ("2026-04-10", "2.0.0", "2.0.0", ""),
        ("2026-06-02", "3.0.0", "3.0.0", ""),
        ("2026-03-01", "2.0.0", "2.0.0", "the steps are those of 2.0.0"),
        ("2026-02-01", "2.0.0", "1.0.0", "CAUTION: version 1.0.0 was in force"),
        ("2025-02-01", "2.0.0", "", "CAUTION: not known for that day"),
    ],
)
def test_the_steps_are_those_of_the_day_and_where_git_does_not_know_it_is_said(
    changed: Base, day: str, held: str, version: str, caution: str
) -> None:
    found = History(changed).at("SOP-0001", datetime.fromisoformat(f"{day}T09:00:00+00:00"))
    assert found
    assert found.record.meta.text("version") == held
    assert found.version == version
    assert caution in found.note
    assert bool(caution) == bool(found.note)


def test_what_a_branch_brought_is_in_force_from_its_merge_on(changed: Base) -> None:
    folder = changed.project
    git(folder, "checkout", "-q", "-b", "branch")
    path = folder / "sop/sops/SOP-0001-a-new-name.md"
    path.write_text(path.read_text("utf-8").replace("3.0.0", "4.0.0", 1), "utf-8")
    commit(folder, "2026-07-01")
    git(folder, "checkout", "-q", "main")
    (folder / "note.txt").write_text("x", "utf-8")
    commit(folder, "2026-07-02")
    env = {**os.environ, "GIT_COMMITTER_DATE": "2026-08-01T12:00:00Z"}
    who = ["-c", "user.name=S", "-c", "user.email=s@example.org"]
    subprocess.run(["git", *who, "merge", "-q", "--no-ff", "-m", "m", "branch"], cwd=folder, check=True, env=env)
    history = History(load_base(folder / "sop"))
    versions = []
    for day in ("2026-07-10", "2026-08-02"):
        found = history.at("SOP-0001", datetime.fromisoformat(f"{day}T00:00:00+00:00"))
        assert found
        versions.append(found.record.meta.text("version"))
    assert versions == ["3.0.0", "4.0.0"]


def test_without_git_the_text_of_today_is_used_and_said(tmp_path: Path) -> None:
    base = make_base(tmp_path, {"sops/SOP-0001-lamp.md": sop(("1.0.0", "2026-01-01"), steps=("Do it.",))})
    found = History(base).at("SOP-0001", datetime(2026, 5, 1, tzinfo=UTC))
    assert found
    assert "git does not know that day" in found.note


def test_the_same_seed_draws_the_same_and_every_stratum_its_share(export: Export, demo_base: Base) -> None:
    given = {"per": ("area", "site"), "size": 300, "minimum": 1}
    first = draw(export.tickets, demo_base, **given, seed="2026-W46")  # type: ignore[arg-type]
    again = draw(export.tickets[::-1], demo_base, **given, seed="2026-W46")  # type: ignore[arg-type]
    other = draw(export.tickets, demo_base, **given, seed="2026-W47")  # type: ignore[arg-type]
    ids = [each.ticket.id for each in first.drawn]
    assert len(ids) == 300
    assert ids == [each.ticket.id for each in again.drawn]
    assert ids != [each.ticket.id for each in other.drawn]
    drawn = Counter(each.stratum for each in first.drawn)
    assert drawn == {name: share for name, (_, share) in first.strata.items() if share}
    whole = sum(count for count, _ in first.strata.values())
    for count, share in first.strata.values():
        assert min(count, 1) <= share <= 2 + 300 * count / whole


def test_a_minimum_that_does_not_fit_is_refused(export: Export, demo_base: Base) -> None:
    with pytest.raises(UsageError, match="are more than 10"):
        draw(export.tickets, demo_base, ["area"], size=10, minimum=5, seed="1")


def test_a_sheet_names_nobody_and_is_safe_to_open(demo_base: Base, export: Export) -> None:
    text = sheet(draw(export.tickets, demo_base, ["area"], size=20, minimum=0, seed="1"))
    assert "agent" not in next(csv.reader(io.StringIO(text)))
    assert not any(cell[:1] in "=+@" for line in csv.reader(io.StringIO(text)) for cell in line if cell)


def scored(folder: Path, demo_base: Base, export: Export, results: str = "yes") -> Path:
    found = draw(export.tickets, demo_base, ["record"], size=300, minimum=5, seed="1")
    rows = list(csv.DictReader(io.StringIO(sheet(found))))
    for row in rows:
        row["result"] = "no" if row["record"] == "SOP-0012" and row["step"] == "2" else results
    path = folder / "scored.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_the_step_that_is_left_out_leads_and_everything_else_is_whole(
    tmp_path: Path, demo_base: Base, export: Export
) -> None:
    scores = read_scores([scored(tmp_path, demo_base, export)])
    worst = scores.steps[0]
    assert (worst.record, worst.step, worst.kept) == ("SOP-0012", 2, 0)
    assert all(step.kept == step.judged for step in scores.steps[1:])
    assert all(step.judged >= 5 for step in scores.steps)
    assert "SOP-0012 v2 step 2" in render_scores(scores)
    assert json.loads(scores_as_json(scores))["steps"][0]["adherence"] == 0
    assert scores_as_csv(scores).splitlines()[1].startswith("SOP-0012,2,2,")


def test_a_sheet_without_results_and_one_with_strange_ones_say_so(
    tmp_path: Path, demo_base: Base, export: Export
) -> None:
    path = scored(tmp_path, demo_base, export, results="")
    path.write_text(path.read_text("utf-8").replace(",no,", ",,"), "utf-8")
    with pytest.raises(UsageError, match="Nothing is scored yet"):
        read_scores([path])
    scores = read_scores([scored(tmp_path, demo_base, export, results="perhaps")])
    assert scores.bad
    assert "none of yes, no, n/a" in scores.bad[0].reason


HEAD = "ticket_id,day,record,title,version,step,action,result\n"


def test_a_sheet_of_which_too_little_was_scored_is_not_called_whole(tmp_path: Path) -> None:
    rows = "".join(f"T-{n},2026-11-20,SOP-0001,Lamp,2.0.0,1,Do it,yes\n" for n in range(3))
    (tmp_path / "a.csv").write_text(HEAD + rows + "T-9,2026-11-20,SOP-0001,Lamp,2.0.0,1,Do it,\n", "utf-8")
    scores = read_scores([tmp_path / "a.csv"])
    text = render_scores(scores)
    assert "3 tickets scored, tickets of 2026-11-20 to 2026-11-20; too few for a share (at least 5)" in text
    assert "not known: no record was scored on 5 tickets" in text
    assert "not known: not every step of the sheet could be judged" in text
    assert "1 rows have no result yet" in text
    assert json.loads(scores_as_json(scores))["not_judged"] == {"few": 1, "no_result": 1, "left_out": 0}


def test_every_step_is_called_done_only_where_every_step_was_scored(tmp_path: Path) -> None:
    rows = [f"T-{n},2026-11-20,SOP-0001,Lamp,2.0.0,1,Do it,yes\n" for n in range(6)]
    (tmp_path / "a.csv").write_text(HEAD + "".join(rows), "utf-8")
    assert "none: each of the 1 steps was done every time" in render_scores(read_scores([tmp_path / "a.csv"]))
    (tmp_path / "b.csv").write_text(HEAD + "".join(rows) + rows[0].replace("yes", "vielleicht"), "utf-8")
    text = render_scores(read_scores([tmp_path / "b.csv"]))
    assert "none: " not in text
    assert "1 could not be used" in text


def test_tickets_whose_status_is_not_known_are_not_drawn_and_are_counted(demo_base: Base, tmp_path: Path) -> None:
    from tests.desk.test_insights import ticket

    known = [ticket(n, kb_ids=("SOP-0012",)) for n in range(6)]
    strange = [ticket(n, kb_ids=("SOP-0012",), status="erledigt") for n in range(10, 14)]
    found = draw([*known, *strange], demo_base, ("area",), size=20, minimum=1, seed="s")
    assert len(found.drawn) == 6
    assert [(each.count, each.words) for each in found.unjudged] == [(4, {"erledigt": 4})]
    with pytest.raises(UsageError, match="Not judged: 4 tickets with a status that is not known"):
        draw(strange, demo_base, ("area",), size=20, minimum=1, seed="s")


def test_two_who_disagree_about_a_step_count_it_as_left_out(tmp_path: Path) -> None:
    head = "ticket_id,day,record,title,version,step,action,result\n"
    rows = "".join(f"T-{n},2026-11-20,SOP-0001,Lamp,2.0.0,1,Do it,{{}}\n" for n in range(6))
    for name, result in (("a", "yes"), ("b", "no")):
        (tmp_path / f"{name}.csv").write_text(head + rows.format(*["yes"] * 5, result), "utf-8")
    scores = read_scores([tmp_path / "a.csv", tmp_path / "b.csv"])
    assert (scores.steps[0].judged, scores.steps[0].kept) == (6, 5)


def answers(folder: Path, *rows: str) -> Path:
    path = folder / "survey.csv"
    path.write_text("\n".join(["ticket_id,score,comment", *rows, ""]), "utf-8")
    return path


def test_satisfaction_is_told_with_and_without_a_record_and_by_record(tmp_path: Path, demo_base: Base) -> None:
    tickets = [ticket(n, kb_ids=(("WKA-0002",), ("SOP-0012",), ())[n % 3]) for n in range(90)]
    rows = [f"T-{n},{(5, 1, 3)[n % 3]},{'too slow' if n % 3 == 1 else ''}" for n in range(90)]
    joined = join(read_survey([answers(tmp_path, *rows, "T-999,5,")]), tickets, demo_base)
    assert [figure.value for figure in joined.figures] == [3, 3, 3]
    assert [(row[0], row[3], row[5]) for row in joined.table.rows] == [("SOP-0012", 1, "too slow"), ("WKA-0002", 5, "")]
    assert [each.record for each in joined.standouts] == ["SOP-0012"]
    assert joined.unknown == 1


def test_what_unhappy_users_cost_counts_no_unknown_time_as_none(tmp_path: Path, demo_base: Base) -> None:
    tickets = [ticket(n, kb_ids=(("WKA-0002",), ("SOP-0012",), ())[n % 3], minutes=10.0) for n in range(90)]
    known = {each.id for each in tickets[:60]}
    asked = [each if each.id in known else replace(each, minutes=None, resolved=None, closed=None) for each in tickets]
    rows = [f"T-{n},{(5, 1, 3)[n % 3]}," for n in range(90)]
    for given in (tickets, asked):
        (unhappy,) = join(read_survey([answers(tmp_path, *rows)]), given, demo_base).standouts
        assert (unhappy.record, unhappy.tickets, unhappy.minutes) == ("SOP-0012", 30, 300.0)


def test_four_answers_and_four_comments_are_not_told(tmp_path: Path, demo_base: Base) -> None:
    tickets = [ticket(n, kb_ids=("WKA-0002",) if n < 4 else ("SOP-0012",)) for n in range(20)]
    rows = [f"T-{n},4,{'said so' if n < 8 else ''}" for n in range(20)]
    joined = join(read_survey([answers(tmp_path, *rows)]), tickets, demo_base)
    assert [(row[0], row[5]) for row in joined.table.rows] == [("SOP-0012", "")]


def test_a_comment_with_a_personal_datum_is_left_out_and_not_repeated(tmp_path: Path) -> None:
    survey = read_survey([answers(tmp_path, "T-1,5,", "T-2,1,write to lena.okoro@bigvideo.com", "T-3,9,")])
    assert [answer.ticket for answer in survey.answers] == ["T-1"]
    assert [bad.line for bad in survey.bad] == [3, 4]
    assert "okoro" not in repr(survey)


def test_moments_of_a_ticket_do_not_leak_into_its_sheet(demo_base: Base) -> None:
    one = replace(ticket(1, kb_ids=("SOP-0012",)), created=DEMO_NOW)
    text = sheet(draw([one], demo_base, ["site"], size=1, minimum=0, seed="x"))
    assert "2026-11-22" in text
    assert "10:00" not in text
