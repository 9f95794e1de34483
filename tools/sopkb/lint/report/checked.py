"""What a check looked at and what it found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sopkb.core.diagnostics import Diagnostic
from sopkb.lint.report.source import Excerpt


@dataclass(frozen=True, slots=True)
class Checked:
    """The result of one check.

    Args:
        diagnostics: sorted by path, line, column and code.
        records: how many records were checked.
        files: how many files were read.
        owners: the team that owns each record, by the path of its file.
        prefix: of paths, from the top of the repository: ``""``, or a folder with ``/`` at its end.
        excerpt: the line that a finding is about, where it may be shown; shows nothing unless given.
        not_looked_at: what the check leaves out, as phrases (:mod:`sopkb.lint.report.scope`).
        levels: rules whose level this base sets, as phrases with the reason (:func:`sopkb.lint.rules.levels_set`).
        of: how many records there are, where only some were asked for; 0 where all were.
    """

    diagnostics: Sequence[Diagnostic]
    records: int
    files: int
    owners: Mapping[str, str] = field(default_factory=dict)
    prefix: str = ""
    excerpt: Callable[[Diagnostic], Excerpt | None] = lambda diagnostic: None
    not_looked_at: tuple[str, ...] = ()
    of: int = 0
    levels: tuple[str, ...] = ()

    @property
    def counted(self) -> str:
        """How much was checked: ``72 records in 72 files``, ``1 of 72 records in 1 file``."""
        part = f"{self.records:,} of {_count(self.of, 'record')}" if self.of else _count(self.records, "record")
        return f"{part} in {_count(self.files, 'file')}"

    @property
    def errors(self) -> int:
        """How many findings stop the build."""
        return sum(diagnostic.is_error for diagnostic in self.diagnostics)

    @property
    def warnings(self) -> int:
        """How many do not."""
        return len(self.diagnostics) - self.errors


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
