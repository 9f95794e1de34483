"""The table of what is private: every sort, in the order in which one is preferred where two overlap.

It is made by hand, because it must be quick and must be read by the people it judges. It knows shapes, labels and check
digits, not meanings: a name, a street, or a password that is a plain word, is not found.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import re2

from sopkb.private.addresses import ADDRESSES
from sopkb.private.commands import COMMANDS
from sopkb.private.mailboxes import MAILBOXES
from sopkb.private.numbers import NUMBERS
from sopkb.private.people import REACHED
from sopkb.private.secrets import BLOCKS, HEADERS, LABELLED, UNNAMED_KEYS
from sopkb.private.sort import Sort, compiled
from sopkb.private.tokens import OTHER_TOKENS, TOKENS, TORN_TOKENS

TABLE: tuple[Sort, ...] = (
    TOKENS,
    OTHER_TOKENS,
    TORN_TOKENS,
    *BLOCKS,
    *HEADERS,
    *ADDRESSES,
    *LABELLED,
    *COMMANDS,
    UNNAMED_KEYS,
    *NUMBERS,
    *MAILBOXES,
    *REACHED,
)


@cache
def _hints() -> tuple[Any, Mapping[Any, tuple[int, ...]], tuple[int, ...]]:
    """What is looked for first: the words of all sorts at once, and each shape by itself.

    Shapes that count characters would multiply each other's states in one automaton; words do not.
    """
    words, of_words = re2.Set.SearchSet(), []
    shapes: dict[tuple[str, bool], list[int]] = {}
    for number, sort in enumerate(TABLE):
        if "{" in sort.hint or "\\d" in sort.hint:
            shapes.setdefault((sort.hint, sort.cased), []).append(number)
        else:
            words.Add(sort.hint if sort.cased else f"(?i){sort.hint}")
            of_words.append(number)
    words.Compile()
    return words, {compiled(*hint): tuple(numbers) for hint, numbers in shapes.items()}, tuple(of_words)


def candidates(text: bytes) -> list[Sort]:
    """The sorts that can be in a text, by quick looks at it that leave out none."""
    words, shapes, of_words = _hints()
    likely = [of_words[place] for place in words.Match(text) or ()]
    for shape, numbers in shapes.items():
        if shape.search(text):
            likely += numbers
    return [TABLE[number] for number in sorted(likely)]
