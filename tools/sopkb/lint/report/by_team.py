"""For the owners: what the nightly rules found, grouped by the team that can mend it."""

from __future__ import annotations

from collections.abc import Mapping

from sopkb.core.diagnostics import Diagnostic, printable
from sopkb.lint.report.checked import Checked

_BOLD, _END = "\x1b[1m", "\x1b[0m"
_NOBODY = "No owner"


def render_by_team(checked: Checked, teams: Mapping[str, str], colour: bool) -> str:
    """Text that ends with a line feed: a heading for each team, then a line for each finding.

    Args:
        checked: what was found, with the owners of its files.
        teams: what a reader is shown for a team; a word that is not in it stands for itself.
        colour: whether escape codes are wanted.
    """
    by_owner: dict[str, list[Diagnostic]] = {}
    for diagnostic in checked.diagnostics:
        by_owner.setdefault(checked.owners.get(diagnostic.path, ""), []).append(diagnostic)
    lines: list[str] = []
    for owner in sorted(by_owner, key=lambda word: (not word, word)):
        name = f"{teams[owner]} ({owner})" if owner in teams else owner or _NOBODY
        heading = f"{printable(name)}: {_count(len(by_owner[owner]), 'finding')}"
        lines.append(f"{_BOLD}{heading}{_END}" if colour else heading)
        lines += [_line(diagnostic) for diagnostic in by_owner[owner]]
        lines.append("")
    total = f"{_count(len(checked.diagnostics), 'finding')} for {_count(len(by_owner), 'team')}"
    lines.append(f"{checked.counted}: {total if by_owner else 'no findings'}.")
    if checked.not_looked_at:
        lines.append(printable(f"Not looked at: {'; '.join(checked.not_looked_at)}."))
    return "\n".join(lines) + "\n"


def _line(diagnostic: Diagnostic) -> str:
    place = f"{diagnostic.path}:{diagnostic.line}"
    return f"  {diagnostic.code}  {printable(diagnostic.message)}\n       {printable(place)}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
