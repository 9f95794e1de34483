"""An Undo section that does not say how to go back.

What: `## Undo` tells how to take the workaround back when the fix is out, or says "Nothing to undo". A placeholder,
    a dash or "n/a" is no answer. (That the section is there and not empty is rule S01's.)

Why on shift: The bypass outlives the bug: a mode that costs picture quality, a permission that was meant for a week.

Bad:
    ## Undo
    N/A

Good:
    ## Undo
    After the fix, turn the mode off (it limits playback to 720p).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Location, Severity
from sopkb.core.record import Record
from sopkb.lint.rules.rule import Context, RecordRule

HEADING = "Undo"
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_NOT_A_LETTER = re.compile(r"[\W_]+")
_SAYS_NOTHING = frozenset(
    (
        *("", "do later", "later", "n a", "na", "nil", "no", "none", "not applicable", "not known", "not needed"),
        *("not required", "not sure", "see above", "see below", "tba", "tbc", "tbd", "to be decided", "to be defined"),
        *("to be determined", "to be done", "todo", "to do", "undo", "unknown", "x", "xxx"),
    )
)


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Once a record."""
    parts = record.body.parts_of(HEADING)
    if not parts or all(part.is_blank for part in parts):
        return
    text = _COMMENT.sub("", "\n".join(part.text for part in parts))
    plain = _NOT_A_LETTER.sub(" ", text).strip().lower()
    if plain in _SAYS_NOTHING:
        yield Finding(
            f'Say under `{HEADING}` how to go back, or "Nothing to undo" where the user keeps no change.',
            Location(parts[0].first_line, 1),
        )


RULE = RecordRule("P06", Severity.ERROR, kinds=("workaround",), eases_in_drafts=True, alone=True, check=check)
