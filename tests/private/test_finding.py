"""The table of what is private finds each of its sorts, and no placeholder, version, date or digest."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopkb.core.load.document import parse_document
from sopkb.core.load.files import decode
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
        "jane.doe at mail dot test",
        "jane.doe arroba mail punto com",
        "jane.doe＠mail.test",
        "jane&#64;mail&period;test",
        "jane\\u0040mail.test",
        "ja\u200bne@ma\u200bil.test",
        "jane.doe@\nmail.test",
    ],
    "phone number": [
        *("+999 20 555 7134", "tel: 020 7123 4567", "(415) 867-5399", "13812345678", "手机：138 1234 5678"),
        *(
            "on 2026-11-22 call +999205557134",
            "+49 (0)171 4821376",
            "06 48 21 37 65",
            "هاتف: ٠٥٠٤٨٢١٣٧٦",
            "090-4821-3765",
        ),
    ],
    "IP address": ["84.23.118.9", "84.23.118.9:8080", "2a02:1234:5678::9", "打84.23.118.9", "84[.]23[.]118[.]9"],
    "user or staff id": [
        *("staff id 104582", "staff_id: 104582", "user id: `7412369850`", "uid=7412369", "工号 A104582"),
        *("matrícula 104582", "id de usuario 104582", '"employee_id": "E-104582"', "Personalnummer 104582"),
        *("matricule 104582", "社員番号：104582", "رقم الموظف: 104582", "employee no. 48213"),
    ],
    "payment card number": ["4539 1488 0343 6467", "4539148803436467", "45391488\n03436467", "3714 496353 98423"],
    "bank account number": ["DE44 5001 0517 5407 3249 31", "GB33BUKB20201555555555", "Kontonummer 4821376590"],
    "identity number": [
        *("110105198806053718", "529.982.247-25", "73415298B", "811228-9874", "RSSMRA85T10A562S", "BQRPK4821L"),
        *("2 69 05 49 588 157 80", "BSN: 111222333", "PESEL 44051401359", "2341 2341 2346", "536-22-8741"),
        *("passport number C4X7T29LK", "护照号：E48213765", "Reisepass C4X7T29LK", "passeport n° 19AB48213"),
        *("رقم جواز السفر: A48213765", "パスポート番号 TK4821376", "driver's license D4821-3765-9012"),
    ],
    "date of birth": ["DOB 12/06/1984", "geboren am 12.06.1984", "出生日期：1984年6月12日", "born on 12 June 1984"],
    "device number": ["IMEI 35 482137 659012 3"],
    "private key": [
        f"-----BEGIN {sort}PRIVATE KEY-----\ninvented\n-----END {sort}PRIVATE KEY-----" for sort in ("", "EC ")
    ],
    "service token or cloud key": [
        *("gh" + "p_" + MIXED, "AK" + "IA" + "Q1W2E3R4T5Y6U7I8", "gl" + "pat-" + MIXED, "sk" + "_live_" + MIXED),
        *("gh" + "p_" + MIXED[:9] + "\n" + MIXED, "gh" + "p\\_" + MIXED, "sk" + "-ant-api03-" + MIXED),
    ],
    "signed web token": ["ey" + "J" + MIXED + "." + MIXED + "." + MIXED],
    "authorization header": ["Authorization: Bearer 8f2c91d0aa11", "authorization: token 8f2c91d0aa11"],
    "cookie": ["Cookie: sess=ab12cd34ef56", "JSESSIONID=ab12cd34ef56", "Set-Cookie: connect.sid=s%3Aab12cd34ef56"],
    "password": [
        *("password: tulip7garden", "PASSWORD=Tulip&garden", "the password is tulip7garden", "password%3Dtulip7garden"),
        *(
            "密码：tulip7garden",
            "Passwort lautet tulip7garden",
            "mot de passe : tulip7garden",
            "パスワード：tulip7garden",
        ),
        *("كلمة المرور: tulip7garden", "senha: tulip7garden", "login: bob / Winter2026!", "| password | Tulip-7 |"),
        *("<password>tulip7garden</password>", "ansible_become_pass=tulip7garden", "ｐａｓｓｗｏｒｄ：tulip7"),
    ],
    "password on a command line": [
        *("mysql -u root -pTulip7 -h db", "curl -u bob:tulip7 https://kb.example.org", "sshpass -p tulip7garden ssh x"),
        *("ldapsearch -D cn=a -w tulip7garden", "smbclient //a/b -U bob%tulip7", "echo tulip7garden | sudo -S ls"),
        *("CREATE USER a IDENTIFIED BY 'tulip7'", "redis-cli -h r -a tulip7garden ping", "net use z: /user:bob tulip7"),
    ],
    "secret or key": [
        *("api_key = zx81zx81zx", "client_secret: q1w2e3r4t5", '{"token": "q1w2e3r4t5"}', "API密钥：q1w2e3r4t5"),
        *("AccountKey=" + MIXED + MIXED + "==;Endpoint=x", "DATADOG_KEY=q1w2e3r4t5", "API-Schlüssel: q1w2e3r4t5"),
    ],
    "one-time code or PIN": ["PIN: 4821", "验证码：482913", "your verification code is 482913"],
    "webhook address": [
        "https://hooks.slack" + ".com/services/T1A2B3C4D/B1A2B3C4D/" + MIXED,
        "https://open.feishu.cn/open-apis/bot/v2/" + "hook/1a2b3c4d-1a2b-4c3d-8e4f-1a2b3c4d5e6f",
    ],
    "credentials in an address": ["https://duty:tulip7garden@tools.example.org/x", "redis://:tulip7garden@cache:6379"],
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
    *("10.20.30.41:8080", "192.168.1.7", "172.16.4.9", "169.254.169.254", "fe80::1ff:fe23:4567:890a", "fd12:3456::1"),
    *("100.64.3.2", "8.8.8.8", "0.0.0.0", "255.255.255.0", "84.23.0.0/16"),
    *("support@harbormail.de", "no-reply@harbormail.de", "it-security@harbormail.de", "emea-oncall@harbormail.de"),
    *("version 5.4.0.1", "6.2.1.0", "client 120.0.6099.109", "10.0.0.0/8", "2001:db8::1", "std::map", "10:00:00"),
    *("2026-11-22", "2026-11-22T10:00:00Z", "1732269600000", "case id 13812345678", "+1 555-555-0123", "10 000 200"),
    *("WKA-0002", "RC-4031", "BUG-88213", "trace=8f2c91d0", "357c95f0d2cc9c4d7e1c5d9d1f4f6a1b5a3b6c7d"),
    *("550e8400-e29b-41d4-a716-446655440000", "sha256-" + MIXED + MIXED, "KubePersistentVolumeFillingUpInNamespace2"),
    *("password: <password>", "password: reset it in AccessHub", "password: ****", "token=$TOKEN", "token: {token}"),
    *("secret: my-secret-v2", "secretName: alertmanager-tls1", "Bearer <token>", "Token expired after 15 minutes"),
    *("icon@2x.png", "actions/checkout@v4", "user@1000.service", "git@github.com:x/y.git", "@puo-lead-emea"),
    "https://kb.example.org/document/d/" + MIXED + MIXED,
    *("https://user:pass@kb.example.org", "https://kb.example.org/?key={key}", "staff id in the ticket", "8.8.8.8"),
    *("4242 4242 4242 4242", "4539 1488 0343 6468", "DE22 5001 0517 5407 3249 31", "529.982.247-26", "73415298X"),
    *(
        "mysql -u root -p$PASS",
        "curl -u user:password https://a",
        "mysql -u root -p",
        "PIN: 1234",
        "password: xxxxxxxx",
    ),
    *("SOP-0001-errors-e401-e402-e403-e404-e405-e406-and-e407-on-line-3.md", "AK" + "IAIOSFODNN7EXAMPLE"),
    *("call 1-800-222-0364", "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX"),
    *("look at this dot com bubble", "the docs are at example.com", "RFC 7231", "sk" + "_test_xxxxxxxxxxxxxxxx"),
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
