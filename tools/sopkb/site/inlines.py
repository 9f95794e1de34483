"""The inside of a paragraph as HTML.

The loader's own parser reads it, and every piece is written by name: what is not known here becomes text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from markdown_it.token import Token

from sopkb.core.body import Body, LinkKind
from sopkb.core.load.body import inline_tokens, mentions_in
from sopkb.site.escape import markup, text
from sopkb.site.html import attributes
from sopkb.site.links import Asset

_COMMENT_OPENS, _COMMENT_ENDS = "<!--", "-->"
_CHECK = re.compile(r"check:?", re.IGNORECASE)
_USER = re.compile(r"user:", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_MARKS = {"em": "em", "strong": "strong", "s": "del"}
CHECK = '<strong class="kb-check">Check:</strong>'
"""Each step says how to see that it worked."""
USER = '<strong class="kb-user">User:</strong>'
"""Some are the user's own."""


class Leading(Protocol):
    """Where links lead."""

    def mention(self, target: str, as_written: str) -> str:
        """A ``[[ID]]``, ``[[ID#anchor]]`` or bare id as HTML."""

    def address(self, href: str) -> str | None:
        """The address of a link, percent-encoded; None where it must not be one."""

    def asset(self, href: str) -> Asset | None:
        """The image that an address names, if any."""


@dataclass
class Writer:
    """What writing one body needs to know, and the images met on the way.

    Args:
        body: as the loader parsed it.
        links: where its links lead.
        quotes_as_text: whether a quotation is a text to paste: it is then shown letter by letter.
        checklists: lines at which a list of steps begins.
        assets: the images that it shows.
    """

    body: Body
    links: Leading
    quotes_as_text: bool = False
    checklists: set[int] = field(default_factory=set)
    assets: dict[str, Asset] = field(default_factory=dict)

    @cached_property
    def anchors(self) -> dict[str, str]:
        """The fragments that are taken; see :func:`sopkb.core.body.unique_anchor`."""
        return {anchor: anchor for anchor in sorted(self.body.anchors)}

    @cached_property
    def mentioned(self) -> frozenset[str]:
        """What the loader found to be mentioned, and the check has looked for: nothing else becomes a link."""
        return frozenset(link.target for link in self.body.links if link.kind in (LinkKind.WIKI, LinkKind.BARE_ID))


def inline_html(source: str, writer: Writer) -> str:
    """The Markdown of a paragraph, a heading or a cell as HTML; a line break of the source stays one."""
    return _sequence(inline_tokens(source, writer.body), writer, in_link=False)


def _sequence(tokens: Sequence[Token], writer: Writer, *, in_link: bool) -> str:
    parts: list[str] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.nesting <= 0:
            parts.append(_leaf(token, writer, in_link))
            place += 1
            continue
        end = _end(tokens, place)
        parts.append(_around(token, tokens[place + 1 : end], writer, in_link))
        place = end + 1
    return "".join(parts)


def _end(tokens: Sequence[Token], start: int) -> int:
    """Where what begins at a token ends."""
    depth = 0
    for place in range(start, len(tokens)):
        depth += tokens[place].nesting
        if depth == 0:
            return place
    return len(tokens)


def _leaf(token: Token, writer: Writer, in_link: bool) -> str:
    match token.type:
        case "text":
            return "".join(_text(token.content, writer, in_link))
        case "softbreak":
            return "\n"
        case "hardbreak":
            return "<br>\n"
        case "code_inline":
            return f"<code>{text(token.content)}</code>"
        case "image":
            return _image(token, writer, in_link)
        case "html_inline":
            return _raw(token.content)
        case _:
            return text(token.content)


def _around(token: Token, inside: Sequence[Token], writer: Writer, in_link: bool) -> str:
    kind = token.type.removesuffix("_open")
    if kind == "link":
        return _link(token, inside, writer)
    if kind == "strong":
        said = "".join(each.content for each in inside if each.type == "text")
        if _CHECK.fullmatch(said):
            return CHECK
        if _USER.fullmatch(said):
            return USER
    content, name = _sequence(inside, writer, in_link=in_link), _MARKS.get(kind, "")
    return f"<{name}>{content}</{name}>" if name else content


def _text(content: str, writer: Writer, in_link: bool) -> Iterator[str]:
    """Text, in which what the author mentions is a link."""
    end = 0
    for start, stop, target in mentions_in(content) if writer.mentioned else ():
        if target in writer.mentioned:
            yield text(content[end:start])
            yield text(target) if in_link else writer.links.mention(target, content[start:stop])
            end = stop
    yield text(content[end:])


def _link(token: Token, inside: Sequence[Token], writer: Writer) -> str:
    address = writer.links.address(str(token.attrs.get("href", "")))
    content = _sequence(inside, writer, in_link=address is not None)
    if address is None:
        return content
    title = str(token.attrs.get("title", ""))
    return f"<a{attributes(('href', address), ('title', title))}>{content or text(address)}</a>"


def _image(token: Token, writer: Writer, in_link: bool) -> str:
    """An image of the base; one that another host would have to be asked for becomes a link to it."""
    source, alt = str(token.attrs.get("src", "")), token.content
    asset, address = writer.links.asset(source), writer.links.address(source)
    if asset is not None:
        writer.assets[asset.uri] = asset
        return f'<img alt="{markup(alt)}" src="{markup(address)}">'
    if address is None or in_link:
        return markup(alt)
    return f"<a{attributes(('href', address))}>{markup(alt) or 'image'}</a>"


def _raw(content: str) -> str:
    """Raw HTML as the text it is; a comment is left out, a line break is one."""
    if is_comment(content):
        return ""
    return "<br>" if _BREAK.fullmatch(content) else text(content)


def is_comment(content: str) -> bool:
    """Whether a block of raw HTML holds comments only."""
    rest = content.strip()
    while rest.startswith(_COMMENT_OPENS):
        _, ends, after = rest.partition(_COMMENT_ENDS)
        if not ends:
            return False
        rest = after.lstrip()
    return not rest
