"""The engine as one classic script: its modules put one after the other, for where no module may run (``file://``).

Nothing is compiled. Comments, blanks and module borders go, and variables get short names, each the same wherever it
stands; the names of functions and classes stay, so that an error on a shift can be read. What is left is ASCII: a page
may be of any encoding.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import count, pairwise, product
from pathlib import Path
from string import ascii_letters

from sopkb.static.javascript import KEYWORDS, NotUnderstood, Role, Token, tokens_of, words_in

FOLDER = Path(__file__).parent / "js"
ENTRY = FOLDER / "bundle.js"
GLOBALS = words_in(
    """
    AbortController Array BigInt Blob Boolean CSS CustomEvent DOMException DataView Date DecompressionStream
    Error Event FormData HTMLElement Int32Array IntersectionObserver Intl JSON KeyboardEvent Map Math
    MutationObserver Number Object Promise RangeError RegExp Response Set String TextDecoder TextEncoder
    TypeError URL URLSearchParams Uint32Array Uint8Array WeakMap Worker addEventListener alert atob btoa
    clearInterval clearTimeout console crypto decodeURIComponent document encodeURIComponent fetch
    getComputedStyle globalThis history isNaN isSecureContext localStorage location matchMedia navigator
    onkeydown parseFloat parseInt performance print queueMicrotask removeEventListener requestAnimationFrame
    requestIdleCallback scrollTo sessionStorage setInterval setTimeout structuredClone window
    """
)
"""Names that a browser gives; a variable that is neither made in a script nor one of these is a mistake."""

_IMPORT = re.compile(r"^import \{(?P<names>[^}]*)\} from '(?P<module>\.{1,2}/[\w/.-]+\.js)';\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:const|function|class) )", re.MULTILINE)
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_GLUED = re.compile(r"[\w$]{2}|\+\+|--|//")
_FREE = frozenset("{([;,=>?:&|.*<")


def bundle(entry: Path = ENTRY) -> str:
    """One script of a module and all that it needs; the engine, where no other is named.

    Raises:
        NotUnderstood: a module is written as none of ours is, or uses a variable that nobody makes.
    """
    return _bundled(tuple((path, path.read_text(encoding="utf-8")) for path in _in_order(entry.resolve(), [])))


@lru_cache(maxsize=32)  # `kb serve` builds again and again
def _bundled(modules: Sequence[tuple[Path, str]]) -> str:
    joined = list(_joined(modules))
    _shorten(joined)
    escaped = _NOT_ASCII.sub(lambda match: f"\\u{ord(match[0]):04x}", _written(joined))
    return f"(()=>{{'use strict';{escaped}}})();\n"


def _in_order(path: Path, seen: list[Path]) -> Iterator[Path]:
    """The modules that one needs, each after those that it needs itself."""
    if path in seen:
        return
    seen.append(path)
    for match in _IMPORT.finditer(path.read_text(encoding="utf-8")):
        yield from _in_order((path.parent / match["module"]).resolve(), seen)
    yield path


def _joined(modules: Iterable[tuple[Path, str]]) -> Iterator[Token]:
    """The tokens of all modules in one scope: what two of them call the same gets another name in the later."""
    names: dict[Path, dict[str, str]] = {}
    taken = set(GLOBALS)
    for path, text in modules:
        tokens = tokens_of(_EXPORT.sub("", _IMPORT.sub("", text)))
        imported: dict[str, str] = {}
        for match in _IMPORT.finditer(text):
            theirs = names[(path.parent / match["module"]).resolve()]
            imported |= {name: theirs[name] for name in re.findall(r"\w+", match["names"])}
        own = {token.text for token in tokens if token.is_made and not token.depth}
        names[path] = {name: _unlike(name, taken) for name in sorted(own)}
        taken.update(names[path].values())
        _rename(tokens, imported | names[path])
        yield from tokens


def _unlike(name: str, taken: set[str]) -> str:
    """A name that nothing has yet: itself, or the first with a number."""
    return next(other for number in count(1) if (other := name if number == 1 else f"{name}{number}") not in taken)


def _rename(tokens: Iterable[Token], names: Mapping[str, str]) -> None:
    for token in tokens:
        if token.role is not Role.OTHER and (new := names.get(token.text, token.text)) != token.text:
            token.text = f"{token.text}:{new}" if token.role is Role.SHORT else new
            token.role = Role.OTHER if token.role is Role.SHORT else token.role


def _shorten(tokens: Sequence[Token]) -> None:
    """Give variables short names: those of the whole script one each, those inside a statement what is left, anew."""
    named = {other.text for token, other in pairwise(tokens) if token.text in ("function", "class")}
    outer = {token.text for token in tokens if token.is_made and not token.depth}
    used = Counter(token.text for token in tokens if token.text in outer - named and token.role is not Role.OTHER)
    statements = list(_statements(tokens))
    inner = [list(_made_inside(statement, outer | GLOBALS)) for statement in statements]
    short = (name for name in _short_names() if name not in GLOBALS | KEYWORDS | named)
    inside = [next(short) for _ in range(max(map(len, inner), default=0))]
    names = {name: next(short) for name, _ in used.most_common()}
    for statement, words in zip(statements, inner, strict=True):
        _rename(statement, names | dict(zip((word for word in words if word not in named), inside, strict=False)))


def _made_inside(statement: Sequence[Token], outside: Collection[str]) -> Iterable[str]:
    """The variables of a statement that are made in it, in the order of their appearance."""
    words = dict.fromkeys(
        token.text for token in statement if token.role is not Role.OTHER and token.text not in outside
    )
    if unknown := words.keys() - {token.text for token in statement if token.is_made}:
        raise NotUnderstood(f"nothing makes {', '.join(sorted(unknown))}")
    return words


def _statements(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The statements that stand in no other."""
    start = 0
    for at, token in enumerate(tokens, 1):
        if not token.depth and (token.text == ";" or (token.text == "}" and _begins(tokens, at))):
            yield tokens[start:at]
            start = at
    yield tokens[start:]


def _begins(tokens: Sequence[Token], at: int) -> bool:
    return at == len(tokens) or (tokens[at].is_after_break and tokens[at].kind == "word")


def _short_names() -> Iterator[str]:
    for length in count(1):
        yield from map("".join, product(ascii_letters, repeat=length))


def _written(tokens: Iterable[Token]) -> str:
    """The tokens as a text: a blank only where two would become one, a line's end where a statement's may be."""
    parts: list[str] = []
    last = ""
    for token in tokens:
        text = token.text
        if last and (_GLUED.match(last[-1] + text[0]) or (last[-1] == "/" and text[0] in "/*")):
            parts.append("\n" if token.is_after_break else " ")
        elif token.is_after_break and last and last[-1] not in _FREE and text[0] not in _FREE | set(")]}"):
            parts.append("\n")
        parts.append(text)
        last = text
    return "".join(parts)
