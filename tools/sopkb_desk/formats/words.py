"""The words of exports in the languages of products' interfaces (``words.yml``), and how texts are compared."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sopkb.core.positioned_yaml import read


@dataclass(frozen=True)
class Words:
    """What ``words.yml`` says; every word is folded.

    Args:
        months: the number of a month by its name.
        halves: ``am`` or ``pm`` by what an export writes for it.
        yes: words for yes.
        no: words for no.
        wrappers: what stands before and after the name of a team's own field.
        own_fields: by a column of ours, names of fields that mean it.
        people: words of a column that is about a person.
        not_people: words that make it one about a role, a place or a kind.
    """

    months: Mapping[str, int]
    halves: Mapping[str, str]
    yes: frozenset[str]
    no: frozenset[str]
    wrappers: tuple[tuple[str, str], ...]
    own_fields: Mapping[str, tuple[str, ...]]
    people: frozenset[str]
    not_people: frozenset[str]


@cache
def words() -> Words:
    """The words that the program brings."""
    data = read(files("sopkb_desk.formats").joinpath("words.yml").read_text("utf-8")).data
    wrappers = (fold(each).partition("*") for each in data["wrappers"])
    return Words(
        months={fold(word): number for number, names in enumerate(data["months"], 1) for word in names},
        halves={fold(word): half for half in ("am", "pm") for word in data[half]},
        yes=frozenset(map(fold, data["yes"])),
        no=frozenset(map(fold, data["no"])),
        wrappers=tuple((before, after) for before, _, after in wrappers),
        own_fields={name: tuple(map(fold, theirs)) for name, theirs in data["own_fields"].items()},
        people=frozenset(map(fold, data["people"])),
        not_people=frozenset(map(fold, data["not_people"])),
    )


def fold(text: str) -> str:
    """A text to compare: compatibility forms, lower case, single blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
