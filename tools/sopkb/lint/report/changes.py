"""What an edit did to the findings: the new ones, those that are gone, and how many there are now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from sopkb.core.diagnostics import Diagnostic, printable
from sopkb.lint.report.as_text import finding_lines, paint, summary
from sopkb.lint.report.checked import Checked

_GREEN, _BOLD = "\x1b[32m", "\x1b[1m"

_Name = tuple[str, str, str]


def render_changes(before: Sequence[Diagnostic], checked: Checked, edited: Sequence[str], colour: bool) -> str:
    """Text that ends with a line feed; a finding whose line only moved is neither new nor gone.

    Args:
        before: what was found before the edit.
        checked: what is found now.
        edited: the files that were edited; named where nothing new is found in them.
        colour: whether escape codes are wanted.
    """
    new, gone = _without(checked.diagnostics, before), _without(before, checked.diagnostics)
    lines = []
    for path, group in groupby(sorted([*new, *gone]), key=lambda found: found.path):
        lines.append(paint(printable(path), _BOLD, colour))
        for found in group:
            if found in gone:
                lines.append(f"  {'':>7}  {paint('fixed  ', _GREEN, colour)}  {found.code}  {printable(found.message)}")
            else:
                lines += finding_lines(found, checked.excerpt(found), colour)
    if not lines:
        lines = [f"{printable(path)}: no change in findings" for path in edited[:3]]
        lines += [f"and {len(edited) - 3:,} more files"] if len(edited) > 3 else []
    return "\n".join([*lines, summary(checked, colour), ""]) + "\n"


def _without(these: Sequence[Diagnostic], those: Sequence[Diagnostic]) -> list[Diagnostic]:
    left = Counter(map(_name, those))
    result = []
    for each in these:
        if left[_name(each)]:
            left[_name(each)] -= 1
        else:
            result.append(each)
    return result


def _name(found: Diagnostic) -> _Name:
    return found.path, found.code, found.message
