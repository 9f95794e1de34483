"""How long something took, as products write it: minutes, hours, seconds, ``26:05:10``, ``1d 2h 3m``."""

from __future__ import annotations

import re
from datetime import timedelta

_CLOCK = re.compile(r"(\d{1,6}):(\d{2})(?::(\d{2})(?:\.\d+)?)?")
_PARTS = re.compile(r"(\d{1,12}(?:[.,]\d{1,15})?)\s*(d|h|m|s)[a-z]{0,12}\.?\s*(?:,\s*)?", re.IGNORECASE)
_SECONDS = {"d": 86400, "h": 3600, "m": 60, "s": 1}
_IN_SECONDS = {"days": 86400, "hours": 3600, "minutes": 60, "seconds": 1}


def read_duration(text: str, unit: str, decimal: str = ".") -> timedelta | None:
    """A duration, to the second; None where the text is none, or is negative.

    Args:
        text: what the export has.
        unit: what a plain number counts: of :data:`~sopkb_desk.formats.model.UNITS`. A text with colons or letters
            says its units itself.
        decimal: the mark between whole and part.
    """
    text = text.strip()
    if clock := _CLOCK.fullmatch(text):
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if unit in _IN_SECONDS:
        plain = text.replace(".", "").replace(",", ".") if decimal == "," else text.replace(",", "")
        if re.fullmatch(r"\d{1,12}(?:\.\d{1,15})?", plain):
            return timedelta(seconds=round(float(plain) * _IN_SECONDS[unit]))
    if parts := _PARTS.findall(text) if re.fullmatch(f"(?:{_PARTS.pattern})+", text, re.IGNORECASE) else []:
        return timedelta(seconds=round(sum(float(n.replace(",", ".")) * _SECONDS[u.lower()] for n, u in parts)))
    return None
