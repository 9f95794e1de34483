"""Identifiers as people type them: error codes, bug and incident ids, record ids, each in every spelling.

What an error code looks like is policy (a regular expression in ``kb.yml``), so no shape is known here. A text is cut
into runs of letters and runs of digits; every window of a few runs that only separators part is spelled in the ways
the policy might mean, and the pattern has the last word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, product

from sopkb.core.characters import LETTERS, SPACES, WORD
from sopkb.core.folding import fold, in_cases, narrow
from sopkb.core.kinds import KINDS

LONGEST_CODE = 40
"""Characters of a window. No code is longer; a window that is will be part of something else."""
MOST_RUNS = 6
"""Runs of a window: ``AB12-CD34-EF56`` has six."""

_RUN = re.compile(f"[{LETTERS}]+|[0-9]+")
_GAP = re.compile(rf"(?:(?!\n)[{SPACES}]){{0,2}}[-_./:#\u2010-\u2015]?(?:(?!\n)[{SPACES}]){{0,2}}")
_DIGIT = re.compile("[0-9]")
_WORD = re.compile(f"[{WORD}]")
_NO_WORD = re.compile(f"[^{WORD}]+")
_DIGIT_OR_LETTER = re.compile("[0-9A-Za-z]")
_PIECE = 160  # characters: an expression that grows with the square of its text does not grow far
_SEPARATORS = "-_./:#"
_FLAGS = re.compile(r"\(\?([aimsx]+)\)")
_ANCHOR = re.compile(r"(?P<anchor>[$^]|\\[AZ])|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_RECORD_ID = re.compile(
    rf"(?<![{WORD}])(?P<prefix>{'|'.join(kind.prefix for kind in KINDS)})(?P<gap>[{SPACES}_#:.\u2010-\u2015-]{{0,3}})"
    rf"0{{0,9}}(?P<number>[0-9]{{1,4}})(?![{WORD}])",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """An identifier inside a text.

    Args:
        normal: its normal form: two spellings of one code have the same.
        text: as it stands in the text.
        start: where it begins.
        end: where it ends.
        is_loose: whether only white space holds its parts together (``AH 1203``), so that it may be two words.
    """

    normal: str
    text: str
    start: int
    end: int
    is_loose: bool = False


def normal_form(code: str) -> str:
    """Letters and digits of a code, folded: ``RC-4031``, ``rc4031`` and ``RC 4031`` are all ``rc4031``."""
    return _NO_WORD.sub("", fold(code))


def find_codes(text: str, patterns: Sequence[str]) -> list[list[Mention]]:
    """What may be a code, in any spelling, longest first at each place; they may overlap.

    Words with nothing but white space between them are no code unless there is a digit in one of them.

    Args:
        text: what to look through.
        patterns: the policy's regular expressions; each is matched against the whole of each spelling, and its classes
            are those of ASCII.

    Returns:
        for each pattern what it finds.
    """
    text = narrow(text)
    windows = list(_windows(text))
    return [
        [_mention(text, *window) for window in windows if _is_code(text[slice(*window[:2])], pattern)]
        for pattern in patterns
    ]


def apart(mentions: Iterable[Mention], is_known: Callable[[str], bool]) -> Iterator[Mention]:
    """Of mentions that may overlap, the first at each place.

    Args:
        mentions: in order.
        is_known: told a normal form, says whether such a code exists; a loose mention (``failed at 404``) of one that
            does not is left out.
    """
    end = 0
    for mention in mentions:
        if mention.start >= end and (not mention.is_loose or is_known(mention.normal)):
            yield mention
            end = mention.end


def find_record_ids(text: str) -> Iterator[Mention]:
    """Record ids in any spelling (``SOP-0012``, ``sop 12``, ``wka2``); ``normal`` is the id as files write it."""
    text = narrow(text)
    for match in _RECORD_ID.finditer(text):
        normal = f"{match['prefix'].upper()}-{match['number']:0>4}"
        is_loose = bool(match["gap"]) and not match["gap"].strip()
        yield Mention(normal, match.group(), match.start(), match.end(), is_loose)


def _mention(text: str, start: int, end: int, is_loose: bool) -> Mention:
    return Mention(normal_form(text[start:end]), text[start:end], start, end, is_loose)


def _windows(text: str) -> Iterator[tuple[int, int, bool]]:
    """Where a code may begin and end, and whether only white space holds it together; longest first at each place."""
    runs = [run.span() for run in _RUN.finditer(text)]
    for first, (start, _) in enumerate(runs):
        if not start or not _WORD.match(text, start - 1):
            yield from reversed(list(_beginning_at(text, runs[first : first + MOST_RUNS])))


def _beginning_at(text: str, runs: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, bool]]:
    start = place = runs[0][0]
    is_loose = False
    for begin, end in runs:
        if end - start > LONGEST_CODE or not _GAP.fullmatch(text, place, begin):
            return
        is_loose = is_loose or (place < begin and text[place:begin].isspace())
        if not _WORD.match(text, end) and not (is_loose and not _DIGIT.search(text, start, end)):
            yield start, end, is_loose
        place = end


@lru_cache(maxsize=65536)
def _is_code(window: str, pattern: str) -> bool:
    fits = re.compile(pattern, re.ASCII).fullmatch
    separators = ["", *(mark for mark in _SEPARATORS if mark in pattern)]
    cased = dict.fromkeys(in_cases(window))
    return any(fits(spelling) for variant in cased for spelling in _spellings(variant, separators))


def _spellings(window: str, separators: Sequence[str]) -> Iterator[str]:
    """The ways in which a policy may mean a window: its own, and with each separator the pattern knows, or none."""
    yield window
    runs = _RUN.findall(window)
    if len(runs) <= 4:
        joints = product(separators, repeat=len(runs) - 1)
        yield from ("".join(chain.from_iterable(zip(runs, (*joint, ""), strict=True))) for joint in joints)
    else:
        yield from (mark.join(runs) for mark in separators)
    if window == "".join(runs) and _DIGIT.search(window):
        yield from _cut_once_more(runs, separators[1:])


def _cut_once_more(runs: Sequence[str], separators: Sequence[str]) -> Iterator[str]:
    """A window typed in one go, where the policy parts letters from letters or digits from digits (``ABC-DE-1234``)."""
    for number, run in enumerate(runs):
        before, after = runs[:number], runs[number + 1 :]
        for mark, cut in product(separators, range(1, len(run))):
            yield "".join([*before, run[:cut] + mark + run[cut:], *after])
            yield mark.join([*before, run[:cut], run[cut:], *after])


def codes_as_written(text: str, pattern: str) -> Iterator[re.Match[str]]:
    """The codes of a policy inside a text, spelled as the policy spells them.

    That is stricter than :func:`find_codes`, and quick: a check must not take ``in 2026`` for a code.

    Args:
        text: what to look through.
        pattern: the policy's regular expression, which describes a whole code.
    """
    for match in _piece_by_piece(_inside_a_text(pattern), text):
        before = text[match.start() - 1 : match.start()]
        # Looked at here and not in the expression, where it would be asked at every character.
        if not (before == "-" or before == "_" or before.isalnum()) and re.fullmatch(pattern, match.group()):
            yield match


def _piece_by_piece(expression: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Every match of an expression that somebody else wrote, a few lines at a time: no text makes it slow.

    A match begins in its piece, and may end some characters behind it; a longer one is no code.
    """
    done = 0
    for start in range(0, len(text), _PIECE):
        begin, end = max(start, done), min(start + _PIECE + LONGEST_CODE, len(text))
        if not _DIGIT_OR_LETTER.search(text, begin, end):
            continue
        for match in expression.finditer(text, begin, end):
            if match.start() >= start + _PIECE:
                break
            if match.end() < end or end == len(text):
                yield match
            done = match.end()


@lru_cache(maxsize=16)
def _inside_a_text(pattern: str) -> re.Pattern[str]:
    """A policy's expression without its anchors; what follows must not go on the code."""
    flags, inner = "", pattern
    given = _FLAGS.match(pattern)
    if given:
        flags, inner = given.group(1), pattern[given.end() :]
    inner = _ANCHOR.sub(lambda match: "" if match["anchor"] else match.group(), inner)
    return re.compile(rf"(?{flags}:{inner})(?!-?\w)")
