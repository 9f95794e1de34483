"""Nothing half-valid is published: an error anywhere in the base stops the whole site."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sopkb.core.diagnostics import Diagnostic
from sopkb.core.errors import ContentRefused
from sopkb.core.load import Base

Check = Callable[[Base, datetime], Sequence[Diagnostic]]
MOST_LISTED = 50


class NotPublished(ContentRefused):
    """The check found errors; the message lists them, one a line.

    Args:
        errors: the diagnostics at error level.
    """

    def __init__(self, errors: Sequence[Diagnostic]) -> None:
        self.errors = tuple(errors)
        count = "1 error" if len(errors) == 1 else f"{len(errors)} errors"
        lines = [f"{found.path}:{found.line}: {found.code} {found.message}" for found in errors[:MOST_LISTED]]
        if len(errors) > MOST_LISTED:
            lines.append(f"… and {len(errors) - MOST_LISTED} more")
        message = "\n".join([f"Nothing is published: {count} in the knowledge base.", *lines])
        super().__init__(message, "Mend them; `kb check` shows them all, `kb explain CODE` says why a rule exists.")


def let_through(base: Base, now: datetime, check: Check) -> None:
    """Return where a base may be published.

    Args:
        base: as it was loaded.
        now: the moment to check it for, in UTC.
        check: gives every diagnostic of a base, those of ``kb.yml`` included.

    Raises:
        NotPublished: at least one diagnostic is an error.
    """
    errors = [found for found in check(base, now) if found.is_error]
    if errors:
        raise NotPublished(errors)
