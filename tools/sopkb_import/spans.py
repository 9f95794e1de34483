"""Where exactly the links and images of a Markdown text stand, so that they can be rewritten in place.

markdown-it says what is a link but not where. Its own rules are run here with a note of the position at which each
began and ended, so that there is one judge of what a link is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_inline import StateInline, autolink, backtick, escape, html_inline, image, link

from sopkb.core.body import LinkKind
from sopkb.core.load.body import parse_body
from sopkb_import.code import parsed

_Rule = Callable[[StateInline, bool], bool]
_MAY_LEAD = re.compile(r"[\[<`]")
_DEFINITION = re.compile(r"\[(?:[^\[\]\\]|\\.)+\]:[ \t]*(?:\n[ \t>]*)?")
_LINE_JOINT = re.compile(r"\n[ \t>]*")


@dataclass(frozen=True, slots=True)
class Span:
    """A link or an image, as offsets into the text.

    Args:
        start: of the whole.
        end: of the whole.
        label: start and end of what stands between the square brackets.
        address: start and end of the address; None where the address stands in a definition elsewhere.
        href: the address, backslashes and entities resolved; percent-escapes are still there.
        is_image: whether it is an image.
        name: the definition's name, as definitions are compared; ``""`` for one with its address.
    """

    start: int
    end: int
    label: tuple[int, int]
    address: tuple[int, int] | None
    href: str
    is_image: bool
    name: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A ``[[name]]`` or a bare id, as offsets into the text."""

    start: int
    end: int
    target: str
    is_wiki: bool


@dataclass(frozen=True, slots=True)
class Definition:
    """A link definition (``[name]: address``).

    Args:
        name: as definitions are compared.
        href: the address.
        address: start and end of the address in the text; None where it could not be placed.
    """

    name: str
    href: str
    address: tuple[int, int] | None


@dataclass(frozen=True)
class Spans:
    """Everything in a text that leads somewhere.

    Args:
        text: the text.
        links: links and images.
        mentions: ``[[names]]`` and bare ids.
        definitions: addresses that links name.
    """

    text: str
    links: tuple[Span, ...]
    mentions: tuple[Mention, ...]
    definitions: tuple[Definition, ...]


def find_spans(text: str) -> Spans:
    """Find what leads somewhere in a Markdown text. What cannot be placed to the letter is left out."""
    env: dict[str, Any] = {}
    tokens = parsed(text, env)
    starts = _line_starts(text)
    cursor = 0
    links: list[Span] = []
    for token in tokens:
        if token.type == "inline" and token.map and _MAY_LEAD.search(token.content):
            cursor = max(cursor, starts[token.map[0]])
            stop = starts[min(token.map[1], len(starts) - 1)]
            cursor = _place(text, token.content, env, (cursor, stop), links)
    return Spans(text, tuple(links), tuple(_mentions(text, starts)), tuple(_definitions(text, starts, env)))


def _line_starts(text: str) -> list[int]:
    """Offsets at which the lines begin, and the text's end."""
    return [0, *(match.end() for match in re.finditer("\n", text)), len(text)]


@dataclass(frozen=True, slots=True)
class _Atom:
    """What one rule took out of a block's text: offsets into that text."""

    rule: str
    start: int
    end: int
    label_end: int = 0
    address: tuple[int, int] | None = None
    href: str = ""
    name: str = ""


def _noting(name: str, rule: _Rule) -> _Rule:
    """A rule that also notes what it took. Inside an image's words nothing is noted: they hold no live links."""

    def run(state: StateInline, silent: bool) -> bool:
        start = state.pos
        atoms: list[_Atom] | None = state.env.get("atoms")
        if name == "image" and not silent:
            state.env["atoms"] = None
        matched = rule(state, silent)
        state.env["atoms"] = atoms
        if matched and not silent and atoms is not None:
            atoms.append(_atom(name, state, start))
        return matched

    return run


def _atom(rule: str, state: StateInline, start: int) -> _Atom:
    end = state.pos
    if rule not in ("link", "image"):
        return _Atom(rule, start, end)
    opening = start + (rule == "image")
    here, state.pos = state.pos, opening
    label_end = state.md.helpers.parseLinkLabel(state, opening, rule == "link")
    state.pos = here
    after = state.src[label_end + 1 : end]
    if after.startswith("("):
        begin = label_end + 2 + (len(after) - 1 - len(after[1:].lstrip()))
        address = state.md.helpers.parseLinkDestination(state.src, begin, end)
        return _Atom(rule, start, end, label_end, (begin, address.pos if address.ok else begin), address.str)
    name = after[1:-1] if len(after) > 2 else state.src[opening + 1 : label_end]
    definition = state.env["references"][normalizeReference(name)]
    return _Atom(rule, start, end, label_end, None, definition["href"], normalizeReference(name))


def _make_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("strikethrough")
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    rules = {"link": link, "image": image, "backticks": backtick, "autolink": autolink}
    rules |= {"html_inline": html_inline, "escape": escape}
    for name, rule in rules.items():
        parser.inline.ruler.at(name, _noting(name, rule))
    return parser


_INLINE = _make_parser()


def _place(
    text: str,
    content: str,
    env: dict[str, Any],
    within: tuple[int, int],
    links: list[Span],
) -> int:
    """Find one block's links again in the whole text: a block's content has lost its indents and quote marks.

    Args:
        text: the whole text.
        content: of the block.
        env: the definitions.
        within: where in the text the block stands.
        links: to be added to.

    Returns:
        The offset up to which the text is done.
    """
    atoms: list[_Atom] = []
    _INLINE.parseInline(content, env | {"atoms": atoms})
    atoms.sort(key=lambda atom: (atom.start, -atom.end))
    cursor, stop = within
    inside, outside = 0, cursor  # where the link that is open ends, in the block and in the text
    for atom in atoms:
        if atom.start >= inside:
            cursor = max(cursor, outside)
        placed = _Placed.find(text, content, atom, cursor, stop)
        if placed is None:
            continue
        cursor = placed.end
        if atom.rule in ("link", "image"):
            links.append(_span(atom, placed))
        if atom.rule == "link":
            cursor = placed.at(atom.start + 1)  # its words may hold code and images
            inside, outside = atom.end, placed.end
    return max(cursor, outside)


def _span(atom: _Atom, placed: _Placed) -> Span:
    is_image = atom.rule == "image"
    label = (placed.at(atom.start + 1 + is_image), placed.at(atom.label_end))
    address = (placed.at(atom.address[0]), placed.at(atom.address[1])) if atom.address else None
    return Span(placed.start, placed.end, label, address, atom.href, is_image, atom.name)


@dataclass(frozen=True, slots=True)
class _Placed:
    """An atom's place in the whole text; its lines may be further apart there than in the block."""

    start: int
    end: int
    joints: tuple[tuple[int, int], ...]
    """For each line of the atom its offset in the block and in the text."""

    @classmethod
    def find(cls, text: str, content: str, atom: _Atom, cursor: int, stop: int) -> _Placed | None:
        lines = content[atom.start : atom.end].split("\n")
        begin = text.find(lines[0], cursor, stop)
        while begin >= 0:
            joints, end = [(atom.start, begin)], begin + len(lines[0])
            inside = atom.start + len(lines[0]) + 1
            for line in lines[1:]:
                joint = _LINE_JOINT.match(text, end)
                words = line.lstrip(" \t>")
                if not joint or not text.startswith(words, joint.end()):
                    break
                joints.append((inside + len(line) - len(words), joint.end()))
                end, inside = joint.end() + len(words), inside + len(line) + 1
            else:
                return cls(begin, end, tuple(joints))
            begin = text.find(lines[0], begin + 1, stop)
        return None

    def at(self, offset: int) -> int:
        """Where an offset of the block stands in the text."""
        inside, outside = self.joints[max(0, bisect_left(self.joints, (offset + 1, 0)) - 1)]
        return outside + offset - inside


def _mentions(text: str, starts: list[int]) -> Iterator[Mention]:
    """What the loader, and with it every check, takes for the name of a record."""
    for found in parse_body(text, 1).links:
        if found.kind in (LinkKind.WIKI, LinkKind.BARE_ID):
            start = starts[found.at.line - 1] + found.at.column - 1
            yield Mention(start, start + found.length, found.target, found.kind is LinkKind.WIKI)


def _definitions(text: str, starts: list[int], env: dict[str, Any]) -> Iterator[Definition]:
    for name, definition in env.get("references", {}).items():
        begin, end = starts[definition["map"][0]], starts[min(definition["map"][1], len(starts) - 1)]
        opening = _DEFINITION.search(text, begin, end)
        found = _INLINE.helpers.parseLinkDestination(text, opening.end(), end) if opening else None
        address = (opening.end(), found.pos) if opening and found and found.ok else None
        yield Definition(name, definition["href"], address)
