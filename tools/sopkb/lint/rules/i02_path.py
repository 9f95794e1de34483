"""File name, folder, kind and id disagree.

What: A record stands at `<kind>s/<ID>-<slug>.md`. The slug is free, and usually the title; a future major is called
    `<ID>.next.md`.

Why on shift: Links that people pasted into tickets lead nowhere, and two people edit two copies.

Bad:
    sop/workarounds/SOP-0112-unlock.md

Good:
    sop/sops/SOP-0112-portal-restore-a-locked-account.md
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from sopkb.core.diagnostics import Finding, Severity, shown
from sopkb.core.kinds import ID, kind_of_id
from sopkb.core.naming import record_filename
from sopkb.core.record import NEXT_SUFFIX, Record
from sopkb.lint.rules.rule import Context, RecordRule

_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Compare the path with what id and kind ask for."""
    kind = kind_of_id(record.id)
    if kind is None:
        return
    if record.kind is not None and record.kind is not kind:
        yield Finding(
            f"`kind: {record.kind.name}` disagrees with {record.id}, which is of kind {kind.name}. Change one.",
            record.at("kind"),
        )
        return
    path = PurePosixPath(record.path)
    suffix = NEXT_SUFFIX if record.is_next else ".md"
    right_end = path.name.endswith(suffix)
    stem = path.name.removesuffix(suffix)
    named = ID.match(stem)
    slug = stem[len(record.id) + 1 :] if stem.startswith(f"{record.id}-") else ""
    folder = f"{path.parts[0]}/{kind.plural}"
    fits = _SLUG.fullmatch(slug) is not None or (record.is_next and stem == record.id)
    if path.parent.as_posix() == folder and named and named.group() == record.id and fits and right_end:
        return
    name = record_filename(record.id, record.title).removesuffix(".md") + suffix
    if fits and right_end:
        name = path.name
    yield Finding(f"Rename to `{folder}/{shown(name, longest=120)}`.", record.at("id"))


RULE = RecordRule("I02", Severity.ERROR, alone=True, check=check)
