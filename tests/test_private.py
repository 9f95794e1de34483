"""The table of what is private finds each of its sorts, and no placeholder, version, date or digest."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopkb.load.document import parse_document
from sopkb.load.files import decode
from sopkb.private import MASK, find_private, may_be_private, withhold
from sopkb.private.table import TABLE

MIXED = "a1B2c3D4e5F6g7H8i9J0"

# Every datum is invented; those with the form of a real key are put together here, so that no file holds one.
PRIVATE = {
    "mail address": [
        "jane.doe@mail.test",
        "jane (at) mail (dot) test",
        "to=jane.doe%40mail.test",
        "邮箱jane@mail.test",
    ],
    "phone number": [
        *("+999 20 555 7134", "tel: 020 7123 4567", "(415) 867-5399", "13812345678", "手机：138 1234 5678"),
        "on 2026-11-22 call +999205557134",
    ],
    "IP address": ["84.23.118.9", "10.20.30.41:8080", "2a02:1234:5678::9", "fe80::1ff:fe23:4567:890a", "打10.20.30.41"],
    "user or staff id": [
        *("staff id 104582", "staff_id: 104582", "user id: `7412369850`", "uid=7412369", "工号 A104582"),
        *("matrícula 104582", "id de usuario 104582", '"employee_id": "E-104582"'),
    ],
    "private key": [
        f"-----BEGIN {sort}PRIVATE KEY-----\ninvented\n-----END {sort}PRIVATE KEY-----" for sort in ("", "EC ")
    ],
    "service token or cloud key": ["gh" + "p_" + MIXED, "AK" + "IA" + "Q1W2E3R4T5Y6U7I8", "gl" + "pat-" + MIXED],
    "signed web token": ["ey" + "J" + MIXED + "." + MIXED + "." + MIXED],
    "authorization header": ["Authorization: Bearer 8f2c91d0aa11", "authorization: token 8f2c91d0aa11"],
    "cookie": ["Cookie: sess=ab12cd34ef56", "JSESSIONID=ab12cd34ef56"],
    "password": [
        "password: tulip7garden",
        "PASSWORD=Tulip&garden",
        "the password is tulip7garden",
        "password%3Dtulip7garden",
        "密码：tulip7garden",
    ],
    "secret or key": ["api_key = zx81zx81zx", "client_secret: q1w2e3r4t5", '{"token": "q1w2e3r4t5"}'],
    "credentials in an address": ["https://duty:tulip7garden@tools.example.org/x"],
    "signature in an address": ["https://kb.example.org/a?X-Amz-Signature=ab12cd34ef"],
    "random text, as keys are": [MIXED + "k1L2m3N4"],
}
HARMLESS = [
    *(
        "<staff-id>",
        "staff id {staff_id}",
        "name@example.org",
        "a@b.example",
        "192.0.2.7",
        "198.51.100.3:80",
        "127.0.0.1",
    ),
    *("version 5.4.0.1", "6.2.1.0", "client 120.0.6099.109", "10.0.0.0/8", "2001:db8::1", "std::map", "10:00:00"),
    *("2026-11-22", "2026-11-22T10:00:00Z", "1732269600000", "case id 13812345678", "+1 555-555-0123", "10 000 200"),
    *("WKA-0002", "RC-4031", "BUG-88213", "trace=8f2c91d0", "357c95f0d2cc9c4d7e1c5d9d1f4f6a1b5a3b6c7d"),
    *("550e8400-e29b-41d4-a716-446655440000", "sha256-" + MIXED + MIXED, "KubePersistentVolumeFillingUpInNamespace2"),
    *("password: <password>", "password: reset it in AccessHub", "password: ****", "token=$TOKEN", "token: {token}"),
    *("secret: my-secret-v2", "secretName: alertmanager-tls1", "Bearer <token>", "Token expired after 15 minutes"),
    *("icon@2x.png", "actions/checkout@v4", "user@1000.service", "git@github.com:x/y.git", "@puo-lead-emea"),
    "https://kb.example.org/document/d/" + MIXED + MIXED,
    *("https://user:pass@kb.example.org", "https://kb.example.org/?key={key}", "staff id in the ticket", "8.8.8.8"),
]


@pytest.mark.parametrize(("sort", "text"), [(sort, text) for sort, texts in PRIVATE.items() for text in texts])
def test_each_sort_is_found_wherever_it_stands(sort: str, text: str) -> None:
    for around in ("{}", "See {} now.", '"{}"', "- {}\n", "({})", "`{}`"):
        found = find_private(around.format(text))
        assert [span.sort for span in found] == [sort], (around, found)


def test_there_is_an_example_of_every_row() -> None:
    assert set(PRIVATE) == {row.name for row in TABLE}


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert find_private(f"See {text} now.") == ()
    assert withhold(text) == text


@given(st.lists(st.sampled_from([*HARMLESS, *(text for texts in PRIVATE.values() for text in texts), "\n", "é", "密"])))
def test_what_is_left_is_as_long_and_holds_nothing_private(parts: list[str]) -> None:
    text = " ".join(parts)
    left = withhold(text)
    assert [len(line) for line in left.split("\n")] == [len(line) for line in text.split("\n")]
    assert find_private(left) == ()
    assert all(new in (old, MASK) for old, new in zip(text, left, strict=True))


@given(st.text())
def test_any_text_can_be_searched(text: str) -> None:
    assert len(withhold(text)) == len(text)


def test_time_grows_with_the_text_and_no_faster() -> None:
    """A record is untrusted: each of these would take hours, were a pattern to try every way to match."""
    for part in ("a.", "a@", "1 ", "1.", "+1 ", "f", "a1B", "tel ", "password", "://a:", "?key=", "2a02:", "eyJa."):
        find_private(part * 20_000)


def test_a_message_says_nothing_that_may_be_private() -> None:
    assert may_be_private("order 491701234567890")
    assert may_be_private("jane@example.org")
    assert may_be_private(MASK * 4)
    assert not may_be_private("2026-11-22T10:00:00Z")


def test_the_loader_hands_on_a_record_without_it_and_with_every_place_kept() -> None:
    text = (
        '---\nid: SOP-0001\ntitle: "Ask jane@mail.test: now"  # 84.23.118.9\n---\n## Steps\n1. Call +999 20 555 7134.\n'
    )
    document = parse_document(decode(text.encode()), "sop/x.md")
    assert document.record is not None
    assert document.record.title == f"Ask {MASK * 14}: now"
    assert [(each.sort, each.at.line, each.at.column) for each in document.withheld] == [
        ("mail address", 3, 13),
        ("IP address", 3, 37),
        ("phone number", 6, 9),
    ]
    written = re.sub(r" at 0x[0-9a-f]+>", ">", repr(document))  # where an object lies may hold any digits
    assert not re.search("jane|84|999", written)
    assert [len(line) for line in document.text.split("\n")] == [len(line) for line in text.split("\n")]
