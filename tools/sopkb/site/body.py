"""A body as HTML: each block of what the loader read, in one form.

What the check judges is what the page shows, because it is the same parse. Nothing of an author's text is copied: every
block is written by its kind, every text is escaped, and raw HTML becomes the text it is.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sopkb.core.body import Block, Body, Section, slugify, unique_anchor
from sopkb.core.load.body import parse_body
from sopkb.site.code import code_block
from sopkb.site.escape import text, without_controls
from sopkb.site.html import Heading, Html, Part
from sopkb.site.inlines import Leading, Writer, inline_html, is_comment
from sopkb.site.links import Asset, OurLinks

_FOLD = re.compile(r"</?details>", re.IGNORECASE)
_FOLD_TITLE = re.compile(r"<summary>([^<>]+)</summary>", re.IGNORECASE)
_QUOTE_MARK = re.compile(r"^ {0,3}> ?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class WrittenSection:
    """A section of a body, ready for a page.

    Args:
        source: the section; None for what precedes the first heading.
        heading: its heading; None likewise.
        html: the blocks below it.
    """

    source: Section | None
    heading: Heading | None
    html: Html

    @property
    def name(self) -> str:
        """Its heading as the author wrote it, for comparing."""
        return self.source.heading.casefold() if self.source else ""

    @property
    def parts(self) -> tuple[Part, ...]:
        """What stands on the page."""
        return (self.heading, self.html) if self.heading else (self.html,)


def write_body(
    body: Body,
    links: Leading,
    *,
    quotes_as_text: bool = False,
    has_title: bool = False,
    steps_in: Collection[Section] = (),
) -> tuple[tuple[WrittenSection, ...], tuple[Asset, ...]]:
    """The sections of a body as HTML, and the images they show.

    Args:
        body: as the loader parsed it.
        links: where its links lead.
        quotes_as_text: whether a quotation is a text to paste: it is then shown letter by letter.
        has_title: whether a heading of the first level is the page's title; else the page has one of its own.
        steps_in: the sections whose numbered lists are steps: a script makes a checklist of them.
    """
    writer = Writer(body, links, quotes_as_text)
    at_line = {section.line: section for section in body.sections if section.level}
    deeper = not has_title and any(block.kind == "heading" and block.number == 1 for block in body.blocks)
    groups: list[tuple[Section | None, Heading | None, list[Block]]] = [(None, None, [])]
    for block in body.blocks:
        if block.kind == "heading":
            source = at_line.get(block.line)
            level = min(block.number + deeper, 6)
            anchor = source.anchor if source else ""
            groups.append((source, Heading(level, _one_line(block.text, writer), anchor), []))
        else:
            groups[-1][2].append(block)
            if block.kind == "ordered_list" and groups[-1][0] in steps_in:
                writer.checklists.add(block.line)
    sections = tuple(
        WrittenSection(source, heading, _blocks(blocks, writer))
        for source, heading, blocks in groups
        if heading or blocks
    )
    return sections, tuple(writer.assets.values())


def own_text(markdown: str, links: Leading | None = None) -> tuple[Part, ...]:
    """Markdown of our own (a rule's manual, a page's introduction) as parts of a page.

    Args:
        markdown: the text.
        links: where its links lead; to other pages by their place, where nothing else is said.
    """
    sections, _ = write_body(parse_body(markdown, 1), links or OurLinks(), has_title=True)
    return tuple(part for section in sections for part in section.parts if part)


def _blocks(blocks: Sequence[Block], writer: Writer) -> Html:
    """Blocks below each other; what leaves nothing behind (a comment) is passed over."""
    return Html("\n".join(filter(None, (_block(block, writer) for block in blocks))))


def _block(block: Block, writer: Writer) -> str:
    write = _WAYS.get(block.kind)
    return write(block, writer) if write else text(block.text)


def _paragraph(block: Block, writer: Writer) -> str:
    content = inline_html(block.text, writer)
    return f"<p>{content}</p>" if content.strip() else ""


def _text(block: Block, writer: Writer) -> str:
    return inline_html(block.text, writer)


def _heading(block: Block, writer: Writer) -> str:
    """A heading inside a list or a quotation: no section begins there, but a link may lead to it."""
    found = Heading(block.number, _one_line(block.text, writer))
    return str(replace(found, anchor=unique_anchor(slugify(html.unescape(found.name)), writer.anchors)))


def _one_line(source: str, writer: Writer) -> str:
    return inline_html(source, writer).replace("<br>", "").replace("\n", " ").strip()


def _list(block: Block, writer: Writer) -> str:
    start = f' start="{block.number}"' if block.kind == "ordered_list" and block.number != 1 else ""
    name = "ol" if block.kind == "ordered_list" else "ul"
    items = (f"<li>{_blocks(item.inside, writer)}</li>" for item in block.inside)
    if block.line not in writer.checklists or block.kind != "ordered_list":
        return "\n".join([f"<{name}{start}>", *items, f"</{name}>"])
    # The checklist's head has its place before a script fills it: nothing moves when it comes.
    bar = ['<div class="kb-steps__bar"></div>'] if block.line == min(writer.checklists) else []
    return "\n".join([*bar, f'<ol class="kb-steps"{start}>', *items, "</ol>"])


def _code(block: Block, writer: Writer) -> str:
    return code_block(block.text, block.note)


def _quotation(block: Block, writer: Writer) -> str:
    if writer.quotes_as_text and any(block is each for each in writer.body.blocks):
        lines = writer.body.text.split("\n")[
            slice(*(edge - writer.body.first_line for edge in (block.line, block.end)))
        ]
        return code_block(_QUOTE_MARK.sub("", "\n".join(lines)))
    return f"<blockquote>\n{_blocks(block.inside, writer)}\n</blockquote>"


def _table(block: Block, writer: Writer) -> str:
    head, *rows = (f"<tr>{''.join(_cell(cell, writer) for cell in row.inside)}</tr>" for row in block.inside)
    return "\n".join(["<table>", f"<thead>{head}</thead>", "<tbody>", *rows, "</tbody>", "</table>"])


def _cell(cell: Block, writer: Writer) -> str:
    aligned = f' align="{cell.note}"' if cell.note in ("left", "center", "right") else ""  # no style: see the policy
    return f"<{cell.kind}{aligned}>{_one_line(cell.text, writer)}</{cell.kind}>"


def _raw(block: Block, writer: Writer) -> str:
    """A block of raw HTML as lines of text. Tags that only fold a text away are left out, their title stays."""
    if is_comment(block.text):
        return ""
    lines = [_FOLD.sub("", line).strip() for line in without_controls(block.text).split("\n")]
    shown = "\n".join(_raw_line(line) for line in lines if line)
    return f"<p>{shown}</p>" if shown else ""


def _raw_line(line: str) -> str:
    title = _FOLD_TITLE.fullmatch(line)
    return f"<strong>{text(title.group(1).strip())}</strong>" if title and title.group(1).strip() else text(line)


_WAYS: Mapping[str, Callable[[Block, Writer], str]] = {
    "paragraph": _paragraph,
    "text": _text,
    "heading": _heading,
    "bullet_list": _list,
    "ordered_list": _list,
    "fence": _code,
    "code_block": _code,
    "blockquote": _quotation,
    "table": _table,
    "hr": lambda block, writer: "<hr>",
    "html_block": _raw,
}
"""How each kind of block is written."""
