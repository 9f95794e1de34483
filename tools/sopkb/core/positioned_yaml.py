"""YAML read strictly, with the line and column of every key and value.

PyYAML composes the tree of nodes (libyaml where it is available); the values are ours. A plain scalar is null,
true, false, a decimal integer, or text, and nothing else: where YAML 1.1 would read ``NO`` as false, ``1.10`` as a
number, ``0012`` as ten or ``2026-11-22`` as a date, the text is kept and a fault says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import yaml

from sopkb.core.diagnostics import Location
from sopkb.core.source import Fault, FaultKind, Meta, Path, Positions

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SAFE: Any = yaml.SafeLoader("")
_INTEGER = re.compile(r"-?(0|[1-9]\d{0,17})")
_NULLS = ("", "~", "null")
_NESTED = re.compile(r"[\[{]|(?:^|(?<=\s))[-?](?=\s)")
_LONGEST_LINE_OF_NESTING = 40
_DEEPEST = 12
_TAB_INDENT = re.compile(r" *\t")
_CORE_TAGS = "tag:yaml.org,2002:"
_STRING_TAG = "tag:yaml.org,2002:str"
_MAP_TAG = "tag:yaml.org,2002:map"
_LIST_TAG = "tag:yaml.org,2002:seq"
_HALF = re.compile("[\ud800-\udfff]")
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CUT_OFF = re.compile(r"[ \t]{1,40}#[^\s#!][^\n]{0,200}")
"""What YAML takes for a comment although no blank stands behind its sign: ``queue #5 and the rest``."""
_OPENING_QUOTES, _CLOSING_QUOTES = "\u201c\u201e\u201f\u2018\u201a\u00ab\u2039", "\u201d\u201c\u2019\u2018\u00bb\u203a"
_ODD_BREAK = re.compile("[\x85\u2028\u2029]")
_TYPOGRAPHIC = re.compile(rf"\s{{0,40}}(?:- {{1,9}})?(?:[\w-]{{1,60}}: {{1,9}})?[{_OPENING_QUOTES}]")
_INTERNED: dict[Path, Path] = {}


def read(text: str, first_line: int = 1) -> Meta:
    """Read one YAML map.

    Args:
        text: the YAML, without ``---`` lines.
        first_line: number of the text's first line in its file.

    Returns:
        The values with their places. Whatever is wrong is a fault, never an exception; where nothing can be
        read, the map is empty.
    """
    unreadable = _refuse_early(text, first_line)
    if unreadable:
        return Meta(faults=(unreadable,))
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        return Meta(faults=(_syntax_fault(error, text, first_line),))
    except RecursionError:  # the pure loader
        return Meta(faults=(Fault(FaultKind.TOO_DEEP, Location(first_line, 1)),))
    except ValueError:  # libyaml, which takes UTF-8 alone
        half = _HALF.search(text)
        at = _place_of(text, half.start(), first_line) if half else Location(first_line, 1)
        return Meta(faults=(Fault(FaultKind.SYNTAX, at, "half a character (a surrogate), which no text holds"),))
    if not isinstance(root, yaml.MappingNode):
        return Meta(faults=(Fault(FaultKind.NOT_A_MAP, Location(first_line, 1)),))
    reader = _Reader(first_line, text)
    data = reader.mapping(root, (), 0)
    return Meta(data, Positions(reader.places), tuple(reader.faults))


def _refuse_early(text: str, first_line: int) -> Fault | None:
    """What must not reach the parser: libyaml's composer recurses in C without a limit."""
    if len(_NESTED.findall(text)) > _LONGEST_LINE_OF_NESTING:
        for number, line in enumerate(text.split("\n")):
            if len(_NESTED.findall(line)) > _LONGEST_LINE_OF_NESTING and _depth(line) > _DEEPEST:
                return Fault(FaultKind.TOO_DEEP, Location(first_line + number, 1))
        if _depth(text) > _DEEPEST * 4:
            return Fault(FaultKind.TOO_DEEP, Location(first_line, 1))
    return None


def _depth(text: str) -> int:
    """The deepest flow nesting of a text, or its longest run of ``- - -``, whichever is more."""
    depth = deepest = 0
    for sign in text:
        if sign in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif sign in "]}" and depth:
            depth -= 1
    dashes = max((len(run.split()) for run in re.findall(r"(?:[-?]\s+){2,}", text)), default=0)
    return max(deepest, dashes)


def _syntax_fault(error: yaml.YAMLError, text: str, first_line: int) -> Fault:
    odd = _UNPRINTABLE.search(text)
    if odd:
        return Fault(FaultKind.SYNTAX, _place_of(text, odd.start(), first_line), "a control character")
    mark, opened = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    context = str(getattr(error, "context", None) or "")
    if mark and opened and opened.line < mark.line and ("quoted scalar" in context or "flow" in context):
        mark = opened  # what was never closed is noticed lines later; the author wants to know where it begins
    if mark is None:
        return Fault(FaultKind.SYNTAX, Location(first_line, 1), "cannot be read as YAML")
    at = _place_of(text, mark.index, first_line)
    if _TAB_INDENT.match(text, text.rfind("\n", 0, mark.index) + 1):
        return Fault(FaultKind.TAB, Location(at.line, 1))
    problem = str(getattr(error, "problem", None) or "cannot be read as YAML")
    start = text.rfind("\n", 0, mark.index) + 1
    if _TYPOGRAPHIC.match(text[start : start + 200]):
        problem = "a typographic quotation mark, which YAML takes for text: write a straight one"
    return Fault(FaultKind.SYNTAX, at, problem)


def _place_of(text: str, index: int, first_line: int) -> Location:
    """A place by its character. YAML counts some characters as line ends that no editor does."""
    return Location(first_line + text.count("\n", 0, index), index - text.rfind("\n", 0, index))


@dataclass(frozen=True, slots=True)
class YamlPart:
    """A key or a value of a YAML text, as the characters that it takes.

    Args:
        start: offset of its first character.
        end: offset after its last one; comments that follow it are not of it, blank lines only after a block scalar.
        style: of a scalar its quotation mark or block sign, ``""`` where it is plain; of a collection ``flow`` or
            ``block``.
        entries: keys and values of a map, in order.
        items: of a list, in order.
    """

    start: int
    end: int
    style: str = ""
    entries: tuple[tuple[YamlPart, YamlPart], ...] = ()
    items: tuple[YamlPart, ...] = ()


def layout(text: str) -> YamlPart:
    """Where everything stands in a YAML map that :func:`read` reads without a fault in its structure.

    Raises:
        ValueError: it is none.
    """
    try:
        root = None if _refuse_early(text, 1) else yaml.compose(text, Loader=_LOADER)
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError("not YAML") from error
    if not isinstance(root, yaml.MappingNode):
        raise ValueError("not a YAML map")
    return _part(root, text)


def _part(node: yaml.Node, text: str) -> YamlPart:
    start, end = node.start_mark.index, node.end_mark.index
    if isinstance(node, yaml.ScalarNode):
        return YamlPart(start, end, node.style or "")
    entries: tuple[tuple[YamlPart, YamlPart], ...] = ()
    items: tuple[YamlPart, ...] = ()
    if isinstance(node, yaml.MappingNode):
        entries = tuple((_part(key, text), _part(value, text)) for key, value in node.value)
    elif isinstance(node, yaml.SequenceNode):
        items = tuple(_part(item, text) for item in node.value)
    if isinstance(node, yaml.CollectionNode) and node.flow_style:
        return YamlPart(start, end, "flow", entries, items)
    last = entries[-1][1] if entries else items[-1]  # a block collection's own end mark is where the next thing begins
    return YamlPart(start, last.end, "block", entries, items)


class _Reader:
    """Turns nodes into values, noting where each stands."""

    def __init__(self, first_line: int, text: str) -> None:
        self.first_line = first_line
        self._text = text
        self._recounted = text if _ODD_BREAK.search(text) else None
        self.places: dict[Path, int] = {}
        self.faults: list[Fault] = []
        self._seen: set[int] = set()

    def mapping(self, node: yaml.MappingNode, path: Path, depth: int) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            at = self._at(key_node)
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            if key is None or (key_node.tag != _STRING_TAG and key in _NULLS):
                self._fault(FaultKind.KEY_NOT_TEXT, at)
            elif key == "<<":
                self._fault(FaultKind.ALIAS, at, "<<")
            elif key in values:
                first = Positions(self.places).key(*path, key)
                self._fault(FaultKind.DUPLICATE_KEY, at, f"{key}\n{first.line}")
            else:
                below = (*path, key)
                self._place(below, at, at if id(value_node) in self._seen else self._at(value_node))
                values[key] = self.value(value_node, below, depth + 1)
        return values

    def value(self, node: yaml.Node, path: Path, depth: int) -> Any:
        if depth > _DEEPEST:
            self._fault(FaultKind.TOO_DEEP, self._at(node))
            return None
        if id(node) in self._seen:  # the composer gives an alias as the very node it names
            self._fault(FaultKind.ALIAS, Positions(self.places).value(*path), "*")
            return None
        self._seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            self._refuse_tag(node, _MAP_TAG)
            return self.mapping(node, path, depth)
        if isinstance(node, yaml.SequenceNode):
            self._refuse_tag(node, _LIST_TAG)
            values = []
            for number, item in enumerate(node.value):
                at = Positions(self.places).value(*path) if id(item) in self._seen else self._at(item)
                self._place((*path, number), at, at)
                values.append(self.value(item, (*path, number), depth + 1))
            return values
        return self._scalar(node, path) if isinstance(node, yaml.ScalarNode) else None

    def _scalar(self, node: yaml.ScalarNode, path: Path) -> Any:
        text: str = node.value
        if node.style:  # quoted or block; libyaml gives "" for plain, the pure parser None
            self._refuse_tag(node, _STRING_TAG)
            return text
        if node.tag not in (_STRING_TAG, _SAFE.resolve(yaml.ScalarNode, text, (True, False))):
            self._refuse_tag(node, _STRING_TAG)
            return text
        lost = _CUT_OFF.match(self._text, node.end_mark.index) if "#" in self._text else None
        if lost:
            self._fault(FaultKind.TRAP, self._at(node), f"{text}{lost.group().rstrip()}\n{text or 'nothing'}", path)
        elif text[:1] in _OPENING_QUOTES and text[-1:] in _CLOSING_QUOTES and len(text) > 1 and not text.isascii():
            self._fault(
                FaultKind.TRAP, self._at(node), f"{text[1:-1]}\na text with the marks {text[0]} and {text[-1]}", path
            )
        if text in _NULLS:
            return None
        if text in ("true", "false"):
            return text == "true"
        if _INTEGER.fullmatch(text):
            return int(text)
        if node.tag != _STRING_TAG:
            self._fault(FaultKind.TRAP, self._at(node), f"{text}\n{_yaml_reading(node)}", path)
        return text

    def _refuse_tag(self, node: yaml.Node, plain: str) -> None:
        if node.tag != plain:
            self._fault(FaultKind.ALIAS, self._at(node), node.tag.replace(_CORE_TAGS, "!!"))

    def _at(self, node: yaml.Node) -> Location:
        mark = node.start_mark
        if self._recounted is not None:
            return _place_of(self._recounted, mark.index, self.first_line)
        return Location(self.first_line + mark.line, mark.column + 1)

    def _place(self, path: Path, key: Location, value: Location) -> None:
        self.places[_INTERNED.setdefault(path, path)] = Positions.pack(key, value)

    def _fault(self, kind: FaultKind, at: Location, detail: str = "", path: Path = ()) -> None:
        self.faults.append(Fault(kind, at, detail, path))


def _yaml_reading(node: yaml.ScalarNode) -> str:
    """What YAML 1.1 makes of a plain scalar, in words."""
    try:
        value = _SAFE.construct_object(yaml.ScalarNode(node.tag, node.value))
    except (yaml.YAMLError, ValueError, OverflowError):
        return f"a {node.tag.rpartition(':')[2]}"
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    sort = "number" if isinstance(value, int | float) else "moment" if isinstance(value, datetime) else "date"
    return f"the {sort} {value}"
