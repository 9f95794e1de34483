"""What other generators and HTML add to Markdown, put into plain Markdown: Hugo's shortcodes, ``<details>``, ``<img>``.

Words are kept, machinery goes. Code (fenced, indented, in backticks) is never touched.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from sopkb_import.code import code_spans, line_roles, parsed
from sopkb_import.plain import HTML_TAGS

HUGO_REFERENCE = "hugo-ref:"
"""Stands before the target of a link that was ``{{< ref >}}``: Hugo finds such a page by its name alone."""
ANCHOR_OPENS, ANCHOR_CLOSES = "\ue000anchor:", "\ue001"
"""Around the name of an ``<a name="…">`` on its way to the outline, which knows the heading it belongs to."""

_FENCE = re.compile(r"\A(?:(?:[-*+]|\d{1,9}[.)])[ \t]{1,4})?(`{3,}+|~{3,}+)(.*)$")
_FOLD = re.compile(r"^ {0,3}</?details[^<>]*>[ \t]*$", re.IGNORECASE)
_SUMMARY = re.compile(
    r"^(?P<indent> {0,3})(?:<details[^<>]*>[ \t]*)?<summary[^<>]*>(?P<text>.*?)</summary>[ \t]*$", re.IGNORECASE
)
_HIGHLIGHT = re.compile(
    r"^ {0,3}\{\{[<%](?P<end>[ \t]*/)?[ \t]*highlight\b(?:[ \t]*\"?(?P<language>[\w+-]+))?.*[>%]\}\}"
)
_SHORTCODE = re.compile(r"\{\{[<%](?:\s*/)?\s*(?P<name>[A-Za-z][\w./-]*+)(?P<rest>[^{}]*)[>%]\}\}")
_ARGUMENT = re.compile(
    r"(?:(?P<key>\w+)=)?(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|`(?P<raw>[^`]*)`|(?P<bare>[^\s\"'=`]+))"
)
_BREAK = re.compile(r"<br\s*/?>(?P<end>[ \t]*(?=\n))?", re.IGNORECASE)
_IMAGE = re.compile(r"<img\s[^<>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"(?<![\w-])([\w-]++)=(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_NAMED = re.compile(r"<a\s+(?:name|id)=[\"']?([^\"'\s<>]+)[\"']?\s*(?:/>|>([^<>]*)</a>)", re.IGNORECASE)
_HREF = re.compile(r"<a\s[^<>]*?href=[\"']([^\"'<>\s]*)[\"'][^<>]*>([^<>\[\]]*)</a>", re.IGNORECASE)
_WRAPPER = re.compile(r"</?(?:p|div|center|figure|figcaption|span)(?:\s[^<>]*)?>", re.IGNORECASE)
_PAIRED = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`", "tt": "`", "kbd": "`"}
_PAIR = re.compile(r"<(b|strong|i|em|code|tt|kbd)>(?!\s)([^<>\n`*]+)(?<!\s)</\1>", re.IGNORECASE)
_OPEN_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9]*)\b")
_ASIDE = re.compile("\ue002(\\d+)\ue003")


@dataclass
class _Notes:
    """What was changed, for the report."""

    shortcodes: dict[str, None] = field(default_factory=dict)
    comments: int = 0

    def lines(self, raw_html: list[str]) -> Iterator[str]:
        if self.shortcodes:
            yield f"Hugo shortcodes left out, the text between them kept: {', '.join(self.shortcodes)}"
        if self.comments:
            yield f"HTML comments left out: {self.comments}"
        if raw_html:
            yield f"raw HTML left as it is: {', '.join(f'<{tag}>' for tag in raw_html)}"


def to_markdown(body: str) -> tuple[str, tuple[str, ...]]:
    """A body in plain Markdown, and notes about what was left out or left alone."""
    notes = _Notes()
    body = _images_alone(_unfold(body))
    body = _outside_code(body, lambda text, in_html: _convert(text, in_html, notes))
    body = _with_room(body)
    return body, tuple(notes.lines(_raw_html(body)))


def _unfold(body: str) -> str:
    """Open what hides text: ``<details>`` loses its tags, a summary becomes bold, Hugo's highlight a code fence.

    This goes by lines, before anything is parsed: in CommonMark an HTML block would swallow a code fence below it.
    """
    lines: list[str] = []
    fence = ""
    has_room = False
    for line in body.split("\n"):
        opening = _FENCE.match(line.lstrip(" \t>"))
        highlight = _HIGHLIGHT.match(line)
        unfolded = None if fence else _unfolded(line)
        if fence == "highlight":
            ends = highlight is not None and highlight["end"] is not None
            lines.append("```" if ends else line)
            fence = "" if ends else fence
        elif fence:
            lines.append(line)
            if opening and opening[1].startswith(fence) and not opening[2].strip():
                fence = ""
        elif opening and not (opening[1][0] == "`" and "`" in opening[2]):
            lines.append(line)
            fence = opening[1]
        elif highlight and highlight["end"] is None:
            lines.append(f"```{highlight['language'] or ''}")
            fence = "highlight"
        elif unfolded is not None:
            lines += [*([""] if lines and lines[-1].strip() else []), *unfolded]
        elif line.strip() or not has_room:
            lines.append(line)
        has_room = unfolded is not None
    return "\n".join(lines)


def _unfolded(line: str) -> list[str] | None:
    """What becomes of a line that only folds text away; None for any other line."""
    summary = _SUMMARY.match(line)
    if summary:
        words = re.sub(r"<[^<>]*>|\*\*", "", summary["text"]).strip()
        return [f"{summary['indent']}**{words}**", ""] if words else []
    return [] if _FOLD.match(line) else None


def _images_alone(body: str) -> str:
    """HTML blocks that show images and nothing else become Markdown images."""
    lines = body.split("\n")
    for token in reversed(parsed(body)):
        if token.type == "html_block" and token.map:
            block = "\n".join(lines[slice(*token.map)])
            images = [_markdown_image(tag) for tag in _IMAGE.findall(block)]
            rest = _WRAPPER.sub("", _IMAGE.sub("", block))
            if images and all(images) and not rest.strip():
                lines[slice(*token.map)] = ["", *"\n\n".join(images).split("\n"), ""]
    return "\n".join(lines)


def _outside_code(body: str, convert: Callable[[str, bool], str]) -> str:
    """Apply a conversion to every stretch of a body that is not code; it is told whether the stretch is HTML."""
    lines = body.split("\n")
    roles = line_roles(parsed(body), len(lines))
    pieces: list[str] = []
    start = 0
    for number in range(1, len(lines) + 1):
        if number == len(lines) or roles[number] != roles[start]:
            piece = "\n".join(lines[start:number])
            role = roles[start]
            pieces.append(piece if role == "code" else _outside_spans(piece, lambda t, r=role: convert(t, r == "html")))  # type: ignore[misc]
            start = number
    return "\n".join(pieces)


def _outside_spans(text: str, convert: Callable[[str], str]) -> str:
    """Put code spans and escaped ``<`` aside, convert, and put them back."""
    aside: list[str] = []

    def put_aside(words: str) -> str:
        aside.append(words)
        return f"\ue002{len(aside) - 1}\ue003"

    text = text.replace("\ue002", "").replace("\ue003", "")
    pieces: list[str] = []
    end = 0
    for start, stop in [*code_spans(text), (len(text), len(text))]:
        pieces.append(text[end:start].replace(r"\<", put_aside(r"\<")))
        pieces.append(put_aside(text[start:stop]))
        end = stop
    return _ASIDE.sub(lambda match: aside[int(match[1])], convert("".join(pieces)))


def _convert(text: str, in_html: bool, notes: _Notes) -> str:
    if "{{" in text:
        text = _SHORTCODE.sub(lambda match: _shortcode(match, notes), text)
    if "<" not in text:
        return text
    text = _without_comments(text, notes)
    text = _BREAK.sub(lambda match: " " if match["end"] is None else "  ", text)
    text = _NAMED.sub(lambda match: f"{ANCHOR_OPENS}{match[1]}{ANCHOR_CLOSES}{match[2] or ''}", text)
    if in_html:
        return text
    text = _IMAGE.sub(lambda match: _markdown_image(match.group()) or match.group(), text)
    text = _HREF.sub(lambda match: f"[{match[2]}]({_destination(match[1])})" if match[2].strip() else "", text)
    return _PAIR.sub(lambda match: f"{_PAIRED[match[1].lower()]}{match[2]}{_PAIRED[match[1].lower()]}", text)


def _without_comments(text: str, notes: _Notes) -> str:
    """A text less its HTML comments; a comment that is never closed only loses its mark, for its words may count."""
    kept: list[str] = []
    start = 0
    while (opening := text.find("<!--", start)) >= 0:
        closing = text.find("-->", opening + 4)
        kept.append(text[start:opening])
        notes.comments += 1
        if closing < 0:
            kept.append(text[opening:].replace("<!--", ""))
            return "".join(kept)
        start = closing + 3
    return "".join([*kept, text[start:]])


def _shortcode(match: re.Match[str], notes: _Notes) -> str:
    name = match["name"]
    arguments: dict[str, str] = {}
    for number, part in enumerate(_ARGUMENT.finditer(match["rest"])):
        value = next(part[kind] for kind in ("double", "single", "raw", "bare") if part[kind] is not None)
        arguments[part["key"] or str(number)] = value
    if name in ("ref", "relref"):
        target = arguments.get("0") or arguments.get("path", "")
        in_link = re.search(r"\]\(\s{0,9}$|\]:\s{0,9}$", match.string[max(0, match.start() - 9) : match.start()])
        address = f"{HUGO_REFERENCE}{_destination(target)}"
        return address if in_link else f"[{_label(target)}]({address})"
    if name == "figure" and arguments.get("src"):
        words = arguments.get("alt") or arguments.get("caption") or arguments.get("title") or ""
        return f"![{_label(words)}]({_destination(arguments['src'])})"
    notes.shortcodes[name] = None
    return ""


def _markdown_image(tag: str) -> str:
    attributes = {match[1].lower(): match[2] or match[3] or match[4] or "" for match in _ATTRIBUTE.finditer(tag)}
    source = html.unescape(attributes.get("src", "")).strip()
    return f"![{_label(html.unescape(attributes.get('alt', '')))}]({_destination(source)})" if source else ""


def _label(words: str) -> str:
    return re.sub(r"([\[\]\\])", r"\\\1", " ".join(words.split()))


def _destination(address: str) -> str:
    """An address as it may stand between the parentheses of a link."""
    for sign, code in ((" ", "%20"), ("(", "%28"), (")", "%29"), ("<", "%3C"), (">", "%3E"), ("\n", "")):
        address = address.replace(sign, code)
    return address


def _with_room(body: str) -> str:
    """A blank line between a paragraph and the list or table right below it.

    CommonMark needs none; Python-Markdown, which renders the site, would take the list for more of the paragraph.
    """
    tokens = parsed(body)
    lines = body.split("\n")
    places = [
        token.map[0]
        for before, token in pairwise(tokens)
        if before.type == "paragraph_close"
        and token.level == 0
        and token.type in ("bullet_list_open", "ordered_list_open", "table_open")
        and token.map
        and lines[token.map[0] - 1].strip()
    ]
    for place in reversed(places):
        lines.insert(place, "")
    return "\n".join(lines)


def _raw_html(body: str) -> list[str]:
    """Names of the HTML elements that are still there, in order; placeholders such as ``<pod>`` are none."""
    found: dict[str, None] = {}

    def collect(text: str, _in_html: bool) -> str:
        found.update({tag.lower(): None for tag in _OPEN_TAG.findall(text) if tag.lower() in HTML_TAGS})
        return text

    _outside_code(body, collect)
    return list(found)
