"""Edits of front matter that touch the characters meant and no other.

YAML is never written anew: a value is replaced where it stands, a field or an item is put between two lines. Comments,
blank lines, quotation marks, key order and line ends stay as their author made them. Each function takes the whole
text of a file and gives the whole new text, and reads what it made: where a layout is so unusual that the result would
say anything but what was meant, it refuses.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from sopkb.core.errors import SopkbError
from sopkb.core.fields import FIELDS_OF
from sopkb.core.positioned_yaml import YamlPart, layout, read
from sopkb.core.source import FaultKind
from sopkb.history.edit.front_matter import field_lines, flow

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_BREAK = re.compile(r"\r\n|\r|\n")
_BENIGN = frozenset({FaultKind.TRAP})


class LayoutRefused(SopkbError):
    """A file whose front matter cannot be edited by a program without risk to what it says."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The front matter cannot be edited safely: {reason}.", "Make this change by hand.")


def newline_of(text: str) -> str:
    """The line end that a text uses most."""
    ends = _BREAK.findall(text)
    return max(("\n", "\r\n", "\r"), key=ends.count)


def front_matter(text: str) -> tuple[int, int]:
    """Where the YAML between the ``---`` lines begins and ends.

    Raises:
        LayoutRefused: there is none.
    """
    at = 1 if text.startswith("\ufeff") else 0
    start = -1
    while at < len(text):
        line = _LINE.match(text, at)
        assert line is not None
        if line[0].rstrip() == "---":
            if start >= 0:
                return start, at
            start = line.end()
        elif start < 0:
            break
        at = line.end()
    raise LayoutRefused("it does not stand between two `---` lines")


def values_of(text: str) -> dict[str, Any]:
    """What the front matter says.

    Raises:
        LayoutRefused: a part of it cannot be read, or is not what it looks like (anchors, tags, a key given twice).
    """
    start, end = front_matter(text)
    meta = read(_BREAK.sub("\n", text[start:end]))
    for fault in meta.faults:
        if fault.kind not in _BENIGN:
            raise LayoutRefused(f"{fault.kind.value} in line {fault.at.line + 1}")
    return dict(meta.data)


def set_field(text: str, kind: str, name: str, value: Any) -> str:
    """Give a field a value: in its place where it is there, else where the order of fields puts it.

    Args:
        text: the whole file.
        kind: name of the record's kind, for the order of its fields.
        name: of the field, at the top level.
        value: text, number, list or map.
    """
    values = values_of(text)

    def edit(front: str, root: YamlPart) -> str:
        held = _entry(front, root, name)
        if held is None:
            return _insert(front, root, kind, name, value, newline_of(text))
        return _replace(front, held[1], value)

    return _edited(text, {**values, name: value}, edit)


def remove_field(text: str, name: str) -> str:
    """Take a field of the top level out, its lines with it; a text without it stays as it is.

    Raises:
        LayoutRefused: its layout is unusual.
    """
    values = values_of(text)
    if name not in values:
        return text

    def edit(front: str, root: YamlPart) -> str:
        held = _entry(front, root, name)
        if held is None or root.style == "flow":
            raise LayoutRefused(f"`{name}` does not stand on lines of its own")
        start = _line_start(front, held[0].start)
        return front[:start] + front[_line_end(front, held[1].end) :]

    return _edited(text, {key: value for key, value in values.items() if key != name}, edit)


def set_inside(text: str, values: Mapping[tuple[str | int, ...], Any]) -> str:
    """Give values a new value where they stand, however deep; each is there already.

    Args:
        text: the whole file.
        values: by path: names of keys and numbers of items, from the top.

    Raises:
        LayoutRefused: there is no such value, or its layout is unusual.
    """
    expected = values_of(text)
    for path, value in values.items():
        holder: Any = expected
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = value

    def edit(front: str, root: YamlPart) -> str:
        places = sorted(((_inside(front, root, path), value) for path, value in values.items()), key=_begin)
        for part, value in reversed(places):  # from the end, so that earlier places stay where they are
            front = _replace(front, part, value)
        return front

    return _edited(text, expected, edit)


def _begin(place: tuple[YamlPart, Any]) -> int:
    return place[0].start


def _inside(front: str, root: YamlPart, path: tuple[str | int, ...]) -> YamlPart:
    part = root
    for step in path:
        if isinstance(step, int):
            if step >= len(part.items):
                raise LayoutRefused("a list in it cannot be followed")
            part = part.items[step]
            continue
        held = _entry(front, part, step)
        if held is None:
            raise LayoutRefused(f"`{step}` does not stand where it should")
        part = held[1]
    return part


def put_first(text: str, kind: str, name: str, entry: Mapping[str, Any]) -> str:
    """Put a map before the first one of a list, laid out as that one is: its style, its order of keys, its quotes."""
    values = values_of(text)
    old = values.get(name)
    if not isinstance(old, list) or not old:
        return set_field(text, kind, name, [dict(entry)])

    def edit(front: str, root: YamlPart) -> str:
        held = _entry(front, root, name)
        assert held is not None
        first, dash = held[1].items[0], held[1].start
        if held[1].style == "flow":
            alone = not front[_line_start(front, first.start) : first.start].strip()
            between = newline_of(text) + _indent(front, first.start) if alone else " "
            return front[: first.start] + f"{_like(front, first, entry)},{between}" + front[first.start :]
        gap = front[dash + 1 : first.start]
        gap = gap if not gap.strip(" \r\n") else " "  # a comment may stand there
        below = newline_of(text) + " " * len((_indent(front, dash) + "-" + gap).splitlines()[-1])
        item = _like(front, first, entry, below)
        at = _line_start(front, dash)
        return front[:at] + f"{_indent(front, dash)}-{gap}{item}{newline_of(text)}" + front[at:]

    return _edited(text, {**values, name: [dict(entry), *old]}, edit)


def append(text: str, kind: str, name: str, item: str) -> str:
    """Put a text after the last one of a list; the list is made where it is missing or empty."""
    values = values_of(text)
    old = values.get(name)
    if old is None or old == []:
        return set_field(text, kind, name, [item])
    if not isinstance(old, list):
        raise LayoutRefused(f"`{name}` is not a list")

    def edit(front: str, root: YamlPart) -> str:
        held = _entry(front, root, name)
        assert held is not None
        last = held[1].items[-1]
        written = _scalar(item, last.style)
        if held[1].style == "flow":
            return front[: last.end] + f", {written}" + front[last.end :]
        at = _line_end(front, last.end)
        return front[:at] + f"{_indent(front, held[1].start)}- {written}{newline_of(text)}" + front[at:]

    return _edited(text, {**values, name: [*old, item]}, edit)


def _edited(text: str, expected: dict[str, Any], edit: Callable[[str, YamlPart], str]) -> str:
    """Apply an edit to the front matter, and hold its result against what it shall say."""
    start, end = front_matter(text)
    front = text[start:end]
    try:
        root = layout(front)
    except ValueError as error:
        raise LayoutRefused("it is no map of fields in YAML") from error
    new = text[:start] + edit(front, root) + text[end:]
    if values_of(new) != expected or new[front_matter(new)[1] :] != text[end:]:
        raise LayoutRefused("its layout is unusual here")
    return new


def _entry(front: str, root: YamlPart, name: str) -> tuple[YamlPart, YamlPart] | None:
    for key, value in root.entries:
        if front[key.start : key.end].strip("'\"") == name:
            if front[value.start : value.start + 1] in ("&", "!"):
                raise LayoutRefused(f"`{name}` has a YAML anchor or tag")
            return key, value
    return None


def _replace(front: str, part: YamlPart, value: Any) -> str:
    written = _scalar(value, part.style) if isinstance(value, str) else flow(value)
    gap = " " if part.start == part.end and front[part.start - 1 : part.start] == ":" else ""
    end = part.start + len(front[part.start : part.end].rstrip("\r\n"))  # a block scalar ends on the next line
    return front[: part.start] + gap + written + front[end:]


def _insert(front: str, root: YamlPart, kind: str, name: str, value: Any, newline: str) -> str:
    """Put a field after the nearest of those that come before it in the model's order."""
    order = list(FIELDS_OF.get(kind, {}))
    earlier = order[: order.index(name)] if name in order else order
    before = next((held for other in reversed(earlier) if (held := _entry(front, root, other))), None)
    if root.style == "flow":
        at = before[1].end if before else root.start + 1
        written = f"{name}: {flow(value)}"
        return front[:at] + (f", {written}" if before else f"{written}, ") + front[at:]
    first = root.entries[0][0].start
    at = _line_end(front, before[1].end) if before else _line_start(front, first)
    indent = _indent(front, first)
    lines = "".join(f"{indent}{line}{newline}" for line in field_lines(name, value))
    return front[:at] + lines + front[at:]


def _like(front: str, model: YamlPart, entry: Mapping[str, Any], below: str = "") -> str:
    """A map written in the manner of another; ``below`` is what begins each further line of a block map."""
    styles = {front[key.start : key.end].strip("'\""): value.style for key, value in model.entries}
    keys = [name for name in styles if name in entry] + [name for name in entry if name not in styles]
    pairs = [f"{name}: {_scalar(entry[name], styles.get(name, ''))}" for name in keys]
    if model.style == "block":
        return below.join(pairs)
    edge = front[model.start + 1 : model.entries[0][0].start] if model.entries else ""
    edge = edge if not edge.strip(" ") else ""
    return "{" + edge + ", ".join(pairs) + edge + "}"


def _scalar(value: Any, style: str) -> str:
    """A value with the quotation marks that stood there; where none did, with those it needs."""
    if isinstance(value, str):
        if style == "'" and value.isprintable():
            return "'" + value.replace("'", "''") + "'"
        if style == '"':
            return flow(value) if flow(value).startswith('"') else json.dumps(value, ensure_ascii=False)
    return flow(value)


def _line_start(front: str, at: int) -> int:
    return max(front.rfind("\n", 0, at), front.rfind("\r", 0, at)) + 1


def _line_end(front: str, at: int) -> int:
    """Where the line after the one at an offset begins; an offset at a line's beginning is that already."""
    if at and at == _line_start(front, at):
        return at
    line = _LINE.match(front, at)
    assert line is not None
    return line.end()


def _indent(front: str, at: int) -> str:
    """What stands before an offset in its line: spaces, or the layout is not one to edit."""
    before = front[_line_start(front, at) : at]
    if before.strip(" "):
        raise LayoutRefused("a list or a map begins in the middle of a line")
    return before
