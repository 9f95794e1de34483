"""Danger lists as they stand in the package: plain data, the patterns in one file, the words in one a language.

What stands under ``later`` is part of a list as everything else. A browser gets it with the first letter that is typed,
because what comes with the search box is small (:func:`parts`).
"""

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
        distress_only: patterns of distress with words of danger ("panic attack"); what they take is looked at for
            distress alone.
        data: what its file holds, ``later`` included where it belongs.
    """

    language: str
    reviewed: str
    alerts: Mapping[str, tuple[Pattern, ...]]
    harmless: tuple[Pattern, ...]
    distress_only: tuple[Pattern, ...]
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


def parts(languages: Iterable[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The same data in two parts: what listens in the first language by itself, and all the rest.

    ``together`` in ``static/js/danger.js`` makes of both what :func:`packed` gives.

    Args:
        languages: BCP 47 tags, as for :func:`danger_lists`; at least one has a list.
    """
    first, *others = danger_lists(languages)
    grid, data = _file("grid.yml"), _file(_FOLDER, f"{first.language}.yml")
    places = _places(_grid())
    more = {first.language: data["later"] | {"gap": data["gap"]}, **{each.language: each.data for each in others}}
    return _pack(places, grid, {first.language: data}), _pack(places, grid["later"], more)


def pack(grid: Mapping[str, Any], lists: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Lists as data of few bytes: what they share stands once, and a group is known by its place, in base 36.

    Args:
        grid: what ``grid.yml`` holds.
        lists: what the files of languages hold, by language.

    Returns:
        ``lines``: the patterns of every list, a line each: those of everyday expressions, those that take words for
        distress alone, then those of each of :data:`TOPICS`; ``lists``: by language ``gap``, ``words`` (the terms of
        each group, ``/`` between two groups), and its own ``lines``.

    Raises:
        KeyError: a pattern names a group that the grid has not.
    """
    whole = with_later(grid)
    return _pack(_places(whole), whole, {language: with_later(data) for language, data in lists.items()})


def _places(grid: Mapping[str, Any]) -> dict[str, str]:
    count = len(_DIGITS)
    return {
        name: (_DIGITS[place // count] if place >= count else "") + _DIGITS[place % count]
        for place, name in enumerate(grid["concepts"])
    }


def _pack(places: Mapping[str, str], grid: Mapping[str, Any], lists: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    def coded(text: str) -> str:
        return _GROUP.sub(lambda match: f"@{places[match[1]]}", text)

    def lines(data: Mapping[str, Any]) -> list[str]:
        alerts = data.get("alerts", {})
        sections = (
            data.get("harmless", ()),
            data.get("distress_only", ()),
            *(alerts.get(topic, ()) for topic in TOPICS),
        )
        return [coded("\n".join(section)) for section in sections]

    def own(data: Mapping[str, Any]) -> dict[str, Any]:
        groups = data["groups"]
        words = "/".join(" ".join(dict.fromkeys(groups.get(name, "").split())) for name in places).rstrip("/")
        return {"gap": int(data["gap"]), "words": coded(words), "lines": lines(data)}

    return {"lines": lines(grid), "lists": {language: own(data) for language, data in lists.items()}}


def with_later(data: Mapping[str, Any]) -> dict[str, Any]:
    """What the grid or the file of a language holds, with what stands under ``later`` where it belongs."""
    later: Mapping[str, Any] = data.get("later") or {}
    whole = {key: value for key, value in data.items() if key != "later"}
    if "concepts" in data:
        whole["concepts"] = {**data["concepts"], **later.get("concepts", {})}
    if "groups" in data:
        groups, more = data["groups"], later.get("groups", {})
        names = dict.fromkeys((*groups, *more))
        whole["groups"] = {name: f"{groups.get(name, '')} {more.get(name, '')}".strip() for name in names}
    for key in ("harmless", "distress_only"):
        whole[key] = [*data.get(key, ()), *later.get(key, ())]
    alerts, further = data.get("alerts", {}), later.get("alerts", {})
    whole["alerts"] = {topic: [*alerts.get(topic, ()), *further.get(topic, ())] for topic in TOPICS}
    return whole


@cache
def _read(language: str) -> DangerList:
    return parse_list(_file(_FOLDER, f"{language}.yml"), _grid())


@cache
def _grid() -> Mapping[str, Any]:
    return with_later(_file("grid.yml"))


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
    data, grid = with_later(data), with_later(grid)
    concepts, words = list(grid["concepts"]), data["groups"]
    if set(concepts) != set(words):
        odd = ", ".join(sorted(set(concepts) ^ set(words)))
        raise PatternError(f"The groups of the list {data['language']} are not those of the grid: {odd}.")
    gap = int(data["gap"])
    groups = read_groups({name: words[name] for name in concepts})

    def compiled(lines: Iterable[str]) -> tuple[Pattern, ...]:
        return tuple(pattern for line in lines for pattern in read_pattern(line, groups, gap))

    alerts = {topic: compiled((*grid["alerts"][topic], *data["alerts"][topic])) for topic in TOPICS}
    harmless, distress_only = (compiled((*grid[key], *data[key])) for key in ("harmless", "distress_only"))
    return DangerList(data["language"], data["reviewed"] or "", alerts, harmless, distress_only, data)
