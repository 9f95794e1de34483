"""The words of a text that holds HTML or Jira's marks: what a reader would see, in a line."""

from __future__ import annotations

import re
from html import unescape

_TAG = re.compile(
    r"</?(?:a|b|i|u|p|br|hr|em|li|ol|ul|td|tr|th|h[1-6]|div|img|pre|code|span|font|body|html|head|style|table|tbody|thead|"
    r"strong|center|small|blockquote)(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"<(style|script)\b.{0,20000}?</\1>", re.IGNORECASE | re.DOTALL)
_JIRA = (
    (re.compile(r"\{(?:code|noformat|quote|panel|color|anchor)(?::[^{}\n]{0,200})?\}"), " "),
    (re.compile(r"\[([^\[\]|\n]{1,200})\|[^\[\]\n]{1,2000}\]"), r"\1"),
    (re.compile(r"(?m)^(?:h[1-6]|bq)\. "), ""),
    (re.compile(r"(?<!\w)([*_+])(?=\S)([^*_+\n]{1,300}?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"![\w.-]{1,100}(?:\|[^!\n]{0,100})?!"), " "),
)


def plain_text(text: str, *, has_jira_marks: bool = False) -> str:
    """A text without tags, its entities read, its blanks single.

    Args:
        text: of a cell.
        has_jira_marks: whether ``*bold*``, ``{code}`` and ``[text|address]`` are marks too.
    """
    if "<" in text or "&" in text:
        text = unescape(_TAG.sub(" ", _HIDDEN.sub(" ", text)))
    for pattern, instead in _JIRA if has_jira_marks else ():
        text = pattern.sub(instead, text)
    return " ".join(text.split())
