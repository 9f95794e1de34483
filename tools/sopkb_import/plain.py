"""Markdown as plain text: for titles, summaries, aliases and the comparison of headings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from sopkb_import.code import parsed

_INLINE = MarkdownIt("commonmark").enable("strikethrough")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|approx|resp|incl|cf|ca|no|fig|dr|mr|ms|[A-Za-z]))\.$", re.IGNORECASE
)
_END = re.compile(r"[.!?][\"')\]”’]*(?=\s|$)|[。！？]")
_FEWEST_WORDS = 3
_SAYS_SOMETHING = 6
"""Words from which on an announcement says something by itself: "Run the following:" does not."""
_WIDE_WORDS = re.compile(r"[\u2e80-\uffff]{5}")  # a script that writes no spaces
_WORD = re.compile(r"\w")
_LABELLED = re.compile(r"[*_]{0,2}\w[^:：.!?]{0,30}[*_]{0,2}[:：][*_]{0,2}[ \t]*\S")
_LONGEST_LABELLED = 10
_LONGEST_LOOKED_AT = 4_000


def clean(text: str) -> str:
    """One line that a terminal, a YAML file and a page can all hold: no control or formatting characters."""
    kept = "".join(" " if sign.isspace() else sign for sign in text if sign.isspace() or _is_visible(sign))
    return " ".join(kept.split())


def _is_visible(sign: str) -> bool:
    return unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Cn")


def plain_text(markdown: str, definitions: dict[str, Any] | None = None) -> str:
    """The words of inline Markdown, without its signs.

    Args:
        markdown: inline Markdown.
        definitions: the environment of the block parser, with the definitions of links.
    """
    tokens = _INLINE.parseInline(markdown, {} if definitions is None else definitions)
    return clean("".join(_words(tokens[0].children or ())))


def _words(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("text", "code_inline", "text_special"):
            yield token.content
        elif token.type in ("softbreak", "hardbreak"):
            yield " "
        elif token.type == "image":
            yield from _words(token.children or ())
        elif token.type == "html_inline" and not _TAG.fullmatch(token.content):
            yield " "
        elif token.type == "html_inline" and _is_placeholder(token.content):
            yield token.content


def _is_placeholder(tag: str) -> bool:
    """Whether ``<pod>`` stands for a value rather than for HTML."""
    return tag.strip("</>").split()[0].lower() not in HTML_TAGS if tag.strip("</> ") else False


HTML_TAGS = frozenset(
    re.findall(
        r"\w+",
        "a abbr b blockquote br center cite code dd del details div dl dt em figcaption figure font h1 h2 h3 h4 h5 h6 "
        "hr i iframe img ins kbd li mark ol p picture pre q s samp script section small source span strike strong "
        "style sub summary sup table tbody td tfoot th thead tr tt u ul var video",
    )
)
"""Elements that HTML has; any other name between angle brackets is a placeholder, such as ``<pod>``."""


def shortened(text: str, longest: int) -> str:
    """A text cut at a word, with ``…`` where something is missing."""
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    if not text[longest - 1].isspace() and " " in head[longest // 3 :]:
        head = head.rpartition(" ")[0]
    return head.rstrip(" ,;:.-–—(") + "…"


def first_sentence(markdown: str) -> str:
    """The first sentence of the first paragraph that is prose; ``""`` where there is none.

    A line of badges or of links, labels with a value such as ``Owner: team A``, and a few words that only announce a
    list or a code block are not prose; where there is nothing else, the announcement has to do.
    """
    announced = ""
    for paragraph in _paragraphs(markdown):
        for sentence in _sentences(paragraph):
            count = len(sentence.split())
            if count < _FEWEST_WORDS and not _WIDE_WORDS.search(sentence):
                continue
            if not sentence.endswith((":", "：")):
                return sentence
            announcement = sentence.rstrip(":： ") + "…"
            if count >= _SAYS_SOMETHING:
                return announcement
            announced = announced or announcement
    return announced


def _paragraphs(markdown: str) -> Iterator[str]:
    """Paragraphs that stand in no list and no quotation, then those that do; as plain text."""
    env: dict[str, Any] = {}
    tokens = parsed(markdown, env)
    nested = []
    for number, token in enumerate(tokens):
        if token.type != "paragraph_open":
            continue
        content = tokens[number + 1].content[:_LONGEST_LOOKED_AT]
        if _only_leads_on(content, env) or all(_is_label(line) for line in content.split("\n")):
            continue
        if token.level == 0:
            yield plain_text(content, env)
        else:
            nested.append(content)
    yield from (plain_text(content, env) for content in nested)


def _only_leads_on(content: str, env: dict[str, Any]) -> bool:
    """Whether a paragraph holds images and links and no word beside them: badges, a table of contents."""
    depth, found = 0, False
    for token in _INLINE.parseInline(content, env)[0].children or ():
        depth += token.nesting if token.type.startswith("link_") else 0
        found = found or depth > 0 or token.type == "image"
        if not depth and token.type in ("text", "code_inline", "text_special") and _WORD.search(token.content):
            return False
    return found


def _is_label(line: str) -> bool:
    """Whether a line gives a value and says nothing: ``**Owner:** team A``, ``Last reviewed: 2026-11-01``."""
    return _LABELLED.match(line) is not None and len(line.split()) <= _LONGEST_LABELLED and not _END.search(line)


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for match in _END.finditer(text):
        sentence = text[start : match.end()]
        following = text[match.end() :].lstrip()
        if _ABBREVIATED.search(sentence) or (following and following[0].islower()):
            continue
        yield sentence.strip()
        start = match.end()
    if text[start:].strip():
        yield text[start:].strip()
