"""A body, written anew as Markdown that every parser reads in the same way.

The loader reads bodies as CommonMark, MkDocs renders with Python-Markdown, and the two disagree: about a list without
a blank line before it, about indentation inside lists, about which text is code. Where they disagree an author's text
could become a live tag. So no text of a body is copied: it is parsed as the loader parses it, and every block is
written in the one form that both read alike, with all that is active escaped. It is the page's only parse.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from sopkb.model.body import Body, LinkKind, Section
from sopkb.publish.blocks import fenced, indented, table
from sopkb.publish.escape import inline, line_start, without_controls
from sopkb.publish.inlines import Writer, is_comment, write_inline
from sopkb.publish.links import Asset, Links

_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_LISTS = ("bullet_list", "ordered_list")
_NOTHING = "<!-- -->"  # keeps two lists apart that would be read as one, and gives an item a beginning
_FOLD = re.compile(r"</?details>", re.IGNORECASE)
_FOLD_TITLE = re.compile(r"<summary>\s*([^<>]+?)\s*</summary>", re.IGNORECASE)
_QUOTE_MARK = re.compile(r"^ {0,3}> ?", re.MULTILINE)
_ALIGNED = {"left": ":---", "center": ":---:", "right": "---:"}


@dataclass(frozen=True, slots=True)
class WrittenSection:
    """A section of a body, ready for a page.

    Args:
        source: the section; None for what a page adds itself.
        heading: the whole heading line; empty for what precedes the first heading.
        text: the blocks below it.
    """

    source: Section | None
    heading: str
    text: str

    @property
    def name(self) -> str:
        return self.source.heading.casefold() if self.source else ""


def write_body(
    body: Body, links: Links, *, quotes_as_text: bool = False
) -> tuple[tuple[WrittenSection, ...], tuple[Asset, ...]]:
    """The sections of a body as Markdown, and the images they show.

    Args:
        body: as the loader parsed it.
        links: where its links lead.
        quotes_as_text: whether a quotation is a text to paste: it is then shown letter by letter.
    """
    text, mentions = _with_marks(body)
    writer = Writer(links, mentions, text.split("\n") if quotes_as_text else ())
    tree = SyntaxTreeNode(_PARSER.parse(text))
    at_line = {section.line: section for section in body.sections}
    deeper = any(node.type == "heading" and node.tag == "h1" for node in tree.children)
    groups: list[tuple[Section | None, str, list[SyntaxTreeNode]]] = [(None, "", [])]
    for node in tree.children:
        if node.type == "heading" and node.map:
            source = at_line.get(body.first_line + node.map[0])
            groups.append((source, _heading(node, writer, deeper=deeper), []))
        else:
            groups[-1][2].append(node)
    sections = tuple(
        WrittenSection(source, heading, "\n\n".join(_blocks(nodes, writer)))
        for source, heading, nodes in groups
        if heading or nodes
    )
    return sections, tuple(writer.assets.values())


def _with_marks(body: Body) -> tuple[str, list[tuple[str, str]]]:
    """The body with each mention replaced by a mark, at the place where the loader found it."""
    lines = without_controls(body.text).split("\n")
    mentions: list[tuple[str, str]] = []
    numbers: dict[tuple[str, str], int] = {}
    for link in reversed(body.links):
        if link.kind in (LinkKind.WIKI, LinkKind.BARE_ID):
            line, start = link.at.line - body.first_line, link.at.column - 1
            text = lines[line]
            mention = (link.target, text[start : start + link.length])
            number = numbers.setdefault(mention, len(mentions))
            if number == len(mentions):
                mentions.append(mention)
            lines[line] = f"{text[:start]}\ue000{number}\ue001{text[start + link.length :]}"
    return "\n".join(lines), mentions


def _heading(node: SyntaxTreeNode, writer: Writer, *, deeper: bool = False) -> str:
    """A heading; the page's own title is its only one of the first level."""
    level = min(int(node.tag[1]) + deeper, 6)
    text = write_inline(node.children[0].children, writer).replace("<br>", "").replace("\n", " ").strip()
    if text.endswith("#"):
        text = f"{text[:-1]}\\#"
    return f"{'#' * level} {text}".rstrip()


def _blocks(nodes: Sequence[SyntaxTreeNode], writer: Writer) -> Iterator[str]:
    """Each block; what leaves nothing behind (a comment, a definition) is passed over."""
    before = ""
    for node in nodes:
        if node.type in _LISTS and before in _LISTS:
            yield _NOTHING
        text = _block(node, writer)
        if text:
            yield text
            before = node.type


def _block(node: SyntaxTreeNode, writer: Writer) -> str:
    match node.type:
        case "paragraph":
            return "\n".join(write_inline(child.children, writer) for child in node.children)
        case "heading":
            return _heading(node, writer)
        case "bullet_list" | "ordered_list":
            return _list(node, writer)
        case "fence" | "code_block":
            return fenced(writer.plain(node.content), node.info)
        case "blockquote":
            return _verbatim(node, writer) or _quoted("\n\n".join(_blocks(node.children, writer)))
        case "table":
            return _table(node, writer)
        case "hr":
            return "---"
        case "html_block":
            return _raw_lines(writer.plain(node.content))
        case _:
            return line_start(inline(writer.plain(node.content)))


def _list(node: SyntaxTreeNode, writer: Writer) -> str:
    start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else 0
    tight = all(child.hidden for item in node.children for child in item.children if child.type == "paragraph")
    items = []
    for number, item in enumerate(node.children):
        marker = f"{start + number}. " if node.type == "ordered_list" else "- "
        items.append(marker + indented(_item(item, writer, tight)).lstrip(" "))
    return ("\n" if tight and not any("\n\n" in item for item in items) else "\n\n").join(items)


def _item(item: SyntaxTreeNode, writer: Writer, tight: bool) -> str:
    text = ""
    for number, child in enumerate(item.children):
        if number == 0 and child.type != "paragraph":
            text = _NOTHING
        block = _block(child, writer)
        if block:
            close = tight and child.type in _LISTS and "\n\n" not in text
            text += ("" if not text else "\n" if close else "\n\n") + block
    return text or _NOTHING


def _table(node: SyntaxTreeNode, writer: Writer) -> str:
    rows = [row for part in node.children for row in part.children]
    styles = [str(cell.attrs.get("style", "")).removeprefix("text-align:") for cell in rows[0].children]
    heads, *cells = [[_cell(cell, writer) for cell in row.children] for row in rows]
    return table(heads, cells, [_ALIGNED.get(style, "---") for style in styles])


def _cell(cell: SyntaxTreeNode, writer: Writer) -> str:
    return "".join(write_inline(child.children, writer) for child in cell.children).replace("\n", " ")


def _raw_lines(content: str) -> str:
    """A block of raw HTML as lines of text. Tags that only fold a text away are left out, their title stays."""
    if is_comment(content):
        return ""
    lines = [_FOLD.sub("", line).strip() for line in content.split("\n")]
    return "\n".join(_raw_line(line) for line in lines if line)


def _raw_line(line: str) -> str:
    title = _FOLD_TITLE.fullmatch(line)
    return f"**{inline(title.group(1))}**" if title else line_start(inline(line))


def _verbatim(quote: SyntaxTreeNode, writer: Writer) -> str:
    """A quotation as the text block that it stands for; empty where it is a quotation after all."""
    if not writer.lines or quote.level or not quote.map:
        return ""
    return fenced(writer.plain(_QUOTE_MARK.sub("", "\n".join(writer.lines[slice(*quote.map)]))), "text")


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))
