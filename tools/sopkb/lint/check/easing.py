"""Which findings are to do and stop nothing: completeness in a draft, and nearly everything in what was imported."""

from __future__ import annotations

from sopkb.core.record import Record
from sopkb.lint.rules.rule import Rule

_HOUSE_STYLE = frozenset("FKPX")
"""Families of rules that say how we write: an adopted record is not asked for that yet."""


def is_eased(rule: Rule, record: Record) -> bool:
    """Whether an error of a rule is only to do in this record.

    Completeness is, in any draft. In an imported draft everything is, but for identity (I) and who signs (C). In an
    adopted record, which people follow, what protects them stays an error: personal data, secrets, harm (A), control
    (C, L), relations (R), dates and what cannot be read (S03 to S05).
    """
    if record.is_draft:
        return rule.eases_in_drafts or (record.is_legacy and rule.code[0] not in "IC")
    style = rule.eases_in_drafts or rule.code == "S02" or rule.code[0] in _HOUSE_STYLE
    return style and record.is_active and record.is_legacy
