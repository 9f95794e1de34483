"""Records, queries and tickets are untrusted: no text makes the search for private data slow."""

from __future__ import annotations

import pytest
from tests.growth import grows_with_its_text
from tests.private.test_finding import PRIVATE

from sopkb.private import find_private
from sopkb.private.plain import plain
from sopkb.private.table import TABLE, candidates

PARTS = (
    *(
        "a.",
        "a@",
        "1 ",
        "1.",
        "+1 ",
        "f",
        "a1B",
        "tel ",
        "password",
        "://a:",
        "?key=",
        "2a02:",
        "eyJa.",
        "+49301234567+",
    ),
    *(
        "1-",
        "4111 ",
        "DE89 ",
        "ghp_/",
        "AKIA",
        "x@a.",
        "a at b dot ",
        "curl -u a:b ",
        "az ",
        "&amp;",
        "\\u0040",
        "\u200b",
    ),
    *(
        "密码：",
        "ＡＢ",
        "token a1",
        "user: a / ",
        "-----BEGIN PRIVATE KEY-----\n",
        "a1b2c3d4e5f6g7h8i9j0k1l2m3n4 ",
        "sess=",
    ),
    *(
        "jane@mail.test ",
        "84.23.118.9",
        "echo a|",
        "IDENTIFIED BY '",
        "https://a/hooks/",
        "otpauth://secret=",
        "passport 1",
    ),
)


@pytest.mark.parametrize("part", PARTS)
def test_three_doublings_of_a_hostile_text_take_no_more_than_eight_times_as_long(part: str) -> None:
    assert grows_with_its_text(find_private, part, 2_000)


def test_joined_phone_numbers_are_all_found_in_one_go() -> None:
    assert len(find_private("+49301234567" * 2_000)) == 2_000


@pytest.mark.parametrize("text", [text for texts in PRIVATE.values() for text in texts])
def test_what_is_looked_for_first_leaves_no_sort_out(text: str) -> None:
    """A hint stands wherever its shape matches: else a sort is never asked."""
    view = plain(f"See {text} now.").text.encode()
    likely = candidates(view)
    for sort in TABLE:
        if sort not in likely:
            assert not list(sort.places(view)), sort


def test_the_hints_are_found_in_a_megabyte_of_noise_too() -> None:
    """An automaton that runs out of memory would find nothing, and say nothing."""
    noise = " ".join(f"{n:x}-{n * 7919 % 9973}.{n % 89}" for n in range(60_000))
    every = "\n".join(text for texts in PRIVATE.values() for text in texts)
    alone = {sort.hint for sort in candidates(plain(every).text.encode())}
    assert alone <= {sort.hint for sort in candidates(plain(noise + "\n" + every).text.encode())}
