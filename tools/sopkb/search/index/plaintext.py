"""Markdown to the words a reader sees: for tokens, and for the passage under a result."""

from __future__ import annotations

import html
import re

_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})[^\n]*$", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_IMAGE = re.compile(r"!\[([^\[\]\n]*)\](?:\([^()\n]*\)|\[[^\[\]\n]*\])")
_LINK = re.compile(r"(?<!!)\[([^\[\]\n]+)\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)|\[[^\[\]\n]*\])(?:\{[^{}\n]*\})?")
_WIKI = re.compile(r"\[\[([^\[\]\n]+)\]\]")
_DEFINITION = re.compile(r"^ {0,3}\[[^\[\]\n]+\]:[^\n]*$", re.MULTILINE)
_ADDRESS = re.compile(r"<(?:https?|mailto):[^<>\s]*>|\bhttps?://[^\s<>)\]\"'`]+")
# Named one by one: `<staff-id>` and `<namespace>` are words to fill in, and stay.
_TAG = re.compile(
    r"</?(?:a|abbr|b|blockquote|br|caption|center|cite|code|col|colgroup|dd|del|details|dfn|div|dl|dt|em|figcaption"
    r"|figure|font|h[1-6]|hr|i|iframe|img|ins|kbd|li|mark|ol|p|picture|pre|q|s|samp|script|section|small|source|span"
    r"|strong|style|sub|summary|sup|svg|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|var|video)(?:[\s/][^<>\n]*)?/?>",
    re.IGNORECASE,
)
_LINE_START = re.compile(
    r"^[ \t]*(?:>[ \t]?)*(?:#{1,6}[ \t]+|(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?|(?:!!!|\?\?\?\+?)[ \t]+)?",
    re.MULTILINE,
)
_RULE = re.compile(r"^[ \t]*(?:[-*_=][ \t]*){3,}$|^(?=[ \t:+-]*\|)[ \t|:+-]+$", re.MULTILINE)
_EMPHASIS = re.compile(r"`+|\*+|~~|(?<![^\W_])_+|_+(?![^\W_])|\\(?=[^\w\s])")
_CELL = re.compile(r"[ \t]*\|[ \t]*")
_PLAIN_ENOUGH = re.compile(r"[^`*_~\\|]*")  # most texts; looking costs less than replacing nothing
_BLANKS = re.compile(r"[ \t]+")


def plain_text(markdown: str) -> str:
    """The text without its markup, line by line; code is kept, addresses and tags are not.

    It is read by people and by the tokeniser, never by a parser: what is left is text, and must still be escaped.
    """
    text = markdown
    if "<" in text:
        text = _COMMENT.sub(" ", text)
    if "```" in text or "~~~" in text:
        text = _FENCE.sub("", text)
    if "[" in text:
        text = _DEFINITION.sub("", text)
        text = _WIKI.sub(r"\1", _LINK.sub(r"\1", _IMAGE.sub(r"\1", text)))
    if "<" in text or "://" in text:
        text = _TAG.sub(" ", _ADDRESS.sub(" ", text))
    text = _LINE_START.sub("", _RULE.sub("", text))
    if not _PLAIN_ENOUGH.fullmatch(text):
        text = _CELL.sub(" ", _EMPHASIS.sub("", text))
    lines = (_BLANKS.sub(" ", line).strip() for line in html.unescape(text).split("\n"))
    return "\n".join(line for line in lines if line)
