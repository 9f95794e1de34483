"""Every expression of the program, and texts that are made to slow each of them down."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import signal
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from re import _constants as c
    from re import _parser as parser

_MANY = 8
"""Repeats from which on a repetition counts: below it costs a constant."""

_CALLS = ("compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer")


PACKAGES = ("sopkb", "sopkb_desk", "sopkb_import", "sopkb_serve", "sopkb_training")


@dataclass(frozen=True)
class Expression:
    """One expression, and where it stands: ``module:name``, or ``module:line`` where it has no name."""

    where: str
    pattern: re.Pattern[Any]


def expressions() -> Iterator[Expression]:
    """Those that stand in a module under a name, alone or in something, and those written where they are used."""
    seen: set[str] = set()
    for info in (each for name in PACKAGES for each in _modules_of(name)):
        if info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            for pattern in _patterns_in(value, 3):
                if str(pattern.pattern) not in seen:
                    seen.add(str(pattern.pattern))
                    yield Expression(f"{info.name}:{name}", pattern)
        for pattern in _written_in(Path(str(module.__file__))):
            if str(pattern.pattern) not in seen:
                seen.add(str(pattern.pattern))
                yield Expression(f"{info.name}:{pattern.pattern[:30]}", pattern)


def _modules_of(package: str) -> Iterator[pkgutil.ModuleInfo]:
    return pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}.")


def _patterns_in(value: object, depth: int) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, dict):
        for each in value.values():
            yield from _patterns_in(each, depth - 1)
    elif depth and isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from _patterns_in(each, depth - 1)
    elif depth and hasattr(value, "__dataclass_fields__") and not isinstance(value, type):
        for name in value.__dataclass_fields__:
            yield from _patterns_in(getattr(value, name, None), depth - 1)


def _written_in(path: Path) -> Iterator[re.Pattern[str]]:
    """Expressions that are given to :mod:`re` as plain text in the middle of a function."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _CALLS):
            continue
        if isinstance(node.func.value, ast.Name) and node.func.value.id == "re" and node.args:
            given = node.args[0]
            if isinstance(given, ast.Constant) and isinstance(given.value, str):
                yield re.compile(given.value)


def hostile_texts(pattern: re.Pattern[Any], count: int) -> Iterator[str]:
    """Texts in which each repetition of an expression goes on ``count`` times, and what should follow does not."""
    whole = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    sample = _sample(whole)
    pumps = dict.fromkeys(_pumps(whole, ""))
    for before, inside in pumps:
        for end in ("\x01", "\n\x01", ""):
            yield before + inside * count + end
        if before:
            yield (before + inside) * (count // 2) + "\x01"
    if sample:
        yield sample * count
        yield sample[:-1] * count


def _pumps(nodes: Sequence[Any], before: str) -> Iterator[tuple[str, str]]:
    for op, args in nodes:
        if op in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
            least, most, body = args
            if most >= _MANY:
                for inside in _samples(body):
                    yield before, inside
            yield from _pumps(body, before)
            before += _sample(body) * least
        elif op is c.SUBPATTERN:
            yield from _pumps(args[-1], before)
            before += _sample(args[-1])
        elif op is c.BRANCH:
            for branch in args[1]:
                yield from _pumps(branch, before)
            before += _sample(args[1][0])
        elif op in (c.ASSERT, c.ASSERT_NOT):
            yield from _pumps(args[1], before)
        elif op is c.ATOMIC_GROUP:
            yield from _pumps(args, before)
            before += _sample(args)
        else:
            before += _sample([(op, args)])


def _samples(nodes: Sequence[Any]) -> Iterator[str]:
    """Some texts that a part of an expression matches: with the first and the last choice of each class."""
    yield from dict.fromkeys(text for pick in (0, -1) for text in [_sample(nodes, pick)] if text)


def _sample(nodes: Sequence[Any], pick: int = 0) -> str:
    parts = []
    for op, args in nodes:
        if op is c.LITERAL:
            parts.append(chr(args))
        elif op is c.NOT_LITERAL:
            parts.append("a" if args != ord("a") else "b")
        elif op is c.ANY:
            parts.append("a")
        elif op is c.IN:
            parts.append(_of_class(args, pick))
        elif op in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
            parts.append(_sample(args[2], pick) * max(args[0], 1 if args[0] == 0 and args[1] > 1 else args[0]))
        elif op is c.SUBPATTERN:
            parts.append(_sample(args[-1], pick))
        elif op is c.BRANCH:
            parts.append(_sample(args[1][pick], pick))
        elif op is c.ATOMIC_GROUP:
            parts.append(_sample(args, pick))
    return "".join(parts)


_CATEGORIES = {c.CATEGORY_DIGIT: "1", c.CATEGORY_SPACE: " ", c.CATEGORY_WORD: "a"}
_OTHERS = "a1 .-!\n\u4e00"


def _of_class(items: Sequence[Any], pick: int) -> str:
    if items[0][0] is c.NEGATE:
        one = re.compile("[^" + "".join(map(_written, items[1:])) + "]")
        fitting = [char for char in _OTHERS if one.match(char)]
        return fitting[pick] if fitting else ""
    op, args = items[pick]
    if op is c.LITERAL:
        return chr(args)
    if op is c.RANGE:
        return chr(args[0] if pick == 0 else args[1])
    return _CATEGORIES.get(args, "!")


def _written(item: Any) -> str:
    op, args = item
    if op is c.LITERAL:
        return re.escape(chr(args))
    if op is c.RANGE:
        return f"{re.escape(chr(args[0]))}-{re.escape(chr(args[1]))}"
    return {
        c.CATEGORY_DIGIT: r"\d", c.CATEGORY_SPACE: r"\s", c.CATEGORY_WORD: r"\w",
        c.CATEGORY_NOT_DIGIT: r"\D", c.CATEGORY_NOT_SPACE: r"\S", c.CATEGORY_NOT_WORD: r"\W",
    }[args]  # fmt: skip


_PATIENCE = 5


class _TooLong(Exception):
    """Raised in the middle of a search that would not end."""


def _stop(number: int, frame: object) -> None:
    raise _TooLong


@contextmanager
def _patience() -> Iterator[None]:
    """An expression that takes a power of its text would hold up everybody; where there are no alarms, it does."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, _stop)
    signal.setitimer(signal.ITIMER_REAL, _PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def seconds(pattern: re.Pattern[Any], text: str) -> float:
    """Processor time to find all of an expression in a text; no more than a few seconds."""
    given: Any = text.encode("utf-8", "replace") if isinstance(pattern.pattern, bytes) else text
    start = time.process_time()
    with suppress(_TooLong), _patience():
        for _ in pattern.finditer(given):
            pass
    return time.process_time() - start
