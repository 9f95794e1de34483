"""Danger lists as they stand in the package: plain data, the patterns in one file, the words in one a language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from sopkb.danger.patterns import Pattern, read_groups, read_pattern

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
        source: the file's own data, for whoever compiles it elsewhere: ``gap``, ``groups``, ``harmless``, ``alerts``.
    """

    language: str
    reviewed: str
    alerts: Mapping[str, tuple[Pattern, ...]]
    harmless: tuple[Pattern, ...]
    source: Mapping[str, Any]


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


@cache
def _read(language: str) -> DangerList:
    grid, own = (
        yaml.safe_load(files(__package__).joinpath(*path).read_text("utf-8"))
        for path in (("grid.yml",), (_FOLDER, f"{language}.yml"))
    )
    alerts = {topic: [*grid["alerts"][topic], *own["alerts"].get(topic, ())] for topic in TOPICS}
    return parse_list(own | {"harmless": [*grid["harmless"], *own["harmless"]], "alerts": alerts})


def parse_list(data: Mapping[str, Any]) -> DangerList:
    """A list from the data of its file.

    Raises:
        PatternError: one of its patterns cannot be read.
    """
    gap = int(data["gap"])
    groups = read_groups(data["groups"])

    def compiled(lines: Iterable[str]) -> tuple[Pattern, ...]:
        return tuple(pattern for line in lines for pattern in read_pattern(line, groups, gap))

    source = {"gap": gap, "groups": data["groups"], "harmless": data["harmless"], "alerts": data["alerts"]}
    alerts = {topic: compiled(data["alerts"].get(topic, ())) for topic in TOPICS}
    return DangerList(data["language"], data["reviewed"] or "", alerts, compiled(data["harmless"]), source)
