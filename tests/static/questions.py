"""Questions to an index, made of what stands in it: its lines, cut anywhere, misspelt, quoted, filtered, mixed with
what nobody types."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.static.strange import FRAGMENTS

from sopkb.search.index import SearchIndex

FILTERS = (
    "kind:wka",
    "-kind:sop",
    "state:live",
    "state:draft,expired",
    "state:dead",
    "area:video",
    "lang:en",
    "owner:x",
    "region:apac",
    "audience:puo,vendor",
    "kind:sop,lookup -state:soon",
)
LISTINGS: tuple[list[str], ...] = (
    ["kind:sop"],
    ["state:expired"],
    ["state:dead", "kind:wka"],
    ["-video"],
    ["state:soon"],
    [],
)
HOSTILE = (*FRAGMENTS, "\ud83d", "\ude00lone", "\u202eturned", "?!…", "()[]{}*?~^", "a" * 2000, "0" * 70)
LENGTHS = (1, 2, 2, 3, 3, 4, 6, 12, 20, 40)


def questions(index: SearchIndex, count: int, seed: int = 1) -> Iterator[str]:
    """So many questions; the same seed asks the same index the same."""
    dice = random.Random(seed)
    lines = [line for number in sorted(index.traits) for line in _lines(index.card(number)) if line]
    spellings, keys = index.lexicon.sorted, [name for name, _ in index.exact_keys()]
    for _ in range(count):
        yield " ".join(_question(dice, lines, spellings, keys))


def _lines(card: dict) -> Iterator[str]:
    yield from (card.get("title", ""), card.get("summary", ""), *card.get("symptoms", ()))
    yield from (line for section in card.get("sections", ()) for text in section for line in text.splitlines())


def _question(dice: random.Random, lines: list[str], spellings: list[str], keys: list[str]) -> list[str]:
    words = dice.choice(lines).split() or ["-"]
    start = dice.randrange(len(words))
    words = words[start : start + dice.choice(LENGTHS)]
    match dice.randrange(14):
        case 0:
            return [_misspelt(dice, word) for word in words]
        case 1:
            return [*words[:-1], words[-1][: dice.randint(1, 6)]]
        case 2:
            return ['"' + " ".join(words[:3]) + '"', *words[3:]]
        case 3:
            return dice.sample(spellings, min(3, len(spellings)))
        case 4:
            return [*words, dice.choice(FILTERS)]
        case 5:
            return [*words, f"-{dice.choice(words)}"]
        case 6:
            return [dice.choice(keys).partition(":")[2], *words[: dice.randrange(3)]]
        case 7:
            return dice.choice(LISTINGS)
        case 8:
            return [dice.choice(keys).partition(":")[2].upper(), *dice.choice(lines).split()[:30]]
        case 9:
            return dice.sample([*words, *dice.sample(HOSTILE, 4)], dice.randint(1, 4))
        case 10:
            return [dice.choice(HOSTILE), *(dice.choice(lines) for _ in range(40))]
        case 11:
            return ["zzxqy", words[0], "wromble", "plonk", words[-1]]
    return words


def _misspelt(dice: random.Random, word: str) -> str:
    at = dice.randrange(len(word))
    changes = (
        word[:at] + word[at + 1 :],
        word[:at] + dice.choice("aeioust") + word[at:],
        word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :],
    )
    return dice.choice(changes)
