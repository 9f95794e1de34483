"""Chance that falls the same way on every machine and Python version, and sentences made by it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

from sopkb_bench.vocabulary import LISTS, PLACE_NAMES, place_name

_T = TypeVar("_T")
_SAME_LIST = {"other": "thing", "otherwise": "problem"}


class Dice:
    """Draws from one seed, by ``random()`` alone: the only method whose sequence Python promises to keep."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed).random

    def chance(self, share: float) -> bool:
        """True in this share of the cases."""
        return self._random() < share

    def between(self, least: int, most: int) -> int:
        """A whole number, both bounds included."""
        return least + int(self._random() * (most - least + 1))

    def pick(self, items: Sequence[_T]) -> _T:
        """One of them, each as likely as the others."""
        return items[int(self._random() * len(items))]

    def sample(self, items: Sequence[_T], count: int) -> list[_T]:
        """So many different ones (all, where there are fewer), in the order drawn."""
        left = list(items)
        drawn: list[_T] = []
        while left and len(drawn) < count:
            drawn.append(left.pop(int(self._random() * len(left))))
        return drawn

    def rank(self, size: int) -> int:
        """A rank from 0, with the probability of rank r about as 1/(r+1): Zipf's law."""
        return int((size + 1) ** self._random()) - 1

    def zipf(self, items: Sequence[_T]) -> _T:
        """One of them, the first far more often than the last."""
        return items[self.rank(len(items))]


class Voice(dict[str, str]):
    """Fills ``{slots}`` of a sentence: what was fixed for this record, else a word of the slot's list.

    ``{name}`` is an invented name, ``{minutes}`` and ``{count}`` are small numbers. ``{thing}``, ``{problem}``,
    ``{name}`` are usually fixed; ``{other}``, ``{otherwise}``, ``{elsewhere}`` are drawn from the same lists each time.
    """

    def __init__(self, dice: Dice, fixed: dict[str, str]) -> None:
        super().__init__(fixed)
        self.dice = dice

    def __missing__(self, slot: str) -> str:
        if slot in ("name", "elsewhere"):
            return place_name(self.dice.rank(PLACE_NAMES))
        if slot == "minutes":
            return str(self.dice.pick((2, 5, 10, 15, 20, 30, 45, 60)))
        if slot == "count":
            return str(self.dice.between(2, 40))
        return self.dice.zipf(LISTS[_SAME_LIST.get(slot, slot)])

    def say(self, sentence: str) -> str:
        """One sentence with its slots filled."""
        return sentence.format_map(self)

    def some(self, sentences: Sequence[str], least: int, most: int) -> list[str]:
        """Several different sentences, filled."""
        return [self.say(sentence) for sentence in self.dice.sample(sentences, self.dice.between(least, most))]

    def symptom(self) -> str:
        """What a user types: a few words by Zipf's law about the product, some misspelt."""
        start = self.say(self.dice.pick(_SYMPTOMS))
        tail = [self["plain"] for _ in range(self.dice.between(1, 5))]
        words = [self._misspelt(word) if self.dice.chance(0.06) else word for word in [*start.split(), *tail]]
        return " ".join(words)

    def _misspelt(self, word: str) -> str:
        """Two letters swapped, one left out, or one twice; words with digits and short ones stay."""
        if len(word) < 4 or not word.isalpha():
            return word
        at = self.dice.between(1, len(word) - 2)
        middle = self.dice.pick((word[at + 1] + word[at], word[at + 1], word[at] * 2 + word[at + 1]))
        return word[:at] + middle + word[at + 2 :]


_SYMPTOMS = (
    "{low} {thing} {problem}",
    "my {thing} {problem} {when}",
    "cant {task} the {thing}",
    "{low} {problem}, {when}",
    "how do i {task} the {thing} in {low}",
    "{thing} for {elsewhere} {problem}",
    "pls {task} my {thing}",
    "{abroad}",
    "{count} of us see the {thing} {problem}",
    "why is the {name} {thing} gone",
    "{other} and {thing} {problem}",
    "{thing} {otherwise}, or it {problem}",
    "{code} when i {task} the {thing}",
)
