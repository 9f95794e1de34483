"""Numbers that a state, a bank or a network gives to one person: by check digit where there is one, else by label."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sopkb.private import checksums
from sopkb.private.checksums import digits_of
from sopkb.private.labels import BANK, BIRTH, DEVICE, IDENTITY, IS, MAYBE_IS, NUMBER
from sopkb.private.placeholders import counts_up, is_placeholder
from sopkb.private.sort import WORD, Sort

_LONG = r"\d(?:[ ./\n-]{0,2}\d){8}"
_LETTERED_NUMBER = r"\d{3}-?[A-Z]|\d{6}[-+(]|\d\d ?\d\d ?\d\d ?[A-D]\b|[A-Z]\d{9}"
CARD, ACCOUNT, IDENTITY_NUMBER = "payment card number", "bank account number", "identity number"

_CARDS = (
    (re.compile(r"4"), (13, 16)),
    (re.compile(r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"), (16,)),  # Mastercard
    (re.compile(r"3[47]"), (15,)),  # American Express
    (re.compile(r"6011|64[4-9]|65"), (16,)),  # Discover
    (re.compile(r"30[0-5]|3[689]"), (14,)),  # Diners
    (re.compile(r"35(?:2[89]|[3-8])"), (16,)),  # JCB
    (re.compile(r"62|81"), (16, 17, 18, 19)),  # UnionPay, RuPay
    (re.compile(r"220[0-4]|508|60|82|9792|5018|5020|5038|5893|6304|6759|676[1-3]"), (16,)),  # Mir, RuPay, Elo, Maestro
)
_TEST_CARDS = """
4111111111111111 4242424242424242 4000000000000002 4000056655665556 5555555555554444 5105105105105100 2223003122003222
378282246310005 371449635398431 6011111111111117 6011000990139424 30569309025904 38520000023237 3530111333300000
3566002020360505 4012888888881881 4222222222222
"""
_FOR_TESTS = frozenset(_TEST_CARDS.split())
"""Numbers that payment hosts publish for tests: they stand in many manuals, and nobody can pay with them."""


def _is_card(digits: str) -> bool:
    for prefix, lengths in _CARDS:
        if len(digits) in lengths and prefix.match(digits):
            return (
                digits not in _FOR_TESTS and not counts_up(digits) and len(set(digits)) > 3 and checksums.luhn(digits)
            )
    return False


_GROUP = re.compile(r"\d+")


def _cards(datum: str) -> Iterator[tuple[int, int]]:
    """The cards in a run of groups of digits: a card begins and ends with a group, and its groups have its rhythm."""
    groups = [match.span() for match in _GROUP.finditer(datum)]
    done = 0
    for first, (start, _) in enumerate(groups):
        if start < done:
            continue
        digits = ""
        for number, (begin, end) in enumerate(groups[first : first + 7]):
            digits += datum[begin:end]
            if len(digits) > 19:
                break
            if (
                len(digits) >= 13
                and (number == 0 or (end - groups[first][0] >= 3 and _has_rhythm(groups[first : first + number + 1])))
                and _is_card(digits)
            ):
                yield start, end
                done = end
                break


def _has_rhythm(groups: list[tuple[int, int]]) -> bool:
    sizes = [end - start for start, end in groups]
    return sizes in ([4, 6, 5], [4, 6, 4], [6, 10], [8, 8], [6, 6, 4], [6, 13], [4, 4, 4, 4, 3]) or set(sizes) == {4}


_LETTERED = re.compile(r"[A-Z0-9]")


def _accounts(datum: str) -> Iterator[tuple[int, int]]:
    """The account number that a run of groups begins with: as many characters as its country has."""
    length = checksums.iban_length(datum[:2])
    places = [match.start() for match in _LETTERED.finditer(datum)]
    if length and len(places) >= length:
        end = places[length - 1] + 1
        compact = re.sub(r"[^A-Z0-9]", "", datum[:end])
        if (end == len(datum) or not datum[end].isalnum()) and checksums.iban(compact):
            yield 0, end


def _unless(valid: Callable[[str], bool]) -> Callable[[str, str, str], bool]:
    def is_harmless(datum: str, before: str, after: str) -> bool:
        part_of_more = re.search(r"\d[ -]$", before) or re.match(r"[ -]\d", after)
        return not valid(datum) or counts_up(digits_of(datum)) or part_of_more is not None

    return is_harmless


def _number(hint: str, shape: str, valid: Callable[[str], bool], cased: bool = True) -> Sort:
    edge = WORD + "-/.+"
    return Sort(
        IDENTITY_NUMBER, False, hint, shape, before=edge + "=", after=WORD, is_harmless=_unless(valid), cased=cased
    )


def _is_no_identity(datum: str, before: str, after: str) -> bool:
    digits = digits_of(datum)
    is_year_or_day = re.fullmatch(r"(?:19|20)\d\d|\d{4}-\d\d-\d\d", datum.strip()) is not None
    return len(digits) < 4 or is_placeholder(datum) or counts_up(digits) or is_year_or_day


def _is_no_day(datum: str, before: str, after: str) -> bool:
    numbers = [int(number) for number in re.findall(r"\d+", datum)]
    return not any(1900 < number < 2100 for number in numbers) and len(numbers) == 3 and max(numbers) > 99


def _ssn(text: str) -> bool:
    area, group, serial = text.split("-")
    return (
        area not in ("000", "666")
        and area < "900"
        and group != "00"
        and serial != "0000"
        and text not in ("078-05-1120", "219-09-9999")
    )


_SHAPED = (
    _number(
        _LONG, r"[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[0-9Xx]", checksums.chinese_id
    ),
    _number(_LONG, r"\d{3}\.\d{3}\.\d{3}-\d{2}", checksums.cpf),
    _number(_LONG, r"\d{2}\.\d{3}\.\d{3}/\d{4}-\d{2}", checksums.cnpj),
    _number(
        _LETTERED_NUMBER,
        r"\d{8}-?[A-HJ-NP-TV-Z]|\d{2}\.\d{3}\.\d{3}-?[A-HJ-NP-TV-Z]|[XYZ]-?\d{7}-?[A-HJ-NP-TV-Z]",
        checksums.dni,
    ),
    _number(_LONG, r"[2-9]\d{3} \d{4} \d{4}", checksums.aadhaar),
    _number(_LETTERED_NUMBER, r"[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]", lambda text: True),
    _number(_LONG, r"(?:19|20)?\d{6}[-+]\d{4}", checksums.personnummer),
    _number(_LETTERED_NUMBER, r"[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]", checksums.codice_fiscale),
    _number(_LONG, r"[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}", checksums.nir),
    _number(_LONG, r"\d{3}-\d{2}-\d{4}", _ssn),
    _number(
        _LETTERED_NUMBER,
        r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]",
        lambda text: text[:2] not in ("BG", "GB", "KN", "NK", "NT", "TN", "ZZ"),
    ),
    _number(_LONG, r"\d{6}-[1-8]\d{6}", checksums.korean_id),
    _number(_LETTERED_NUMBER, r"[STFGM]\d{7}[A-Z]", checksums.nric),
    _number(_LETTERED_NUMBER, r"[A-Z]{1,2}\d{6}\([0-9A]\)", checksums.hong_kong_id),
    _number(_LETTERED_NUMBER, r"[A-Z][12]\d{8}", checksums.taiwan_id),
    _number(
        _LETTERED_NUMBER,
        r"[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d",
        lambda text: checksums.is_short_day(text[4:6], text[6:8], text[8:10]),
    ),
    _number(
        _LETTERED_NUMBER,
        r"[A-Z]{4}\d{6}[A-Z0-9]{3}",  # Mexico: RFC
        lambda text: checksums.is_short_day(text[4:6], text[6:8], text[8:10]),
    ),
    _number(_LONG, r"\d{1,2}\.\d{3}\.\d{3}-[0-9Kk]", checksums.rut),
    _number(_LONG, r"(?:20|23|24|25|26|27|30|33|34)-\d{8}-\d", checksums.cuit),
    _number(_LETTERED_NUMBER, r"\d{6}[-+A]\d{3}[0-9A-FHJ-NPR-Y]", checksums.hetu),
    _number(_LONG, r"\d-\d{4}-\d{5}-\d{2}-\d", checksums.thai_id),
    _number(_LONG, r"756\.\d{4}\.\d{4}\.\d{2}", checksums.swiss_id),
    _number(_LONG, r"\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}", checksums.belgian_id),
    _number(_LONG, r"784-\d{4}-\d{7}-\d", lambda text: True),
)

NUMBERS = (
    Sort(CARD, False, _LONG, r"\d(?:[ ]?[ .\n-]?[ ]?\d){12,200}", before=WORD + "=/.+", after=WORD, within=_cards),
    Sort(
        ACCOUNT,
        False,
        r"[A-Z]{2}\d\d[ -]?[A-Z0-9]{4}",
        r"[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}",
        before=WORD,
        within=_accounts,
        cased=True,
    ),
    *_SHAPED,
    Sort(
        ACCOUNT,
        False,
        BANK,
        rf"{BANK}(?:{IS}|[ \t]{{1,3}})",
        r"(?:[A-Z]{2}\d{2} ?)?\d[\d -]{4,32}\d",
        after=WORD,
        is_harmless=_is_no_identity,
    ),
    Sort(
        IDENTITY_NUMBER,
        False,
        IDENTITY,
        rf"{IDENTITY}{NUMBER}(?:{IS}|[ \t]{{1,3}})",
        r"(?:(?-i:[A-Z]{1,6})[ -]?|[A-Z]{0,6})\d[A-Z0-9]{0,20}"
        r"(?:[ ./-](?:[A-Z]{0,2}\d[A-Z0-9]{0,12}|(?-i:[A-Z])(?![A-Za-z]))){0,6}",
        after=WORD,
        is_harmless=_is_no_identity,
    ),
    Sort(
        "device number",
        False,
        DEVICE,
        DEVICE + NUMBER + MAYBE_IS,
        r"[0-9A-Fa-f][0-9A-Fa-f -]{12,40}[0-9A-Fa-f]",
        after=WORD,
        is_harmless=_is_no_identity,
    ),
    Sort(
        "date of birth",
        False,
        BIRTH,
        rf"{BIRTH}(?:{IS}|[ \t]{{1,3}})",
        r"\d{1,4}[-/. ]{1,2}\d{1,2}[-/. ]{1,2}\d{1,4}|\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日"
        r"|\d{1,2}(?:st|nd|rd|th|\.)? (?:de )?[a-z\x80-\xff]{3,14}\.?,? (?:de )?(?:19|20)\d{2}"
        r"|[a-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d{2}",
        is_harmless=_is_no_day,
    ),
)
