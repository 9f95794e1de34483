"""The findings of a base, kept true while somebody edits it: what an edit can have touched first, the rest after that.

Any rule may look at any record. So an edit makes every finding doubtful, and in the end every rule has run again; but
what the author waits for is known at once: the findings in the files that changed and in those that name them, and
those of the rules about all records that are quick.
"""

from __future__ import annotations

import posixpath
import time
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from enum import Enum
from pathlib import Path

from sopkb.core.config import CONFIG_NAME
from sopkb.core.diagnostics import Diagnostic
from sopkb.core.kinds import ID
from sopkb.core.load import Base
from sopkb.core.load.files import TRACKER_NAME
from sopkb.core.record import Document
from sopkb.lint.check import Checker, Judged
from sopkb.lint.check.file_findings import FileFindings
from sopkb.lint.rules.rule import CorpusRule

QUICK = 0.2
"""Seconds that the rules about all records may take together before the first answer."""

Tick = Callable[[int, int], None]


class Remaining(Enum):
    """What is left to do after an edit."""

    NOTHING = "every rule has run again"
    SLOW_RULES = "rules that would keep an author waiting"
    WORK = "anything else"


class Recheck:
    """What the check of a base says, brought up to date after each edit.

    Args:
        base: what was loaded.
        now: the moment of the check, in UTC.
        cache: the user's own folder where findings are kept from run to run (:mod:`.check.file_findings`).
    """

    def __init__(self, base: Base, now: datetime, cache: Path | None = None) -> None:
        self._cache = cache
        self._findings: FileFindings | None = None
        self._judged: dict[str, Judged] = {}
        self._by_rule: dict[str, Judged] = {}
        self._seconds: dict[str, float] = {}
        self._names: dict[str, frozenset[str]] = {}
        self._of: dict[str, Document] = {}
        self._documents: list[Document] = []
        self._rules: list[CorpusRule] = []
        self._begin(base, now)

    def _begin(self, base: Base, now: datetime) -> None:
        self._base = base
        self._checker = Checker(base, now)
        if self._findings is None or not self._findings.serves(base, self._checker.alone):
            self._findings = FileFindings(self._cache, base, self._checker.alone)
        self._checker.keep(self._findings)
        for document in base.corpus.documents:
            if self._of.get(document.path) is not document:
                self._of[document.path] = document
                self._names[document.path] = _names_in(document)
        for path in self._of.keys() - {document.path for document in base.corpus.documents}:
            for by_path in (self._of, self._names, self._judged):
                by_path.pop(path, None)
        self._documents = list(reversed(base.corpus.documents))
        self._rules = sorted(self._checker.corpus_rules, key=lambda rule: self._seconds.get(rule.code, 0), reverse=True)

    @property
    def found(self) -> tuple[Diagnostic, ...]:
        """What is known to be wrong now, sorted."""
        judged = [*self._judged.values(), *self._by_rule.values()]
        found = [each for part in judged for each in part.found]
        return tuple(sorted([*self._base.diagnostics, *found, *self._checker.of_waivers(judged)]))

    def edited(self, base: Base, now: datetime, changed: Collection[str]) -> None:
        """Take in an edit, and run what its author waits for.

        Args:
            base: as it is now.
            now: the moment of the check, in UTC.
            changed: paths of the files that were changed, added or removed.
        """
        names = {name for path in changed for name in self._names_of(path)}
        self._begin(base, now)
        names.update(name for path in changed for name in self._names_of(path))
        first = [document for document in self._documents if document.path in changed]
        first += [
            document
            for document in self._documents
            if document.path not in changed and not names.isdisjoint(self._names[document.path])
        ]
        for document in first:
            self._judge(document)
        done = {document.path for document in first}
        self._documents = [document for document in self._documents if document.path not in done]
        left = QUICK
        while self._rules and self._seconds.get(self._rules[-1].code, 0) <= left:
            left -= self._run(self._rules.pop())

    def work(self, seconds: float, *, slow: bool = True, tick: Tick | None = None) -> Remaining:
        """Do a part of what is left; where nothing is, nothing.

        Args:
            seconds: after which no further piece is begun.
            slow: whether a rule may be begun that takes longer than an author should wait for the next answer.
            tick: told how many of how many documents are done.

        Returns:
            What is still left then.
        """
        until, total = time.perf_counter() + seconds, len(self._documents)
        while self._documents and time.perf_counter() < until:
            self._judge(self._documents.pop())
            if tick:
                tick(total - len(self._documents), total)
        while not self._documents and self._rules and time.perf_counter() < until:
            if not slow and self._seconds.get(self._rules[-1].code, 0) > QUICK:
                return Remaining.SLOW_RULES
            self._run(self._rules.pop())
        if self._documents or self._rules:
            return Remaining.WORK
        if self._findings:
            self._findings.save()
        return Remaining.NOTHING

    def files(self, changed: Iterable[str]) -> list[str]:
        """Those of some changed files that anything is found in: no images, nothing that an editor leaves behind."""
        return sorted(path for path in changed if path in self._of or path.endswith((".md", CONFIG_NAME, TRACKER_NAME)))

    def _judge(self, document: Document) -> None:
        judged = self._checker.of_document(document)
        if judged == Judged():
            self._judged.pop(document.path, None)
        else:
            self._judged[document.path] = judged

    def _run(self, rule: CorpusRule) -> float:
        began = time.perf_counter()
        self._by_rule[rule.code] = self._checker.of_corpus(rule)
        self._seconds[rule.code] = time.perf_counter() - began
        return self._seconds[rule.code]

    def _names_of(self, path: str) -> set[str]:
        """What other files call a file: its name, and the id of its record."""
        record = self._of[path].record if path in self._of else None
        return {posixpath.basename(path), *([record.id] if record and record.id else [])}


def _names_in(document: Document) -> frozenset[str]:
    """Every id and every file name that a record mentions."""
    record = document.record
    if record is None:
        return frozenset()
    names = {relation.target for relation in record.relations} | {record.id}
    for link in record.body.links:
        names.update(ID.findall(link.target))
        names.add(posixpath.basename(link.target.partition("#")[0]))
    return frozenset(names)
