"""White space that no browser shows, left out of a page: the theme's templates leave a third of it blank."""

from __future__ import annotations

import re

_KEPT = re.compile(r"(<(pre|textarea|script|style)\b.*?</\2>)", re.DOTALL | re.IGNORECASE)
_BLANK = re.compile(r"[ \t\r]*\n\s*")


def squeeze(html: str) -> str:
    """The same page with each run of white space that holds a line break as one line break.

    Args:
        html: a whole page. What stands in ``pre``, ``textarea``, ``script`` and ``style`` stays as it is.
    """
    parts = _KEPT.split(html)
    for place in range(0, len(parts), 3):
        parts[place] = _BLANK.sub("\n", parts[place])
    del parts[2::3]  # the name of the element, which the split gives as well
    return "".join(parts)
