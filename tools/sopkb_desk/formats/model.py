"""A format of tickets as data: which headers give it away, where our columns stand, what its words mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from sopkb.core.positioned_yaml import read
from sopkb.plugins import PluginFailed, active

UNITS = ("minutes", "hours", "seconds", "days", "clock")
"""What a duration is counted in; ``clock`` is ``hh:mm`` or ``hh:mm:ss``."""
OWN = "own"
"""The format of our own columns."""
_KEYS = ("title", "signs", "columns", "fallback", "values", "scale", "skip", "zone")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a column of ours may stand: the first of its names that a header has.

    Args:
        names: as the product calls it; ``*`` stands for anything.
        unit: of :data:`UNITS` where it holds how long after the opening; ``""`` where it holds the thing itself.
        is_joined: whether every column of these names counts, and not the first alone.
    """

    names: tuple[str, ...]
    unit: str = ""
    is_joined: bool = False


@dataclass(frozen=True, slots=True)
class Skip:
    """Rows that are no tickets: those whose ``column`` holds something else than ``unless``."""

    column: str
    unless: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class TicketFormat:
    """The format of a product.

    Args:
        name: for ``--format`` and ``kb.yml``.
        title: for people.
        signs: sets of columns; a header that has all of one is of this format.
        columns: for a column of ours its sources, the preferred one first.
        fallback: where a column of ours is looked up when its word is not known.
        values: for a column of ours, what a word of the product (in lower case) stands for.
        scale: the product's priorities, the most urgent first: for the line that a mapping needs, never applied.
        skip: rows that are no tickets.
        zone: of moments that do not say theirs, where the product documents it.
    """

    name: str
    title: str
    signs: tuple[tuple[str, ...], ...]
    columns: Mapping[str, tuple[Source, ...]]
    fallback: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    scale: tuple[str, ...] = ()
    skip: tuple[Skip, ...] = ()
    zone: str = ""


@cache
def own_formats() -> Mapping[str, str]:
    """The formats that the program brings: the YAML of each, by name."""
    folder = files("sopkb_desk.formats").joinpath("products")
    texts = {each.name.removesuffix(".yml"): each for each in folder.iterdir() if each.name.endswith(".yml")}
    return {name: texts[name].read_text("utf-8") for name in sorted(texts)}


def all_formats() -> Mapping[str, TicketFormat]:
    """The formats of every plug-in in force, by name; a later one may replace an earlier one.

    Raises:
        PluginFailed: one of them cannot be read.
    """
    return {name: read_format(name, text) for plugin in active() for name, text in plugin.ticket_formats().items()}


@cache
def read_format(name: str, text: str) -> TicketFormat:
    """A format from its YAML.

    Raises:
        PluginFailed: it is not such a file; the message says where.
    """
    meta = read(text)
    strange = [key for key in meta.data if key not in _KEYS]
    if meta.faults:
        raise _failed(name, f"line {meta.faults[0].at.line}: {meta.faults[0].kind.value}")
    if strange or "signs" not in meta.data or "columns" not in meta.data:
        raise _failed(name, f"it has the keys {', '.join(meta.data)}; known: {', '.join(_KEYS)}")
    data = meta.data
    try:
        return TicketFormat(
            name,
            str(data.get("title", name)),
            tuple(tuple(map(str, each)) for each in data["signs"]),
            {ours: tuple(_sources(theirs)) for ours, theirs in data["columns"].items()},
            {ours: tuple(map(str, theirs)) for ours, theirs in data.get("fallback", {}).items()},
            {
                ours: {str(word).casefold(): str(means) for word, means in meanings.items()}
                for ours, meanings in data.get("values", {}).items()
            },
            tuple(str(word).casefold() for word in data.get("scale", ())),
            tuple(Skip(each["column"], tuple(map(str, each["unless"])), each["why"]) for each in data.get("skip", ())),
            str(data.get("zone", "")),
        )
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        raise _failed(name, f"{type(error).__name__} {error}") from error


def _sources(theirs: Any) -> Iterator[Source]:
    """``[Created, Created at]``, ``{all: [Tags, Labels]}``, or a list with ``{minutes: First reply time}`` in it."""
    if isinstance(theirs, dict):
        yield from (_source(key, names) for key, names in theirs.items())
        return
    for each in theirs:
        yield from (
            (_source(key, names) for key, names in each.items()) if isinstance(each, dict) else (Source((str(each),)),)
        )


def _source(key: str, names: str | Iterable[str]) -> Source:
    listed = (names,) if isinstance(names, str) else tuple(map(str, names))
    if key == "all":
        return Source(listed, is_joined=True)
    if key not in UNITS:
        raise ValueError(f"{key} is not a unit: {', '.join(UNITS)}")
    return Source(listed, unit=key)


def _failed(name: str, why: str) -> PluginFailed:
    return PluginFailed(f"The ticket format {name} cannot be read: {why}.", "`kb docs desk` tells more.")
