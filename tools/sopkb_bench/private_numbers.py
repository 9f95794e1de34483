"""Numbers, names and random text of which private items are made: drawn, and owned by nobody."""

from __future__ import annotations

import string

from sopkb_bench.dice import Dice

DIGITS, LETTERS = string.digits, string.ascii_letters
ALL, HEX, CAPITALS = LETTERS + DIGITS, "0123456789abcdef", string.ascii_uppercase + DIGITS
_FAMILIES = ("kowalski", "okafor", "lindqvist", "moreau", "tanaka", "ferreira", "haddad", "novak", "iyer", "brandt")
_GIVEN = ("jana", "chidi", "astrid", "luc", "yuki", "bruna", "omar", "petra", "ravi", "heiko")
_HOSTS = ("brightmail", "quillpost", "northletter", "tinpigeon", "harbormail")
_TOPS = ("de", "co.uk", "com", "net", "fr", "com.br", "cn", "io")


def some(dice: Dice, count: int, of: str = ALL) -> str:
    """So many characters, each drawn from some."""
    return "".join(dice.pick(of) for _ in range(count))


def password(dice: Dice) -> str:
    """A password as people make one."""
    return (
        dice.pick(("Harbor", "Tulip", "winter", "Kranich", "verano")) + some(dice, 4, DIGITS) + dice.pick("!#?&") + "x"
    )


def _luhn(start: str) -> str:
    total = 0
    for place, digit in enumerate(reversed(start)):
        number = int(digit) * (2 if place % 2 == 0 else 1)
        total += number - 9 if number > 9 else number
    return start + str(-total % 10)


def card(dice: Dice) -> str:
    """A payment card number with its check digit."""
    return _luhn(dice.pick(("4539", "5412", "6225", "3566", "6502")) + some(dice, 11, DIGITS))


def broken(text: str) -> str:
    """A number with a line break in its middle."""
    return f"{text[:8]}\n{text[8:]}"


def iban(dice: Dice) -> str:
    """An international bank account number with its check digits."""
    country, body = dice.pick((("DE", 18), ("FR", 23), ("ES", 20), ("SA", 20), ("PT", 21)))
    account = some(dice, body, DIGITS)
    rest = int("".join(str(int(char, 36)) for char in account + country + "00")) % 97
    return f"{country}{98 - rest:02}{account}"


def fours(text: str) -> str:
    """In groups of four."""
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))


def chinese(dice: Dice) -> str:
    """A Chinese resident identity number."""
    body = dice.pick(("110105", "310104", "440305"))
    body += f"{dice.between(1950, 2005)}{dice.between(1, 12):02}{dice.between(1, 28):02}"
    body += some(dice, 3, DIGITS)
    return body + "10X98765432"[sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(body)) % 11]


def cpf(dice: Dice) -> str:
    """A Brazilian CPF."""
    digits = some(dice, 9, DIGITS)
    for length in (10, 11):
        weights = range(length, 1, -1)
        digits += str(sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) * 10 % 11 % 10)
    return f"{digits[:3]}.{digits[3:6]}.{digits[6:9]}-{digits[9:]}"


def dni(dice: Dice) -> str:
    """A Spanish DNI."""
    number = dice.between(10_000_000, 99_999_999)
    return f"{number}{'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23]}"


def swede(dice: Dice) -> str:
    """A Swedish personnummer."""
    born = f"{dice.between(50, 99)}{dice.between(1, 12):02}{dice.between(1, 28):02}"
    ten = _luhn(born + some(dice, 3, DIGITS))
    return f"{ten[:6]}-{ten[6:]}"


def mail(dice: Dice) -> tuple[str, str]:
    """A mail address's two parts."""
    name = (
        f"{dice.pick(_GIVEN)}{dice.pick(('.', '_', ''))}{dice.pick(_FAMILIES)}{dice.pick(('', some(dice, 2, DIGITS)))}"
    )
    return name, f"{dice.pick(_HOSTS)}.{dice.pick(_TOPS)}"


def phone(dice: Dice) -> str:
    """A phone number of some country."""
    four = [some(dice, 4, "23456789") for _ in range(2)]
    return dice.pick(
        (
            f"+44 7911 {four[0]}{four[1][:2]}",
            f"+49 171 {four[0]}{four[1][:3]}",
            f"({four[0][:3]}) {four[1][:3]}-{four[0]}",
            f"138 {four[0]} {four[1]}",
            f"+81 90-{four[0]}-{four[1]}",
            f"(11) 9{four[0]}-{four[1]}",
            f"06 {four[0][:2]} {four[0][2:]} {four[1][:2]} {four[1][2:]}",
        )
    )


def address(dice: Dice) -> str:
    """An IPv4 address that may be a person's."""
    return (
        f"{dice.pick((45, 62, 84, 91, 185, 203))}.{dice.between(31, 250)}.{dice.between(1, 250)}.{dice.between(1, 250)}"
    )


def uuid(dice: Dice) -> str:
    """A random UUID."""
    return "-".join(some(dice, length, HEX) for length in (8, 4, 4, 4, 12))
