"""What the answer of a quiz question claims and its section must say: numbers, codes, and names on a screen.

A shared word proves nothing: "35 minutes" has it in common with every section that speaks of minutes. So a number must
stand there with its unit, a code letter for letter, and a name as the section spells it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence

from sopkb.core.folding import fold, narrow
from sopkb.core.record import Record
from sopkb.lint.numerals import with_digits

_DATA = {"route": ("route", "next_level"), "evidence": ("evidence",), "tree": ("nodes",), "modules": ("modules",)}
"""Fields that the page shows in a section."""
_MARKS = re.compile(r"\*\*|__|`|\[\[|\]\]")
_DENSE = "\u2e80-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af"
_BORDER = re.compile(r"(?<=[0-9])(?=[^\x00-\x7f])|(?<=[^\x00-\x7f])(?=[0-9])" + rf"|(?<=[{_DENSE}])(?=[{_DENSE}])")
_GROUPED = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f](?=\d{3}(?!\d))")
_TOKEN = re.compile(r"\w(?:(?:[\w./@:-]|(?<=\d),(?=\d))*\w)?|%|[^\w\s]")
_IN_A_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*|-(?=\d)|[^\W\d]\w*")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_CODE = re.compile(r"\A(?=[^\W\d]).*(?:\d|_|\w\w[.@]\w\w).*")
_TO = re.compile(r"[-–—~/&]|\w{1,4}")
_PERCENT = frozenset({"percent", "prozent", "pourcent", "porcento", "porciento"})
_QUOTED = re.compile(
    r"\*\*(.+?)\*\*|`(.+?)`|“(.+?)[”“]|„(.+?)[“”]|\"(.+?)\"|«(.+?)»|‹(.+?)›"
    r"|「(.+?)」|『(.+?)』|《(.+?)》|【(.+?)】|‘(.+?)’"
)
_ARROW = re.compile(r"(?<!\s)\s*(?:>|→|›|»|&gt;)\s*")
_BEGINNING = re.compile(r"(?:^|[.!?:;。！？：；]\s{0,20}|[-–—(]\s{1,20})\W{0,20}\w[\w-]*")
_CAPITAL = re.compile(r"(?<![\w'’-])[^\W\d_][\w-]*")
_POSSESSIVE = re.compile(r"['’]s$")
_COMMON_CAPITALS = 0.2
"""Share of capital words in running text above which a language writes every noun so: there, a capital is no name."""
_FEWEST_WORDS = 12


def section_of(record: Record, heading: str) -> str | None:
    """What a section says, with its subsections and the data that it shows; None where there is none."""
    parts = record.body.parts_of(heading)
    data = [str(record.meta.data[name]) for name in _DATA.get(heading.casefold(), ()) if name in record.meta]
    return "\n".join([*(f"{part.heading}\n{part.text}" for part in parts), *data]) if parts or data else None


def not_said(answers: Iterable[str], section: str, languages: Collection[str], own: str = "") -> tuple[str, ...]:
    """What answers claim and their section does not say, as the answers have it.

    Args:
        answers: the right ones.
        section: the text that they cite, as Markdown, with the data that it shows.
        languages: BCP 47 tags of the languages whose words for numbers count.
        own: id of the record that the section is of, which need not name itself.
    """
    there = _Said(f"{section}\n{own}", languages)
    found = (_as_written(claim, answer) for answer in answers for claim in _missing(answer, there))
    return tuple(dict.fromkeys(found))


def _as_written(claim: str, answer: str) -> str:
    match = re.search(re.escape(claim), narrow(answer), re.IGNORECASE)
    return match[0] if match else claim


class _Said:
    """A section, taken apart once."""

    def __init__(self, section: str, languages: Collection[str]) -> None:
        self.languages = languages
        self.tokens = _tokens(section, languages)
        self.codes = {_code(token) for token in self.tokens if _CODE.fullmatch(token)}
        self.numbers = list(_numbers(self.tokens))
        self.plain = _plain(section)
        self.words = set(_CAPITAL.findall(self.plain))
        self.names_by_capital = _capitals_are_names(section)


def _missing(answer: str, there: _Said) -> Iterator[str]:
    tokens = _tokens(answer, there.languages)
    for token in tokens:
        if _CODE.fullmatch(token) and _code(token) not in there.codes:
            yield token
    for number, following, before in _numbers(tokens):
        if not any(number == other and _fits(following, before, *around) for other, *around in there.numbers):
            yield f"{number} {following}".strip()
    named = [next(filter(None, match.groups())) for match in _QUOTED.finditer(answer)]
    for name in named:
        if fold(_plain(name)) not in fold(there.plain):
            yield _plain(name)
    if there.names_by_capital and not _is_title(answer):
        yield from (name for name in _capitals(_QUOTED.sub(" ", answer)) if name not in there.words)


def _tokens(text: str, languages: Collection[str]) -> list[str]:
    """Words, numbers and punctuation of a text, folded; a word of a script without spaces is a token a character."""
    text = narrow(_GROUPED.sub("", text))
    text = "".join(str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in text)
    text = _BORDER.sub(" ", with_digits(_MARKS.sub("", text), languages))
    found: list[str] = []
    for token in _TOKEN.findall(text):
        found += _IN_A_NUMBER.findall(token) if token[0].isdigit() else [token]
    return ["%" if token in _PERCENT else token for token in found]


def _numbers(tokens: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Each number with the word that follows and the one before it; "" where punctuation stands between."""
    for at, token in enumerate(tokens):
        if not token[0].isdigit():
            continue
        end = at + 1
        if end + 1 < len(tokens) and _TO.fullmatch(tokens[end]) and tokens[end + 1][0].isdigit():
            end += 2  # "5 to 10 minutes": both have the unit
        after = tokens[end] if end < len(tokens) else ""
        before = tokens[at - 1] if at else ""
        yield _value(token), after if _is_word(after) else "", before if _is_word(before) else ""


def _value(number: str) -> str:
    """A number without what its writing adds: ``04:00`` is ``4:00``, ``1,000`` is ``1000``, ``0,40`` is ``0.4``."""
    if ":" in number:
        return ":".join([number.split(":")[0].lstrip("0") or "0", *number.split(":")[1:]])
    if _THOUSANDS.fullmatch(number):
        return re.sub("[.,]", "", number)
    whole, dot, rest = number.replace(",", ".").partition(".")
    rest = rest.rstrip("0") if "." not in rest else rest
    return (whole.lstrip("0") or "0") + (f".{rest}" if dot and rest else "")


def _fits(unit: str, before: str, other_unit: str, other_before: str) -> bool:
    """Whether a number is the same thing in two places: with the same unit, or with none in one of them."""
    if not unit:
        return not before or not other_before or bool(other_unit) or _alike(before, other_before)
    return _alike(unit, other_unit) or _alike(unit, other_before) or not (other_unit or other_before)


def _alike(one: str, other: str) -> bool:
    """Whether two words are one in two forms: ``min`` and ``minutes``, ``Stunde`` and ``Stunden``."""
    if not one or not other:
        return False
    return one.startswith(other) or other.startswith(one) or one[:5] == other[:5]


def _is_word(token: str) -> bool:
    return token == "%" or (bool(token) and token[0].isalpha())


def _code(token: str) -> str:
    return re.sub(r"[^\w]+", "", token)


def _plain(text: str) -> str:
    """A text without marks, its menu paths written in one way."""
    return " ".join(_ARROW.sub(" > ", _MARKS.sub("", narrow(text))).split())


def _capitals(text: str) -> Iterator[str]:
    """Words with a capital where no sentence begins."""
    begun = {match.end() for match in _BEGINNING.finditer(text)}
    for match in _CAPITAL.finditer(text):
        word = _POSSESSIVE.sub("", match[0])
        if match.end() not in begun and len(word) > 1 and word[0].isupper() and not _CODE.fullmatch(word):
            yield word


def _is_title(answer: str) -> bool:
    """Whether an answer writes most of its words with capitals, as headlines do."""
    words = _CAPITAL.findall(answer)[1:]
    return len(words) >= 4 and sum(word[0].isupper() for word in words) * 2 > len(words)


def _capitals_are_names(section: str) -> bool:
    """Whether a capital says that a word is a name: in English it does, in German every noun has one."""
    running = _QUOTED.sub(" ", section)
    words = len(_CAPITAL.findall(running))
    return words >= _FEWEST_WORDS and sum(1 for _ in _capitals(running)) <= _COMMON_CAPITALS * words


def lost_words(answer: Iterable[str], before: str, now: str) -> tuple[str, ...]:
    """Words of an answer that stood in a section before and do not now, in the answer's order.

    Args:
        answer: the right answers.
        before: the section as it was.
        now: the section as it is.
    """
    old, new = set(_tokens(before, ())), set(_tokens(now, ()))
    words = (token for text in answer for token in _tokens(text, ()) if len(token) > 2 and _is_word(token))
    return tuple(dict.fromkeys(word for word in words if word in old and word not in new))
