"""The check digits of numbers: each function says whether a number can be one of its sort.

Sources: ISO/IEC 7812-1 (Luhn), ISO 7064 (mod 11-2, mod 97-10), ISO 13616 (IBAN), GB 11643 (CN), the numbering rules of
the authorities that issue the others; Wikipedia's articles on them were read beside.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

_D = (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
)  # fmt: skip
_P = ("0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901", "2793806415", "7046913258")


def digits_of(text: str) -> str:
    """The decimal digits of a text."""
    return "".join(char for char in text if char in "0123456789")


def luhn(digits: str) -> bool:
    """Cards, IMEI, personnummer."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0


def verhoeff(digits: str) -> bool:
    """Aadhaar."""
    check = "0"
    for place, digit in enumerate(reversed(digits)):
        check = _D[int(check)][int(_P[place % 8][int(digit)])]
    return check == "0"


def weighed(digits: Sequence[str], weights: Sequence[int]) -> int:
    """The sum of digits, each times its weight."""
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def is_day(year: int, month: int, day: int) -> bool:
    """Whether there was or will be such a day, within a long life of now."""
    try:
        return 1900 <= datetime.date(year, month, day).year < 2100
    except ValueError:
        return False


def is_short_day(year: str, month: str, day: str) -> bool:
    """The same, of a year in two digits."""
    return is_day(1900 + int(year), int(month), int(day)) or is_day(2000 + int(year), int(month), int(day))


_LENGTHS = """
15 NO
16 BE
18 DK FI FO GL NL SD
19 MK SI
20 AT BA EE KZ LT LU XK MN
21 CH HR LI LV
22 BG BH CR DE GB GE IE ME RS
23 AE GI IL IQ OM SO TL
24 AD CZ ES MD PK RO SA SE SK TN VG
25 LY PT ST
26 IS TR
27 BI DJ FR GR IT MC MR SM
28 AL AZ BY CY DO GT HN HU LB NI PL SV
29 BR EG PS QA UA
30 JO KW MU YE
31 MT SC
32 LC
33 RU
"""
_IBAN_LENGTHS = {
    country: int(line.split()[0]) for line in _LENGTHS.strip().splitlines() for country in line.split()[1:]
}


def iban_length(country: str) -> int:
    """Characters of an IBAN of a country; 0 where it has none."""
    return _IBAN_LENGTHS.get(country, 0)


def iban(compact: str) -> bool:
    """An international bank account number without blanks, in capitals."""
    if len(compact) != iban_length(compact[:2]):
        return False
    return int("".join(str(int(char, 36)) for char in compact[4:] + compact[:4])) % 97 == 1


def chinese_id(text: str) -> bool:
    """Resident identity card, 18 places."""
    if not is_day(int(text[6:10]), int(text[10:12]), int(text[12:14])):
        return False
    return (
        weighed(text[:17], [2**place % 11 for place in range(17, 0, -1)]) + int(text[17].upper().replace("X", "10"))
    ) % 11 == 1


def cpf(text: str) -> bool:
    """Brazil, persons."""
    digits = digits_of(text)
    if len(digits) != 11 or len(set(digits)) == 1:
        return False
    return all(weighed(digits, range(n, 1, -1)) * 10 % 11 % 10 == int(digits[n - 1]) for n in (10, 11))


def cnpj(text: str) -> bool:
    """Brazil, companies and sole traders."""
    digits = digits_of(text)
    if len(digits) != 14 or len(set(digits)) == 1:
        return False
    weights = (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)
    return all((11 - weighed(digits, weights[-n:]) % 11) % 11 % 10 == int(digits[n]) % 10 for n in (12, 13))


def dni(text: str) -> bool:
    """Spain, citizens (DNI) and residents (NIE)."""
    compact = re.sub(r"[^0-9A-Z]", "", text.upper())
    number = compact[:-1].translate(str.maketrans("XYZ", "012"))
    return number.isdigit() and "TRWAGMYFPDXBNJZSQVHLCKE"[int(number) % 23] == compact[-1]


def aadhaar(text: str) -> bool:
    """India."""
    digits = digits_of(text)
    return len(digits) == 12 and digits[0] not in "01" and len(set(digits)) > 2 and verhoeff(digits)


def personnummer(text: str) -> bool:
    """Sweden."""
    digits = digits_of(text)[-10:]
    day = int(digits[4:6])
    return is_short_day(digits[:2], digits[2:4], f"{day - 60 if day > 60 else day:02}") and luhn(digits)


def codice_fiscale(text: str) -> bool:
    """Italy."""
    odd = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)
    values = [int(char) if char.isdigit() else ord(char) - 65 for char in text.upper()]
    total = sum(odd[value] if place % 2 == 0 else value for place, value in enumerate(values[:15]))
    return total % 26 == values[15]


def nir(text: str) -> bool:
    """France: the number of social security, 13 places and a key of two."""
    compact = re.sub(r"[^0-9AB]", "", text.upper())
    number = compact[:13].replace("2A", "19").replace("2B", "18")
    return (
        len(compact) == 15
        and number.isdigit()
        and compact[13:].isdigit()
        and 97 - int(number) % 97 == int(compact[13:])
    )


def rut(text: str) -> bool:
    """Chile."""
    body, check = digits_of(text[:-1]), text[-1].upper()
    weights = [2 + place % 6 for place in range(len(body))]
    return "0K987654321"[weighed(body[::-1], weights) % 11] == check


def cuit(text: str) -> bool:
    """Argentina."""
    digits = digits_of(text)
    return len(digits) == 11 and weighed(digits, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0


def hetu(text: str) -> bool:
    """Finland."""
    number = int(text[:6] + text[7:10])
    return "0123456789ABCDEFHJKLMNPRSTUVWXY"[number % 31] == text[10].upper()


def nric(text: str) -> bool:
    """Singapore, citizens and residents."""
    total = weighed(text[1:8], (2, 7, 6, 5, 4, 3, 2)) + (4 if text[0] in "TG" else 3 if text[0] == "M" else 0)
    letters = {"S": "JZIHGFEDCBA", "T": "JZIHGFEDCBA", "F": "XWUTRQPNMLK", "G": "XWUTRQPNMLK", "M": "KLJNPQRTUWX"}[
        text[0]
    ]
    return letters[total % 11 if text[0] != "M" else 10 - total % 11] == text[8]


def hong_kong_id(text: str) -> bool:
    """Hong Kong, with its check digit in parentheses."""
    compact = re.sub(r"[^0-9A-Z]", "", text.upper()).rjust(9)
    values = [36 if char == " " else int(char, 36) for char in compact]
    return sum(value * weight for value, weight in zip(values, range(9, 0, -1), strict=True)) % 11 == 0


def taiwan_id(text: str) -> bool:
    """Taiwan."""
    letter = "ABCDEFGHJKLMNPQRSTUVXYWZIO".index(text[0]) + 10
    return (letter // 10 + letter % 10 * 9 + weighed(text[1:], (8, 7, 6, 5, 4, 3, 2, 1, 1))) % 10 == 0


def korean_id(text: str) -> bool:
    """Korea: a day of birth, and a first place that fits it; the check digit is no longer given."""
    return is_short_day(text[:2], text[2:4], text[4:6])


def thai_id(text: str) -> bool:
    """Thailand."""
    digits = digits_of(text)
    return len(digits) == 13 and (11 - weighed(digits, range(13, 1, -1)) % 11) % 10 == int(digits[12])


def swiss_id(text: str) -> bool:
    """Switzerland: AHV."""
    return weighed(digits_of(text), (1, 3) * 6 + (1,)) % 10 == 0


def belgian_id(text: str) -> bool:
    """Belgium: the national register."""
    digits = digits_of(text)
    return any(97 - int(born + digits[:9]) % 97 == int(digits[9:]) for born in ("", "2"))
