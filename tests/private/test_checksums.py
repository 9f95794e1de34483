"""Numbers with check digits: right ones count, and with one digit changed nearly none does."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sopkb.private import checksums

RIGHT: dict[Callable[[str], bool], str] = {
    checksums.luhn: "4539148803436467",
    checksums.verhoeff: "234123412346",
    checksums.iban: "DE44500105175407324931",
    checksums.chinese_id: "110105198806053718",
    checksums.cpf: "529.982.247-25",
    checksums.cnpj: "45.723.174/0001-10",
    checksums.dni: "73415298B",
    checksums.aadhaar: "2341 2341 2346",
    checksums.personnummer: "811228-9874",
    checksums.codice_fiscale: "RSSMRA85T10A562S",
    checksums.nir: "2 69 05 49 588 157 80",
    checksums.rut: "12.345.678-5",
    checksums.cuit: "20-12345678-6",
    checksums.hetu: "131052-308T",
    checksums.nric: "S1234567D",
    checksums.hong_kong_id: "A123456(3)",
    checksums.taiwan_id: "A123456789",
    checksums.thai_id: "1-2345-67890-12-1",
    checksums.swiss_id: "756.9217.0769.85",
    checksums.belgian_id: "85.07.30-033.28",
}


@pytest.mark.parametrize("check", RIGHT)
def test_a_right_number_counts(check: Callable[[str], bool]) -> None:
    assert check(RIGHT[check])


@pytest.mark.parametrize("check", RIGHT)
def test_a_number_with_one_digit_changed_does_not(check: Callable[[str], bool]) -> None:
    right = RIGHT[check]
    places = [place for place, char in enumerate(right) if char.isdigit()]
    wrong = [right[:place] + str((int(right[place]) + 1) % 10) + right[place + 1 :] for place in places]
    assert sum(map(check, wrong)) <= len(wrong) * 0.25
