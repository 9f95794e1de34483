"""Raw HTML in a body, with its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from sopkb.core.body import Body
from sopkb.core.load.body import PROSE, inline_tokens

_LIKELY = re.compile(r"<[A-Za-z/!?](?!ttps?:)")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9-]*)|<[!?]")
_HARMLESS = ("br",)

_NAMES = """
    a abbr address area article aside audio b base blockquote body button canvas caption center cite
    code col colgroup dd del details dfn div dl dt em embed fieldset figcaption figure font footer
    form frame frameset h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label
    legend li link main map mark meta nav noscript object ol optgroup option p param picture pre q s
    samp script section select small source span strike strong style sub summary sup svg table tbody
    td textarea tfoot th thead title tr track tt u ul var video wbr
"""
KNOWN_TAGS = frozenset(_NAMES.split())
"""Elements of HTML, today's and yesterday's; any other name between angle brackets is a placeholder."""


def tags_in(body: Body) -> Iterator[tuple[int, str]]:
    """The first opening tag of each line that has one, as (line of the file, name in lower case).

    A declaration or an instruction (``<!…>``, ``<?…>``) is named ``html``. Comments and line breaks are no matter.
    """
    if not _LIKELY.search(body.text):
        return
    for block in chain.from_iterable(each.walk() for each in body.blocks):
        line = block.line
        if block.kind == "html_block":
            yield from _first_of_each_line(block.text, line)
        elif block.kind in PROSE and "<" in block.text:
            seen = 0
            for child in inline_tokens(block.text, body):
                if child.type in ("softbreak", "hardbreak"):
                    line += 1
                elif child.type == "html_inline" and line != seen:
                    for _, tag in _first_of_each_line(child.content, line):
                        seen = line
                        yield line, tag
                        break
                    line += child.content.count("\n")


def _first_of_each_line(content: str, line: int) -> Iterator[tuple[int, str]]:
    bare = _COMMENT.sub(lambda match: "\n" * match.group().count("\n"), content)
    for number, text in enumerate(bare.split("\n"), line):
        names = [(match[1] or "html").lower() for match in _TAG.finditer(text)]
        told = next((name for name in names if name not in _HARMLESS), None)
        if told:
            yield number, told
