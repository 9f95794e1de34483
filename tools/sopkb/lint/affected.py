"""Who a workaround is for, in a form that can be compared."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sopkb.core.folding import fold
from sopkb.core.record import Record

Affected = tuple[str, frozenset[str], frozenset[str], frozenset[str]]
"""Versions, clients, regions, sites."""

_EVERYWHERE = frozenset({"all"})
_RANGE = re.compile(r" ?(?:-|\u2013|\u2014|\bto\b|\buntil\b) ?")  # in a text with single blanks


def affected_by(record: Record) -> Affected | None:
    """Versions, clients, regions and sites that a record says it is for; None where it says nothing.

    A list that is left out or names ``all`` is all of them; ``5.4.0 to 5.4.2`` and ``5.4.0-5.4.2`` are equal.
    """
    said = record.meta.map("affected")
    if not said:
        return None
    versions = _RANGE.sub("-", " ".join(fold(str(said.get("versions") or "")).split()))
    return versions, _words(said, "clients"), _words(said, "regions"), _words(said, "sites")


def _words(said: Mapping[str, Any], name: str) -> frozenset[str]:
    given = said.get(name)
    words = frozenset(word for word in given if isinstance(word, str)) if isinstance(given, list) else _EVERYWHERE
    return words if words and "all" not in words else _EVERYWHERE
