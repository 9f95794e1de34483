"""A name for a finding that survives what does not change it: lines that move, a file that is renamed."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from sopkb.core.diagnostics import Diagnostic

_LINE = re.compile(r"\b([Ll]ines?|[Ss]tep) \d+")


def fingerprints(found: Sequence[Diagnostic]) -> Iterator[tuple[Diagnostic, str]]:
    """Each finding with its fingerprint, 64 hexadecimal digits, no two the same.

    Made from the record's id (the path where there is none), the code and the message without numbers of lines; equal
    ones are counted in their order.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    for each in found:
        name = (each.record_id or each.path, each.code, _LINE.sub(r"\1", each.message))
        seen[name] += 1
        yield each, hashlib.sha256("\n".join((*name, str(seen[name]))).encode()).hexdigest()
