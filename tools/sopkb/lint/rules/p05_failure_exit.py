"""Nothing is named for the case that it does not work.

What: Under `## If it does not work` stands the id of an escalation or of a troubleshooter, bare or as `[[ID]]`. It is
    not enough that `escalates_to` names one: the reader must see it, with what to send.

Why on shift: The steps failed, the user waits, and the page ends. The ticket stalls until somebody who knows comes on
    shift.

Bad:
    ## If it does not work
    Ask the user to try again tomorrow.

Good:
    ## If it does not work
    Locked again after 10 minutes: ESC-0103 with lock reason and UTC time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sopkb.core.body import Link, LinkKind, Section
from sopkb.core.diagnostics import Finding, Location, Severity
from sopkb.core.kinds import ID, kind_of_id
from sopkb.core.record import Record
from sopkb.lint.rules.rule import Context, RecordRule

HEADING = "If it does not work"
_EXITS = ("escalation", "troubleshooter")


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Once a record; a section that is missing or empty is rule S01's."""
    parts = record.body.parts_of(HEADING)
    if not parts or all(part.is_blank for part in parts):
        return
    if not any(_is_exit(link) for link in record.body.links if _stands_in(link, parts)):
        named = next((target for target in record.meta.texts("escalates_to") if _kind_of(target) in _EXITS), "")
        example = f", for example {named}, which `escalates_to` names" if named else ""
        yield Finding(
            f"Name an ESC or TRB under `{HEADING}`{example}, and say what to send along.",
            Location(parts[0].line, 1),
        )


def _stands_in(link: Link, parts: Sequence[Section]) -> bool:
    return any(part.line <= link.at.line <= part.first_line + part.text.count("\n") for part in parts)


def _is_exit(link: Link) -> bool:
    """A link to the record's file names it as well as its id does."""
    if link.kind is LinkKind.IMAGE:
        return False
    mentioned = ID.search(link.target)
    return mentioned is not None and _kind_of(mentioned.group()) in _EXITS


def _kind_of(record_id: str) -> str:
    kind = kind_of_id(record_id)
    return kind.name if kind else ""


RULE = RecordRule("P05", Severity.ERROR, kinds=("sop", "workaround"), eases_in_drafts=True, alone=True, check=check)
