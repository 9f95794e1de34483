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
    Lock comes back within 10 minutes: ESC-0103 with lock reason and UTC time.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Location, Severity
from sopkb.core.record import Record
from sopkb.lint.prose import own_words, place_in
from sopkb.lint.rules.rule import Context, RecordRule

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
_BY_LONGEST_WORD: dict[str, list[tuple[str, frozenset[str]]]] = {}
for _phrase in _PHRASES:
    _BY_LONGEST_WORD.setdefault(max(_phrase.split(), key=len), []).append((_phrase, frozenset(_phrase.split())))
_NO_SIGNS = str.maketrans(dict.fromkeys(string.punctuation, " "))
_GAP = r"(?:[^\S\n]+|[^\S\n]*\n[^\S\n]*)"
# What goes on is exact after all: "the team lead", "someone on the readers list", "as required by step 2".
_EXACT = r"\s+(?:at|behind|by|leads?|leaders?|managers?|named|of|on|that|which|who)\b"


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Summary, tree, body."""
    if record.language.partition("-")[0].lower() != "en":
        return
    yield from _in_line(record.summary, record.at("summary"))
    for number, node in record.meta.maps("nodes"):
        yield from _in_line(str(node.get("ask")), record.at("nodes", number, "ask"))
    phrases = _phrases_in(record.body.text)
    if phrases:
        for match in _places(phrases, own_words(record.body)):
            at = place_in(record.body, match.start())
            if not _is_forbidden(record, at.line):
                yield Finding(_remedy(match), at)


def _in_line(text: str, at: Location) -> Iterator[Finding]:
    phrases = _phrases_in(text)
    if phrases:
        for match in _places(phrases, text):
            yield Finding(_remedy(match), at)


def _is_forbidden(record: Record, line: int) -> bool:
    """Whether a line stands in a list of what not to do: "ask an engineer" is plain there."""
    heading = next(
        (part.heading for part in reversed(record.body.sections) if part.level == 2 and part.line <= line), ""
    )
    return heading.lower().startswith("do not")


def _phrases_in(text: str) -> list[str]:
    """The phrases that stand there, be it in code: quick, because most texts have none."""
    words = text.lower().translate(_NO_SIGNS).split()
    known = set(words)
    likely = [
        phrase for word in known & _BY_LONGEST_WORD.keys() for phrase, parts in _BY_LONGEST_WORD[word] if parts <= known
    ]
    if not likely:
        return []
    on_one_line = " ".join(words)
    return [phrase for phrase in likely if phrase in on_one_line]


def _places(phrases: list[str], text: str) -> Iterator[re.Match[str]]:
    """Where some phrases stand in a text, the longest first."""
    either = "|".join(_GAP.join(phrase.split()) for phrase in sorted(phrases, key=lambda each: (-len(each), each)))
    return re.finditer(rf"(?<![\w-])(?:{either})(?![\w-])(?!{_EXACT})", text, re.IGNORECASE)


def _remedy(match: re.Match[str]) -> str:
    phrase = " ".join(match.group().split())
    return f'Replace "{phrase}" with {_PHRASES[phrase.lower()]}.'


RULE = RecordRule("P04", Severity.WARNING, alone=True, check=check)
