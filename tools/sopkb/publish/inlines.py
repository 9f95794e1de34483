"""The inside of a paragraph, written anew as Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from markdown_it.tree import SyntaxTreeNode

from sopkb.publish.escape import attribute, inline, line_start
from sopkb.publish.links import Asset, Links

MARK = re.compile("\ue000(\\d+)\ue001")
"""Stands for the mention of that number while a body is parsed."""
_COMMENT = re.compile(r"\s*<!--.*?-->\s*", re.DOTALL)
_CHECK = re.compile(r"check:?", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


@dataclass
class Writer:
    """What writing one body needs to know, and the images met on the way.

    Args:
        links: where links lead.
        mentions: for each mark, the id it stands for and how the author wrote it.
        lines: of the source, where quotations are to be shown letter by letter.
        assets: the images of the body.
    """

    links: Links
    mentions: Sequence[tuple[str, str]] = ()
    lines: Sequence[str] = ()
    assets: dict[str, Asset] = field(default_factory=dict)

    def plain(self, text: str) -> str:
        """Text with its marks turned back into what the author wrote."""
        return MARK.sub(lambda match: self.mentions[int(match.group(1))][1], text)


def write_inline(nodes: Sequence[SyntaxTreeNode], writer: Writer, *, in_link: bool = False) -> str:
    """The children of an inline token as Markdown; a line break of the source stays one.

    Args:
        nodes: the children.
        writer: see :class:`Writer`.
        in_link: whether they stand inside a link already, where no other may begin.
    """
    parts: list[str] = []
    at_start = True
    for node in nodes:
        part = _write(node, writer, in_link)
        parts.append(line_start(part) if at_start and node.type == "text" else part)
        at_start = node.type in ("softbreak", "hardbreak")
    return "".join(parts)


def _write(node: SyntaxTreeNode, writer: Writer, in_link: bool) -> str:
    match node.type:
        case "text":
            return _text(node.content, writer, in_link)
        case "softbreak":
            return "\n"
        case "hardbreak":
            return "<br>\n"
        case "code_inline":
            return code_span(writer.plain(node.content))
        case "strong" if _CHECK.fullmatch(_plain_text(node)):
            return '<strong class="kb-check">Check:</strong>'  # each step says how to see that it worked
        case "em" | "strong":
            mark = "*" if node.type == "em" else "**"
            return mark + write_inline(node.children, writer, in_link=in_link) + mark
        case "s":
            return f"<del>{write_inline(node.children, writer, in_link=in_link)}</del>"
        case "link":
            return _link(node, writer, in_link)
        case "image":
            return _image(node, writer, in_link)
        case "html_inline":
            return _raw(node.content, writer)
        case _:
            return inline(writer.plain(node.content))


def _plain_text(node: SyntaxTreeNode) -> str:
    return "".join(child.content for child in node.children if child.type == "text")


def _text(text: str, writer: Writer, in_link: bool) -> str:
    if in_link:
        return inline(MARK.sub(lambda match: writer.mentions[int(match.group(1))][0], text))
    pieces = MARK.split(text)
    written = [inline(pieces[0])]
    for number, rest in zip(pieces[1::2], pieces[2::2], strict=True):
        written += [writer.links.mention(*writer.mentions[int(number)]), inline(rest)]
    return "".join(written)


def code_span(text: str) -> str:
    """A code span. One that holds ``<`` or ``|`` is written as HTML: no parser sees a tag or a column in it."""
    text = text.replace("\n", " ")
    if "<" in text or "|" in text:
        return f"<code>{inline(text)}</code>"
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    pad = " " if len(fence) > 1 or text != text.strip() else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _link(node: SyntaxTreeNode, writer: Writer, in_link: bool) -> str:
    address = None if in_link else writer.links.address(str(node.attrs.get("href", "")))
    text = write_inline(node.children, writer, in_link=address is not None or in_link).replace("\n", " ")
    if address is None:
        return text
    title = str(node.attrs.get("title", ""))
    return f"[{text or inline(address)}]({address}{_title(title)})"


def _image(node: SyntaxTreeNode, writer: Writer, in_link: bool) -> str:
    """An image of the base; one that another host would have to be asked for becomes a link to it."""
    source = str(node.attrs.get("src", ""))
    alt = inline(writer.plain(" ".join(node.content.split())))
    asset = writer.links.asset(source)
    if asset is not None:
        writer.assets[asset.uri] = asset
        return f"![{alt}]({writer.links.address(source)})"
    outside = None if in_link else writer.links.address(source)
    return f"[{alt or 'image'}]({outside})" if outside else alt


def _title(title: str) -> str:
    return f' "{attribute(title)}"' if title else ""


def _raw(content: str, writer: Writer) -> str:
    """Raw HTML as the text it is; a comment is left out, a line break is one."""
    if _COMMENT.fullmatch(content):
        return ""
    return "<br>" if _BREAK.fullmatch(content) else inline(writer.plain(content))


def is_comment(content: str) -> bool:
    """Whether a block of raw HTML holds comments only."""
    return not _COMMENT.sub("", content).strip()
