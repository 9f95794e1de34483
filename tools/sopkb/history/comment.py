"""Text of a record in a comment on a code host, where it must mean nothing but itself and call nobody.

The forms hold for the Markdown of GitHub and of GitLab: what is active is escaped; what would become a mention, a
reference or a link is parted by a word joiner (U+2060), which nobody sees.
"""

from __future__ import annotations

import re

_ACTIVE = re.compile(r"[\\`*_\[\]<>|~&$]")
_CALLS = re.compile(r"([@#!%^])(?=\w)|(?<=\w)(:)(?=//)|\b(www)(?=\.)", re.IGNORECASE)
_JOINER = "\u2060"


def plain(text: str) -> str:
    """A record's words inside a line of Markdown; the caller has made one line of them."""
    parted = _CALLS.sub(lambda found: found.group() + _JOINER, text)
    return _ACTIVE.sub(lambda found: "&lt;" if found.group() == "<" else "\\" + found.group(), parted)


def quoted(text: str) -> str:
    """The same between quotation marks, so that nothing of it begins a line; without stars for bold."""
    return f"“{plain(text.replace('**', ''))}”"
