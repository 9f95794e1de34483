"""What happened to the front matter: by field, and inside lists by the element that a person would name."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

from sopkb.core.diagnostics import Location
from sopkb.core.record import Record
from sopkb.core.version import Level
from sopkb.history.levels import FIELD_LEVELS, PROSE_FIELDS, prose_level
from sopkb.lint.change import Edit, How, RecordPart

_KEYS = {"route": "level", "nodes": "id", "modules": "id", "quiz": "q", "harm_checked": "image", "waive": "rule"}
"""For a list of maps, the key that tells its elements apart."""
_SPOKEN = {"route": "level {}", "nodes": "{}", "modules": "{}", "harm_checked": "{}", "waive": "{}"}
_UNTOLD = ("id", "version", "changelog")
"""Fields that say what changed, rather than change."""


def field_edits(before: Record, after: Record) -> Iterator[Edit]:
    """Edits of the front matter, in the order of the table of fields, unknown keys last."""
    known = [*after.fields, *before.fields, *after.meta.data, *before.meta.data]
    for name in dict.fromkeys(known):
        old, new = before.meta.data.get(name), after.meta.data.get(name)
        if name in _UNTOLD or _frozen(old) == _frozen(new):
            continue
        if isinstance(old, list) or isinstance(new, list):
            yield from _list_edits(name, _listed(old), _listed(new), after)
        else:
            yield _scalar_edit(name, old, new, after.at(name))


def _scalar_edit(name: str, old: Any, new: Any, at: Location) -> Edit:
    how = How.ADDED if old is None else How.REMOVED if new is None else How.CHANGED
    before, after = spoken(name, old), spoken(name, new)
    level = FIELD_LEVELS.get(name, Level.PATCH)
    if name in PROSE_FIELDS:
        level = prose_level(before, after)
    elif name == "how_to_raise" and old is None:
        level = Level.MINOR  # the section Route said it until now; were it another way, that section changes too
    elif name == "retired" and isinstance(new, dict) and new.get("reason") == "unsafe":
        level = Level.MAJOR
    return Edit(RecordPart.FIELD, name, how, level, "", before, after, at, wording=name in PROSE_FIELDS)


def _list_edits(name: str, old: list[Any], new: list[Any], record: Record) -> Iterator[Edit]:
    was, now = _by_key(name, old), _by_key(name, new)
    for key, (position, value) in now.items():
        at, item = record.at(name, position), _item(name, value)
        if key not in was:
            yield _list_edit(name, How.ADDED, item, None, value, at)
        elif _frozen(was[key][1]) != _frozen(value):
            yield _list_edit(name, How.CHANGED, item, was[key][1], value, at)
    for key, (_, value) in was.items():
        if key not in now:
            yield _list_edit(name, How.REMOVED, _item(name, value), value, None, record.at(name))
    if name in ("modules", "nodes"):
        old_order, new_order = [key for key in was if key in now], [key for key in now if key in was]
        if old_order != new_order:
            # A tree is entered at its first node, so another first node is another tree.
            level = Level.MAJOR if name == "nodes" and list(was)[:1] != list(now)[:1] else Level.MINOR
            before, after = (", ".join(str(key[1]) for key in order) for order in (old_order, new_order))
            yield Edit(RecordPart.FIELD, name, How.MOVED, level, "", before, after, record.at(name))


def _listed(value: Any) -> list[Any]:
    """A list as it is, one value as a list of it: ``ESC-0001`` and ``[ESC-0001]`` mean the same."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _list_edit(name: str, how: How, item: str, old: Any, new: Any, at: Location) -> Edit:
    before, after = spoken(name, old), spoken(name, new)
    return Edit(RecordPart.FIELD, name, how, _level(name, how, old, new), item, before, after, at)


def _level(name: str, how: How, old: Any, new: Any) -> Level | None:
    """A node whose branches lead where they led, and a module whose pin was raised, change less than others."""
    level = FIELD_LEVELS.get(name, Level.PATCH)
    if how is not How.CHANGED or not isinstance(old, dict) or not isinstance(new, dict):
        return level
    if name == "nodes" and _branches(old) == _branches(new):
        return Level.MINOR
    if name == "modules" and {**old, "records": _taught(old)} == {**new, "records": _taught(new)}:
        return Level.PATCH
    return level


def _branches(node: Mapping[str, Any]) -> Hashable:
    """Where the answers of a node lead, in order."""
    return _frozen([{k: a.get(k) for k in ("goto", "record")} for a in _maps(node.get("answers"))])


def _taught(module: Mapping[str, Any]) -> list[Any]:
    return [pin.get("id") for pin in _maps(module.get("records"))]


def _by_key(name: str, values: list[Any]) -> dict[tuple[Hashable, ...], tuple[int, Any]]:
    """Elements with their place, by what tells them apart; a second of the same name counts as another."""
    found: dict[tuple[Hashable, ...], tuple[int, Any]] = {}
    seen: dict[Hashable, int] = {}
    own = _KEYS.get(name)
    for position, value in enumerate(values):
        identity = _frozen(value.get(own)) if own and isinstance(value, dict) else _frozen(value)
        seen[identity] = seen.get(identity, 0) + 1
        key = (seen[identity], str(value.get(own)) if own and isinstance(value, dict) else identity)
        found[key] = (position, value)
    return found


def _item(name: str, value: Any) -> str:
    pattern = _SPOKEN.get(name)
    return pattern.format(value.get(_KEYS[name], "?")) if pattern and isinstance(value, dict) else ""


def spoken(name: str, value: Any) -> str:
    """A value as a person would say it; ``""`` for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(spoken(name, each) for each in value)
    if not isinstance(value, dict):
        return str(value)
    match name:
        case "route":
            return _told(value, "{team} {channel_role}, answers within {respond_minutes} minutes, {hours}")
        case "nodes":
            answers = (_answer(each) for each in _maps(value.get("answers")))
            return f"{value.get('ask', '?')} {'; '.join(answers)}"
        case "modules":
            pins = (f"{pin.get('id', '?')} at {pin.get('at_major', '?')}" for pin in _maps(value.get("records")))
            mark = ", {pass_mark}% to pass" if "pass_mark" in value else ""
            return _told(value, "{title} ({minutes} minutes" + mark + "): ") + ", ".join(pins)
        case "quiz":
            return f"{value.get('q', '?')} Answer: {spoken('', value.get('answer'))}"
    return ", ".join(f"{key}: {spoken('', each)}" for key, each in value.items())


def _answer(answer: Mapping[str, Any]) -> str:
    return f"{answer.get('say', '?')} → {answer.get('goto') or answer.get('record') or '?'}"


class _Told(dict[str, Any]):
    """A map in which every key can be asked for."""

    def __missing__(self, key: str) -> str:
        return "?"


def _told(value: Mapping[str, Any], pattern: str) -> str:
    return pattern.format_map(_Told(value))


def _maps(value: Any) -> list[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _frozen(value: Any) -> Hashable:
    """A value that equals another exactly where both mean the same; the order of a map's keys means nothing."""
    if isinstance(value, dict):
        return ("map", frozenset((str(key), _frozen(each)) for key, each in value.items()))
    if isinstance(value, list):
        return ("list", tuple(_frozen(each) for each in value))
    return (type(value).__name__, value)
