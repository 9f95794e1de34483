"""Text of a record, made to mean nothing but itself on a page.

One function for each place that text can stand in.
"""

from __future__ import annotations

import html
import re

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_SPACE = re.compile(r"\s+")
_BLANKS = re.compile("  +")


def without_controls(text: str) -> str:
    """The text with each character replaced that would turn a line around."""
    return _CONTROL.sub("\ufffd", text)


def one_line(value: object) -> str:
    """A value as one line of text."""
    text = str(value)
    if text.isprintable():  # nearly every one is: no white space but blanks, and no control character
        return (_BLANKS.sub(" ", text) if "  " in text else text).strip()
    return _SPACE.sub(" ", without_controls(text)).strip()


def text(value: str) -> str:
    """Text of several lines inside an element: its line breaks and spaces stay."""
    return html.escape(without_controls(value), quote=False)


def markup(value: object) -> str:
    """A value as text or a quoted attribute of raw HTML."""
    return html.escape(one_line(value))
