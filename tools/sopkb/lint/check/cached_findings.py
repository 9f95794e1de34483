"""What rules found in a file, kept from one run to the next, so that they look only at what changed.

Only for rules that say that they look at nothing but the file and ``kb.yml``: :attr:`sopkb.lint.rules.rule.Rule.alone`.
What they found is kept under the digest of the file's bytes, its path, ``kb.yml``, the rules and our own code, so
nothing is ever stale. Findings never repeat what is private, so neither does what is kept.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path

from sopkb.core.diagnostics import Finding, Location, Severity
from sopkb.core.load import Base
from sopkb.core.program import program_digest
from sopkb.core.record import Document
from sopkb.core.store import Store
from sopkb.lint.rules.rule import Rule
from sopkb.plugins import digest

Found = tuple[tuple[str, Finding], ...]
"""Of each finding the code of its rule, and the finding."""

_FILE = "findings-1.sqlite"  # another number where its form changes; 10,000 records take under 1 MB
_SPARE = 20_000
"""Files of other branches and of records that are gone, beyond which only those of the base at hand stay."""


class CachedFindings:
    """What some rules found in the files of one base.

    Args:
        folder: the user's own folder where it is kept; None where nothing is.
        base: whose files they are.
        rules: the rules that look at nothing but a file and ``kb.yml``.
    """

    def __init__(self, folder: Path | None, base: Base, rules: Sequence[Rule]) -> None:
        self._store = Store(folder, _FILE)
        self._key = _key_of(base, rules)
        self._asked: set[str] = set()
        self._learned = False
        with self._store.taking() as take:
            self._known = _unpack(take(self._key))

    def serves(self, base: Base, rules: Sequence[Rule]) -> bool:
        """Whether what is kept holds for a base as it is now: its settings may have changed."""
        return self._key == _key_of(base, rules)

    def of(self, document: Document) -> Found | None:
        """What was found in a file as it is; None where it has to be looked for."""
        name = _name_of(document)
        self._asked.add(name)
        return self._known.get(name)

    def learn(self, document: Document, found: Found) -> None:
        """Keep what was found in a file; where it is no record, its bytes are not known, and it is not kept."""
        if document.record:
            self._known[_name_of(document)] = found
            self._learned = True

    def save(self) -> None:
        """Keep it for the next run; where that cannot be done, the next run looks again."""
        if not self._learned:
            return
        if len(self._known) > len(self._asked) + _SPARE:
            self._known = {name: found for name, found in self._known.items() if name in self._asked}
        self._store.put({self._key: _pack(self._known)})
        self._learned = False


def _name_of(document: Document) -> str:
    digest = document.record.digest if document.record else ""
    return hashlib.sha256(f"{digest} {document.path}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _key_of(base: Base, rules: Sequence[Rule]) -> bytes:
    # Not the text of kb.yml: while a change is compared, what counts is what both sides of it allow.
    about = "\0".join((str(base.root), repr(base.config), digest(), *(rule.code for rule in rules)))
    return hashlib.sha256(_made_by() + about.encode("utf-8", "surrogatepass")).digest()


@cache
def _made_by() -> bytes:
    """A digest of all that decides what a rule finds in a file."""
    return hashlib.sha256(f"{program_digest()} {version('jsonschema-rs')}".encode()).digest()


def _pack(known: dict[str, Found]) -> bytes:
    clean = [name for name, found in known.items() if not found]
    rest = {
        name: [(code, each.message, each.at.line, each.at.column, each.severity) for code, each in found]
        for name, found in known.items()
        if found
    }
    return zlib.compress(json.dumps([clean, rest]).encode(), 1)  # with a checksum in it


def _unpack(packed: bytes | None) -> dict[str, Found]:
    if packed is None:
        return {}
    try:
        clean, rest = json.loads(zlib.decompress(packed))
        known: dict[str, Found] = dict.fromkeys(clean, ())
        for name, found in rest.items():
            known[name] = tuple(
                (code, Finding(message, Location(line, column), Severity(severity) if severity else None))
                for code, message, line, column, severity in found
            )
    except (zlib.error, ValueError, TypeError, AttributeError):
        return {}
    return known
