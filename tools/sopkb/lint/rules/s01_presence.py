"""A required field or section is missing, out of order, or not of this kind.

What: Every kind of record has the same fields and the same `##` sections in the same order. Fields may be required
    always, or only when the record is active, retired, sensitive or illustrated. In a draft this is a warning.

Why on shift: Agents learn one page shape per kind and jump to "If it does not work" without reading.

Bad:
    ## Steps
    1. Unlock the account.
    ## When to use
    The portal shows Locked.

Good:
    ## When to use
    The portal shows Locked.
    ## Before you start
    - You hold `portal-unlock`.
    ## Steps
    1. Unlock the account. **Check:** status Active.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from sopkb.core.body import Section
from sopkb.core.diagnostics import Finding, Location, Severity, shown
from sopkb.core.fields import Field, Need
from sopkb.core.record import Record
from sopkb.lint.examples import example_of
from sopkb.lint.rules.rule import Context, RecordRule


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Fields first, then sections."""
    if record.kind is None:
        if record.meta.data.get("kind") is None:
            at = record.meta.positions.key("kind")
            yield Finding("`kind` is missing. Add it after `id`, for example `kind: sop`.", at)
        return
    previous = ""
    for field in record.fields.values():
        if field.name in record.meta:
            previous = field.name
        if record.meta.data.get(field.name) is None and is_needed(field, record):
            yield _absent(field, previous, record, context)
    yield from _strangers(record)
    yield from _missing_sections(record)
    yield from _order(record)


def _absent(field: Field, previous: str, record: Record, context: Context) -> Finding:
    example = example_of(field, context.config)
    if field.name in record.meta:
        return Finding(f"`{field.name}` is empty. Give it a value, for example {example}.", record.at(field.name))
    reason = "" if field.need is Need.ALWAYS else f", needed {field.need}"
    place = f"after `{previous}`" if previous else "as the first field"
    return Finding(
        f"`{field.name}` missing for kind {record.kind_name}{reason}. Run `kb new --template {record.kind_name}` or "
        f"add it {place}, for example {example}.",
        record.meta.positions.key(previous) if previous else Location(1, 1),
    )


def is_needed(field: Field, record: Record) -> bool:
    """Whether a field must be there, given the rest of the record."""
    match field.need:
        case Need.ALWAYS:
            return True
        case Need.ACTIVE:
            return record.is_active
        case Need.RETIRED:
            return record.is_retired
        case Need.FIXED:
            return record.retired_because == "fixed"
        case Need.MENTIONS:
            return record.meta.text("sensitivity") == "mentions"
        case Need.IMAGES:
            return bool(record.body.images)
        case Need.NEVER:
            return False


def _headings(record: Record) -> list[Section]:
    return [section for section in record.body.sections if section.level == 2]


def _renamed(record: Record) -> dict[str, str]:
    """Sections of the kind that are missing, each with the heading that looks like its misspelling."""
    assert record.kind is not None
    present = [section.heading for section in _headings(record)]
    missing = [heading for heading in record.kind.sections if heading not in present]
    found: dict[str, str] = {}
    for heading in present:
        near = get_close_matches(heading, missing, 1, 0.6) if heading not in record.kind.sections else []
        if near:
            found.setdefault(near[0], heading)
    return found


def _strangers(record: Record) -> Iterator[Finding]:
    """Headings that the kind does not have, or has once."""
    assert record.kind is not None
    meant = {heading: wanted for wanted, heading in _renamed(record).items()}
    seen = set()
    for section in _headings(record):
        heading, at = section.heading, Location(section.line, 1)
        if heading in seen:
            yield Finding(f"`## {shown(heading)}` is there twice. Keep one.", at)
        elif heading not in record.kind.sections:
            hint = f"Rename it to `{meant[heading]}`" if heading in meant else "Make it a `###` below one of them"
            yield Finding(f"`## {shown(heading)}` is not a section of kind {record.kind.name}. {hint}.", at)
        seen.add(heading)


def _missing_sections(record: Record) -> Iterator[Finding]:
    assert record.kind is not None
    lines = {section.heading: section for section in reversed(_headings(record))}
    order, renamed = ", ".join(record.kind.sections), _renamed(record)
    previous = Location(record.body.first_line, 1)
    for heading in record.kind.sections:
        section = lines.get(heading)
        if section is None:
            if heading not in renamed:
                yield Finding(
                    f"Section `## {heading}` missing for kind {record.kind.name}. Add it; the order is: {order}.",
                    previous,
                )
            continue
        previous = Location(section.line, 1)
        if section.is_blank and not _has_subsection(section, record):
            yield Finding(f"`## {heading}` is empty. Write it, or say why there is nothing to say.", previous)


def _has_subsection(section: Section, record: Record) -> bool:
    sections = record.body.sections
    after = sections.index(section) + 1
    return after < len(sections) and sections[after].level > 2


def _order(record: Record) -> Iterator[Finding]:
    """The first section that stands too late; the message has the whole order."""
    assert record.kind is not None
    wanted, furthest = record.kind.sections, 0
    for section in _headings(record):
        place = wanted.index(section.heading) if section.heading in wanted else furthest
        if place < furthest:
            yield Finding(
                f"`## {section.heading}` comes after `## {wanted[furthest]}`. The order is: {', '.join(wanted)}.",
                Location(section.line, 1),
            )
            return
        furthest = place


RULE = RecordRule("S01", Severity.ERROR, eases_in_drafts=True, alone=True, check=check)
