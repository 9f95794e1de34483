"""What is missing in an imported record: one finding for each record, in place of a dozen warnings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from sopkb.core.corpus import Corpus
from sopkb.core.diagnostics import Diagnostic, Severity
from sopkb.core.record import Record
from sopkb.lint.rules.x22_to_convert import CODE

_NAMED = re.compile(r"`(?:## )?([^`]+)`")
_SHOWN = 6


def summed_up(found: Iterable[Diagnostic], corpus: Corpus) -> Iterator[Diagnostic]:
    """Findings, those that are to do in a record that was imported summed up in one for each record.

    Args:
        found: each on its own.
        corpus: the records.
    """
    to_do: dict[str, list[Diagnostic]] = {}
    for each in found:
        record = corpus.by_path.get(each.path)
        if record is not None and is_to_do(each, record):
            to_do.setdefault(each.path, []).append(each)
        else:
            yield each
    for path, things in to_do.items():
        mark = next((each for each in things if each.code == CODE), None)
        missing = [each for each in things if each.code != CODE]
        line, column = (mark.line, mark.column) if mark else (1, 1)
        message = told(missing) if missing else things[0].message
        yield Diagnostic(path, line, column, CODE, Severity.WARNING, message, corpus.by_path[path].id)


def is_to_do(found: Diagnostic, record: Record) -> bool:
    """Whether a finding is only something to do before an imported record is converted."""
    return record.is_legacy and not record.is_retired and not found.is_error


def told(things: Iterable[Diagnostic]) -> str:
    """How many things are missing, and which: what has a name of its own by that, all else by its rule."""
    names: list[str] = []
    codes: Counter[str] = Counter()
    total = 0
    for each in things:
        total += 1
        named = _NAMED.search(each.message) if each.code == "S01" else None
        if named:
            names.append(named[1])
        else:
            codes[each.code] += 1
    parts = [*names[:_SHOWN], *([f"{len(names) - _SHOWN} more fields and sections"] if len(names) > _SHOWN else [])]
    parts += [f"{code}{f' ({count} times)' if count > 1 else ''}" for code, count in sorted(codes.items())]
    noun = "thing" if total == 1 else "things"
    return f"{total} {noun} to do before it is in house style: {', '.join(parts)}. `kb check --to-do` lists each."
