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
from itertools import pairwise, product

from sopkb.model.characters import LETTERS, SPACES, WORD
from sopkb.model.folding import fold, in_cases, narrow
from sopkb.model.kinds import KINDS

LONGEST_CODE = 40
"""Characters of a window. No code is longer; a window that is will be part of something else."""
MOST_RUNS = 6
"""Runs of a window: ``AB12-CD34-EF56`` has six."""

_RUN = re.compile(f"[{LETTERS}]+|[0-9]+")
_GAP = re.compile(rf"(?:(?!\n)[{SPACES}]){{0,2}}[-_./:#\u2010-\u2015]?(?:(?!\n)[{SPACES}]){{0,2}}")
_WORD = re.compile(f"[{WORD}]")
_NO_WORD = re.compile(f"[^{WORD}]+")
_SEPARATORS = "-_./:#"
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


def find_codes(text: str, pattern: str) -> Iterator[Mention]:
    """What may be a code of a pattern, in any spelling, longest first at each place; they may overlap.

    Args:
        text: what to look through.
        pattern: the policy's regular expression; it is matched against the whole of each spelling, and its classes
            are those of ASCII.
    """
    text = narrow(text)
    runs = list(_RUN.finditer(text))
    for first in range(len(runs)):
        for last in reversed(list(_window_ends(text, runs, first))):
            mention = _mention(text, runs[first : last + 1])
            if _is_code(mention.text, pattern):
                yield mention


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


def _mention(text: str, runs: Sequence[re.Match[str]]) -> Mention:
    start, end = runs[0].start(), runs[-1].end()
    gaps = (text[one.end() : other.start()] for one, other in pairwise(runs))
    is_loose = any(gap and not gap.strip() for gap in gaps)
    return Mention(normal_form(text[start:end]), text[start:end], start, end, is_loose)


def _window_ends(text: str, runs: Sequence[re.Match[str]], first: int) -> Iterator[int]:
    """Numbers of the runs that a code beginning at a run may end with."""
    start = runs[first].start()
    if start and _WORD.match(text, start - 1):
        return
    for last in range(first, min(first + MOST_RUNS, len(runs))):
        end = runs[last].end()
        if end - start > LONGEST_CODE:
            return
        if last > first and not _GAP.fullmatch(text, runs[last - 1].end(), runs[last].start()):
            return
        if not _WORD.match(text, end):
            yield last


@lru_cache(maxsize=4096)
def _is_code(window: str, pattern: str) -> bool:
    compiled = re.compile(pattern, re.ASCII)
    return any(compiled.fullmatch(spelling) for spelling in _spellings(window, pattern))


def _spellings(window: str, pattern: str) -> Iterator[str]:
    """The ways in which a policy may mean a window: its own, and with each separator the pattern knows, or none."""
    separators = ["", *(mark for mark in _SEPARATORS if mark in pattern)]
    runs = _RUN.findall(window)
    if len(runs) <= 4:
        joints = list(product(separators, repeat=len(runs) - 1))
    else:
        joints = [(mark,) * (len(runs) - 1) for mark in separators]
    seen = {window}
    for joint in joints:
        seen.add("".join(run + mark for run, mark in zip(runs, (*joint, ""), strict=True)))
    if window == "".join(runs):
        seen.update(_cut_once_more(runs, separators[1:]))
    for spelling in sorted(seen):
        yield from in_cases(spelling)


def _cut_once_more(runs: Sequence[str], separators: Sequence[str]) -> Iterator[str]:
    """A window typed in one go, where the policy parts letters from letters or digits from digits (``ABC-DE-1234``)."""
    for number, run in enumerate(runs):
        before, after = runs[:number], runs[number + 1 :]
        for mark, cut in product(separators, range(1, len(run))):
            yield "".join([*before, run[:cut] + mark + run[cut:], *after])
            yield mark.join([*before, run[:cut], run[cut:], *after])
