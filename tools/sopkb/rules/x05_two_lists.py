"""A list, or an item of one, that another reader does not see.

What: MkDocs reads with Python-Markdown. For it a list needs a blank line above it; what belongs to an item is indented
    by four spaces a level; `1)` is no number; and a list that follows another is its continuation, whatever its
    bullets. The check and our pages read CommonMark, which is less strict.

Why on shift: Seven steps become one paragraph, or a sub-step becomes a step, and "I am on step 3" means another one.

Bad:
    Ask for these:
    - the case id
    - the trace id

Good:
    Ask for these:

    - the case id
    - the trace id
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sopkb.diagnostics import Finding, Location, Severity
from sopkb.model.record import Record
from sopkb.referee import Difference, Kind, Leaf, opinions_on
from sopkb.rules.rule import Context, RecordRule

_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])(?:\s|\Z)")
_BELONGS = "Indent it by four spaces if it belongs to the item above"
_PARENTHESIS = re.compile(r"\s*\d{1,9}\)\s")


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Where the second opinion differs about a list."""
    for found in opinions_on(record.body).differences:
        if found.kind is Kind.LIST:
            yield Finding(_told(found), Location(found.line, 1))


def _told(found: Difference) -> str:
    ours, theirs = found.ours.lists, found.theirs.lists
    is_item, indented = bool(_ITEM.match(found.text)), found.text[:1] in (" ", "\t")
    if is_item and _PARENTHESIS.match(found.text) and len(theirs) < len(ours):
        return "`1)` numbers no list for MkDocs. Write `1.`."
    if is_item and not indented and not theirs and found.above.strip():
        return "MkDocs runs this list into the paragraph above it. Put a blank line before the list."
    if len(ours) == len(theirs) and ours != theirs:
        return f"MkDocs continues the list above with this item. {_BELONGS}; else put a line of text between the lists."
    if len(theirs) > len(ours):
        return f"Part of the item above for MkDocs, not for the check. {_BELONGS}; else put a blank line above it."
    if len(theirs) < len(ours) and indented:
        if is_item:
            return "No sub-item for MkDocs, which reads it a level higher. Indent it by four spaces a level."
        return f"MkDocs ends the list before this {_named(found)}. Indent it by four spaces a level."
    if len(theirs) < len(ours):
        return f"Part of the item above for the check, not for MkDocs. {_BELONGS}; else put a blank line above it."
    return "MkDocs takes this line out of its quotation, or into one. Put a blank line above it."


def _named(found: Difference) -> str:
    return "code" if found.ours.leaf is Leaf.CODE else "text"


RULE = RecordRule("X05", Severity.WARNING, alone=True, check=check)
