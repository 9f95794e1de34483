"""Whether a body could be read in two ways: a pass over its lines, so that most bodies are never read twice.

It knows the plain forms, which every reader takes alike, and suspects all others. To suspect too much costs a
millisecond; to overlook something costs a finding: a property test compares it with the full comparison.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sopkb.referee.tables import is_table

_HEADING = re.compile(r"#{1,6} +[^#]*[^#\s]\Z")
_ITEM = re.compile(r"(?:([-*+])|(\d{1,9})\.) (?![-*+] |\d{1,9}[.)](?: |\Z)|[ #>|<]|```|~~~|!!!|\?\?\?)(?=.*[^\W_])")
_QUOTE = re.compile(r">(?: (?![-*+](?: |\Z)|\d{1,9}[.)](?: |\Z)|[ #>|<=]|-+ *\Z|```|~~~|!!!|\?\?\?)|\Z)")
_RULE = re.compile(r"(?:-{3,}|\*{3,}|_{3,})\Z")
_STRUCTURE = re.compile(r"[-*+=]+ *\Z|[-*+]\s|\d{1,9}[.)](?:\s|\Z)|[<#>|\s]|~~~|!!!|\?\?\?|__[_ ]*\Z|.*\t|[-:| ]+\Z")
_FENCE = re.compile(r"(`{3,})[\w+#.-]*\Z")


def is_suspect(text: str) -> bool:
    """Whether anything in a body is not of a plain form."""
    lines = iter(text.split("\n"))
    before = ""  # what stood in the line above: "", "text", "item", "quote", "heading" or "block"
    marker: str | int = ""  # of the list that may go on: its bullet, or the last number
    for line in lines:
        if not line or line.isspace():
            before = ""
            continue
        first = line[0]
        item = _ITEM.match(line) if first in "-*+0123456789" else None
        if item:
            if before in ("text", "quote", "block") or not _goes_on(marker, item):
                return True
            marker, before = item[1] or int(item[2]), "item"
        elif first == "`" and line.startswith("```"):
            if before not in ("", "heading") or not _closed(line, lines):
                return True
            marker, before = "", "block"
        elif first == "#" and _HEADING.match(line):
            marker, before = "", "heading"
        elif first == ">" and _QUOTE.match(line):
            if before not in ("", "heading", "quote"):
                return True
            marker, before = "", "quote"
        elif first == "|":
            if before not in ("", "heading") or not is_table([line, *_rest(lines)]):
                return True
            marker, before = "", ""
        elif first in "-*_" and _RULE.match(line):
            if before not in ("", "heading"):
                return True
            marker, before = "", "block"
        elif _STRUCTURE.match(line) or before in ("quote", "block"):
            return True
        else:
            if before in ("", "heading"):
                marker = ""
                before = "text"
            # else it goes on with the paragraph, or with the item, as every reader has it
    return False


def _goes_on(marker: str | int, item: re.Match[str]) -> bool:
    """Whether an item is the next of its list, or the first of a new one."""
    if item[1] or isinstance(marker, str):
        return marker in ("", item[1]) and (item[1] is not None or int(item[2]) == 1)
    return int(item[2]) == marker + 1


def _closed(opening: str, lines: Iterator[str]) -> bool:
    """Whether a plain fence is closed by its like; reads up to there."""
    fence = _FENCE.match(opening)
    return fence is not None and any(line.rstrip() == fence[1] for line in lines)


def _rest(lines: Iterator[str]) -> Iterator[str]:
    """The lines up to the next blank one."""
    for line in lines:
        if not line or line.isspace():
            return
        yield line
