"""What no browser needs, left out of pages and styles: the theme's templates leave a third of a page blank."""

from __future__ import annotations

import re

_KEPT = re.compile(r"(<(pre|textarea|script|style)\b.*?</\2>)", re.DOTALL | re.IGNORECASE)
_BLANK = re.compile(r"[ \t\r]*\n\s*")
_BESIDE_BLOCKS = re.compile(
    r"\n(?=</?(?:html|head|body|meta|link|title|script|header|footer|main|nav|article|aside|section|form|div|p|h[1-6]"
    r"|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|th|td|noscript)\b)",
    re.IGNORECASE,
)
"""A line break before a tag of a block: white space there shows nowhere."""
_NAMESPACE = '<svg xmlns="http://www.w3.org/2000/svg"'
"""Each icon of the theme says so; inside HTML no parser asks."""
_STRING = re.compile(r"""("[^"]*"|'[^']*')""")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_AROUND = re.compile(r" ?([{};,]) ?|(?<=:) ")


def squeeze(html: str) -> str:
    """The same page with each run of white space that holds a line break as one line break, and none before blocks.

    Args:
        html: a whole page. What stands in ``pre``, ``textarea``, ``script`` and ``style`` stays as it is.
    """
    parts = _KEPT.split(html)
    for place in range(0, len(parts), 3):
        parts[place] = _BESIDE_BLOCKS.sub("", _BLANK.sub("\n", parts[place])).replace(_NAMESPACE, "<svg")
    del parts[2::3]  # the name of the element, which the split gives as well
    return "".join(parts)


def squeeze_styles(css: str) -> str:
    """The same styles without comments, and without white space that separates nothing.

    Args:
        css: a stylesheet. Strings in it stay as they are.
    """
    parts = _STRING.split(_COMMENT.sub("", css))
    for place in range(0, len(parts), 2):
        parts[place] = _AROUND.sub(lambda match: match[1] or "", re.sub(r"\s+", " ", parts[place]))
    return "".join(parts).replace(";}", "}").strip() + "\n"
