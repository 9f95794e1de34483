"""What the checks and our own pages make of each line: CommonMark with tables, as the loader reads it."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from sopkb.referee.fates import Fate, Leaf, marks_in, unmarked

_BLOCKS = MarkdownIt("commonmark").enable("table")
_BLOCKS.core.ruler.disable("inline")
_LEAVES = {"fence": Leaf.CODE, "code_block": Leaf.CODE, "html_block": Leaf.HTML}


def read(text: str) -> dict[int, Fate]:
    """The fate of each marked line.

    Args:
        text: a body, as :func:`sopkb.referee.fates.marked` gives it.
    """
    return _Walk().over(_BLOCKS.parse(text))


class _Walk:
    """One pass over the tokens, which come in the order of the text."""

    def __init__(self) -> None:
        self.fates: dict[int, Fate] = {}
        self.around: list[str] = []
        self.numbers: list[int] = []
        self.level = 0
        self.leaf = Leaf.TEXT

    def over(self, tokens: Sequence[Token]) -> dict[int, Fate]:
        for token in tokens:
            if token.type in _LEAVES:
                self._meet(token.content, _LEAVES[token.type])
            elif token.type == "inline":
                self._meet(token.content, self.leaf)
            else:
                self._step(token)
        return self.fates

    def _step(self, token: Token) -> None:
        match token.type:
            case "bullet_list_open":
                self.around.append("ul")
            case "ordered_list_open":
                self.around.append("ol")
                start = token.attrGet("start")
                self.numbers.append(0 if start is None else int(start) - 1)
            case "list_item_open":
                if self.around[-1] == "ol":
                    self.numbers[-1] += 1
            case "blockquote_open":
                self.around.append("quote")
            case "bullet_list_close" | "blockquote_close":
                self.around.pop()
            case "ordered_list_close":
                self.around.pop()
                self.numbers.pop()
            case "heading_open":
                self.leaf, self.level = Leaf.HEADING, int(token.tag[1])
            case "tr_open":
                self.leaf, self.level = Leaf.CELL, 0
            case "th_open" | "td_open":
                self.level += 1
            case "heading_close" | "tr_close":
                self.leaf, self.level = Leaf.TEXT, 0

    def _meet(self, content: str, leaf: Leaf) -> None:
        number = self.numbers[-1] if self.numbers else 0
        text = unmarked(content) if leaf is Leaf.HEADING else ""
        level = self.level if leaf in (Leaf.HEADING, Leaf.CELL) else 0
        for line in marks_in(content):
            self.fates[line] = Fate(leaf, tuple(self.around), number, level, text)
