"""Danger lists as they stand in the package: plain data, the patterns in one file, the words in one a language."""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True, eq=False)
class DangerList:
    """What one language says of danger.

    Args:
        language: its BCP 47 tag, of which only the language counts.
        reviewed: who of its native speakers has read the list, and when; ``""`` where nobody has.
        alerts: patterns by topic.
        harmless: patterns of everyday expressions with the same words; words that they take are not looked at.
        own: what only this list has, as :func:`packed` gives it.
    """

    language: str
    reviewed: str
    alerts: Mapping[str, tuple[Pattern, ...]]
    harmless: tuple[Pattern, ...]
    own: Mapping[str, Any]


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
    """The lists of some languages as data for whoever hears elsewhere: what they share stands once.

    Args:
        languages: BCP 47 tags, as for :func:`danger_lists`.

    Returns:
        ``concepts``: the names of all groups in order; ``harmless`` and ``alerts`` (by topic): the patterns of every
        list; ``lists``: by language ``gap``, ``words`` (the terms of each concept, ``/`` between two concepts), and
        further ``harmless`` and ``alerts`` of its own.
    """
    grid = _grid()
    return {
        "concepts": list(grid["concepts"]),
        "harmless": grid["harmless"],
        "alerts": grid["alerts"],
        "lists": {each.language: dict(each.own) for each in danger_lists(languages)},
    }


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

    own = {
        "gap": gap,
        "words": "/".join(words[name] for name in concepts),
        "harmless": data["harmless"],
        "alerts": data["alerts"],
    }
    alerts = {topic: compiled((*grid["alerts"].get(topic, ()), *data["alerts"].get(topic, ()))) for topic in TOPICS}
    harmless = compiled((*grid["harmless"], *data["harmless"]))
    return DangerList(data["language"], data["reviewed"] or "", alerts, harmless, own)
