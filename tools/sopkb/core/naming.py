"""How a record's file is called."""

from __future__ import annotations

import re
import unicodedata

from sopkb.private import withhold

_LONGEST_SLUG = 80
_CODE_IN_PARENTHESES = re.compile(r"\s*\([^)]*\)")


def slug_of(title: str) -> str:
    """A title as part of a file name: lower-case ASCII words joined by hyphens, parentheses left out.

    What is private is left out: nothing could tell it from a word of the name later. A title without any ASCII letter
    or digit gives ``record``.
    """
    plain = unicodedata.normalize("NFKD", _CODE_IN_PARENTHESES.sub("", withhold(title)))
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
    slug = ""
    for word in words:
        if slug and len(slug) + 1 + len(word) > _LONGEST_SLUG:
            break
        slug = f"{slug}-{word}" if slug else word[:_LONGEST_SLUG]
    return slug or "record"


def record_filename(record_id: str, title: str) -> str:
    """The file name of a record: ``SOP-0012-accesshub-restore-a-locked-moderator-account.md``."""
    return f"{record_id}-{slug_of(title)}.md"
