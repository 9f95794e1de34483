"""What a word may have been meant to be: longer words that begin with it, and words it is a misspelling of."""

from __future__ import annotations

from sopkb.search.index.analysis import is_letters
from sopkb.search.index.lexicon import Lexicon

SHORTEST_CORRECTED = 4
"""Letters. A shorter word is one edit away from too many others."""
TWO_EDITS_FROM = 8
"""Letters from which a word may be two edits away."""
SHORTEST_COMPLETED = 3
"""Letters."""


def completions(word: str, lexicon: Lexicon) -> list[str]:
    """The spellings that go on where a word ends, the commonest first; none for a number or a very short word."""
    if len(word) < SHORTEST_COMPLETED or not is_letters(word):
        return []
    longer = [surface for surface in lexicon.beginning_with(word) if surface != word]
    return sorted(longer, key=lambda surface: (-lexicon.count(surface), surface))


def corrections(word: str, lexicon: Lexicon) -> list[str]:
    """The spellings a word may be a misspelling of: the fewest edits first, then the same first letter, the commonest.

    An edit is a letter more, less or another, or two neighbours swapped (optimal string alignment). A word with a digit
    is never corrected: it is an identifier or a figure. A spelling is considered where it shares a beginning or an end
    with the word; of a word one edit away, one of the two is always whole, whatever the edit. So two ranges of a sorted
    list are all that must be looked at, and all that a browser must fetch.
    """
    if len(word) < SHORTEST_CORRECTED or not is_letters(word):
        return []
    most = 2 if len(word) >= TWO_EDITS_FROM else 1
    head, tail = parts_kept(word)
    near: dict[str, int] = {}
    for surface in (*lexicon.beginning_with(head), *lexicon.ending_with(tail)):
        if surface not in near and abs(len(surface) - len(word)) <= most:
            near[surface] = distance(word, surface, most)
    found = [surface for surface, edits in near.items() if edits <= most]
    return sorted(found, key=lambda s: (near[s], s[0] != word[0], -lexicon.count(s), s))


def parts_kept(word: str) -> tuple[str, str]:
    """The beginning and the end of a word of which one edit leaves at least one whole.

    With a letters at the beginning and b at the end, a swap at i and i + 1 spares the beginning where i >= a, and
    the end where i + 1 < n - b: one of both for every i where a + b <= n - 1.
    """
    head = (len(word) - 1) // 2
    return word[:head], word[head + 1 :]


def distance(one: str, other: str, most: int) -> int:
    """Edits between two words, or any number above ``most`` where there are more."""
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, another in enumerate(other, 1):
            cost = min(last[column] + 1, current[-1] + 1, last[column - 1] + (letter != another))
            if row > 1 and column > 1 and letter == other[column - 2] and another == one[row - 2]:
                cost = min(cost, before_last[column - 2] + 1)
            current.append(cost)
        if min(current) > most and (not before_last or min(last) > most):
            return most + 1
        before_last, last = last, current
    return last[-1]
