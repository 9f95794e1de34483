"""JSON as a table: an array of objects, one within an object, or an object a line. What is nested gets dotted names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sopkb.core.errors import UsageError
from sopkb_desk.rows import Line, OpenTable

_LARGEST = 500_000_000
"""Bytes of a file that is one value: it is held in memory whole. An object a line may be larger."""
_LONGEST_LINE = 10_000_000
_DEEPEST = 4
_NAMES = ("display_name", "key_name", "name", "title")


def open_json(path: Path) -> OpenTable:
    """Open a file of JSON.

    Raises:
        UsageError: it is no JSON, or holds no list of objects.
    """
    whole = _whole(path)
    if whole is not None:
        rows = list(map(_flat, whole))
        names = tuple(dict.fromkeys(name for row in rows for name in row))
        return OpenTable(names, lambda: _listed(rows, names))
    seen: dict[str, None] = {}
    for _, row, _ in _by_line(path):
        seen.update(dict.fromkeys(row))
    if not seen:
        raise UsageError(
            f"{path.name} holds no list of objects.", "Export the tickets as a JSON array or as JSON lines."
        )
    names = tuple(seen)
    return OpenTable(names, lambda: ((line, [row.get(n, "") for n in names], bad) for line, row, bad in _by_line(path)))


def _whole(path: Path) -> list[Mapping[str, Any]] | None:
    """The objects of a file that is one value; None where it is an object a line."""
    with path.open("rb") as file:
        first = file.readline(_LONGEST_LINE)
        rest = file.read(4096)
    if first.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{") and rest.lstrip().startswith(b"{"):
        return None
    if path.stat().st_size > _LARGEST:
        raise UsageError(f"{path.name} is one JSON value of over 500 MB.", "Export it as JSON lines: an object a line.")
    try:
        value = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path.name} is not valid JSON.", "Export it again, or as CSV.") from error
    found = max(_lists(value, 0), key=len, default=None)
    if found is None and isinstance(value, dict):
        found = [value]  # one line
    if not found:
        raise UsageError(
            f"{path.name} holds no list of objects.", "Export the tickets as a JSON array or as JSON lines."
        )
    return found


def _lists(value: Any, depth: int) -> Iterator[list[Mapping[str, Any]]]:
    """Lists of objects at the top of a value, or within what wraps it: ``{"data": {"tickets": […]}}``."""
    if isinstance(value, list):
        if value and all(isinstance(each, dict) for each in value):
            yield value
    elif isinstance(value, dict) and depth < 2:
        for each in value.values():
            yield from _lists(each, depth + 1)


def _listed(rows: Iterable[Mapping[str, str]], names: Iterable[str]) -> Iterator[Line]:
    for number, row in enumerate(rows, 1):
        yield number, [row.get(name, "") for name in names], ""


def _by_line(path: Path) -> Iterator[tuple[int, Mapping[str, str], str]]:
    with path.open("r", encoding="utf-8-sig", errors="replace", newline="\n") as file:
        for number, line in enumerate(iter(lambda: file.readline(_LONGEST_LINE), ""), 1):
            if not line.strip():
                continue
            try:
                value = json.loads(line)
            except (ValueError, RecursionError):
                value = None
            if isinstance(value, dict):
                yield number, _flat(value), ""
            else:
                yield number, {}, "it is not a JSON object"


def _flat(value: Mapping[str, Any]) -> dict[str, str]:
    return {name: text for name, text in _parts(value, "", 0) if "\0" not in text}


def _parts(value: Any, name: str, depth: int) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and "display_value" in value:
        yield name, _text(value["display_value"])
    elif isinstance(value, dict) and depth < _DEEPEST:
        for key, each in value.items():
            yield from _parts(each, f"{name}.{key}" if name else str(key), depth + 1)
    elif isinstance(value, list):
        plain = []
        for each in value:
            title = next((str(each[key]) for key in _NAMES if each.get(key)), "") if isinstance(each, dict) else ""
            if isinstance(each, dict) and title and "value" in each:
                yield f"{name}.{title}", _text(each["value"])
            else:
                plain.append(title or _text(each))
        yield name, "\n".join(filter(None, plain))
    else:
        yield name, _text(value)


def _text(value: Any) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
