"""Danger lists as they stand in the package: plain data, the patterns in one file, the words in one a language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from sopkb.danger.patterns import Pattern, PatternError, read_groups, read_pattern

TOPICS = ("life", "child_safety", "staff_distress")
"""What is listened for, the most urgent first."""
_FOLDER = "lists"
_GROUP = re.compile("@([a-z_]+)")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True, eq=False)
class DangerList:
    """What one language says of danger.

    Args:
        language: its BCP 47 tag, of which only the language counts.
        reviewed: who of its native speakers has read the list, and when; ``""`` where nobody has.
        alerts: patterns by topic.
        harmless: patterns of everyday expressions with the same words; words that they take are not looked at.
        data: what its file holds.
    """

    language: str
    reviewed: str
    alerts: Mapping[str, tuple[Pattern, ...]]
    harmless: tuple[Pattern, ...]
    data: Mapping[str, Any]


@cache
def languages_with_lists() -> tuple[str, ...]:
    """The languages that the program has a list for."""
    names = (entry.name for entry in files(__package__).joinpath(_FOLDER).iterdir())
    return tuple(sorted(name.removesuffix(".yml") for name in names if name.endswith(".yml")))


def danger_lists(languages: Iterable[str]) -> tuple[DangerList, ...]:
    """The lists of some languages, each once, in the order given; a language without a list has none.

    Args:
        languages: BCP 47 tags, such as ``pt-BR``.
    """
    wanted = dict.fromkeys(tag.lower().partition("-")[0] for tag in languages)
    return tuple(_read(language) for language in wanted if language in languages_with_lists())


def packed(languages: Iterable[str]) -> dict[str, Any]:
    """The lists of some languages as data for whoever hears elsewhere: see :func:`pack`.

    Args:
        languages: BCP 47 tags, as for :func:`danger_lists`.
    """
    return pack(_grid(), {each.language: each.data for each in danger_lists(languages)})


def pack(grid: Mapping[str, Any], lists: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Lists as data of few bytes: what they share stands once, and a group is known by its place, in base 36.

    Args:
        grid: what ``grid.yml`` holds.
        lists: what the files of languages hold, by language.

    Returns:
        ``lines``: the patterns of every list, a line each: those of everyday expressions, then those of each of
        :data:`TOPICS`; ``lists``: by language ``gap``, ``words`` (the terms of each group, ``/`` between two groups),
        and its own ``lines``.

    Raises:
        KeyError: a pattern names a group that the grid has not.
    """
    places = {name: _DIGITS[place] for place, name in enumerate(grid["concepts"])}

    def coded(text: str) -> str:
        return _GROUP.sub(lambda match: f"@{places[match[1]]}", text)

    def lines(data: Mapping[str, Any]) -> list[str]:
        parts = (data["harmless"], *(data["alerts"].get(topic, ()) for topic in TOPICS))
        return [coded("\n".join(part)) for part in parts]

    def own(data: Mapping[str, Any]) -> dict[str, Any]:
        words = "/".join(" ".join(dict.fromkeys(data["groups"][name].split())) for name in places)
        return {"gap": int(data["gap"]), "words": coded(words), "lines": lines(data)}

    return {"lines": lines(grid), "lists": {language: own(data) for language, data in lists.items()}}


@cache
def _read(language: str) -> DangerList:
    return parse_list(_file(_FOLDER, f"{language}.yml"), _grid())


@cache
def _grid() -> Mapping[str, Any]:
    grid: Mapping[str, Any] = _file("grid.yml")
    return grid


def _file(*path: str) -> Any:
    text = files(__package__).joinpath(*path).read_text("utf-8")
    return yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # every `kb search` waits for it


def parse_list(data: Mapping[str, Any], grid: Mapping[str, Any]) -> DangerList:
    """A list from the data of its file.

    Args:
        data: what the file of a language holds.
        grid: what ``grid.yml`` holds: the names of all groups, and patterns that every list has.

    Raises:
        PatternError: one of its patterns cannot be read, or it has not the groups that the grid names.
    """
    concepts, words = list(grid["concepts"]), data["groups"]
    if set(concepts) != set(words):
        odd = ", ".join(sorted(set(concepts) ^ set(words)))
        raise PatternError(f"The groups of the list {data['language']} are not those of the grid: {odd}.")
    gap = int(data["gap"])
    groups = read_groups({name: words[name] for name in concepts})

    def compiled(lines: Iterable[str]) -> tuple[Pattern, ...]:
        return tuple(pattern for line in lines for pattern in read_pattern(line, groups, gap))

    alerts = {topic: compiled((*grid["alerts"].get(topic, ()), *data["alerts"].get(topic, ()))) for topic in TOPICS}
    harmless = compiled((*grid["harmless"], *data["harmless"]))
    return DangerList(data["language"], data["reviewed"] or "", alerts, harmless, data)
