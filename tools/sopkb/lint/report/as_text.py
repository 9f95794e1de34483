"""For people: findings grouped by file, the line that is meant under each, then one line that sums up."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from sopkb.core.diagnostics import Diagnostic, printable
from sopkb.lint.report.checked import Checked
from sopkb.lint.report.source import Excerpt

_RED, _YELLOW, _BOLD, _DIM, _END = "\x1b[31m", "\x1b[33m", "\x1b[1m", "\x1b[2m", "\x1b[0m"


def render_text(checked: Checked, colour: bool) -> str:
    """Text that ends with a line feed; escape codes only where ``colour`` asks for them."""
    lines: list[str] = []
    for path, group in groupby(checked.diagnostics, key=lambda diagnostic: diagnostic.path):
        lines.append(paint(printable(path), _BOLD, colour))
        for diagnostic in group:
            lines += finding_lines(diagnostic, checked.excerpt(diagnostic), colour)
        lines.append("")
    lines.append(summary(checked, colour))
    lines += [f"Set in kb.yml: {each}" for each in checked.levels]
    if not checked.diagnostics and checked.not_looked_at:
        lines.append(f"Not looked at: {'; '.join(checked.not_looked_at)}.")
    return "\n".join(lines) + "\n"


def finding_lines(found: Diagnostic, excerpt: Excerpt | None, colour: bool) -> Iterator[str]:
    """A finding as a person reads it: place, severity, code and message; below, the line with its mark."""
    place = f"{found.line}:{found.column}" if found.line else "file"
    tint = _RED if found.is_error else _YELLOW
    severity = paint(f"{found.severity:<7}", tint, colour)
    yield f"  {place:>7}  {severity}  {found.code}  {printable(found.message)}"
    if excerpt:
        yield f"  {excerpt.line:>7} {paint('|', _DIM, colour)} {excerpt.text}"
        mark = paint("^" * excerpt.width, tint, colour)
        yield f"  {'':>7} {paint('|', _DIM, colour)} {' ' * excerpt.before}{mark}"


def summary(checked: Checked, colour: bool = False) -> str:
    """How much was read and what came of it, in one line."""
    if not checked.diagnostics:
        return f"{checked.counted}: no findings."
    found = f"{_count(checked.errors, 'error')}, {_count(checked.warnings, 'warning')}"
    codes = sorted({diagnostic.code for diagnostic in checked.diagnostics})
    hint = paint(f"`kb explain {codes[0]}` says why, and what to do.", _DIM, colour)
    return f"{checked.counted}: {found}. {hint}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def paint(text: str, code: str, colour: bool) -> str:
    """A text with escape codes around it, where colour is wanted."""
    return f"{code}{text}{_END}" if colour else text
