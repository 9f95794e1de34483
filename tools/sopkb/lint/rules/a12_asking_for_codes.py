"""A text that asks somebody for a code that only they may know.

What: No step and no reply asks a customer for a card's security code, a PIN or a one-time code, notes one down, or has
    one read out. What says that nobody asks for it ("never ask for the PIN", a section *Do not*) is what should stand
    there. For teams that see cards and accounts: the pack payments.

Why on shift: Whoever is used to being asked tells the next caller as well, and that one is not you.

Bad:
    2. Ask the customer for the CVC on the back of the card.

Good:
    2. Ask for the last four digits of the card. Never ask for the CVC, the PIN or a one-time code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Severity
from sopkb.core.record import Record
from sopkb.lint.rules.card_words import CARD_CODE, EDGE, END, OTHER_CODE
from sopkb.lint.rules.rule import Context, RecordRule
from sopkb.lint.rules.wording import is_negated, place_of

_ASKS = (
    r"ask(?:s|ed|ing)?|request(?:s|ed)?|note(?: down)?|write down|(?:send|tell|give|read)(?: out)?(?: to)? (?:us|me)"
    r"|collect|reads? out|frag(?:e|en|t)?|erfrag(?:e|en|t)?|verlang(?:e|en|t)?|bitte[nt]?|notier(?:e|en|t)?"
    r"|nenn(?:e|en|t)?|schick(?:e|en|t)? (?:uns|mir)|pida|pide|pedir|solicit[ea]r?|pregunt[ea]r?|anot[ea]r?|d[ií]ganos"
    r"|peça|peçam|anote|demand(?:e|er|ez)|not(?:er|ez)|donnez|communiquez|询问|索要|请提供|尋ね|教えてください"
)
_REQUEST = re.compile(
    rf"{EDGE}(?:{_ASKS}){END}[^.;!?。\n]{{0,60}}?{EDGE}(?:{CARD_CODE}|{OTHER_CODE}){END}"
    r"(?![- ](?:check|field|error|reset|letter|brief|feld|prüfung|fehler|pad|terminal))",
    re.IGNORECASE,
)
_WORDS = re.compile(rf"{CARD_CODE}|{OTHER_CODE}", re.IGNORECASE)


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Each request in the body, once a line."""
    text = record.body.text
    lowered = text.lower()
    told = set()
    for match in _REQUEST.finditer(lowered) if _WORDS.search(lowered) else ():
        at = place_of(text, match.start(), record.body.first_line)
        if at.line not in told and not is_negated(lowered, match.end()):
            told.add(at.line)
            yield Finding(
                f"Line {at.line} asks for a code that only its owner may know: take that out, and say "
                '"never ask for" it. Verify somebody by what your team agreed instead.',
                at,
            )


RULE = RecordRule("A12", Severity.ERROR, alone=True, check=check)
