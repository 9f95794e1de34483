"""What a check looked at and what it found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sopkb.diagnostics import Diagnostic
from sopkb.report.source import Excerpt


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
    """

    diagnostics: Sequence[Diagnostic]
    records: int
    files: int
    owners: Mapping[str, str] = field(default_factory=dict)
    prefix: str = ""
    excerpt: Callable[[Diagnostic], Excerpt | None] = lambda diagnostic: None

    @property
    def errors(self) -> int:
        """How many findings stop the build."""
        return sum(diagnostic.is_error for diagnostic in self.diagnostics)

    @property
    def warnings(self) -> int:
        """How many do not."""
        return len(self.diagnostics) - self.errors
