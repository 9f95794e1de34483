"""The passage under a result, and the line of the record that is most like the question."""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any

from sopkb.search.answer import Snippet
from sopkb.search.index.analysis import Token, tokens
from sopkb.search.stopwords import STOP_WORDS

LONGEST_SNIPPET = 180
"""Characters."""
_BEFORE = 40
"""Characters shown before the first match, where there are any."""


# The same few records answer most questions, so a server that stays up cuts their symptoms into words once.
@lru_cache(maxsize=8192)
def _terms(text: str) -> frozenset[str]:
    return frozenset(token.term for token in tokens(text) if not token.joined)


def section_of(card: Mapping[str, Any], best: int) -> tuple[str, str, str]:
    """Heading, anchor and text of the section that the row of a record shows.

    Args:
        card: of the record.
        best: its best section; 0, or one without a text that a row may show, stands for that with steps, or the first.
    """
    sections = card.get("sections", ())
    for place in (best, card.get("steps", 1)):
        if 0 < place <= len(sections) and sections[place - 1][2]:
            return tuple(sections[place - 1])
    return "", "", ""


def is_named(heading: str, asked: Container[str]) -> bool:
    """Whether a question names a section: all words of its heading that carry information, and there is one.

    Args:
        heading: of the section.
        asked: the terms of the question.
    """
    words = [token for token in tokens(heading) if not token.joined and token.surface not in STOP_WORDS]
    return bool(words) and all(token.term in asked for token in words)


def shown_section(
    card: Mapping[str, Any], best: int, asked: Container[str], wanted: Sequence[Collection[str]]
) -> tuple[str, str, str]:
    """Heading, anchor and text of the section whose passage a row shows; the anchor only where the question named it.

    That is the section that the question names; else that with the steps, what to do, unless the best one holds
    half of the words that say what is asked, two at least, and more of them than the steps.

    Args:
        card: of the record.
        best: its best section, see :func:`section_of`.
        asked: the terms of the question.
        wanted: for each word that says what is asked, what counts as it.
    """
    sections = card.get("sections", ())
    named = next((section for section in sections if section[2] and is_named(section[0], asked)), None)
    if named:
        return tuple(named)
    heading, _, text = section_of(card, best)
    place = card.get("steps", 0)
    steps = sections[place - 1] if 0 < place <= len(sections) else ("", "", "")
    if steps[2]:
        held, in_steps = _held(text, wanted), _held(steps[2], wanted)
        if held < max((len(wanted) + 1) // 2, 2) or held <= in_steps:
            heading, text = steps[0], steps[2]
    return heading, "", text


def _held(text: str, wanted: Sequence[Collection[str]]) -> int:
    """How many of some words a text holds."""
    found = _terms(text)
    return sum(not found.isdisjoint(each) for each in wanted)


def snippet_of(text: str, terms: Collection[str]) -> Snippet | None:
    """The passage of a text that has most of some terms.

    Args:
        text: plain text.
        terms: what to mark.

    Returns:
        None for a text without words.
    """
    line = " ".join(text.split())
    if not line:
        return None
    matches = list(tokens(line, terms))
    start = _start(line, matches)
    end = min(start + LONGEST_SNIPPET, len(line))
    if end < len(line):
        end = line.rfind(" ", start + LONGEST_SNIPPET // 2, end) + 1 or end
    before, after = "… " if start else "", " …" if end < len(line) else ""
    shown = line[start:end].rstrip()
    marks: list[tuple[int, int]] = []
    for token in matches:
        here = (token.start - start + len(before), token.end - start + len(before))
        if token.start >= start and token.end <= start + len(shown):
            if marks and here[0] <= marks[-1][1]:
                marks[-1] = (marks[-1][0], max(marks[-1][1], here[1]))
            else:
                marks.append(here)
    return Snippet(f"{before}{shown}{after}", tuple(marks))


def _start(line: str, matches: Sequence[Token]) -> int:
    """Where the window with most different terms begins, the first of several; at the beginning of a word."""
    best, start = 0, 0
    most = len({token.term for token in matches})
    # From each match on, where the first one that follows ends: a long text is not read again for every match.
    ends = list(accumulate((token.end for token in reversed(matches)), min))[::-1]
    for number, first in enumerate(matches):
        if best == most:
            break
        reach = first.start + LONGEST_SNIPPET - _BEFORE
        last = next((place for place in range(number, len(matches)) if ends[place] > reach), len(matches))
        seen = {token.term for token in matches[number:last] if token.end <= reach}
        if len(seen) > best:
            best, start = len(seen), first.start
    if start + LONGEST_SNIPPET - _BEFORE >= len(line):
        start = max(len(line) - LONGEST_SNIPPET + _BEFORE, 0)
    place = start - _BEFORE
    return 0 if place <= 0 else line.rfind(" ", 0, place) + 1


def most_like(texts: Sequence[str], terms: Collection[str], least: int) -> str:
    """The text with most of some terms, the shortest of several; ``""`` where none has enough of them.

    Args:
        texts: lines of a record, such as its symptoms.
        terms: what is looked for.
        least: how many different terms a line must have; at least 1.
    """
    best, chosen = (least - 1, 0), ""
    for text in texts:
        found = _terms(text)
        quality = (len(found.intersection(terms)), -len(found))
        if quality > best:
            best, chosen = quality, text
    return chosen
