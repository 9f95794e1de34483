"""What a text says of a word: whether it asks for a thing, or says that nobody shall do it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from sopkb.core.diagnostics import Location

_SENTENCE_END = re.compile(r"[.;!?。；！？](?=\s|$|\*)|[。；！？]|\n\s*(?:\n|[-*+>]\s|\d+[.)]\s|#|\|)|\*\*check:?\*\*")
_NEGATION = re.compile(
    r"\b(?:never|do(?:es)? not|don['’]?t|doesn['’]?t|must not|mustn['’]t|may not|should not|shall not|cannot|can['’]?t"
    r"|won['’]t|isn['’]t|aren['’]t|not|no one|nobody|avoid\w*|refuse\w* to|instead of|rather than|without|forbidden"
    r"|nie|niemals|nicht|kein(?:e[mnrs]?)?|ohne|jamais|ne \w+ pas"
    r"|nunca|jam[aá]s|não|no (?=\w+[ea](?:n|r)? (?:el|la|los|las|un|una)\b))\b|不要|不得|切勿|禁止|请勿"
)
_BREAK = re.compile("\n")
_NO = re.compile(r"\b(?:no|nor|sin|sem|nenhum\w*|ning[uú]n\w*)\s+(?:\w+\s+){0,2}$|[无没]有?$")
_CONDITION = re.compile(r"\b(?:if|when|where|unless|until|once|because|since|as|so that|si|cuando|se|quando)\b|如果")
_HEADING = re.compile(r"^#{1,6}[^\S\n]+(.*)$", re.MULTILINE)
_FORBIDS = re.compile(r"(?:do not|don['’]t|never(?: do)?|what not to do|no hacer|não fazer|不要|禁止|请勿)[:.]?")


def is_negated(lowered: str, start: int) -> bool:
    """Whether what stands at a place is said not to be done, or not to be there.

    A negation reaches to the end of its sentence, through lists ("never open, view or copy"); in a condition ("if it
    does not play, …") only to the comma. What stands below a heading such as *Do not* is negated.

    Args:
        lowered: the whole text, in lower case.
        start: of the word in question.
    """
    heading = ""
    for match in _HEADING.finditer(lowered, max(0, lowered.rfind("\n#", 0, start)), start):
        heading = match.group(1).strip().rstrip("#").rstrip()
    if _FORBIDS.fullmatch(heading):
        return True
    window = lowered[max(0, start - 400) : start]
    ends = [match.end() for match in _SENTENCE_END.finditer(window)]
    sentence = window[ends[-1] :] if ends else window
    if _NO.search(sentence):
        return True
    for negation in _NEGATION.finditer(sentence):
        condition = _CONDITION.search(sentence, 0, negation.start())
        if not (condition and re.search("[,:，]", sentence[negation.end() :])):
            return True
    return False


def place_of(text: str, offset: int, first_line: int = 1) -> Location:
    """Line and column of a character of a text that begins in a certain line of its file."""
    starts = _line_starts(text)
    line = bisect_right(starts, offset) - 1
    return Location(first_line + line, offset - starts[line] + 1)


@lru_cache(maxsize=4)
def _line_starts(text: str) -> Sequence[int]:
    """Where each line of a text begins: asked for every find in it, and there may be a hundred thousand."""
    return [0, *(match.end() for match in _BREAK.finditer(text))]
