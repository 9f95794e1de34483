"""What Python-Markdown makes of each line: the reader inside MkDocs, with the extensions that most projects use.

It is imported when a body is first looked at: most checks never need it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from sopkb.referee.fates import Fate, Leaf, marks_in, unmarked

if TYPE_CHECKING:
    from markdown import Markdown

EXTENSIONS = ("admonition", "pymdownx.details", "pymdownx.superfences", "tables")
"""What gives blocks their structure in most MkDocs projects. Our site has `sane_lists`, too (``publish.settings``)."""
_STASHED = re.compile("\x02wzxhzdk:(\\d+)\x03")
_CODE = re.compile(r"\s*<(?:pre|div class=\"highlight\"|code)\b")


@cache
def _parser() -> Markdown:
    from markdown import Markdown

    plain = {"pymdownx.highlight": {"use_pygments": False}}
    return Markdown(extensions=["pymdownx.highlight", *EXTENSIONS], extension_configs=plain)


def read(text: str) -> dict[int, Fate]:
    """The fate of each marked line; empty where Python-Markdown gives up on a hostile text.

    Args:
        text: a body, as :func:`sopkb.referee.fates.marked` gives it.
    """
    parser = _parser()
    parser.reset()
    lines = text.replace("\x02", "").replace("\x03", "").split("\n")
    try:
        for preprocessor in parser.preprocessors:
            lines = preprocessor.run(lines)
        root = parser.parser.parseDocument(lines).getroot()
        walk = _Walk([str(block) for block in parser.htmlStash.rawHtmlBlocks])
        if root is not None:
            walk.over(root, Fate(Leaf.TEXT))
    except Exception:  # another team's parser over untrusted text: where it falls over, there is no second opinion
        _parser.cache_clear()  # it still believes to be inside the lists where it stopped, and `reset` leaves that
        return {}
    return walk.fates


class _Walk:
    """One pass over the tree of blocks; what was put aside (code, raw HTML) is looked up where it stands.

    Args:
        stash: what Python-Markdown put aside, by number.
    """

    def __init__(self, stash: list[str]) -> None:
        self._stash = stash
        self.fates: dict[int, Fate] = {}

    def over(self, element: Element, fate: Fate) -> None:
        if fate.leaf is Leaf.HEADING:
            fate = Fate(fate.leaf, fate.around, fate.number, fate.level, unmarked("".join(element.itertext())))
        self._meet(element.text, fate)
        item = 0
        column = 0
        for child in element:
            item += child.tag == "li"
            column += child.tag in ("th", "td")
            number = item if element.tag == "ol" else fate.number
            self.over(child, _inside(child, fate, number, column))
            self._meet(child.tail, fate)

    def _meet(self, text: str | None, fate: Fate) -> None:
        if not text:
            return
        for line in marks_in(text):
            self.fates[line] = fate
        for match in _STASHED.finditer(text):
            block = self._stash[int(match.group(1))]
            leaf = Leaf.CODE if _CODE.match(block) else Leaf.HTML
            for line in marks_in(block):
                self.fates[line] = Fate(leaf, fate.around, fate.number)


def _inside(child: Element, fate: Fate, number: int, column: int) -> Fate:
    """The fate of what stands inside an element."""
    match child.tag:
        case "ul" | "ol":
            return Fate(Leaf.TEXT, (*fate.around, child.tag), fate.number)
        case "blockquote":
            return Fate(Leaf.TEXT, (*fate.around, "quote"), fate.number)
        case "details":
            return Fate(Leaf.TEXT, (*fate.around, "box"), fate.number)
        case "div" if "admonition" in child.get("class", ""):
            return Fate(Leaf.TEXT, (*fate.around, "box"), fate.number)
        case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
            return Fate(Leaf.HEADING, fate.around, fate.number, int(child.tag[1]))
        case "pre":
            return Fate(Leaf.CODE, fate.around, fate.number)
        case "th" | "td":
            return Fate(Leaf.CELL, fate.around, fate.number, column)
        case _:
            return Fate(fate.leaf, fate.around, number, fate.level, fate.text)
