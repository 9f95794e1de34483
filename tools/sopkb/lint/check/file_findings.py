"""What rules found in a file, kept from one run to the next, so that they look only at what changed.

Only for rules that say that they look at nothing but the file and ``kb.yml``: :attr:`sopkb.lint.rules.rule.Rule.alone`.
Findings never repeat what is private, so neither does the memo (:mod:`sopkb.core.memo`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from sopkb.core.diagnostics import Finding, Location, Severity
from sopkb.core.load import Base
from sopkb.core.memo import Memo, key_of
from sopkb.core.record import Document
from sopkb.lint.rules.rule import Rule
from sopkb.plugins import digest

Found = tuple[tuple[str, Finding], ...]
"""Of each finding the code of its rule, and the finding."""

_FINDINGS = "findings in a file 1"


class FileFindings:
    """What some rules found in the files of one base.

    Args:
        folder: the user's own folder where it is kept; None where nothing is.
        base: whose files they are.
        rules: the rules that look at nothing but a file and ``kb.yml``.
    """

    def __init__(self, folder: Path | None, base: Base, rules: Sequence[Rule]) -> None:
        self._memo = Memo(folder)
        self._basis = _basis_of(base, rules)
        self._known: dict[bytes, Found] = {}
        self._new: dict[bytes, bytes] = {}
        with self._memo.reading() as get:
            for key in filter(None, map(self._key, base.corpus.documents)):
                if (data := get(key)) is not None and (found := _unpack(data)) is not None:
                    self._known[key] = found

    def serves(self, base: Base, rules: Sequence[Rule]) -> bool:
        """Whether what is kept holds for a base as it is now: its settings may have changed."""
        return self._basis == _basis_of(base, rules)

    def of(self, document: Document) -> Found | None:
        """What was found in a file as it is; None where it has to be looked for."""
        return self._known.get(self._key(document))

    def learn(self, document: Document, found: Found) -> None:
        """Keep what was found in a file; where it is no record, its bytes are not known, and it is not kept."""
        if key := self._key(document):
            self._known[key] = found
            self._new[key] = _pack(found)

    def save(self) -> None:
        """Keep it for the next run; where that cannot be done, the next run looks again."""
        self._memo.put(_FINDINGS, self._new, self._known)
        self._new = {}

    def _key(self, document: Document) -> bytes:
        if document.record is None:
            return b""
        name = f"{document.record.digest} {document.path}"
        return key_of(_FINDINGS, self._basis, name.encode("utf-8", "surrogatepass"))


def _basis_of(base: Base, rules: Sequence[Rule]) -> bytes:
    # Not the text of kb.yml: while a change is compared, what counts is what both sides of it allow.
    about = (str(base.root), repr(base.config), digest(), *(rule.code for rule in rules))
    return hashlib.sha256("\0".join(about).encode("utf-8", "surrogatepass")).digest()


def _pack(found: Found) -> bytes:
    rows = [(code, each.message, each.at.line, each.at.column, each.severity) for code, each in found]
    return json.dumps(rows).encode()


def _unpack(data: bytes) -> Found | None:
    try:
        return tuple(
            (code, Finding(message, Location(line, column), Severity(severity) if severity else None))
            for code, message, line, column, severity in json.loads(data)
        )
    except (ValueError, TypeError):
        return None
