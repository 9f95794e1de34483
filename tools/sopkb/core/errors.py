"""The operator's faults: no such folder, a stale index, a bad flag.

A fault in *content* is a :class:`sopkb.core.diagnostics.Diagnostic`, which is data and stops nothing else. What is
raised here stops the command; the command line catches it in one place and prints ``what``, ``where`` and
``what to do now``.
"""

from __future__ import annotations


def reason_of(error: OSError) -> str:
    """Why the system refused something, for the middle of a sentence: its own words, which name no file."""
    return error.strerror or type(error).__name__


class SopkbError(Exception):
    """Something about the call or the environment that no record can mend.

    Args:
        message: what is wrong, and where.
        remedy: what to do now, as an instruction.
    """

    exit_code = 2

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".rstrip()


class UsageError(SopkbError):
    """A flag or an argument that makes no sense here."""


class BaseNotFound(SopkbError):
    """The folder named as the knowledge base has no ``kb.yml``."""


class IndexUnusable(SopkbError):
    """The search index is missing, stale, damaged, or from another version of the program."""


class IndexOutdated(IndexUnusable):
    """The search index is whole, and was made by other code."""


class ContentRefused(SopkbError):
    """Findings at error level stop an action that must not publish them."""

    exit_code = 1


class HistoryUnusable(SopkbError):
    """What to compare with cannot be had: no git, no repository, an unknown revision, a history that is cut."""
