"""For people: findings grouped by file, then one line that sums up."""

from __future__ import annotations

from itertools import groupby

from sopkb.diagnostics import Diagnostic, printable
from sopkb.report.checked import Checked

_RED, _YELLOW, _BOLD, _DIM, _END = "\x1b[31m", "\x1b[33m", "\x1b[1m", "\x1b[2m", "\x1b[0m"


def render_text(checked: Checked, colour: bool) -> str:
    """Text that ends with a line feed; escape codes only where ``colour`` asks for them."""
    lines: list[str] = []
    for path, group in groupby(checked.diagnostics, key=lambda diagnostic: diagnostic.path):
        lines.append(_paint(printable(path), _BOLD, colour))
        lines += [_line(diagnostic, colour) for diagnostic in group]
        lines.append("")
    lines.append(_summary(checked, colour))
    return "\n".join(lines) + "\n"


def _line(diagnostic: Diagnostic, colour: bool) -> str:
    place = f"{diagnostic.line}:{diagnostic.column}" if diagnostic.line else "file"
    tint = _RED if diagnostic.is_error else _YELLOW
    severity = _paint(f"{diagnostic.severity:<7}", tint, colour)
    return f"  {place:>7}  {severity}  {diagnostic.code}  {printable(diagnostic.message)}"


def _summary(checked: Checked, colour: bool) -> str:
    counted = f"{_count(checked.records, 'record')} in {_count(checked.files, 'file')}"
    if not checked.diagnostics:
        return f"{counted}: no findings."
    found = f"{_count(checked.errors, 'error')}, {_count(checked.warnings, 'warning')}"
    codes = sorted({diagnostic.code for diagnostic in checked.diagnostics})
    hint = _paint(f"`kb explain {codes[0]}` says why, and what to do.", _DIM, colour)
    return f"{counted}: {found}. {hint}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _paint(text: str, code: str, colour: bool) -> str:
    return f"{code}{text}{_END}" if colour else text
