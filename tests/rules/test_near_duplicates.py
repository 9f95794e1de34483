"""Near duplicates: the index finds what comparing every pair finds, and tells each pair once."""

from __future__ import annotations

import random
from itertools import combinations
from pathlib import Path

from tests.conftest import DEMO_NOW, make_base
from tests.rules.fixtures import files_of

from sopkb.core.record import Record
from sopkb.lint.check import check_base
from sopkb.lint.rules.near_duplicates import ALIKE, COMMON, likeness, near_duplicates

TEMPLATE = files_of("P01/pass-branches")["sops/SOP-0002-accesshub-restore-a-locked-account.md"]
WORDS = [f"{first}{last}" for first in ("ba", "ke", "li", "mo", "nu", "pra", "ste") for last in "bcdfghjklmnpqrstvwxz"]


def record_with(number: int, body: str) -> tuple[str, str]:
    text = TEMPLATE.replace("SOP-0002", f"SOP-{number:04d}").replace("AccessHub shows **Locked**.", body)
    return f"sops/SOP-{number:04d}-accesshub-restore-a-locked-account.md", text


def records_of(folder: Path, bodies: list[str]) -> tuple[Record, ...]:
    return make_base(folder, dict(record_with(number, body) for number, body in enumerate(bodies, 2))).corpus.records


def prose(dice: random.Random, count: int) -> list[str]:
    return dice.choices(WORDS, k=count)


def edited(dice: random.Random, words: list[str], share: float) -> list[str]:
    return [dice.choice(WORDS) if dice.random() < share else word for word in words]


def test_what_the_index_finds_is_what_comparing_every_pair_finds(tmp_path: Path) -> None:
    dice = random.Random(7)
    bodies = []
    for _ in range(12):
        words = prose(dice, dice.randint(120, 300))
        bodies += [" ".join(edited(dice, words, share)) for share in (0, 0.02, 0.05)]
    bodies += [" ".join(prose(dice, 200)) for _ in range(20)]
    records = records_of(tmp_path, bodies)
    slowly = {
        frozenset((one.id, two.id)): likeness(one, two)
        for one, two in combinations(records, 2)
        if likeness(one, two) >= ALIKE
    }
    found = near_duplicates(records)
    assert {frozenset((one, each.other.id)): each.share for one, alike in found.items() for each in alike} == slowly
    assert len(slowly) >= 24
    assert all(likeness(two, one) == likeness(one, two) for one, two in combinations(records[:8], 2))


def test_a_phrase_of_the_house_makes_nobody_a_copy(tmp_path: Path) -> None:
    dice = random.Random(8)
    house = " ".join(prose(dice, 200))
    records = records_of(tmp_path, [f"{house} {' '.join(prose(dice, 60))}" for _ in range(COMMON + 1)])
    assert likeness(records[0], records[1]) >= ALIKE
    assert near_duplicates(records) == {}


def test_a_copy_in_a_script_without_spaces_is_found(tmp_path: Path) -> None:
    dice = random.Random(9)
    signs = [chr(0x4E00 + dice.randrange(2000)) for _ in range(300)]
    other = [sign if dice.random() > 0.03 else "的" for sign in signs]
    records = records_of(tmp_path, ["".join(signs), "".join(other)])
    assert set(near_duplicates([record for record in records if record.id > "SOP-0001"])) == {"SOP-0002", "SOP-0003"}


def test_each_pair_is_told_once_with_the_share_and_the_same_in_any_order(tmp_path: Path) -> None:
    body = " ".join(prose(random.Random(10), 200))
    base = make_base(tmp_path, dict(record_with(number, body) for number in (4, 3, 2)))
    told = [(found.record_id, found.message) for found in check_base(base, DEMO_NOW) if found.code == "F03"]
    assert [record_id for record_id, _ in told] == ["SOP-0003", "SOP-0004"]
    assert told[0][1].startswith("100% like SOP-0002. ")
    assert told[1][1].startswith("100% like SOP-0002 (and like SOP-0003). ")
