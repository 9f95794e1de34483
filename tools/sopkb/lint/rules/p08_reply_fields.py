"""The fields that a macro declares are not the fields in its text.

What: `placeholders` names every `{field}` of the texts below `## Text`, and no other. Braces around anything else
    (`{Ticket ID}`) are no field, and are sent as they stand; `{{name}}` is left to the tool that fills it. A lookup's
    `placeholders` stand in its query; whatever else has braces there is its language's own.

Why on shift: The agent fills in all fields that the page shows, and the customer reads "Your ticket is {Ticket ID}".

Bad:
    placeholders: [ticket_id]
    > Your ticket is {ticket_nr}. Next update: {Next update}.

Good:
    placeholders: [ticket_id, next_update_utc]
    > Your ticket is {ticket_id}. Next update: {next_update_utc}.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from sopkb.core.body import Body, Section
from sopkb.core.diagnostics import Finding, Location, Severity, shown
from sopkb.core.record import Record
from sopkb.lint.replies import fields_in, quotations_in
from sopkb.lint.rules.rule import Context, RecordRule

_SECTIONS = {"macro": "Text", "lookup": "Query"}
_BRACES = re.compile(r"(?<!\{)\{([^{}\n]{1,60})\}(?!\})")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Both directions: what is declared and not there, what is there and not declared."""
    heading = _SECTIONS[record.kind_name]
    parts = record.body.parts_of(heading)
    if not any(part.text.strip() for part in parts):
        return  # S01 has said so
    lines = [line for part in parts for line in _sent(part, record.body)]
    used = {name: number for line, number in reversed(lines) for name, _ in fields_in(line)}
    declared = record.meta.texts("placeholders")
    for place, name in enumerate(declared):
        if name not in used:
            hint = _nearest(name, set(used) - set(declared), f"Remove it, or write {{{shown(name)}}} where it belongs.")
            at = record.at("placeholders", place)
            yield Finding(f"`{shown(name)}` is declared but does not appear under `{heading}`. {hint}", at)
    if record.kind_name != "macro":
        return
    for name, number in sorted(used.items(), key=lambda pair: (pair[1], pair[0])):
        if name not in declared:
            hint = _nearest(name, set(declared) - set(used), "Add it to `placeholders`.")
            yield Finding(f"{{{shown(name)}}} is not among `placeholders`. {hint}", Location(number, 1))
    yield from _no_fields(lines)


def _sent(part: Section, body: Body) -> list[tuple[str, int]]:
    """The lines that are pasted, with their numbers in the file."""
    lines = [(line, part.first_line + at) for at, line in enumerate(part.text.split("\n"))]
    quoted = [line for start, end in quotations_in(part, body) for line in lines[start:end]]
    return quoted or lines


def _no_fields(lines: list[tuple[str, int]]) -> Iterator[Finding]:
    """Braces that are sent as they stand."""
    for line, number in lines:
        for match in _BRACES.finditer(line):
            if not _NAME.fullmatch(match[1]):
                yield Finding(
                    f"{shown(match[0])} is not a field, and is sent as it is. Write a field in lower-case letters, "
                    "digits and `_`: {ticket_id}.",
                    Location(number, match.start() + 1),
                    Severity.WARNING,
                )


def _nearest(name: str, others: set[str], otherwise: str) -> str:
    near = next(iter(get_close_matches(name, sorted(others), 1, 0.7)), "")
    return f"Did you mean `{shown(near)}`?" if near else otherwise


RULE = RecordRule("P08", Severity.ERROR, kinds=("macro", "lookup"), eases_in_drafts=True, alone=True, check=check)
