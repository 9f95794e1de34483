"""The headings of a document with what stands below each, and how they are put together as a record's body."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sopkb.core.body import slugify, unique_anchor
from sopkb.core.kinds import Kind
from sopkb_import.closing import closed
from sopkb_import.code import parsed
from sopkb_import.dialects import ANCHOR_CLOSES, ANCHOR_OPENS
from sopkb_import.headings import Placement, heading_key
from sopkb_import.plain import plain_text
from sopkb_import.procedures import as_step, before_steps, may_hold_steps, numbered_headings, procedures

_GIVEN_ANCHOR = re.compile(r" ?\{:? ?#([\w.:-]+)(?![\w.:-])[^{}]*\}$")
_ANCHOR = re.compile(f"{ANCHOR_OPENS}([^{ANCHOR_OPENS[0]}{ANCHOR_CLOSES}\n]+){ANCHOR_CLOSES}")


@dataclass(frozen=True, slots=True)
class Block:
    """A heading with its text, up to the next heading of any level.

    Args:
        level: 1 to 6; 0 for what stands before the first heading.
        heading: its Markdown.
        text: what stands below it, without blank lines at the ends.
        anchors: fragments that ``<a name>`` and ``{#id}`` give it.
    """

    level: int
    heading: str
    text: str
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outline:
    """A document taken apart.

    Args:
        title: Markdown of the heading that names the document; ``""`` where none does.
        blocks: in order. The title's block has its text, and level 0 like what stands before it.
        fragments: for each fragment that a link may name (in lower case) the number of its block.
        first_heading: Markdown of the first heading of any level; ``""`` where it corresponds to a section.
    """

    title: str
    blocks: tuple[Block, ...]
    fragments: Mapping[str, int]
    first_heading: str = ""

    @property
    def text(self) -> str:
        """All text, without the headings."""
        return "\n\n".join(block.text for block in self.blocks if block.text)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing but headings."""
        return not self.text.strip()


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a top heading went.

    Args:
        heading: as plain text.
        section: of the record.
        keep: whether it stays as a sub-heading.
        known: whether a table or the mapping said so; otherwise it stayed where it stood.
        empty: whether nothing stood below it, so that it was left out.
    """

    heading: str
    section: str
    keep: bool
    known: bool
    empty: bool


@dataclass(frozen=True)
class Assembled:
    """A body in the kind's order, its links still those of the source.

    Args:
        text: Markdown.
        owners: for each of its headings the numbers of the blocks that the heading stands for.
        placed: where the top headings went, in the source's order.
    """

    text: str
    owners: tuple[tuple[int, ...], ...]
    placed: tuple[Placed, ...]


def take_apart(body: str, corresponds: Callable[[str], bool]) -> Outline:
    """Find a document's title, headings and texts.

    Args:
        body: plain Markdown, as :func:`~sopkb_import.dialects.to_markdown` gives it.
        corresponds: whether a heading's text corresponds to a section: then it is not the document's title.
    """
    tokens = parsed(body)
    lines = closed(body.split("\n"), tokens)
    heads = [
        (token.map[0], token.map[1], int(token.tag[1]), " ".join(tokens[number + 1].content.split()))
        for number, token in enumerate(tokens)
        if token.type == "heading_open" and token.level == 0 and token.map
    ]
    blocks: list[Block] = []
    passed_on: tuple[str, ...] = ()
    for number, (_, below, level, heading) in enumerate([(0, 0, 0, ""), *heads]):
        end = heads[number][0] if number < len(heads) else len(lines)
        block, passed_on = _block(level, heading, "\n".join(lines[below:end]), passed_on)
        blocks.append(block)
    title = next((n for n, block in enumerate(blocks) if block.level == 1 and not corresponds(block.heading)), None)
    fragments = _fragments(blocks)
    first = next((block.heading for block in blocks[1:2] if not corresponds(block.heading)), "")
    if title is None and first and _stands_above(blocks):
        title = 1
    if title is None:
        return Outline("", tuple(blocks), fragments, first)
    named = blocks[title]
    blocks[title] = Block(0, "", named.text, named.anchors)
    return Outline(named.heading, tuple(blocks), fragments, first)


def _stands_above(blocks: Sequence[Block]) -> bool:
    """Whether a document begins with a heading that is above all others, as a title is that was not written as H1."""
    return not blocks[0].text and all(block.level > blocks[1].level for block in blocks[2:])


def _block(level: int, heading: str, text: str, anchors: tuple[str, ...]) -> tuple[Block, tuple[str, ...]]:
    """A block, and the anchors at its end, which belong to the heading that follows."""
    passed_on: list[str] = []
    end = text.rstrip()
    while end.endswith(ANCHOR_CLOSES) and ANCHOR_OPENS in end:
        end, _, name = end.rpartition(ANCHOR_OPENS)
        passed_on.append(name.removesuffix(ANCHOR_CLOSES))
        text = end
        end = end.rstrip()
    given = _GIVEN_ANCHOR.search(heading)
    if given:
        anchors = (*anchors, given[1])
        heading = heading[: given.start()]
    anchors = (*anchors, *_ANCHOR.findall(heading), *_ANCHOR.findall(text))
    text = _without_blank_ends(_ANCHOR.sub("", text))
    return Block(level, _ANCHOR.sub("", heading).strip(), text, anchors), tuple(passed_on)


def _without_blank_ends(text: str) -> str:
    """A text less the blank lines around it; the indentation of its first line counts and stays."""
    lines = text.split("\n")
    full = [number for number, line in enumerate(lines) if line.strip()]
    return "\n".join(lines[full[0] : full[-1] + 1]) if full else ""


def _fragments(blocks: Sequence[Block]) -> dict[str, int]:
    """The anchors that GitHub, Hugo, GitLab and MkDocs would give the headings, and those given by hand."""
    found: dict[str, int] = {}
    seen: dict[str, int] = {}
    taken: dict[str, str] = {}
    for number, block in enumerate(blocks):
        for anchor in block.anchors:
            found.setdefault(anchor.casefold(), number)
    for number, block in enumerate(blocks):
        if not block.level:
            continue
        words = plain_text(block.heading)
        dashed = re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")
        count = seen.get(dashed, 0)
        seen[dashed] = count + 1
        found.setdefault((f"{dashed}-{count}" if count else dashed).casefold(), number)
        found.setdefault(re.sub(r"-{2,}", "-", dashed).strip("-").casefold(), number)
        found.setdefault(unique_anchor(slugify(words), taken).casefold(), number)
    found.pop("", None)
    return found


@dataclass
class _Section:
    """One section while it is being filled: its pieces, each with its heading, level, text and block."""

    pieces: list[tuple[int, str, str, int]] = field(default_factory=list)

    @property
    def has_text(self) -> bool:
        return any(heading or text for _, heading, text, _ in self.pieces)


def assemble(outline: Outline, kind: Kind, table: Mapping[str, Placement]) -> Assembled:
    """Put a document's texts under the kind's sections, in the kind's order.

    What corresponds to nothing stays, under its own heading, in the section that it followed. A section that receives
    nothing is left out, and so is a heading with nothing below it.
    """
    levels = [block.level for block in outline.blocks if block.level]
    top = max(2, min(levels, default=2))
    numbered = numbered_headings(outline.blocks)
    doing = procedures(outline.blocks, top, numbered)
    has_procedure = bool(doing) or any(_leads_to_steps(block, kind, table) for block in outline.blocks)
    sections = {name: _Section() for name in kind.sections}
    current, base = kind.sections[0], 2
    placed: list[Placed] = []
    for number, block in enumerate(outline.blocks):
        if block.level == 0:
            before, steps = before_steps(block.text) if kind.steps_in and not has_procedure else (block.text, "")
            sections[current].pieces.append((0, "", before, number))
            if steps and kind.steps_in:
                sections[kind.steps_in].pieces.append((0, "", steps, number))
        elif number in numbered and heading_key(block.heading) not in table and _is_step(current, block, top, kind):
            current = kind.steps_in or current
            placed += [Placed(plain_text(block.heading), current, True, False, False)] if block.level == top else []
            sections[current].pieces.append((0, "", as_step(*numbered[number], block.text), number))
        elif block.level > top:
            level = min(6, base + block.level - top)
            sections[current].pieces.append((level, block.heading, block.text, number))
        else:
            found = table.get(heading_key(block.heading))
            if number in doing and kind.steps_in and _stays_open(found, current, kind):
                current = kind.steps_in
            elif found:
                current = found.section
            empty = not block.text and not _goes_on(outline.blocks, number, top)
            keep = not found or found.keep or found.section != current or sections[current].has_text
            base = 3 if keep else 2
            placed.append(Placed(plain_text(block.heading), current, keep, found is not None, empty))
            heading = block.heading if keep and not empty else ""
            sections[current].pieces.append((3 if heading else 0, heading, block.text, number))
    return _joined(sections, tuple(placed))


def _leads_to_steps(block: Block, kind: Kind, table: Mapping[str, Placement]) -> bool:
    found = table.get(heading_key(block.heading)) if block.level else None
    return found is not None and found.section == kind.steps_in


def _is_step(current: str, block: Block, top: int, kind: Kind) -> bool:
    """Whether a numbered heading is a step: below the steps, or where it is a top heading and steps may still come."""
    return current == kind.steps_in or (block.level == top and may_hold_steps(current, kind))


def _stays_open(found: Placement | None, current: str, kind: Kind) -> bool:
    """Whether a heading may go to the steps because a procedure stands below it: one that corresponds to nothing, or
    that only looks into something ("Diagnosis"), which is done step by step as well.
    """
    section = found.section if found else current
    return (found is None or found.keep) and may_hold_steps(section, kind)


def _goes_on(blocks: Sequence[Block], number: int, top: int) -> bool:
    """Whether a sub-heading or its text follows a heading that has no text of its own."""
    following = blocks[number + 1] if number + 1 < len(blocks) else None
    return following is not None and following.level > top


def _joined(sections: Mapping[str, _Section], placed: tuple[Placed, ...]) -> Assembled:
    parts: list[str] = []
    owners: list[tuple[int, ...]] = []
    for name, section in sections.items():
        if not section.has_text:
            continue
        parts.append(f"## {name}")
        leading = [number for level, _, _, number in section.pieces if not level]
        owners.append(tuple(leading))
        for level, heading, text, number in section.pieces:
            if heading:
                parts.append(f"{'#' * level} {heading}")
                owners.append((number,))
            if text:
                parts.append(text)
    return Assembled("\n\n".join(parts) + "\n" if parts else "", tuple(owners), placed)


def anchors_of(owners: Sequence[Sequence[int]], headings: Sequence[str]) -> dict[int, str]:
    """The record's anchor for each block, from the anchors of the record's headings in order.

    Empty where the two do not agree in number: then no link can be trusted to lead to a heading.
    """
    if len(owners) != len(headings):
        return {}
    return {number: anchor for numbers, anchor in zip(owners, headings, strict=True) for number in numbers}
