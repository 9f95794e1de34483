"""The engine as one classic script: its modules put one after the other, for where no module may run (``file://``).

Nothing is compiled. Each module becomes a function that returns what it exports; comments and indentation go, and no
name is shortened, so that an error on a shift can be read. What is left is ASCII: a page may be of any encoding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent / "js"
ENTRY = FOLDER / "bundle.js"

_IMPORT = re.compile(r"^import \{(?P<names>[^}]*)\} from '(?P<module>\.{1,2}/[\w/.-]+\.js)';\n", re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:const|function|class) (\w+))", re.MULTILINE)
_COMMENT = re.compile(r"/\*\*(?:[^*]|\*(?!/))*\*/[ \n]?|^ *//[^\n]*\n|(?<=;) // [^\n]*", re.MULTILINE)
_INDENT = re.compile(r"^ +", re.MULTILINE)
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_BLANK = re.compile(r"\n\n+")


def bundle(entry: Path = ENTRY) -> str:
    """One script of a module and all that it needs; the engine, where no other is named."""
    paths = list(_in_order(entry.resolve(), []))
    modules = "".join(_wrapped(path) for path in paths) if len(paths) > 1 else _body(paths[0])
    escaped = _NOT_ASCII.sub(lambda match: f"\\u{ord(match[0]):04x}", modules)
    return f"(() => {{\n'use strict';\n{escaped}}})();\n"


def _in_order(path: Path, seen: list[Path]) -> Iterator[Path]:
    """The modules that one needs, each after those that it needs itself."""
    if path in seen:
        return
    seen.append(path)
    for match in _IMPORT.finditer(path.read_text(encoding="utf-8")):
        yield from _in_order(_meant(match, path), seen)
    yield path


def _meant(match: re.Match[str], path: Path) -> Path:
    """The module that an import names."""
    return (path.parent / match["module"]).resolve()


def _wrapped(path: Path) -> str:
    """A module as a function that returns what it exports."""
    exported = ", ".join(name for _, name in _EXPORT.findall(path.read_text(encoding="utf-8")))
    return f"const {_variable(path)} = (() => {{\n{_body(path)}return {{ {exported} }};\n}})();\n"


def _body(path: Path) -> str:
    """What a module does, without comments, indentation and empty lines."""
    text = path.read_text(encoding="utf-8")
    body = _IMPORT.sub(
        lambda match: f"const {{{match['names'].replace(' as ', ': ')}}} = {_variable(_meant(match, path))};\n", text
    )
    body = _INDENT.sub("", _COMMENT.sub("", _EXPORT.sub(r"\1", body)))
    return _BLANK.sub("\n", f"{body}\n").lstrip("\n")


def _variable(path: Path) -> str:
    return f"module_{path.parent.parent.name}_{path.stem.replace('-', '_')}"
