"""What a rule is: a code, a manual, and a pure generator of findings.

A rule is one file. Its docstring is the manual: a title, then ``What:``, ``Why on shift:``, ``Bad:`` and ``Good:``.
``kb explain``, the generated pages and the links in messages all read that docstring. A retired code is never reused.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from enum import StrEnum
from functools import cached_property

import jsonschema_rs

from sopkb.core.config import Config
from sopkb.core.corpus import Corpus
from sopkb.core.diagnostics import Finding, Severity
from sopkb.core.fields import ALL, WAIVABLE
from sopkb.core.positioned_yaml import read
from sopkb.core.record import Document, Record
from sopkb.core.schema import record_schema
from sopkb.core.source import Meta
from sopkb.lint.change import Change, RecordChange


@dataclass(frozen=True)
class Context:
    """What a rule may know beside the record it looks at.

    Args:
        corpus: every record of the base.
        config: vocabularies and policy.
        now: the moment of the check, in UTC.
        change: what changed since a revision; None where nothing was compared.
        answers: what is wrong with outside addresses that were tried, "" for nothing; None where none were tried.
    """

    corpus: Corpus
    config: Config
    now: datetime
    change: Change | None = None
    answers: Mapping[str, str] | None = None

    def nearest_id(self, record_id: str, likeness: float) -> str:
        """The id of the same kind that looks most like one that does not exist; ``""`` where none looks alike.

        Remembered: when a record is deleted, thousands of others name it, and looking costs milliseconds each time.
        """
        asked = (record_id, likeness)
        if asked not in self._nearest:
            same_kind = [known for known in self.corpus.by_id if known[:4] == record_id[:4]]
            self._nearest[asked] = next(iter(get_close_matches(record_id, same_kind, 1, likeness)), "")
        return self._nearest[asked]

    @cached_property
    def _nearest(self) -> dict[tuple[str, float], str]:
        return {}

    @cached_property
    def records_by_alias(self) -> Mapping[str, tuple[Record, ...]]:
        """The records that have an alias, by alias without regard to case."""
        found: dict[str, list[Record]] = {}
        for record in self.corpus.records:
            for alias in {alias.casefold() for alias in record.aliases}:
                found.setdefault(alias, []).append(record)
        return {alias: tuple(records) for alias, records in found.items()}

    @cached_property
    def settings(self) -> Meta:
        """What ``kb.yml`` holds, with its places; empty where it cannot be read."""
        text = next((each.source for each in self.corpus.others if each.path == self.config.path), None)
        return read(text or "")

    @cached_property
    def validators(self) -> dict[str, jsonschema_rs.Draft202012Validator]:
        """The compiled schema of each kind under this base's vocabularies."""
        return {
            kind: jsonschema_rs.Draft202012Validator(
                record_schema(kind, self.config.vocabularies), validate_formats=True
            )
            for kind in ALL
        }


FIXED = frozenset({"A01", "A02", "A09", "C05", "I01", "I03", "S03", "S07"})
"""Rules whose level no base sets: they protect people, or all that others say rests on them."""


class When(StrEnum):
    """When a rule runs: with every change; at night, where time alone makes it fire; or when it is asked for."""

    PR = "pr"
    NIGHTLY = "nightly"
    ASKED = "asked"


@dataclass(frozen=True)
class Rule:
    """What all rules have in common.

    Args:
        code: its name for ever, a letter for the family and two digits.
        severity: of its findings, unless a finding says otherwise.
        kinds: names of the kinds it looks at.
        when: when it runs.
        eases_in_drafts: whether an error is only a warning while the record is a draft.
        alone: whether it looks at nothing but one file and ``kb.yml``: then what it finds is kept from run to run.
        pack: the pack it belongs to, without which it does not run; ``""`` for everybody's.
    """

    code: str
    severity: Severity
    kinds: tuple[str, ...] = ALL
    when: When = When.PR
    eases_in_drafts: bool = False
    alone: bool = False
    pack: str = ""

    def is_in_force(self, config: Config) -> bool:
        """Whether a base has it: it has the pack, and has not switched the rule off."""
        level = config.levels.get(self.code)
        is_off = level is not None and level.level == "off" and self.code not in FIXED
        return not is_off and (not self.pack or self.pack in config.packs)

    def severity_in(self, config: Config) -> Severity | None:
        """The severity that a base gives to every finding of it; None where the base says nothing."""
        level = config.levels.get(self.code)
        return None if level is None or level.level == "off" or self.code in FIXED else Severity(level.level)

    @property
    def waivable(self) -> bool:
        """Whether a record may waive it. Structure, identity, private data and secrets cannot be waived."""
        return re.match(WAIVABLE, self.code) is not None


@dataclass(frozen=True)
class DocumentRule(Rule):
    """Looks at a file, whether or not it could be read as a record.

    Args:
        of_every_file: whether it looks at the files that are no records as well: ``kb.yml``, images, attachments.
    """

    of_every_file: bool = False
    check: Callable[[Document, Context], Iterator[Finding]] = lambda document, context: iter(())


@dataclass(frozen=True)
class RecordRule(Rule):
    """Looks at one record; future majors are looked at too."""

    check: Callable[[Record, Context], Iterator[Finding]] = lambda record, context: iter(())


@dataclass(frozen=True)
class CorpusRule(Rule):
    """Looks at all records at once; each finding names its file."""

    check: Callable[[Context], Iterator[Finding]] = lambda context: iter(())


@dataclass(frozen=True)
class ChangeRule(Rule):
    """Looks at what became of one record; it runs where there is something to compare with (``--base``)."""

    check: Callable[[RecordChange, Context], Iterator[Finding]] = lambda change, context: iter(())


@dataclass(frozen=True, slots=True)
class Waived:
    """What one run did with the waivers of one record.

    Args:
        known: the codes of all rules there are.
        ran: the codes of those that ran.
        suppressed: the codes of those that found something here which a waiver kept back.
    """

    known: frozenset[str]
    ran: frozenset[str]
    suppressed: frozenset[str]


@dataclass(frozen=True)
class WaiverRule(Rule):
    """Looks at one record that waives rules, after all others have spoken."""

    check: Callable[[Record, Waived, Context], Iterator[Finding]] = lambda record, waived, context: iter(())


@dataclass(frozen=True, slots=True)
class Manual:
    """A rule's docstring, in parts."""

    title: str
    what: str
    why: str
    bad: str
    good: str


_PARTS = {"What:": "what", "Why on shift:": "why", "Bad:": "bad", "Good:": "good"}


def manual_of(rule: DocumentRule | RecordRule | CorpusRule | ChangeRule | WaiverRule) -> Manual:
    """The manual of a rule, read from its module's docstring."""
    text = inspect.cleandoc(sys.modules[rule.check.__module__].__doc__ or "")
    lines = text.split("\n")
    parts: dict[str, list[str]] = {name: [] for name in _PARTS.values()}
    current: list[str] | None = None
    for line in lines[1:]:
        head = next((head for head in _PARTS if line.startswith(head)), None)
        if head:
            current = parts[_PARTS[head]]
            line = line.removeprefix(head).strip()
        if current is not None:
            current.append(line)
    joined = {name: inspect.cleandoc("\n".join(found)) for name, found in parts.items()}
    return Manual(lines[0].rstrip("."), **joined)
