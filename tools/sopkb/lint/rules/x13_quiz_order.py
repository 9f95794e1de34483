"""A question of order that has no one order.

What: The answer of an `order` question holds every option once. Where it cites numbered steps, the answer follows them:
    an option whose words stand in an earlier step does not come after one of a later step (a warning).

Why on shift: Somebody learns the steps in another order than the record has them, or passes by chance.

Bad:
    {type: order, options: [Queues, Sessions, Chat], answer: [Queues, Chat]}

Good:
    {type: order, options: [Queues, Sessions, Chat], answer: [Queues, Sessions, Chat]}
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from sopkb.core.diagnostics import Finding, Severity, shown
from sopkb.core.folding import fold
from sopkb.core.record import Record
from sopkb.lint.rules.rule import Context, RecordRule
from sopkb.lint.tracks import QuizQuestion, questions_of

_WORD = re.compile(r"[\w-]+")
_SURE = 0.75
"""Part of an option's words that a step must have to be the one it speaks of."""


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Each question of order."""
    for question in questions_of(record):
        if question.type != "order":
            continue
        at = record.at("quiz", question.number - 1, "answer")
        name = f"Question {question.number}"
        if Counter(question.answers) != Counter(question.options):
            yield Finding(
                f"{name} is `order`: its answer must have every option once. Write all of them, in order.", at
            )
            continue
        cited = context.corpus.by_id.get(question.record_id)
        known = _steps_of(question, cited) if cited else []
        for (first, earlier), (second, later) in pairwise(known):
            if earlier > later:
                yield Finding(
                    f"{name}: `{shown(first)}` is step {earlier} of {question.record_id}, and `{shown(second)}`, which "
                    f"comes after it here, is step {later}. Follow the record, or correct it.",
                    at,
                    Severity.WARNING,
                )


def _steps_of(question: QuizQuestion, cited: Record) -> list[tuple[str, int]]:
    """The answers of which one step speaks and no other, in the order of the answer, with that step's number."""
    steps = [step for part in cited.body.parts_of(question.section) for step in part.steps]
    words = [_words(step.text) for step in steps]
    found = []
    for answer in question.answers:
        own = _words(answer)
        shares = [len(own & each) / len(own) if own else 0.0 for each in words]
        sure = [number for number, share in enumerate(shares, 1) if share >= _SURE]
        if len(sure) == 1:
            found.append((answer, sure[0]))
    return found


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in _WORD.findall(fold(text)) if len(word) > 2)


RULE = RecordRule("X13", Severity.ERROR, kinds=("track",), eases_in_drafts=True, check=check)
