"""What is wrong with content, as data: collected, sorted, counted, and never raised."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from sopkb.private import may_be_private


class Severity(StrEnum):
    """How much a finding matters: an ``ERROR`` stops the build, a ``WARNING`` does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Location:
    """A place in the author's file. Lines and columns count from 1; 0 means the whole file."""

    line: int = 0
    column: int = 0


WHOLE_FILE = Location()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule yields: the trouble and the remedy in one message, and where.

    Args:
        message: what is wrong and what to do now; one line.
        at: place in the file.
        severity: only where this finding differs from its rule's own severity.
        path: only where the finding is in another file than the one the rule was given (corpus rules).
    """

    message: str
    at: Location = WHOLE_FILE
    severity: Severity | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """A finding with its rule and file: the one thing every report prints.

    Sorted by path, line, column, code. ``path`` is relative to the project and uses ``/`` everywhere.
    """

    path: str
    line: int
    column: int
    code: str
    severity: Severity
    message: str
    record_id: str = ""

    @property
    def is_error(self) -> bool:
        """Whether this stops the build."""
        return self.severity is Severity.ERROR


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_LOOKED_AT = 400  # beyond that nothing is shown, so nothing is searched: a value may have a million characters


def printable(text: str) -> str:
    """A text in which control and bidirectional characters became ``?``: no terminal or chat obeys a record."""
    return _CONTROL.sub("?", text)


def shown(value: object, longest: int = 60) -> str:
    """A value from a record, made safe to print in a message.

    Control and bidirectional characters become ``?`` (a terminal or a chat must not obey a record), what may be
    a personal datum or a secret is not repeated, and long values are cut.

    Args:
        value: anything an author wrote.
        longest: characters to show, at most 200; for a file's name, which nobody can use when it is cut.
    """
    text = printable(str(value)[:_LOOKED_AT])
    if may_be_private(text):
        return "(not shown)"
    return text if len(text) <= longest else text[: longest - 1] + "…"
