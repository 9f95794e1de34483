"""The questions of a journal: all spellings of one are one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from sopkb.core.state import State
from sopkb.journal import SearchEvent
from sopkb.search import search
from sopkb.search.index import SearchIndex
from sopkb_desk.terms import terms_of

_ALIKE = 0.84
"""How alike two questions are, letter by letter, where they count as spellings of one."""
DEAD = (str(State.EXPIRED), str(State.RETIRED))
"""States in which nobody should follow a record."""


@dataclass
class Group:
    """One question in all its spellings."""

    key: str
    asked: list[SearchEvent]

    @property
    def spellings(self) -> list[str]:
        return [query for query, _ in Counter(each.query for each in self.asked).most_common()]

    @property
    def name(self) -> str:
        return self.spellings[0]

    @property
    def chosen(self) -> Counter[str]:
        """What was opened, less what held no more: nobody should be led there."""
        return Counter(each.chosen for each in self.asked if each.chosen and each.chosen_state not in DEAD)


def key_of_question(query: str, index: SearchIndex, now: datetime) -> str:
    """What a question is about: its telling words as search reads them, misspelt ones mended, in one order."""
    used = {each.typed: each.used[0] for each in search(index, query, now=now, limit=1).corrections if each.used}
    mended = " ".join(used.get(word, word) for word in query.casefold().split())
    return " ".join(sorted(terms_of(mended))) or mended


def grouped(searches: Iterable[SearchEvent], key_of: Callable[[str], str]) -> list[Group]:
    """The most asked first; a seldom spelling goes to the most asked question that it is like."""
    keys = {query: key_of(query) for query in {each.query for each in searches}}
    by_key: dict[str, list[SearchEvent]] = {}
    for each in searches:
        by_key.setdefault(keys[each.query], []).append(each)
    groups: list[Group] = []
    for key in sorted(by_key, key=lambda key: (-len(by_key[key]), key)):
        home = next((group for group in groups if _is_like(group.key, key)), None)
        if home:
            home.asked += by_key[key]
        else:
            groups.append(Group(key, by_key[key]))
    return sorted(groups, key=lambda group: (-len(group.asked), group.key))


def _is_like(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE
