"""Wording that every shift reads in its own way.

What: "As appropriate", "ASAP", "contact the team" and their like say that somebody should do something sometime. The
    list is in this rule's file, each phrase with what is asked for in its place: who, what, or by when. Looked at are
    the summary, the questions of a tree, and the body. What stands in code, in quotation marks or in a block quotation
    is somebody else's wording and is left alone, a macro's text among it; so is what stands under `## Do not`, and a
    record in another language.

Why on shift: Ten agents do ten things, each of them in good faith, and the user is told something else every time.

Bad:
    If the lock comes back, contact the team ASAP.

Good:
    Lock comes back within 10 minutes: ESC-0003 with lock reason and UTC time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sopkb.diagnostics import Finding, Location, Severity
from sopkb.model.prose import own_words, place_in
from sopkb.model.record import Record
from sopkb.rules.rule import Context, RecordRule

_WHO = "who it is: a team, a role or an ESC"
_WHAT = "what is done, and in which case"
_WHEN = "by when: minutes, or a time in UTC"
_SEEN = "what is seen"

_TURN_TO = (
    *("alert", "ask", "call", "check with", "consult", "contact", "engage", "escalate to", "get in touch with"),
    *("inform", "involve", "notify", "ping", "reach out to", "talk with"),
)
_NOBODY = (
    *("a colleague", "an admin", "an engineer", "an expert", "developers", "engineering", "management", "someone"),
    *("somebody", "support", "the developers", "the engineers", "the team", "the people", "your team"),
)
_SOME = ("appropriate", "concerned", "correct", "proper", "relevant", "respective", "responsible", "right")
_PARTY = ("department", "engineer", "engineers", "owner", "owners", "people", "person", "team", "teams")

_PHRASES: dict[str, str] = {
    **{f"{verb} {party}": _WHO for verb in _TURN_TO for party in _NOBODY},
    **{f"the {some} {party}": _WHO for some in _SOME for party in _PARTY},
    "someone from": _WHO,
    "somebody from": _WHO,
    # what is done, and when it is
    "act accordingly": _WHAT,
    "adjust accordingly": _WHAT,
    "adjust it accordingly": _WHAT,
    "escalate accordingly": _WHAT,
    "handle accordingly": _WHAT,
    "proceed accordingly": _WHAT,
    "respond accordingly": _WHAT,
    "steps accordingly": _WHAT,
    "as applicable": _WHAT,
    "if applicable": _WHAT,
    "where applicable": _WHAT,
    "as appropriate": _WHAT,
    "if appropriate": _WHAT,
    "when appropriate": _WHAT,
    "where appropriate": _WHAT,
    "as necessary": _WHAT,
    "if necessary": _WHAT,
    "when necessary": _WHAT,
    "where necessary": _WHAT,
    "as needed": _WHAT,
    "if needed": _WHAT,
    "when needed": _WHAT,
    "where needed": _WHAT,
    "as required": _WHAT,
    "if required": _WHAT,
    "where required": _WHAT,
    "as you see fit": _WHAT,
    "at your discretion": _WHAT,
    "use your discretion": _WHAT,
    "use your judgement": _WHAT,
    "use your judgment": _WHAT,
    "use common sense": _WHAT,
    "best effort": _WHAT,
    "do the needful": _WHAT,
    "appropriate action": _WHAT,
    "appropriate actions": _WHAT,
    "appropriate measures": _WHAT,
    "appropriate steps": _WHAT,
    "necessary actions": _WHAT,
    "necessary measures": _WHAT,
    "necessary steps": _WHAT,
    "the usual process": _WHAT,
    "the usual procedure": _WHAT,
    "the usual steps": _WHAT,
    "the usual way": _WHAT,
    "tbc": _WHAT,
    "tbd": _WHAT,
    "to be decided": _WHAT,
    "to be defined": _WHAT,
    "to be determined": _WHAT,
    # when
    "a.s.a.p": _WHEN,
    "asap": _WHEN,
    "as soon as possible": _WHEN,
    "as soon as you can": _WHEN,
    "at a later time": _WHEN,
    "at your earliest convenience": _WHEN,
    "from time to time": _WHEN,
    "in a timely fashion": _WHEN,
    "in a timely manner": _WHEN,
    "in due course": _WHEN,
    "in due time": _WHEN,
    "try again later": _WHEN,
    "after a while": _WHEN,
    "after some time": _WHEN,
    "wait a bit": _WHEN,
    "wait a moment": _WHEN,
    "wait a while": _WHEN,
    "wait for a while": _WHEN,
    "wait for some time": _WHEN,
    "wait some time": _WHEN,
    # how success looks
    "looks fine": _SEEN,
    "looks good": _SEEN,
    "looks normal": _SEEN,
    "looks ok": _SEEN,
    "looks right": _SEEN,
    "works as expected": _SEEN,
    "everything is fine": _SEEN,
    "everything works": _SEEN,
}
_SIGNS = tuple(sorted({max(phrase.split(), key=len) for phrase in _PHRASES}))
_GAP = r"(?:[^\S\n]+|[^\S\n]*\n[^\S\n]*)"
# What goes on is exact after all: "the team lead", "someone on the readers list", "as required by step 2".
_VAGUE = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(_GAP.join(map(re.escape, phrase.split())) for phrase in sorted(_PHRASES, key=len, reverse=True))
    + r")(?![\w-])(?!\s+(?:at|behind|by|leads?|leaders?|managers?|named|of|on|that|which|who)\b)",
    re.IGNORECASE,
)


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Summary, tree, body."""
    if record.language.partition("-")[0].lower() != "en":
        return
    yield from _in_line(record.summary, record.at("summary"))
    for number, node in record.meta.maps("nodes"):
        yield from _in_line(str(node.get("ask")), record.at("nodes", number, "ask"))
    if _may_be_vague(record.body.text):
        for match in _VAGUE.finditer(own_words(record.body)):
            at = place_in(record.body, match.start())
            if not _is_forbidden(record, at.line):
                yield Finding(_remedy(match), at)


def _in_line(text: str, at: Location) -> Iterator[Finding]:
    if _may_be_vague(text):
        for match in _VAGUE.finditer(text):
            yield Finding(_remedy(match), at)


def _is_forbidden(record: Record, line: int) -> bool:
    """Whether a line stands in a list of what not to do: "ask an engineer" is plain there."""
    heading = next(
        (part.heading for part in reversed(record.body.sections) if part.level == 2 and part.line <= line), ""
    )
    return heading.lower().startswith("do not")


def _may_be_vague(text: str) -> bool:
    """Whether a word of some phrase is there: most records end here, and the long expression is never tried."""
    lower = text.lower()
    return any(sign in lower for sign in _SIGNS)


def _remedy(match: re.Match[str]) -> str:
    phrase = " ".join(match.group().split())
    return f'Replace "{phrase}" with {_PHRASES[phrase.lower()]}.'


RULE = RecordRule("P04", Severity.WARNING, check=check)
