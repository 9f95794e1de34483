"""Steps that are numbered in two ways.

What: The numbers that stand in the file run on: 1, 2, 3 (or 1, 1, 1, which every reader counts). A list that is
    interrupted, by code or text at the line's start, goes on for the check with its written number; MkDocs begins at 1
    again.

Why on shift: "I am on step 4" is the agent's third and the engineer's fifth.

Bad:
    2. Open the queue.

    Wait a minute.

    3. Choose **Resume**.

Good:
    2. Open the queue.

        Wait a minute.

    3. Choose **Resume**.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sopkb.diagnostics import Finding, Location, Severity
from sopkb.model.body import Body
from sopkb.model.record import Record
from sopkb.referee import Kind, Opinions, opinions_on
from sopkb.rules.rule import Context, RecordRule

_NUMBER = re.compile(r"[ \t>]*(?:[-*+][ \t]+)*(\d{1,9})[.)](?:[ \t]|\Z)")


@dataclass
class _List:
    """A list while it is read: the last number counted and written, whether all are the same, whether it was told."""

    counted: int
    written: int
    same: bool | None = None
    told: bool = False


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Numbers that do not run on, then numbers that two readers count differently."""
    opinions = opinions_on(record.body)
    told = set()
    for line, written, counted in _jumps(record.body, opinions):
        told.add(line)
        message = f"{written}. is written, {counted}. is shown. Number the items 1, 2, 3 in their order."
        yield Finding(message, Location(line, 1))
    for found in opinions.differences:
        if found.kind is Kind.NUMBER and found.line not in told:
            yield Finding(
                f"Number {found.ours.number} for the check, {found.theirs.number} for MkDocs. Keep the list whole: "
                "indent by four spaces what stands between its items, and begin a list at 1.",
                Location(found.line, 1),
            )


def _jumps(body: Body, opinions: Opinions) -> Iterator[tuple[int, int, int]]:
    """The first item of each list that is not written with the number it has: line, number written, number counted."""
    if not opinions.ours:
        return
    lists: dict[int, _List] = {}
    for number, text in enumerate(body.text.split("\n"), body.first_line):
        match, fate = _NUMBER.match(text), opinions.ours.get(number)
        if not match or fate is None or fate.lists[-1:] != ("ol",):
            continue
        written, counted, depth = int(match[1]), fate.number, len(fate.lists)
        current = lists.get(depth)
        if current is None or counted != current.counted + 1:
            lists[depth] = _List(counted, written)
            continue
        if current.same is None:
            current.same = written == current.written
        right = written == (current.written if current.same else counted)
        if not right and not current.told:
            current.told = True
            yield number, written, counted
        current.counted, current.written = counted, written


RULE = RecordRule("X09", Severity.WARNING, alone=True, check=check)
