"""A group of tickets in its own words: a name, and lines that are typical of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from sopkb.search.index.analysis import tokens
from sopkb_desk.harmless import is_harmless, paints_a_scene
from sopkb_desk.terms import Centre

_EDGES = " ,.;:!?-–—\"'"
_GREETING = re.compile(
    r"^(?:(?:hi|hello|hey|team|pls|please|help|urgent|again|question|fyi)\b[\s,:!-]*)+", re.IGNORECASE
)
_LONGEST_FAREWELL = 200
"""Characters at the end of a summary that may be thanks: thousands of them are an attack."""
_FAREWELL = re.compile(
    r"(?:[\s,;?!-]*+\b(?:(?:pls|please) (?:check|help)|any ideas?|thx|thanks|thank you|asap|again)\b[\s?!.]*+)++$"
    r"|(?<![?!.\s])[?!.\s]++$",
    re.IGNORECASE,
)


def name_of(texts: Sequence[str], centre: Centre, words: int = 3) -> str:
    """The words that most of a group share, in the order in which people say them, as they spell them."""
    spelled: dict[str, Counter[str]] = {}
    place: dict[str, list[int]] = {}
    for text in texts:
        for token in tokens(text):
            if not token.joined and token.term in centre.vector and not paints_a_scene(token.surface):
                spelled.setdefault(token.term, Counter())[token.surface] += 1
                place.setdefault(token.term, []).append(token.position)
    best = sorted(centre.vector, key=lambda term: (-centre.vector[term], term))[:words]
    best = [term for term in best if term in spelled]
    best.sort(key=lambda term: (sum(place[term]) / len(place[term]), term))
    return " ".join(spelled[term].most_common(1)[0][0] for term in best)


def typical(texts: Sequence[str], documents: Sequence[frozenset[str]], centre: Centre, count: int) -> list[str]:
    """Lines of a group that say what it says, each different from the others, without greetings and thanks.

    Args:
        texts: what the tickets say.
        documents: the terms of each.
        centre: of the group.
        count: lines at most.
    """
    lines = [tidy(text) for text in texts]
    often = Counter(line.casefold() for line in lines)
    # What many say word for word is nobody's slip; among those, what is most like the rest.
    order = sorted(
        range(len(lines)),
        key=lambda n: (-min(often[lines[n].casefold()], 3), -round(centre.likeness(documents[n]), 3), lines[n]),
    )
    chosen: list[str] = []
    shown: list[frozenset[str]] = []
    for number in order:
        line = lines[number]
        if (
            not 8 <= len(line) <= 100
            or not is_harmless(line)
            or any(_overlap(documents[number], other) > 0.75 for other in shown)
        ):
            continue
        chosen.append(line)
        shown.append(documents[number])
        if len(chosen) == count:
            break
    return chosen


def tidy(text: str) -> str:
    """A summary without its greeting and its thanks, on one line."""
    whole = " ".join(text.split())
    line = _GREETING.sub("", whole)
    line = (line[:-_LONGEST_FAREWELL] + _FAREWELL.sub("", line[-_LONGEST_FAREWELL:])).strip(_EDGES)
    return line or whole


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(len(one | other), 1)
