"""Regular expressions that ``kb.yml`` brings: which of them may be used on texts that anybody wrote."""

from __future__ import annotations

import re

import jsonschema_rs

LONGEST_PATTERN = 200
"""Characters. What describes an error code takes twenty."""


def is_usable(pattern: str) -> bool:
    """Whether an expression can be used by all who read it: Python, the schemas, and a browser's engine.

    None of them may be made slow by a text. They are only ever held against a few dozen characters at a time, so a
    repetition is harmless; a repetition of a repetition is not.
    """
    if len(pattern) > LONGEST_PATTERN or repeats_a_repetition(pattern):
        return False
    try:
        re.compile(pattern)
        jsonschema_rs.Draft202012Validator({"pattern": pattern})
    except (re.error, ValueError, OverflowError, RecursionError):
        return False
    return True


_TOKEN = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*+\]|\(\?[aimsxLu-]+\)|\((?:\?[:=!>]|\?<[=!]|\?P?<\w+>)?|\)|.", re.DOTALL
)
_REPETITION = re.compile(r"[*+]|\{\d*,\d*\}|\{[2-9]\d*\}|\{1\d+\}")


def repeats_a_repetition(pattern: str) -> bool:
    """Whether a group that holds a repetition without an end is repeated itself, as in ``(a+)+``."""
    holds = [False]
    position = 0
    while position < len(pattern):
        token = _TOKEN.match(pattern, position)
        assert token is not None  # the last alternative is any character
        position = token.end()
        closed = False
        if token[0].startswith("(") and not token[0].endswith(")"):
            holds.append(False)
            continue
        if token[0] == ")" and len(holds) > 1:
            closed = holds.pop()
            holds[-1] = holds[-1] or closed
        repetition = _REPETITION.match(pattern, position)
        if repetition:
            if closed:
                return True
            if repetition[0] in "*+" or repetition[0].endswith(",}"):
                holds[-1] = True
            position = repetition.end()
    return False
