"""Markdown below the front matter: sections, steps and links, with the author's line numbers.

markdown-it-py finds the blocks; its inline parser runs only on blocks that can hold a link, because it is the
larger half of the time.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from sys import intern
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from sopkb.core.body import Block, Body, Link, LinkKind, Section, slugify, unique_anchor
from sopkb.core.diagnostics import Location
from sopkb.core.kinds import ID_PATTERN
from sopkb.core.load.steps import CODE_BLOCKS, start_of, steps_in

_BLOCKS = MarkdownIt("commonmark").enable("table")
_BLOCKS.core.ruler.disable("inline")
_INLINE = MarkdownIt("commonmark").enable("strikethrough")

_MAY_LINK = re.compile(r"\]\s?[(\[:]|\]$|<[a-z]+:", re.IGNORECASE | re.MULTILINE)
_MENTION = re.compile(rf"\[\[(?P<wiki>[^\[\]\n]+)\]\]|(?<![\w/#.-])(?P<bare>{ID_PATTERN})(?![\w-])")
_NUMBER_OF_ID = re.compile(r"-\d{4}")
_OPAQUE = re.compile(r"!?\[(?!\[)[^\[\]]*\]\([^()]*\)|<[^<>\s]+>")
_ADDRESS = re.compile(r"https?://\S+")
_NOT_A_BREAK = re.compile(r"[^\n]")
_BACKTICKS = re.compile(r"`+")
_BARE_URL = re.compile(r"(?<![(<\w\"'])https?://[^\s<>)\"'`]+")
_MARKUP = re.compile(r"[*_`\[\]<>&\\~!]")
_HOLDING_TEXT = frozenset({"paragraph", "heading", "th", "td"})
PROSE = _HOLDING_TEXT | {"text"}
"""Kinds of blocks that hold text."""


def parse_body(text: str, first_line: int) -> Body:
    """Find the structure of a body.

    Args:
        text: the Markdown after the front matter's closing line.
        first_line: number of its first line in the file.
    """
    lines = text.split("\n")
    env: dict[str, Any] = {}
    tokens = _BLOCKS.parse(text, env)
    sections = tuple(_sections(tokens, lines, first_line, env))
    links = sorted(
        [*_inline_links(tokens, env, first_line), *_mentions(tokens, lines, first_line)],
        key=lambda link: (link.at.line, link.at.column),
    )
    code, quotes = _ranges(tokens, CODE_BLOCKS, first_line), _ranges(tokens, ("blockquote_open",), first_line)
    blocks = tuple(_blocks(iter(tokens), first_line))
    return Body(text, first_line, sections, tuple(links), code, quotes, blocks, _references(env))


def _references(env: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    found: Mapping[str, Mapping[str, str]] = env.get("references", {})
    return tuple((label, each["href"], each.get("title", "")) for label, each in found.items())


def inline_tokens(text: str, body: Body) -> Sequence[Token]:
    """The tokens of a paragraph, a heading or a cell.

    Args:
        text: of one of the body's blocks.
        body: whose it is: its references are known.
    """
    if not _MARKUP.search(text) and "\n" not in text:
        return (Token("text", "", 0, content=text),)
    env = {"references": {label: {"href": href, "title": title} for label, href, title in body.references}}
    return _INLINE.parseInline(text, env)[0].children or ()


def _blocks(tokens: Iterator[Token], first_line: int) -> Iterator[Block]:
    """The blocks up to the end of the one that the tokens stand in."""
    for token in tokens:
        if token.nesting < 0:
            return
        if token.type in ("thead_open", "tbody_open"):
            yield from _blocks(tokens, first_line)
            continue
        kind = intern(token.type.removesuffix("_open"))  # one text for all blocks of a kind
        line, end = (first_line + edge for edge in token.map or (0, 0))
        if token.nesting == 0:
            yield Block(kind, line, end, token.content, token.info)
        elif kind in _HOLDING_TEXT:
            content = next(tokens)
            next(tokens)
            if not token.map and content.map:
                line, end = (first_line + edge for edge in content.map)
            yield Block("text" if token.hidden else kind, line, end, content.content, *_about(token))
        else:
            yield Block(kind, line, end, "", "", start_of(token), tuple(_blocks(tokens, first_line)))


def _about(token: Token) -> tuple[str, int]:
    """How a heading is written, and its level; how a cell is aligned."""
    if token.type == "heading_open":
        return token.markup[:1], int(token.tag[1])
    return str(token.attrGet("style") or "").removeprefix("text-align:"), 0


def _ranges(tokens: Sequence[Token], types: Sequence[str], first_line: int) -> tuple[tuple[int, int], ...]:
    """The lines that tokens of some types take, as numbers in the file."""
    maps = (token.map for token in tokens if token.type in types and token.map)
    return tuple((first_line + start, first_line + end) for start, end in maps)


def _sections(tokens: Sequence[Token], lines: Sequence[str], first_line: int, env: dict[str, Any]) -> Iterator[Section]:
    heads = [
        (token.map[0], token.map[1], int(token.tag[1]), tokens[number + 1].content)
        for number, token in enumerate(tokens)
        if token.type == "heading_open" and token.level == 0 and token.map
    ]
    steps = list(steps_in(tokens, lines, first_line, env))
    step_lines = [step.at.line for step in steps]
    taken: dict[str, str] = {}
    starts = [(0, 0, 0, ""), *heads]
    for number, (start, below, level, heading) in enumerate(starts):
        end = starts[number + 1][0] if number + 1 < len(starts) else len(lines)
        anchor = unique_anchor(slugify(_plain(heading)), taken) if level else ""
        first, last = (bisect_left(step_lines, first_line + edge) for edge in (below, end))
        if level or any(line.strip() for line in lines[:end]):
            skipped = next((i for i in range(below, end) if lines[i].strip()), below)
            text = "\n".join(lines[skipped:end]).rstrip()
            yield Section(
                heading, level, anchor, first_line + start, first_line + skipped, text, tuple(steps[first:last])
            )


def _plain(heading: str) -> str:
    """A heading's text as its page shows it, for its anchor."""
    if not _MARKUP.search(heading):
        return heading
    tokens = _INLINE.parseInline(heading)[0].children or ()
    return "".join(token.content for token in tokens if token.type in ("text", "code_inline"))


def _inline_links(tokens: Sequence[Token], env: dict[str, Any], first_line: int) -> Iterator[Link]:
    for token in tokens:
        if token.type != "inline" or not token.map:
            continue
        line = first_line + token.map[0]
        if _MAY_LINK.search(token.content):
            for inline in _INLINE.parseInline(token.content, env):
                yield from _links_in(inline.children or (), line)
        if "http" in token.content:
            masked = _mask(token.content)
            for match in _BARE_URL.finditer(masked):
                at = Location(line + token.content.count("\n", 0, match.start()))
                yield Link(LinkKind.LINK, match.group().rstrip(".,;:!?"), match.group(), at)


def _links_in(children: Sequence[Token], line: int) -> Iterator[Link]:
    for number, child in enumerate(children):
        if child.type in ("softbreak", "hardbreak"):
            line += 1
        elif child.type == "image":
            yield Link(LinkKind.IMAGE, str(child.attrGet("src") or ""), child.content, Location(line))
        elif child.type == "link_open":
            text = ""
            for position in range(number + 1, len(children)):
                if children[position].type == "link_close":
                    break
                text += children[position].content
            yield Link(LinkKind.LINK, str(child.attrGet("href") or ""), text, Location(line))


def text_in(body: Body) -> Iterator[tuple[str, int]]:
    """The text of each line of prose, with its number; links, code and tags in it are a NUL."""
    for block in chain.from_iterable(each.walk() for each in body.blocks):
        if block.kind not in PROSE:
            continue
        line, text, inside = block.line, "", 0
        for child in inline_tokens(block.text, body):
            if child.type in ("softbreak", "hardbreak"):
                yield text, line
                line, text = line + 1, ""
            elif child.type == "text" and not inside:
                text += child.content
            else:
                inside += child.nesting if child.type.startswith("link") else 0
                text += "\x00" if child.type not in ("em_open", "em_close", "strong_open", "strong_close") else ""
        yield text, line


def mentions_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Where records are mentioned in a text without markup: from, to, and the id, with its anchor."""
    if "[[" not in text and not _NUMBER_OF_ID.search(text):
        return
    for match in _MENTION.finditer(_ADDRESS.sub(lambda found: _blank(found.group()), text)):
        yield match.start(), match.end(), match[match.lastgroup or 0].strip()


def _mentions(tokens: Sequence[Token], lines: Sequence[str], first_line: int) -> Iterator[Link]:
    likely = [number for number, line in enumerate(lines) if "[[" in line or _NUMBER_OF_ID.search(line)]
    if not likely:
        return
    code: set[int] = set()
    spans: dict[int, str] = {}  # lines of paragraphs whose code may go on in the next line
    for token in tokens:
        if token.type in CODE_BLOCKS and token.map:
            code.update(range(*token.map))
        elif token.type == "inline" and token.map and "`" in token.content and "\n" in token.content:
            start, end = token.map
            spans.update(enumerate(_mask_code("\n".join(lines[start:end])).split("\n"), start))
    for number in likely:
        if number in code:
            continue
        masked = _ADDRESS.sub(lambda found: _blank(found.group()), _mask(spans.get(number, lines[number])))
        for match in _MENTION.finditer(masked):
            kind = LinkKind.WIKI if match["wiki"] else LinkKind.BARE_ID
            at = Location(first_line + number, match.start() + 1)
            target = lines[number][slice(*match.span(match.lastgroup or 0))].strip()
            yield Link(kind, target, target, at, match.end() - match.start())


def _mask(text: str) -> str:
    """The text with code spans, links and tags blanked, so that nothing is found inside them."""
    if "`" in text:
        text = _mask_code(text)
    if "](" not in text and "<" not in text:
        return text
    return _OPAQUE.sub(lambda match: _blank(match.group()), text)


def _mask_code(text: str) -> str:
    """The text with code spans blanked: a run of backticks up to the next run of the same length."""
    runs = list(_BACKTICKS.finditer(text))
    later: dict[int, list[int]] = {}
    for number in range(len(runs) - 1, -1, -1):
        later.setdefault(len(runs[number].group()), []).append(number)
    parts, done, number = [], 0, 0
    while number < len(runs):
        same = later[len(runs[number].group())]
        while same and same[-1] <= number:
            same.pop()
        if same:
            begin, end = runs[number].start(), runs[same[-1]].end()
            parts += [text[done:begin], _blank(text[begin:end])]
            done, number = end, same[-1]
        number += 1
    return "".join([*parts, text[done:]])


def _blank(text: str) -> str:
    return _NOT_A_BREAK.sub("\x00", text)
