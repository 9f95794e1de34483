"""Front matter as the program writes it: one field a line, long lists one item a line, maps in flow style."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_WIDTH = 110
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_NOT_PLAIN = frozenset({"yes", "no", "on", "off", "true", "false", "null", "y", "n"})


def field_lines(name: str, value: Any) -> Iterator[str]:
    """The lines of one field."""
    is_list = isinstance(value, list) and bool(value)
    if is_list and (len(flow(value)) > _WIDTH - len(name) or isinstance(value[0], dict)):
        yield f"{name}:"
        yield from (f"  - {flow(item)}" for item in value)
    else:
        yield f"{name}: {flow(value)}"


def flow(value: Any) -> str:
    """A value in YAML's flow style: words bare, every other text in double quotes (JSON's, which YAML shares)."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, str) and not (_PLAIN.fullmatch(value) and value.lower() not in _NOT_PLAIN):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
