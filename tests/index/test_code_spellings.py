"""A code that a record has finds that record first, however it is typed and whatever stands around it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import DEMO_NOW, SMALL_CONFIG
from tests.index.small import record_text, write_base

from sopkb.core.load import Base
from sopkb.search import search
from sopkb.search.index import SearchIndex, open_index, update_index

POLICIES = {
    r"^[A-Z]{2}-\d{3,4}$": "LL-ddd[d]",
    r"^E\d{4,5}$": "Edddd[d]",
    r"^(ERR|WARN)_\d{2,5}$": "ERR_dd[ddd]",
    r"^[A-Z]{3}-[A-Z]{2}-\d{4}$": "LLL-LL-dddd",
    r"^[A-Z]\d{2}\.\d{3}$": "Ldd.ddd",
}
"""Patterns that teams have, each with its shape: L a letter, d a digit, what stands in brackets may be missing."""
RUNS = re.compile(r"[A-Za-z]+|\d+")
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
CASES: tuple[Callable[[str], str], ...] = (str, str.lower, str.upper, str.title)
JOINTS = ("", " ", "-", "_", "\u2011", "\u2013", " - ", ".", ":", "#")


@dataclass(frozen=True)
class Coded:
    """A base whose records have codes of one pattern, and whose other records talk about the same things."""

    base: Base
    index: SearchIndex
    owners: dict[str, str]


def _code(shape: str, dice: random.Random) -> str:
    shape = re.sub(r"\[(.*?)\]", lambda match: match[1][: dice.randint(0, len(match[1]))], shape)
    return re.sub(
        "[Ld]", lambda match: dice.choice("ABCDEFGHJKLMNPQRSTUVWXYZ" if match[0] == "L" else "0123456789"), shape
    )


@pytest.fixture(scope="module", params=POLICIES)
def coded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coded]:
    folder = tmp_path_factory.mktemp("coded")
    dice = random.Random(request.param)
    owners: dict[str, str] = {}
    while len(owners) < 24:
        owners.setdefault(_code(POLICIES[request.param], dice), f"SOP-{len(owners) + 1:04d}")
    assert all(re.fullmatch(request.param, code) for code in owners)
    records = {
        record_id: record_text(record_id, f"Service {record_id[-2:]}: request failed", codes=[code])
        for code, record_id in owners.items()
    }
    for number, code in enumerate(owners, 101):
        record_id = f"SOP-{number:04d}"
        records[record_id] = record_text(
            record_id,
            "Request failed with a code",
            symptoms=[f"error {code} request failed trace"],
            body=f"Not {code}.",
        )
    config = SMALL_CONFIG.replace("policy:\n", f"policy:\n  error_code_pattern: '{request.param}'\n")
    base = write_base(folder / "sop", records, config)
    assert base.config.policy.error_code_pattern == request.param
    update_index(base, folder / "index")
    with open_index(base, folder / "index") as index:
        yield Coded(base, index, owners)


@st.composite
def spellings(draw: st.DrawFn, code: str) -> str:
    """One way of typing a code: other joints, other case, full width."""
    runs = RUNS.findall(code)
    written = code if draw(st.booleans()) else draw(st.sampled_from(JOINTS)).join(runs)
    written = draw(st.sampled_from(CASES))(written)
    return written.translate(FULL_WIDTH) if draw(st.booleans()) else written


@st.composite
def pasted(draw: st.DrawFn, written: str) -> str:
    """What a person pastes around a code."""
    trace = draw(st.text("0123456789abcdef", min_size=8, max_size=32))
    moment = draw(st.datetimes()).isoformat(timespec="milliseconds")
    return draw(
        st.sampled_from(
            [
                written,
                f"  {written} ",
                f"Request failed (code {written}) trace={trace}",
                f"{moment}Z ERROR [{trace}] {written}: request failed, retry in 30 s",
                f'{{"error": "{written}", "trace_id": "{trace}", "at": "{moment}Z"}}',
                f"user says: {written}, since {moment[:10]}",
                f"error:\n{written}\nrequest-id: {trace}",
                f"请求失败（{written}）。",
                f"what is {written}?",
            ]
        )
    )


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_a_code_in_any_spelling_and_surroundings_finds_its_record_first(coded: Coded, data: st.DataObject) -> None:
    code = data.draw(st.sampled_from(sorted(coded.owners)))
    query = data.draw(spellings(code).flatmap(pasted))
    answer = search(coded.index, query, now=DEMO_NOW)
    assert answer.hits, query
    assert answer.hits[0].id == coded.owners[code], query
    assert answer.hits[0].matched == code


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_digits_are_never_matched_loosely(coded: Coded, data: st.DataObject) -> None:
    """One digit more, less or other is another code: no record is said to have it."""
    code = data.draw(st.sampled_from(sorted(coded.owners)))
    at = data.draw(st.sampled_from([place for place, sign in enumerate(code) if sign.isdigit()]))
    digit = data.draw(st.sampled_from("0123456789"))
    other = data.draw(st.sampled_from([code[:at] + digit + code[at + 1 :], code[:at] + digit + code[at:]]))
    known = {"".join(RUNS.findall(each)) for each in coded.owners}
    if "".join(RUNS.findall(other)) in known:
        return
    answer = search(coded.index, other, now=DEMO_NOW)
    assert all(hit.matched != code for hit in answer.hits)


def test_the_fixture_holds_a_second_record_that_talks_of_each_code(coded: Coded) -> None:
    """Else being first would be easy."""
    code = min(coded.owners)
    answer = search(coded.index, f"error {code} request failed", now=DEMO_NOW)
    assert len(answer.hits) > 1


def test_the_demo_base_answers_for_every_code_it_has(demo_base: Base, tmp_path: Path) -> None:
    """Live holders of a code stand before everybody else; a dead one is a notice."""
    update_index(demo_base, tmp_path)
    with open_index(demo_base, tmp_path) as index:
        for record in demo_base.corpus.records:
            for code in record.error_codes:
                answer = search(index, f"error {code.lower()} since 09:00", now=DEMO_NOW, limit=100)
                holders = {each.id for each in demo_base.corpus.records if code in each.error_codes}
                named = [hit.id for hit in answer.hits if hit.id in holders and hit.status.state.is_live]
                dead = {notice.id for notice in answer.notices}
                assert [hit.id for hit in answer.hits[: len(named)]] == named
                assert record.id in dead or record.id in {hit.id for hit in answer.hits}
