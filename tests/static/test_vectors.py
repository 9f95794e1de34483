"""The vectors that both languages are held to, as a browser's author reads them: few, and chosen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from tests.conftest import CHECKOUT
from tests.static.node import plain
from tests.static.strange import FRAGMENTS
from tests.static.test_text import POLICIES, looked_up_in, patterns_of, settings_of

from sopkb.core.codes import normal_form
from sopkb.core.folding import fold, in_cases, narrow, normalise
from sopkb.danger import hear
from sopkb.danger.lists import pack, parse_list
from sopkb.danger.words import words_of
from sopkb.lint.tracks import QuizShare, is_enough
from sopkb.search.index.analysis import tokens
from sopkb.search.index.stemming import stem
from sopkb.search.plan import plan_of
from sopkb.search.reading import read

FOLDER = CHECKOUT / "tests/vectors"
KNOWN = (
    "id:sop0012",
    "id:wka0002",
    "code:rc4031",
    "code:ah1203",
    "alias:3.8.1",
    "alias:unlockaccount",
    "incident:inc88213",
)
HELD = ("20260901", "8024402c", "4500067890", "rc4033")
QUERIES = (
    "There is no SOP-0099, nor is SOP_99",
    "sop 99",
    "press esc 99 times on a mac99",
    "RC-9999 or RC-4033",
    "rc 9999",
    "at 404",
    "BUG-99999",
    "rc40",
    "รหัสผ่าน ລະຫັດຜ່ານ ពាក្យសម្ងាត់ စကားဝှက်",
    "rc 40",
    "rc",
    "sound gone rc40 in the player",
    "release 2026-09-01 or 2026-09-02",
    "update error 0x8024402C, 0xC0000005, c0000005, 0xdead, 0x12",
    "order 4500067890 trace=4500067890 request id: 4500067891",
    '"RC-4031 black screen"',
    "black screen",
    "sop 12",
    "WKA2, and SOP_0012?",
    "error rc4031 when opening RC-4032 again",
    "RC\u20114031",
    "ＲＣ－４０３１　画面",
    "AH 1203 or AH 9999",
    "unlock account",
    'kind:wka -area:video "black screen" -loading',
    "state:live,soon lang:",
    "Failed: trace_id=8f3a2b req=77ab 2026-11-22T10:00:00Z at 0xdeadbeef 123456789012",
    "550e8400-e29b-41d4-a716-446655440000",
    "how do i",
    "INC-88213 viewers see the wrong language",
    "无法登录 审核台",
    "pantalla negra ¿qué hago?",
    "\ud800 lone \u202e turned",
    "",
)
WORDS = "loading readiness relational ties agreed hopping yielding y yes controll skies national possibly ational"


def text_vectors() -> Iterator[tuple[str, Any, Any]]:
    for text in FRAGMENTS:
        yield "fold", text, [fold(text), narrow(text), normalise(text), in_cases(text), normal_form(text)]
        yield "tokens", text, list(tokens(text))
    yield from (("stem", word, stem(word)) for word in WORDS.split())


def plan_vectors() -> Iterator[tuple[str, Any, Any]]:
    for policy in POLICIES[:2]:
        yield "settings", settings_of(policy), None
        for query in QUERIES:
            plan = plan_of(read(query, patterns_of(policy)), looked_up_in(KNOWN, HELD, KNOWN))
            yield "plan", {"query": query, "known": KNOWN, "held": HELD, "begun": KNOWN}, plan


def passing_vectors() -> Iterator[tuple[str, Any, Any]]:
    parts = [QuizShare("m1", 5), QuizShare("m2", 4, 100), QuizShare("m3", 0, 100), QuizShare("m4", 3, 60)]
    results: list[dict[str, int]] = [
        {"m1": 5, "m2": 4, "m4": 3},
        {"m1": 4, "m2": 4, "m4": 2},  # 10 of 12
        {"m1": 3, "m2": 4, "m4": 2},  # 9 of 12: too few over all
        {"m1": 5, "m2": 3, "m4": 3},  # enough over all, and one answer of m2 wrong
        {"m1": 5, "m2": 4, "m4": 1},
        {"m1": 5, "m2": 4},
        {"m1": 9, "m2": 4, "m4": 0},  # m1 asked more once
        {},
    ]
    for pass_mark in (80, 100):
        for right in results:
            yield (
                "enough",
                {"passMark": pass_mark, "parts": parts, "right": right},
                is_enough(pass_mark, parts, right),
            )


GRID: dict[str, Any] = {
    "concepts": {"self": "", "harm": "", "thing": "", "child": ""},
    "harmless": ["@harm ~2 @thing"],
    "distress_only": ["panic ~0 killing"],
    "alerts": {"life": ["@harm & @self !@thing", "off_bridge ~1 jump*"], "child_safety": ["@child & naked ~6"]},
}
HEARING: dict[str, Any] = {
    "language": "xx",
    "reviewed": None,
    "gap": 2,
    "groups": {
        "self": "himself herself her_self 自己",
        "harm": "kill* 杀 *mord strangle",
        "thing": "process job* 进程",
        "child": "child* <18_yo <18yo طفل",
    },
    "harmless": ["naked eye"],
    "alerts": {"staff_distress": ["cant|cannot ~2 stop_thinking", "panic"]},
    "later": {"groups": {"self": "themselves letrang schwül شرفه"}, "alerts": {"life": ["@self ~2 jump*"]}},
}
"""A list of an invented language, with everything that a pattern may have."""
HEARD = (
    "he says he will kill himself",
    "HERSELF… KILLING",
    "kill the process himself",
    "kill the job or he will kill himself",
    "kill. himself",
    "kill... himself",
    "kill one two himself",
    "kill one two three himself",
    "her self kills",
    "selbstmord, himself",
    "mordanschlag himself",
    "jump off bridge",
    "off bridge a jumping",
    "naked 14yo",
    "naked 18yo",
    "a 3 yo, naked",
    "١٤yo naked",
    "naked والطفل",
    "seen with the naked eye: a child",
    "he can’t really stop thinking, can\u200bt stop\u00a0thinking",
    "说要杀自己",
    "ｋｉｌｌ ｈｉｍｓｅｌｆ",
    "ki\u0301ll hi\u202emself\ud800",
    "kill\U0001f600himself",
    "ⓚⓘⓛⓛ 𝐡𝐢𝐦𝐬𝐞𝐥𝐟",
    "kill" * 20 + " himself",
    "he killllls himself",
    "strangl strange himself",
    "strngle himself",
    "he wants to sttrangled himself",
    "child naaaked",
    "killing themselves",
    "a panic killing himself",
    "schwuel jump",
    "qu'elle herself l'killing",
    "شرفته jump",
    "",
)


def danger_vectors() -> Iterator[tuple[str, Any, Any]]:
    yield "listen", pack(GRID, {"xx": HEARING}), None
    lists = (parse_list(HEARING, GRID),)
    for text in HEARD:
        yield "wordsOf", text, words_of(text)
        yield "hear", text, list(hear(text, lists))


@pytest.mark.parametrize(
    ("name", "vectors"),
    [("text", text_vectors), ("plans", plan_vectors), ("passing", passing_vectors), ("danger", danger_vectors)],
)
def test_the_vectors_say_what_python_does(name: str, vectors: Any, update_golden: bool) -> None:
    path = FOLDER / f"{name}.json"
    text = "[\n" + ",\n".join(json.dumps(plain(vector)) for vector in vectors()) + "\n]\n"
    if update_golden:
        path.write_text(text, "utf-8", newline="\n")
    assert path.read_text("utf-8") == text
