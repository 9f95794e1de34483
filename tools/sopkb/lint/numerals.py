"""Numbers that people write as words, made digits: ``thirty-five``, ``fünfunddreißig``, ``三十五`` are all ``35``.

One is left out: in most languages its word is an article.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from sopkb.core.folding import fold

_ENGLISH = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen",
    "twenty thirty forty fifty sixty seventy eighty ninety",
)
_GERMAN = (
    "ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn "
    "achtzehn neunzehn",
    "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
)
_SPANISH = (
    "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete "
    "dieciocho diecinueve",
    "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
)
_PORTUGUESE = (
    "um dois três quatro cinco seis sete oito nove dez onze doze treze quatorze quinze dezesseis dezessete dezoito "
    "dezenove",
    "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
)
_FRENCH = (
    "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit "
    "dix-neuf",
    "vingt trente quarante cinquante soixante soixante-dix quatre-vingts quatre-vingt-dix",
)
_ALSO: Mapping[str, Mapping[str, int]] = {
    "en": {"one hundred": 100, "a hundred": 100},
    "de": {"zwo": 2, "hundert": 100, "einhundert": 100},
    "es": {"cien": 100},
    "pt": {"duas": 2, "catorze": 14, "dezasseis": 16, "dezassete": 17, "dezanove": 19, "cem": 100},
    "fr": {"cent": 100, "quatre-vingt": 80},
}
_CHINESE = {character: number for number, character in enumerate("零一二三四五六七八九十")} | {
    "〇": 0,
    "两": 2,
    "百": 100,
}
_MEASURES = "分秒时小時天日周週月年个個次级級位人名页頁步条條項项件张張回度台本間歳"
_CHINESE_NUMBER = re.compile(rf"[{''.join(_CHINESE)}]{{2,}}|[{''.join(_CHINESE)}](?=[{_MEASURES}])")


def with_digits(text: str, languages: Iterable[str]) -> str:
    """A text, folded, with the words for 2 to 100 as digits.

    Args:
        text: any.
        languages: BCP 47 tags of the languages whose words count; Chinese and Japanese numerals always do.
    """
    folded = fold(text)
    for language in sorted({language.partition("-")[0].lower() for language in languages} & _FORMS.keys()):
        pattern, values = _words_of(language)
        folded = pattern.sub(lambda match, values=values: str(values[_plain(match[0])]), folded)  # type: ignore[misc]
    return _CHINESE_NUMBER.sub(lambda match: str(_chinese(match[0])), folded)


@lru_cache(maxsize=16)
def _words_of(language: str) -> tuple[re.Pattern[str], Mapping[str, int]]:
    values = {_plain(fold(word)): number for word, number in _FORMS[language]() if number > 1}
    values |= {_plain(fold(word)): number for word, number in _ALSO[language].items()}
    longest_first = sorted(values, key=lambda word: (-len(word), word))
    spelled = "|".join(re.escape(word).replace(r"\ ", r"[\s-]+").replace(" ", r"[\s-]+") for word in longest_first)
    return re.compile(rf"(?<![\w-])(?:{spelled})(?![\w-]*\w)"), values


def _plain(word: str) -> str:
    return " ".join(re.split(r"[\s-]+", word))


def _joined(words: tuple[str, str], join: str) -> Iterator[tuple[str, int]]:
    """Words of 1 to 99 where tens and ones are said in that order."""
    ones, tens = words[0].split(), words[1].split()
    yield from ((word, number) for number, word in enumerate(ones, 1))
    for number, word in enumerate(tens, 2):
        yield word, number * 10
        yield from ((f"{word}{join}{one}", number * 10 + rest) for rest, one in enumerate(ones[:9], 1))


def _german() -> Iterator[tuple[str, int]]:
    yield from ((word, number) for word, number in _joined(_GERMAN, " ") if " " not in word)
    ones, tens = _GERMAN[0].split()[:9], _GERMAN[1].split()
    for number, ten in enumerate(tens, 2):
        yield from ((f"{one}und{ten}", number * 10 + rest) for rest, one in enumerate(ones, 1))


def _spanish() -> Iterator[tuple[str, int]]:
    yield from _joined(_SPANISH, " y ")
    yield from ((f"veinti{one}", 20 + rest) for rest, one in enumerate(_SPANISH[0].split()[:9], 1))


def _french() -> Iterator[tuple[str, int]]:
    ones, tens = _FRENCH[0].split(), _FRENCH[1].split()
    yield from _joined(_FRENCH, "-")
    yield from ((f"{ten} et un", number * 10 + 1) for number, ten in enumerate(tens, 2))
    yield "soixante et onze", 71
    for base, first in ((60, "soixante"), (80, "quatre-vingt")):
        yield from ((f"{first}-{one}", base + rest) for rest, one in enumerate(ones, 1))


_FORMS: Mapping[str, Callable[[], Iterator[tuple[str, int]]]] = {
    "en": lambda: _joined(_ENGLISH, "-"),
    "de": _german,
    "es": _spanish,
    "pt": lambda: _joined(_PORTUGUESE, " e "),
    "fr": _french,
}


def _chinese(text: str) -> int:
    """``三十五`` is 35, ``一百二十`` 120, ``二〇`` 20."""
    if not any(character in "十百" for character in text):
        return int("".join(str(_CHINESE[character]) for character in text))
    total = ones = 0
    for character in text:
        number = _CHINESE[character]
        if number >= 10:
            total += (ones or 1) * number
            ones = 0
        else:
            ones = number
    return total + ones
