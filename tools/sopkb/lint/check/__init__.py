"""Run the rules over a base: the only place where severity, drafts and waivers are decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sopkb.core.diagnostics import Diagnostic, Finding, Severity
from sopkb.core.fields import ALL
from sopkb.core.load import Base
from sopkb.core.moments import parse_date
from sopkb.core.record import Document, Record
from sopkb.lint.change import Change
from sopkb.lint.check.easing import is_eased
from sopkb.lint.check.file_findings import FileFindings
from sopkb.lint.check.todo import summed_up
from sopkb.lint.rules import AnyRule, all_rules
from sopkb.lint.rules.rule import (
    ChangeRule,
    Context,
    CorpusRule,
    DocumentRule,
    RecordRule,
    Rule,
    Waived,
    WaiverRule,
    When,
)

Tick = Callable[[int, int], None]


def check_base(
    base: Base,
    now: datetime,
    *,
    rules: Sequence[AnyRule] | None = None,
    nightly: bool = False,
    only: Callable[[str], bool] | None = None,
    change: Change | None = None,
    answers: Mapping[str, str] | None = None,
    cache: Path | None = None,
    each_to_do: bool = False,
    tick: Tick | None = None,
) -> tuple[Diagnostic, ...]:
    """Every finding of a base, those of ``kb.yml`` and ``tracker.json`` included.

    Args:
        base: what was loaded.
        now: the moment of the check, in UTC.
        rules: the rules to run, in order; all that are in force where none are given.
        nightly: run the nightly rules instead of those of a pull request.
        only: whether a path is asked for; all are where it is not given. Rules about one record then run for these.
        change: what changed since a revision; without it the change rules have nothing to look at.
        answers: what is wrong with outside addresses that were tried; None where none were (:mod:`sopkb.lint.outside`).
        cache: the user's own folder where findings are kept from run to run (:mod:`.file_findings`).
        each_to_do: give each to-do of an imported record, in place of one finding (X22) that sums them up.
        tick: told after each document how many of how many are done.

    Returns:
        Diagnostics sorted by path, line, column and code.
    """
    checker = Checker(base, now, rules=rules, nightly=nightly, change=change, answers=answers)
    checker.keep(known := FileFindings(cache, base, checker.alone))
    documents = [document for document in base.corpus.documents if only is None or only(document.path)]
    judged = []
    for number, document in enumerate(documents, 1):
        judged.append(checker.of_document(document))
        if tick:
            tick(number, len(documents))
    known.save()
    judged += [checker.of_other_file(each) for each in base.corpus.others if only is None or only(each.path)]
    judged += [checker.of_corpus(rule) for rule in checker.corpus_rules]
    judged.append(checker.of_change())
    found = [*base.diagnostics, *(each for part in judged for each in part.found), *checker.of_waivers(judged, only)]
    told = sorted(each for each in found if only is None or only(each.path))
    return tuple(told if each_to_do else sorted(summed_up(told, base.corpus)))


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of some findings.

    Args:
        found: what is reported.
        suppressed: path and code of each finding that a waiver kept back.
    """

    found: tuple[Diagnostic, ...] = ()
    suppressed: frozenset[tuple[str, str]] = frozenset()


class Checker:
    """One check of a base in pieces, for who needs some of them again or in another order.

    Args:
        base: what was loaded.
        now: the moment of the check, in UTC.
        rules: the rules to run, in order; all that are in force where none are given.
        nightly: run the nightly rules instead of those of a pull request.
        change: what changed since a revision.
        answers: what is wrong with outside addresses that were tried.
    """

    def __init__(
        self,
        base: Base,
        now: datetime,
        *,
        rules: Sequence[AnyRule] | None = None,
        nightly: bool = False,
        change: Change | None = None,
        answers: Mapping[str, str] | None = None,
    ) -> None:
        self._base, self._now = base, now
        self._context = Context(base.corpus, base.config, now, change, answers)
        known = all_rules()
        self._known = frozenset(rule.code for rule in known)
        wanted = {When.NIGHTLY if nightly else When.PR, *([] if answers is None else [When.ASKED])}
        asked_for = [rule for rule in known if rule.is_in_force(base.config)] if rules is None else rules
        self._chosen = [rule for rule in asked_for if rule.when in wanted]
        per_document = [rule for rule in self._chosen if isinstance(rule, DocumentRule | RecordRule)]
        self.alone = [rule for rule in per_document if rule.alone]
        self._alone_by_code = {rule.code: rule for rule in self.alone}
        self._per_document = [rule for rule in per_document if not rule.alone]
        self._known_findings: FileFindings | None = None
        self.corpus_rules = [rule for rule in self._chosen if isinstance(rule, CorpusRule)]

    def keep(self, findings: FileFindings) -> None:
        """Take from there, and keep there, what the rules find that look at nothing but one file (``alone``)."""
        self._known_findings = findings

    def of_document(self, document: Document) -> Judged:
        """What the rules about one file and one record say of it."""
        alone = self._known_findings.of(document) if self._known_findings else None
        if alone is None:
            alone = tuple((rule.code, finding) for rule, finding in self._found_by(self.alone, document))
            if self._known_findings:
                self._known_findings.learn(document, alone)
        found = [(self._alone_by_code[code], finding) for code, finding in alone]
        found += self._found_by(self._per_document, document)
        each = ((rule, finding, document.path, document.record) for rule, finding in found)
        return self._judged(each, withheld=document.is_withheld)

    def _found_by(
        self, rules: Iterable[DocumentRule | RecordRule], document: Document
    ) -> Iterator[tuple[DocumentRule | RecordRule, Finding]]:
        return ((rule, finding) for rule in rules for finding in findings_of(rule, document, self._context))

    def of_other_file(self, document: Document) -> Judged:
        """What the rules about every file say of one that is no record: ``kb.yml``, an image."""
        return self._judged(
            (rule, finding, document.path, None)
            for rule in self._chosen
            if isinstance(rule, DocumentRule) and rule.of_every_file
            for finding in rule.check(document, self._context)
        )

    def of_corpus(self, rule: CorpusRule) -> Judged:
        """What a rule about all records says."""
        by_path, kb_yml = self._base.corpus.by_path, self._base.config.path
        return self._judged(
            (rule, finding, finding.path or kb_yml, by_path.get(finding.path or kb_yml))
            for finding in rule.check(self._context)
        )

    def of_change(self) -> Judged:
        """What the rules about changes say; nothing where nothing was compared."""
        change = self._context.change
        rules = [rule for rule in self._chosen if isinstance(rule, ChangeRule)]
        return self._judged(
            (rule, finding, each.path, each.record)
            for each in (change.records if change else ())
            for rule in rules
            if each.record is None or _looks_at(rule, each.record)
            for finding in rule.check(each, self._context)
        )

    def of_waivers(self, judged: Iterable[Judged], only: Callable[[str], bool] | None = None) -> tuple[Diagnostic, ...]:
        """What the rules about waivers say, once everything else has been judged.

        Args:
            judged: the parts of this check.
            only: whether a path is asked for.
        """
        suppressed: defaultdict[str, set[str]] = defaultdict(set)
        for part in judged:
            for path, code in part.suppressed:
                suppressed[path].add(code)
        # A waiver of a change rule is for one change, which the next run does not see: it is never idle.
        ran = frozenset(rule.code for rule in self._chosen if not isinstance(rule, ChangeRule))
        waiver_rules = [rule for rule in self._chosen if isinstance(rule, WaiverRule)]
        return self._judged(
            (rule, finding, record.path, record)
            for record in self._base.corpus.all_records()
            if "waive" in record.meta and (only is None or only(record.path))
            for rule in waiver_rules
            for finding in rule.check(
                record, Waived(self._known | ran, ran, frozenset(suppressed[record.path])), self._context
            )
        ).found

    def _judged(
        self, findings: Iterable[tuple[Rule, Finding, str, Record | None]], *, withheld: bool = False
    ) -> Judged:
        """From findings to diagnostics: what a waiver keeps back, and how severe the rest is.

        Nothing that another team wrote stops a build: it is to do for whoever takes the record over.
        """
        found, suppressed = [], set()
        for rule, finding, path, record in findings:
            if rule.waivable and record is not None and _is_waived(rule.code, record, self._now):
                suppressed.add((path, rule.code))
                continue
            severity = rule.severity_in(self._base.config) or finding.severity or rule.severity
            if withheld or (record is not None and is_eased(rule, record)):
                severity = Severity.WARNING
            record_id = record.id if record else ""
            place = path, finding.at.line, finding.at.column
            found.append(Diagnostic(*place, rule.code, severity, finding.message, record_id))
        return Judged(tuple(found), frozenset(suppressed))


def findings_of(rule: DocumentRule | RecordRule, document: Document, context: Context) -> Iterable[Finding]:
    """What a rule finds in a document or its record; nothing where it does not look at records of that kind."""
    if isinstance(rule, DocumentRule):
        return rule.check(document, context)
    if document.record and _looks_at(rule, document.record):
        return rule.check(document.record, context)
    return ()


def _looks_at(rule: Rule, record: Record) -> bool:
    """Whether a rule is asked about a record; one of no known kind is looked at by the rules for every kind."""
    return record.kind_name in rule.kinds or (record.kind is None and rule.kinds == ALL)


def _is_waived(code: str, record: Record, now: datetime) -> bool:
    """Whether a waiver of the record names the rule and is still in force: to the end of its day, in UTC."""
    for _, waiver in record.meta.maps("waive"):
        until = parse_date(waiver.get("until"))
        if waiver.get("rule") == code and until and now.date() <= until:
            return True
    return False
