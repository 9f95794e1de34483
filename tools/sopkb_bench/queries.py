"""Questions to a generated base, made from what its records say: the same seed asks the same questions."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from typing import TypedDict

from sopkb.core.corpus import Corpus
from sopkb.core.record import Record
from sopkb_bench.dice import Dice

_BEFORE = (
    "hi team since this morning",
    "one of our agents writes that",
    "can somebody please tell me why",
    "a colleague at the next desk asks what to do when",
    "we have a customer on the line who says",
    "what can I do if",
)
_AFTER = (
    "and I do not know whom I should ask about it",
    "how do we get them back to work as fast as possible",
    "we have already tried it again twice and it did not help",
    "is there anything that I can do for them before the end of the shift",
    "what should I check first",
)
_LEAST, _MOST = 10, 20
"""Words of a natural question."""
_TRIES = 20
_TELLING = 5
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def queries_for(corpus: Corpus, count: int, seed: int = 1) -> Iterator[str]:
    """So many queries.

    Of ten, six are words of a symptom in the order typed, two are codes in some spelling, one is words of a title,
    one is an id.
    """
    records = [record for record in corpus.records if record.symptoms]
    dice = Dice(f"queries {seed}")
    for number in range(count if records else 0):
        yield _query(dice.pick(records), number % 10, dice)


def queries_of(form: str, corpus: Corpus, count: int, seed: int = 1) -> Iterator[str]:
    """So many queries of one form.

    Args:
        form: one of FORMS.
        corpus: whose words they use.
        count: how many.
        seed: which of the many.
    """
    records = [record for record in corpus.records if any(len(text.split()) > 1 for text in record.symptoms)]
    dice = Dice(f"queries {form} {seed}")
    for _ in range(count if records else 0):
        yield FORMS[form](dice.pick(records), dice)


class Answered(TypedDict):
    """What asking some queries came to.

    Args:
        laps: seconds of processor time of each: one thread, and other programs make it no longer.
        empty: share of them that found nothing.
    """

    laps: list[float]
    empty: float


def answered(corpus: Corpus, count: int, ask: Callable[[str], bool]) -> dict[str, Answered]:
    """Ask so many queries of every form, the first twice: what it opens is not counted.

    Args:
        corpus: see :func:`queries_of`.
        count: see there.
        ask: tells whether a query found anything.
    """
    found = {}
    for form in FORMS:
        queries = list(queries_of(form, corpus, count))
        laps, empty = [], 0
        for query in [queries[0], *queries]:
            began = time.process_time()
            has_answer = ask(query)
            laps.append(time.process_time() - began)
            empty += not has_answer
        found[form] = Answered(laps=laps[1:], empty=(empty - (not ask(queries[0]))) / count)
    return found


def _query(record: Record, form: int, dice: Dice) -> str:
    if form in (0, 5) and record.error_codes:
        code = record.error_codes[0]
        return dice.pick((code, code.lower(), code.replace("-", ""), code.replace("-", " "), f"error {code} again"))
    if form == 9:
        return record.id
    return _words(record.title if form == 8 else dice.pick(record.symptoms), 2, 6, dice)


def _words(text: str, least: int, most: int, dice: Dice) -> str:
    words = text.split()
    length = dice.between(least, most)
    start = dice.between(0, max(len(words) - length, 0))
    return " ".join(words[start : start + length])


def _short(record: Record, dice: Dice) -> str:
    """Two to four words of a symptom, one of them of five letters or more: nobody looks for "is the my"."""
    texts = [text for text in record.symptoms if len(text.split()) > 1]
    for _ in range(_TRIES):
        words = _words(dice.pick(texts), 2, 4, dice)
        if any(len(word) >= _TELLING for word in words.split()):
            break
    return words


def _question(record: Record, dice: Dice) -> str:
    """Ten to twenty words of a sentence, as somebody asks who has time."""
    words = f"{dice.pick(_BEFORE)} {dice.pick(record.symptoms)}".split()
    after = dice.pick(_AFTER).split()
    words += after[: max(_LEAST + dice.between(0, 6) - len(words), 0)]
    return " ".join((*words, *after)[: max(_LEAST, min(len(words), _MOST))])


def _prefix(record: Record, dice: Dice) -> str:
    """Two or three words, the last of them half typed."""
    text = _words(dice.pick(record.symptoms), 2, 3, dice)
    *before, last = text.split()
    return " ".join([*before, last[: max(3, len(last) // 2)]])


def _typo(record: Record, dice: Dice) -> str:
    """Two to four words, the longest with a letter that is wrong, missing, too many or swapped."""
    words = _short(record, dice).split()
    place = max(range(len(words)), key=lambda number: len(words[number]))
    word = words[place]
    at = dice.between(1, max(len(word) - 2, 1))
    words[place] = dice.pick(
        (
            word[:at] + word[at + 1 :],
            word[:at] + dice.pick(_LETTERS) + word[at + 1 :],
            word[:at] + dice.pick(_LETTERS) + word[at:],
            word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
        )
        if len(word) > at
        else (word,)
    )
    return " ".join(words)


FORMS: Mapping[str, Callable[[Record, Dice], str]] = {
    "short": _short,
    "question": _question,
    "prefix": _prefix,
    "typo": _typo,
}
"""Each form of query, by its name."""
