"""Run the rules over a base: the only place where severity, drafts and waivers are decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from sopkb.diagnostics import Diagnostic, Finding, Severity
from sopkb.load import Base
from sopkb.model.fields import ALL
from sopkb.model.moments import parse_date
from sopkb.model.record import Document, Record
from sopkb.rules import RULE_BY_CODE, RULES, AnyRule
from sopkb.rules.rule import Context, CorpusRule, DocumentRule, RecordRule, Rule, Waived, WaiverRule, When

Tick = Callable[[int, int], None]
_KNOWN = frozenset(RULE_BY_CODE)


def check_base(
    base: Base,
    now: datetime,
    *,
    rules: Sequence[AnyRule] = RULES,
    nightly: bool = False,
    tick: Tick | None = None,
) -> tuple[Diagnostic, ...]:
    """Every finding of a base, those of ``kb.yml`` and ``tracker.json`` included.

    Args:
        base: what was loaded.
        now: the moment of the check, in UTC.
        rules: the rules to run, in order.
        nightly: run the nightly rules instead of those of a pull request.
        tick: told after each document how many of how many are done.

    Returns:
        Diagnostics sorted by path, line, column and code.
    """
    context = Context(base.corpus, base.config, now)
    wanted = When.NIGHTLY if nightly else When.PR
    chosen = [rule for rule in rules if rule.when is wanted]
    verdicts = _Verdicts(now)
    found = list(base.diagnostics)
    by_path = {document.path: document.record for document in base.corpus.documents}
    per_document = [rule for rule in chosen if isinstance(rule, DocumentRule | RecordRule)]
    for number, document in enumerate(base.corpus.documents, 1):
        for rule in per_document:
            found += verdicts.of(rule, _run(rule, document, context), document.path, document.record)
        if tick:
            tick(number, len(base.corpus.documents))
    for corpus_rule in chosen:
        if isinstance(corpus_rule, CorpusRule):
            for finding in corpus_rule.check(context):
                path = finding.path or base.config.path
                found += verdicts.of(corpus_rule, [finding], path, by_path.get(path))
    ran = frozenset(rule.code for rule in chosen)
    for waiver_rule in chosen:
        if isinstance(waiver_rule, WaiverRule):
            for record in base.corpus.all_records():
                if "waive" in record.meta:
                    waived = Waived(_KNOWN | ran, ran, frozenset(verdicts.kept_back[record.path]))
                    found += verdicts.of(waiver_rule, waiver_rule.check(record, waived, context), record.path, record)
    return tuple(sorted(found))


def _run(rule: DocumentRule | RecordRule, document: Document, context: Context) -> Iterable[Finding]:
    if isinstance(rule, DocumentRule):
        return rule.check(document, context)
    if document.record and _looks_at(rule, document.record):
        return rule.check(document.record, context)
    return ()


def _looks_at(rule: Rule, record: Record) -> bool:
    """A record of no known kind is looked at by the rules that look at every kind."""
    return record.kind_name in rule.kinds or (record.kind is None and rule.kinds == ALL)


class _Verdicts:
    """From findings to diagnostics: what a waiver keeps back, and how severe the rest is.

    Args:
        now: the moment of the check, in UTC.
    """

    def __init__(self, now: datetime) -> None:
        self._now = now
        self.kept_back: defaultdict[str, set[str]] = defaultdict(set)
        """By path: the codes of the rules whose findings a waiver kept back."""

    def of(self, rule: Rule, findings: Iterable[Finding], path: str, record: Record | None) -> Iterator[Diagnostic]:
        """What becomes of one rule's findings in one file."""
        for finding in findings:
            if rule.waivable and record is not None and _is_waived(rule.code, record, self._now):
                self.kept_back[path].add(rule.code)
                continue
            severity = finding.severity or rule.severity
            if rule.eases_in_drafts and record is not None and record.is_draft:
                severity = Severity.WARNING
            yield Diagnostic(
                path,
                finding.at.line,
                finding.at.column,
                rule.code,
                severity,
                finding.message,
                record.id if record else "",
            )


def _is_waived(code: str, record: Record, now: datetime) -> bool:
    """Whether a waiver of the record names the rule and is still in force: to the end of its day, in UTC."""
    for _, waiver in record.meta.maps("waive"):
        until = parse_date(waiver.get("until"))
        if waiver.get("rule") == code and until and now.date() <= until:
            return True
    return False
