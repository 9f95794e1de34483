"""Text of a record, made to mean nothing but itself on a page.

One function for each place that text can stand in. The forms chosen hold for Python-Markdown (what MkDocs renders
with) and for CommonMark alike: a backslash where both know the escape, a character reference where only HTML does.
"""

from __future__ import annotations

import html
import re

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ue000\ue001]")
_SPACE = re.compile(r"\s+")
_ACTIVE = re.compile(
    r"[\\`*\[\]<|]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # an underscore between two letters or digits is no emphasis
    r"|&(?=#?\w+;)"
)
_REFERENCES = {"<": "&lt;", "|": "&#124;", "&": "&amp;"}
_LINE_START = re.compile(r"([#>+!-])|([=~?:])|(\d{1,9})([.)])(?=\s|$)")
_IN_ATTRIBUTE = re.compile(r"[<>\"'`\\|()\[\]{}*_&]")  # each &: browsers read "&#0" without its semicolon too


def without_controls(text: str) -> str:
    """The text with each character replaced that would turn a line around, or that we use as a mark ourselves."""
    return _CONTROL.sub("\ufffd", text)


def one_line(value: object) -> str:
    """A value as one line of text."""
    return _SPACE.sub(" ", without_controls(str(value))).strip()


def inline(text: str) -> str:
    """Text inside a paragraph, a heading or a table cell, somewhere after its beginning."""
    return _ACTIVE.sub(lambda match: _REFERENCES.get(match.group()) or "\\" + match.group(), text)


def line_start(text: str) -> str:
    """Text that begins a line, already escaped by :func:`inline`: no heading, list or quotation begins there."""
    match = _LINE_START.match(text)
    if not match:
        return text
    marker, reference, number, mark = match.groups()
    if marker:
        return "\\" + text
    if reference:
        return f"&#{ord(reference)};{text[1:]}"
    return f"{number}\\{mark}{text[match.end() :]}"


def field(value: object) -> str:
    """A value of the front matter as Markdown, wherever it stands."""
    return line_start(inline(one_line(value)))


def markup(value: object) -> str:
    """A value as text or a quoted attribute of raw HTML."""
    return html.escape(one_line(value))


def attribute(value: object) -> str:
    """A value as the title of a Markdown link, between double quotes."""
    return _IN_ATTRIBUTE.sub(lambda match: f"&#{ord(match.group())};", one_line(value))
