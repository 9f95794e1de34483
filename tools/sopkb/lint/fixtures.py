"""Fixtures of a rule: small bases, each of which says itself what the rule must find in it.

A folder holds ``fail-<what>/`` and ``pass-<what>/``, each with an ``sop/`` of records, and perhaps ``shared/sop/``
whose records stand beside those of each. A failing line says what is expected of it: ``# expect T01`` in front matter,
``<!-- expect T01 -->`` in a body; where a comment would change what is tried, ``expect.txt`` beside ``sop/`` has lines
``path:line CODE``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sopkb.core.config import CONFIG_NAME
from sopkb.core.errors import UsageError
from sopkb.core.load import load_base
from sopkb.lint.check import check_base
from sopkb.lint.rules import AnyRule
from sopkb.lint.rules.rule import When
from sopkb.workplace import workplace

Findings = Counter[tuple[str, int, str]]
"""How often each (path, line, code) is found."""

_EXPECT = re.compile(r"(?:#|<!--) expect ((?:[A-Z]\d\d ?)+)")


@dataclass(frozen=True, slots=True)
class Tried:
    """What a rule found in one fixture, beside what it should have found.

    Args:
        name: of the fixture's folder.
        expected: how many findings it asks for.
        missing: place of each that was not found, as ``sop/sops/SOP-0001-x.md:12``.
        unexpected: place and message of each that nothing asked for.
    """

    name: str
    expected: int
    missing: tuple[str, ...]
    unexpected: tuple[str, ...]


def expectations(files: Mapping[str, str], expect_txt: str = "") -> Findings:
    """What a fixture says about itself.

    Args:
        files: text by path below ``sop/``.
        expect_txt: of its ``expect.txt``.
    """
    expected: Findings = Counter()
    for path, text in files.items():
        for number, line in enumerate(text.split("\n"), 1):
            match = _EXPECT.search(line)
            for code in match.group(1).split() if match else ():
                expected[f"sop/{path}", number, code] += 1
    for line in expect_txt.splitlines():
        place, code = line.split()
        path, _, number_text = place.rpartition(":")
        expected[path, int(number_text), code] += 1
    return expected


def try_fixtures(rule: AnyRule, folder: Path, config: str, now: datetime) -> Iterator[Tried]:
    """Run one rule over each fixture of a folder.

    Args:
        rule: the rule; one that looks at changes needs a history, which a fixture has not.
        folder: holds the fixtures.
        config: the text of the ``kb.yml`` that they are read under, unless one brings its own.
        now: the moment of the check, in UTC.

    Raises:
        UsageError: there is no fixture, or one that must fail asks for no finding.
    """
    places = sorted(path for sort in ("fail", "pass") for path in folder.glob(f"{sort}-*") if path.is_dir())
    if not places:
        raise UsageError(
            f"{folder} holds no fixture.", "Make fail-something/sop/ and pass-something/sop/ in it, each with records."
        )
    for place in places:
        files = {CONFIG_NAME: config} | _texts(folder / "shared/sop") | _texts(place / "sop")
        sidecar = place / "expect.txt"
        expected = expectations(files, sidecar.read_text("utf-8") if sidecar.is_file() else "")
        wanted: Findings = Counter({each: count for each, count in expected.items() if each[2] == rule.code})
        if place.name.startswith("fail-") and not wanted:
            raise UsageError(
                f"{place.name} says nowhere where {rule.code} must find something.",
                f"Write `<!-- expect {rule.code} -->` on the line.",
            )
        found = _found(rule, files, now)
        counted: Findings = Counter(each for each, _ in found)
        missing = tuple(f"{path}:{line}" for path, line, _ in (wanted - counted).elements())
        extra = counted - wanted
        unexpected = tuple(f"{path}:{line} {text}" for (path, line, code), text in found if extra[path, line, code] > 0)
        yield Tried(place.name, wanted.total(), missing, unexpected)


def _found(rule: AnyRule, files: Mapping[str, str], now: datetime) -> list[tuple[tuple[str, int, str], str]]:
    with workplace("fixture") as folder:
        for path, text in files.items():
            target = folder / "sop" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")
        base = load_base(folder / "sop")
        found = check_base(base, now, rules=(rule,), nightly=rule.when is When.NIGHTLY)
    return [((each.path, each.line, each.code), each.message) for each in found if each.code == rule.code]


def _texts(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in files}
