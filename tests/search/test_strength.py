"""When a first row is an answer, and when it is only the closest."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from tests.conftest import DEMO_NOW
from tests.index.small import record_text, write_base

from sopkb.search import Answer, search
from sopkb.search.index import open_index, update_index

Ask = Callable[[str], Answer]

TEXTS = (
    ("Change a pump seal", "Drain the housing. Pull the shaft seal and press the new one in. Check for drips."),
    ("Calibrate the flow meter", "Zero the meter with the valve shut. Open the valve and note the flow."),
    ("Start the compressor", "Open the valve. Check the oil. Start the motor and wait for pressure."),
    ("Report a near miss", "Write what happened, where, and who saw it. The safety officer reads it on Monday."),
)


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    folder = tmp_path_factory.mktemp("plant")
    texts = {
        f"SOP-{number:04d}": record_text(f"SOP-{number:04d}", title, body=body)
        for number, (title, body) in enumerate(TEXTS * 20, 1)
    }
    base = write_base(folder / "sop", texts)
    update_index(base, folder / "index")
    with open_index(base, folder / "index") as index:
        yield lambda query: search(index, query, now=DEMO_NOW)


@pytest.mark.parametrize(
    "query",
    [
        "pump seal drips",
        "zero the flow meter",
        "compressor motor does not get pressure",
        "near miss",
        "valve",
        "pump se",
    ],
)
def test_a_question_of_the_trade_is_answered(ask: Ask, query: str) -> None:
    assert not ask(query).only_close


@pytest.mark.parametrize(
    "query",
    [
        "what happened to the price of gold on monday",
        "who wrote the new book about whales",
        "open a savings account for my daughter",
        "how do I check the weather in lisbon",
    ],
)
def test_everyday_words_that_some_record_has_are_no_answer(ask: Ask, query: str) -> None:
    assert not ask(query).total
