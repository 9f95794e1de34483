"""The engine as one classic script: its modules put one after the other, for where no module may run (``file://``).

Nothing is compiled. Each module becomes a function that returns what it exports; comments and indentation go, and no
name is shortened, so that an error on a shift can be read. What is left is ASCII: a page may be of any encoding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent / "js"
ENTRY = "bundle.js"

_IMPORT = re.compile(r"^import \{(?P<names>[^}]*)\} from '\./(?P<module>[\w-]+\.js)';\n", re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:const|function|class) (\w+))", re.MULTILINE)
_COMMENT = re.compile(r"/\*\*(?:[^*]|\*(?!/))*\*/[ \n]?|^ *//[^\n]*\n|(?<=;) // [^\n]*", re.MULTILINE)
_INDENT = re.compile(r"^ +", re.MULTILINE)
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_BLANK = re.compile(r"\n\n+")


def bundle() -> str:
    """The whole script."""
    modules = "".join(_wrapped(name) for name in _in_order(ENTRY, []))
    escaped = _NOT_ASCII.sub(lambda match: f"\\u{ord(match[0]):04x}", modules)
    return f"(() => {{\n'use strict';\n{escaped}}})();\n"


def _in_order(name: str, seen: list[str]) -> Iterator[str]:
    """The modules that one needs, each after those that it needs itself."""
    if name in seen:
        return
    seen.append(name)
    for match in _IMPORT.finditer(_text(name)):
        yield from _in_order(match["module"], seen)
    yield name


def _wrapped(name: str) -> str:
    text = _text(name)
    exported = ", ".join(name for _, name in _EXPORT.findall(text))
    body = _IMPORT.sub(
        lambda match: f"const {{{match['names'].replace(' as ', ': ')}}} = {_variable(match['module'])};\n", text
    )
    body = _INDENT.sub("", _COMMENT.sub("", _EXPORT.sub(r"\1", body)))
    return _BLANK.sub("\n", f"const {_variable(name)} = (() => {{\n{body}\nreturn {{ {exported} }};\n}})();\n")


def _variable(module: str) -> str:
    return f"module_{module.removesuffix('.js').replace('-', '_')}"


def _text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")
