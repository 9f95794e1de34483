"""When two words are the same word, and where each stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopkb.search.index.analysis import LONGEST_TERM, tokens


def terms(text: str) -> list[str]:
    """The terms of a text; a compound in parentheses."""
    return [f"({token.term})" if token.joined else token.term for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Loading loaded loads", "load load load"),
        ("KubePodNotReady", "kube pod not readi (kubepodnotreadi)"),
        ("etcdNoLeader", "etcd no leader (etcdnolead)"),
        ("HTTPServer", "http server (httpserver)"),
        ("ID iPhone", "id i phone (iphon)"),
        ("sign-in", "sign in (signin)"),
        ("sign\u2011in sign_in", "sign in (signin) sign in (signin)"),
        ("RC-4031 rc4031", "rc 4031 (rc4031) rc4031"),
        ("ＲＣ－４０３１", "rc 4031 (rc4031)"),
        ("3.8.1 v3.8.1 88213", "3.8.1 3.8.1 88213"),
        ("1,000 1000", "1000 1000"),
        ("无法登录", "无法 法登 登录"),
        ("无", "无"),
        ("登录loop失败", "登录 loop 失败"),
        ("ログイン", "ログ グイ イン"),
        ("한국어", "한국 국어"),
        ("Auditoría AUDITORIA auditori\u0301a", "auditoria auditoria auditoria"),
        ("Øresund Łódź", "oresund lodz"),
        ("don't don’t dont", "dont dont dont"),
        ("soft\u00adhyphen zero\u200dwidth", "softhyphen zerowidth"),
        ("- -- _ ' … 。", ""),
        ("", ""),
    ],
)
def test_a_text_has_these_terms(text: str, expected: str) -> None:
    assert " ".join(terms(text)) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sign-in", "signin"),
        ("Wi-Fi", "wifi"),
        ("KubePodNotReady", "kubepodnotready"),
        ("ＱＵＥＵＥ", "queue"),
        ("Straße", "STRASSE"),
        ("İstanbul", "istanbul"),
        ("cafe\u0301", "café"),
        ("queues", "queue"),
    ],
)
def test_two_spellings_share_a_term(one: str, other: str) -> None:
    assert {token.term for token in tokens(one)} & {token.term for token in tokens(other)}


@pytest.mark.parametrize(
    ("one", "other"), [("RC-4031", "RC-4032"), ("3.8.1", "3.8.10"), ("88213", "8821"), ("无法", "法无")]
)
def test_two_different_things_share_no_whole(one: str, other: str) -> None:
    assert terms(one)[-1] != terms(other)[-1]


def test_parts_count_one_position_each_and_a_compound_stands_at_its_first() -> None:
    found = [(token.term, token.position, token.joined) for token in tokens("a sign-in page")]
    assert found == [("a", 0, False), ("sign", 1, False), ("in", 2, False), ("signin", 1, True), ("page", 3, False)]


def test_a_word_too_long_to_be_typed_is_cut() -> None:
    assert [len(token.term) for token in tokens("a" * 500)] == [LONGEST_TERM]


@given(st.text(max_size=80))
def test_every_token_of_any_text_has_a_place_in_it(text: str) -> None:
    last = -1
    for token in tokens(text):
        assert token.term
        assert token.surface
        assert 0 <= token.start < token.end <= len(text)
        assert len(token.term) <= LONGEST_TERM
        if not token.joined:
            assert token.position == last + 1
            last = token.position


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_line_break_parts_words_and_changes_nothing_else(one: str, other: str) -> None:
    assert terms(f"{one}\n{other}") == terms(one) + terms(other)


@given(st.from_regex(r"[a-z]{3,12}(-[a-z]{3,12})?", fullmatch=True))
def test_case_and_width_change_no_term(word: str) -> None:
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in word)
    assert terms(word) == terms(word.upper()) == terms(wide)
