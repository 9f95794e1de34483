"""What reports say about a rule: its title and its manual, once for each code."""

from __future__ import annotations

from sopkb.lint.rules import AnyRule, rule_of
from sopkb.lint.rules.rule import Manual, manual_of


def described(code: str) -> tuple[AnyRule, Manual] | None:
    """A rule with its manual; None where no rule has the code."""
    rule = rule_of(code)
    return (rule, manual_of(rule)) if rule else None


def title_of(code: str) -> str:
    """What a rule finds, in one line; ``""`` where no rule has the code."""
    told = described(code)
    return told[1].title if told else ""
