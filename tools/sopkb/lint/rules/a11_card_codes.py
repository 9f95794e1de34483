"""A card's security code, a PIN or a one-time code.

What: No text holds one of these codes, not even one that stands after nothing but its name. (With a sign or a verb
    before it, A02 finds it in every base.) Placeholders are fine: `<pin>`, `{code}`; so are how many digits a code has
    and for how long it is valid. The finding says where it stands and never repeats it. For teams that see cards and
    accounts: the pack payments.

Why on shift: With the card's number it is all that somebody needs to pay. The card networks forbid to keep it.

Bad:
    Tested with CVC ▢▢▢.

Good:
    Tested with the CVC of the test card in the vault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Severity
from sopkb.core.record import Document
from sopkb.lint.rules.card_words import CARD_CODE, EDGE, OTHER_CODE
from sopkb.lint.rules.rule import Context, DocumentRule
from sopkb.lint.rules.wording import place_of

_UNIT = (
    r"(?![\d\w]|[-./:]\d|[ \t]{0,2}(?:-|digit|char|stellig|stellen|ziffer|zeichen|second|sec\b|s\b|ms\b|minute|min\b"
    r"|sek|hour|stunde|d[ií]gito|cifra|segundo|minuto|chiffre|seconde|time|mal\b|attempt|%|位|秒|分|桁))"
)
_BETWEEN = r"[\"'`*]{0,3}[ \t]{1,3}(?:\([^()\n]{1,20}\)[ \t]{1,2})?[\"'`*]{0,3}"
_CODE = re.compile(
    rf"{EDGE}(?:(?:{CARD_CODE}){_BETWEEN}\d{{3,4}}{_UNIT}|(?:{OTHER_CODE}){_BETWEEN}\d{{4,8}}{_UNIT})", re.IGNORECASE
)


def check(document: Document, context: Context) -> Iterator[Finding]:
    """Each such code in the file."""
    for match in _CODE.finditer(document.text):
        at = place_of(document.text, match.start())
        yield Finding(
            f"Line {at.line} holds a security code, a PIN or a one-time code: remove it, and have it changed if it is "
            "real, for git's history keeps it.",
            at,
        )


RULE = DocumentRule("A11", Severity.ERROR, of_every_file=True, alone=True, check=check)
