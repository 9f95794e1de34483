"""Questions to a generated base, made from what its records say: the same seed asks the same questions."""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.model.corpus import Corpus
from sopkb.model.record import Record
from sopkb_bench.dice import Dice


def queries_for(corpus: Corpus, count: int, seed: int = 1) -> Iterator[str]:
    """So many queries.

    Of ten, six are words of a symptom in the order typed, two are codes in some spelling, one is words of a title,
    one is an id.
    """
    records = [record for record in corpus.records if record.symptoms]
    dice = Dice(f"queries {seed}")
    for number in range(count if records else 0):
        yield _query(dice.pick(records), number % 10, dice)


def _query(record: Record, form: int, dice: Dice) -> str:
    if form in (0, 5) and record.error_codes:
        code = record.error_codes[0]
        return dice.pick((code, code.lower(), code.replace("-", ""), code.replace("-", " "), f"error {code} again"))
    if form == 9:
        return record.id
    words = (record.title if form == 8 else dice.pick(record.symptoms)).split()
    length = dice.between(2, 6)
    start = dice.between(0, max(len(words) - length, 0))
    return " ".join(words[start : start + length])
