"""Codes inside a text, spelled as a policy spells them; who a workaround is for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.rules.fixtures import files_of

from sopkb.core.codes import codes_as_written
from sopkb.core.load import Base
from sopkb.lint.affected import affected_by


@pytest.mark.parametrize(
    ("pattern", "text", "codes"),
    [
        (r"^[A-Z]{2}-\d{3,4}$", "RC-4031, (RC-4032); **RC-4033**.", ["RC-4031", "RC-4032", "RC-4033"]),
        (r"^[A-Z]{2}-\d{3,4}$", "XRC-4031 x-RC-4031 RC-40311 RC-4031-b RC-4031b RC_4031 rc-4031 in 2026", []),
        (r"\ARC\d+\Z", "RC4031 or `RC7`", ["RC4031", "RC7"]),
        (r"^ERR_[A-Z_]+$|^E\d+$", "ERR_DECODE and E12", ["ERR_DECODE", "E12"]),
        (r"(?i)^rc-\d+$", "Rc-1 and RC-2", ["Rc-1", "RC-2"]),
        (r"^[^\s$^]+-\$\d$", "a-$1", ["a-$1"]),
    ],
)
def test_codes_are_found_as_the_policy_spells_them(pattern: str, text: str, codes: list[str]) -> None:
    assert [match.group() for match in codes_as_written(text, pattern)] == codes


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ('{versions: "5.4.0 to 5.4.2"}', '{versions: "5.4.0 – 5.4.2", regions: [all]}', True),
        ("{clients: [chrome, all]}", "{sites: [all]}", True),
        ("{clients: [chrome]}", "{clients: [all]}", False),
        ("{regions: [emea, apac]}", "{regions: [apac, emea]}", True),
        ('{versions: "5.4"}', '{versions: "5.5"}', False),
    ],
)
def test_who_is_affected_is_compared_by_meaning(
    one: str, other: str, equal: bool, small_base: Callable[..., Base]
) -> None:
    path = "workarounds/WKA-0001-clip-player-black-screen.md"
    text = files_of("S01/pass-every-kind")[path]
    said = '{versions: "5.4.0 to 5.4.2", clients: [chrome], regions: [all]}'
    assert said in text
    found = [
        affected_by(small_base({path: text.replace(said, each)}).corpus.by_id["WKA-0001"]) for each in (one, other)
    ]
    assert (found[0] == found[1]) is equal
