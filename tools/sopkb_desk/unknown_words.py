"""Words of an export that no report can judge, each with the line of a mapping that would say what it means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sopkb.core.config import Desk
from sopkb_desk.facts import Unjudged, Why
from sopkb_desk.ticket import STATES, Ticket


def unknown_words(tickets: Iterable[Ticket], scale: Sequence[str], desk: Desk) -> Iterator[str]:
    """A line for each column with such words: which, how often, and what to write.

    Args:
        tickets: of an export.
        scale: priorities of its product, the most urgent first; empty where they are not known.
        desk: whose priorities are known.
    """
    from sopkb_desk.unjudged import unknown_priorities, unknown_statuses

    tickets = list(tickets)
    for unknown in (*unknown_statuses(tickets), *unknown_priorities(tickets, desk)):
        line = mapping_line(unknown, scale, desk)
        yield f"Not judged: {unknown.text}{f'. To say what they mean, write into a mapping: {line}' if line else '.'}"


def mapping_line(unknown: Unjudged, scale: Sequence[str], desk: Desk) -> str:
    """The line for a mapping; ``…`` stands where only the team knows. ``""`` where no word can be named."""
    words = [word for word in unknown.words if word]
    if not words:
        return ""
    clock = list(desk.clock)
    meanings = dict.fromkeys(words, "…")
    by_rank = unknown.why is Why.PRIORITY and len(scale) == len(clock) and set(words) <= set(scale)
    if by_rank:  # both are four steps from the most urgent down: a proposal, which the team must confirm
        meanings = {word: clock[scale.index(word)] for word in scale}
    pairs = ", ".join(f"{_quoted(word)}: {meaning}" for word, meaning in meanings.items())
    choice = clock if unknown.why is Why.PRIORITY else sorted(STATES)
    note = "check it: by rank" if by_rank else f"each one of {', '.join(choice)}"
    return f"values: {{{unknown.why}: {{{pairs}}}}}  # {note}"


def _quoted(word: str) -> str:
    plain = word.replace(" ", "").replace("_", "")
    return (
        word
        if plain.isalpha() and word.casefold() not in ("yes", "no", "true", "false", "null", "on", "off")
        else ('"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"')
    )
