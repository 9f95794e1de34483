"""A text with its links changed: to records, to assets, or to plain words where they led nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sopkb.core.kinds import ID
from sopkb_import.code import code_spans, parsed
from sopkb_import.dialects import HUGO_REFERENCE
from sopkb_import.leads import Directory, Lead
from sopkb_import.plain import plain_text, shortened
from sopkb_import.spans import Mention, Span, Spans

_LINE_JOINT = re.compile(r"\n[ \t>]*")
_LINE_START = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])?[ \t]*")
_BLOCK_MARK = re.compile(
    r"\A(?:#{1,6}(?:\s|$)|>|<|[-*+](?:\s|$)|[-*_](?:[ \t]*[-*_]){2,}[ \t]*$|=+[ \t]*$|-+[ \t]*$|`{3}|~{3}|\[[^\]]*\]:)"
)
_NUMBER_MARK = re.compile(r"(\d{1,9})([.)])(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Broken:
    """A link or an image that could not be kept: what it was, and why."""

    what: str
    why: str
    is_image: bool


_Edit = tuple[int, int, str]


NOT_DESCRIBED = "image, not described yet"
"""Stands where another team gave an image no alternative text: what it shows only a person can say."""


def rewrite(spans: Spans, source: str, directory: Directory) -> tuple[str, tuple[Broken, ...]]:
    """A text with its links leading to records and assets, and what led nowhere.

    A link that leads nowhere becomes its words, an image its alternative text. The text's headings stay what they
    were: where taking links out would make or unmake one, they stay as links to nothing (``#``).
    """
    broken: list[Broken] = []
    changed, edits = _definitions(spans, source, directory)
    to_text: list[_Edit] = []
    to_nothing: list[_Edit] = []
    for span in spans.links:
        lead = directory.lead(source, span.href, is_image=span.is_image)
        if lead.trouble:
            broken.append(Broken(_as_written(spans.text, span), lead.trouble, span.is_image))
        if lead.address is None and not lead.as_it_is:
            to_text += _to_text(spans.text, span)
            to_nothing += _new_address(span, Lead("#"), changed)
        else:
            edits += _new_address(span, lead, changed)
            if span.is_image and not spans.text[slice(*span.label)].strip():
                edits.append((*span.label, NOT_DESCRIBED))
    for mention in spans.mentions:
        edit, trouble = _mention(spans, mention, source, directory)
        edits += edit
        if trouble:
            broken.append(Broken(f"[[{mention.target}]]", trouble, False))
    text = _apply(spans.text, [*edits, *to_text])
    if to_text and _headings(text) != _headings(spans.text):
        text = _apply(spans.text, [*edits, *to_nothing])
    return text, tuple(broken)


def _definitions(spans: Spans, source: str, directory: Directory) -> tuple[frozenset[str], list[_Edit]]:
    """The definitions that get a new address, by name, and their changes; one that leads nowhere gets ``#``."""
    used = {span.name for span in spans.links}
    edits: dict[str, _Edit] = {}
    for one in spans.definitions:
        if one.name in used and one.address:
            lead = directory.lead(source, one.href)
            if not lead.as_it_is:
                edits[one.name] = (*one.address, lead.address or "#")
    return frozenset(edits), list(edits.values())


def _as_written(text: str, span: Span) -> str:
    words = shortened(plain_text(text[slice(*span.label)]), 60)
    return f"{'!' if span.is_image else ''}[{words}]({span.href.removeprefix(HUGO_REFERENCE)})"


def _new_address(span: Span, lead: Lead, changed: frozenset[str]) -> Iterator[_Edit]:
    """A link's own new address; where it stands in a definition, that has it already."""
    if lead.as_it_is:
        return
    if span.address:
        yield (*span.address, lead.address or "")
    elif span.name not in changed or lead.address == "#":
        yield span.label[1], span.end, f"]({lead.address})"


def _to_text(text: str, span: Span) -> Iterator[_Edit]:
    """Take the brackets and the address away, and see to it that the words do not begin a block of their own."""
    begin, end = span.label
    words = text[begin:end]
    if not words.strip():
        address = " ".join(span.href.removeprefix(HUGO_REFERENCE).replace("`", " ").split())
        yield span.start, span.end, f"`{address or '?'}`"
        return
    blanks = len(words) - len(words.lstrip())
    escaped = ""
    line = text.rfind("\n", 0, span.start) + 1
    if _LINE_START.fullmatch(text, line, span.start):
        if _BLOCK_MARK.match(words.lstrip()):
            escaped = "\\"
        elif number := _NUMBER_MARK.match(words.lstrip()):
            at = begin + blanks + number.end(1)
            yield at, at, "\\"
    yield span.start, begin + blanks, escaped
    code = list(code_spans(words))
    for found in ID.finditer(words):  # what was the words of a link is now for the loader to read
        if not any(start <= found.start() < stop for start, stop in code):
            hyphen = begin + found.end() - len("-0000")
            yield hyphen, hyphen, "\\"
    yield from ((begin + joint.start(), begin + joint.end(), " ") for joint in _LINE_JOINT.finditer(words))
    yield end, span.end, ""


def _mention(spans: Spans, mention: Mention, source: str, directory: Directory) -> tuple[list[_Edit], str]:
    """A ``[[name]]`` becomes a link or words; another team's id must not look like one of ours, so it is escaped."""
    text = spans.text
    around = next((s for s in spans.links if s.start <= mention.start < s.end), None)
    if not mention.is_wiki:
        hyphen = text.index("-", mention.start)
        in_address = around is not None and around.address is not None and mention.start >= around.label[1]
        return ([] if in_address else [(hyphen, hyphen, "\\")]), ""
    if around:
        own = (around.start, around.label[1])
        places = [n for n in range(mention.start, mention.end) if text[n] in "[]" and n not in own]
        return [(place, place, "\\") for place in places], ""
    if text[mention.start + 2].isspace():  # a shell's test, not the name of a page
        places = [mention.start, mention.start + 1, mention.end - 2, mention.end - 1]
        return [(place, place, "\\") for place in places], ""
    name, _, words = mention.target.replace("\\|", "|").partition("|")
    lead = directory.lead_by_name(source, name.strip())
    is_image = text[: mention.start].endswith("!")
    start = mention.start - is_image
    words = re.sub(r"([\[\]\\*_`<])", r"\\\1", words.strip() or name.strip())
    words = ID.sub(lambda found: found.group().replace("-", "\\-"), words)
    if lead.address is None:
        return [(start, mention.end, words)], lead.trouble
    return [(start, mention.end, f"{'!' if is_image else ''}[{words}]({lead.address})")], lead.trouble


def _apply(text: str, edits: Sequence[_Edit]) -> str:
    pieces: list[str] = []
    done = 0
    for start, end, words in sorted(set(edits)):
        if start >= done:
            pieces += [text[done:start], words]
            done = end
    return "".join([*pieces, text[done:]])


def _headings(text: str) -> list[str]:
    return [token.tag for token in parsed(text) if token.type == "heading_open" and token.level == 0]
