"""What happened to numbered steps: added, removed, edited, or done in another order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from sopkb.core.body import Section, Step
from sopkb.core.diagnostics import Location
from sopkb.core.version import Level
from sopkb.lint.change import Edit, How, RecordPart

_LIKE = 0.5
"""Share of words that two steps must have in common to be one step, edited."""
_MOST = 100
"""Steps that are compared one by one; what is longer is no procedure, and is one edit."""


def step_edits(before: Section, after: Section) -> Iterator[Edit]:
    """The edits that turn one section's steps into the other's, in the order of the new text, removals last.

    Every one needs a major: whoever follows yesterday's steps does something else than the record says.
    """
    old, new = [told(step) for step in before.steps], [told(step) for step in after.steps]
    if old == new:
        return
    if max(len(old), len(new)) > _MOST:
        yield _edit(after, How.CHANGED, "", f"{len(old)} steps", f"{len(new)} steps", Location(after.line, 1))
        return
    pairs = _pairs(old, new)
    partner = {second: first for first, second in pairs}
    unmoved = _longest_rising([partner[position] for position in sorted(partner)])
    for position, step in enumerate(after.steps):
        item = str(step.number)
        if position not in partner:
            yield _edit(after, How.ADDED, item, "", told(step), step.at)
            continue
        was = before.steps[partner[position]]
        if old[partner[position]] != new[position]:
            yield _edit(after, How.CHANGED, item, told(was), told(step), step.at)
        if partner[position] not in unmoved:
            yield _edit(after, How.MOVED, item, f"step {was.number}", f"step {step.number}", step.at)
    kept = {first for first, _ in pairs}
    for position, step in enumerate(before.steps):
        if position not in kept:
            yield _edit(after, How.REMOVED, str(step.number), told(step), "", Location(after.line, 1))


def told(step: Step) -> str:
    """A step with its check as one line."""
    check = f" Check: {step.check}" if step.check else ""
    return " ".join(f"{step.text}{check}".split())


def _edit(section: Section, how: How, item: str, before: str, after: str, at: Location) -> Edit:
    return Edit(RecordPart.STEP, section.heading, how, Level.MAJOR, item, before, after, at, wording=True)


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Which old step is which new one: equal ones first, then those most alike, nearest first."""
    pairs = []
    free: dict[str, list[int]] = {}
    for position, text in enumerate(old):
        free.setdefault(text, []).append(position)
    left = []
    for position, text in enumerate(new):
        same = free.get(text)
        if same:
            pairs.append((same.pop(0), position))
        else:
            left.append(position)
    gone = sorted(position for positions in free.values() for position in positions)
    old_words, new_words = [_words(text) for text in old], [_words(text) for text in new]
    likely = sorted(
        (-share, abs(first - second), first, second)
        for first in gone
        for second in left
        if (share := _share(old_words[first], new_words[second])) >= _LIKE
    )
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for _, _, first, second in likely:
        if first not in taken_old and second not in taken_new:
            taken_old.add(first)
            taken_new.add(second)
            pairs.append((first, second))
    return pairs


def _words(text: str) -> frozenset[str]:
    return frozenset(text.casefold().split())


def _share(old: frozenset[str], new: frozenset[str]) -> float:
    """Words in common by words in all."""
    return len(old & new) / max(len(old | new), 1)


def _longest_rising(positions: Sequence[int]) -> set[int]:
    """The most positions that kept their order (a longest increasing subsequence): what stands outside was moved."""
    ends: list[int] = []
    behind: dict[int, int | None] = {}
    for position in positions:
        place = bisect_left(ends, position)
        behind[position] = ends[place - 1] if place else None
        ends[place : place + 1] = [position]
    kept: set[int] = set()
    current = ends[-1] if ends else None
    while current is not None:
        kept.add(current)
        current = behind[current]
    return kept
