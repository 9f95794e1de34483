"""Random histories of edits: nothing falls over, and what did not change is not told."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import DEMO_NOW, make_base
from tests.history.repositories import FILES, Repository
from tests.malformed import malformed_files

from sopkb.core.load import Base, load_base
from sopkb.history import SUMMARY_FORMATS, compare, summarise
from sopkb.lint.change import Change
from sopkb.lint.check import check_base

State = dict[str, str]
EDITS = ("drop a line", "double a line", "swap lines", "replace", "splice", "rename", "delete", "copy", "renumber")
WORDS = (
    "{",
    "}",
    "- ",
    "1. ",
    "## Steps",
    "id: SOP-0001",
    "[[SOP-0001]]",
    "@all",
    "~",
    "null",
    "\u202e",
    '"',
    "\t",
    "00",
)


def test_a_base_beside_itself_has_not_changed(tmp_path: Path) -> None:
    base, again = make_base(tmp_path, FILES), make_base(tmp_path, FILES)
    assert compare(base.corpus, again.corpus).records == ()
    assert compare(base.corpus, base.corpus).records == ()


def edited(files: Mapping[str, str], dice: random.Random) -> State:
    """A state of the files after a few edits, as people and merges make them."""
    state = dict(files)
    for _ in range(dice.randint(0, 6)):
        edit_one(state, dice)
    return state


def edit_one(state: State, dice: random.Random) -> None:
    if not state:
        return
    name = dice.choice(sorted(state))
    lines = state[name].split("\n")
    here, there = dice.randrange(len(lines)), dice.randrange(len(lines))
    match dice.choice(EDITS):
        case "drop a line":
            del lines[here]
        case "double a line":
            lines.insert(here, lines[there])
        case "swap lines":
            lines[here], lines[there] = lines[there], lines[here]
        case "replace":
            lines[here] = lines[here].replace(dice.choice("aei0:-[1"), dice.choice(WORDS))
        case "splice":
            lines[here] = lines[here][: dice.randint(0, 20)] + dice.choice(WORDS) + lines[there][dice.randint(0, 20) :]
        case "rename":
            state[name.replace(".md", f"-{dice.randint(0, 9)}.md")] = state.pop(name)
            return
        case "delete":
            del state[name]
            return
        case "copy":
            state[name.replace("00", "01", 1)] = state[name]
            return
        case "renumber":
            lines = state[name].replace("-0001", "-0009").split("\n")
    state[name] = "\n".join(lines)


def tell(after: Base, change: Change) -> None:
    """Everything that is made of a change."""
    check_base(after, DEMO_NOW, change=change)
    summary = summarise(after, change, DEMO_NOW)
    markdown, document = SUMMARY_FORMATS["markdown"](summary), json.loads(SUMMARY_FORMATS["json"](summary))
    assert len(document["records"]) == len(change.records)
    assert "@all" not in markdown
    assert "\u202e" not in markdown


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_no_edits_stop_the_check_or_the_summary(seed: int, tmp_path_factory) -> None:
    dice = random.Random(seed)
    folder = tmp_path_factory.mktemp("edits")
    for name in ("before", "after"):
        (folder / name).mkdir()
    first = edited(FILES, dice)
    before, after = make_base(folder / "before", first), make_base(folder / "after", edited(first, dice))
    tell(after, compare(before.corpus, after.corpus))
    assert compare(after.corpus, after.corpus).records == ()


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_no_history_of_commits_stops_them_either(seed: int, tmp_path_factory) -> None:
    dice = random.Random(seed)
    repository = Repository(tmp_path_factory.mktemp("history") / "project")
    state: Mapping[str, str] = FILES
    revisions = ["main"]
    for _ in range(3):
        after = edited(state, dice)
        for name in state.keys() - after.keys():
            (repository.root / name).unlink()
        repository.write(after)
        state = after
        revisions.append(repository.commit() if dice.random() < 0.7 else "HEAD")
    for revision in revisions:
        tell(load_base(repository.root), repository.change(revision))
    repository.commit()
    assert repository.change("HEAD").records == ()


def test_files_that_cannot_be_read_are_compared_with_others_like_them(tmp_path: Path) -> None:
    for name in ("before", "after"):
        (tmp_path / name).mkdir()
    before = make_base(tmp_path / "before", malformed_files(FILES, 400, seed=1))
    after = make_base(tmp_path / "after", malformed_files(FILES, 400, seed=2))
    tell(after, compare(before.corpus, after.corpus))


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_each_state_is_as_it_was_when_it_is_read_again(seed: int, tmp_path_factory) -> None:
    folder = tmp_path_factory.mktemp("state")
    state = edited(FILES, random.Random(seed))
    assert compare(make_base(folder, state).corpus, make_base(folder, state).corpus).records == ()
