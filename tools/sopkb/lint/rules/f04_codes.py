"""An error code in the text that is not among the record's `error_codes`, or a name there that is no code.

What: Each code in the title, the summary, the symptoms, the tree or the body, spelled as `kb.yml` says
    (`error_code_pattern`), stands in `error_codes`. Two exceptions: a code that another record answers, where this
    record links that one; and a code that is ruled out, as in "not RC-4032". Ids of records, bugs and incidents are no
    codes, and neither are standards and zones that only look like one (`UTC-0300`, `HTTP-404`).

Why on shift: The agent pastes the code and nothing else. A record that has it only in its prose is not found as the
    answer, or stands below one that merely mentions it.

Bad:
    error_codes: []
    ## When to use
    The portal shows **Locked (CP-1101)**.

Good:
    error_codes: [CP-1101]
    ## When to use
    The portal shows **Locked (CP-1101)**. With CP-1203 it is a sign-in loop: WKA-0105.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sopkb.core.codes import codes_as_written, normal_form
from sopkb.core.diagnostics import Finding, Location, Severity, shown
from sopkb.core.fields import NOT_TRACK
from sopkb.core.kinds import ID
from sopkb.core.record import Record
from sopkb.core.source import Path
from sopkb.lint.prose import place_in, without_addresses
from sopkb.lint.rules.rule import Context, RecordRule

_RULED_OUT = re.compile(r"\b(?:except|instead of|neither|no|nor|not|other than|rather than|unless|unlike)\W+$", re.I)
_LOOKED_BACK = 16
_PREFIX = re.compile(r"[A-Za-z]+")
_STANDARDS = frozenset(
    (
        *("AES", "ANSI", "CVE", "CWE", "DIN", "DSA", "EN", "FIPS", "FY", "GHSA", "GMT", "HTTP", "HTTPS", "IEC"),
        *("IEEE", "ISBN", "ISO", "ITU", "JIS", "MPEG", "NIST", "PEP", "PKCS", "RFC", "RSA", "SHA", "SSL", "TLS"),
        *("USB", "UTC", "UTF", "WPA"),
    )
)


def check(record: Record, context: Context) -> Iterator[Finding]:
    """What is listed and is no code, then what is a code and is not listed: each once, where it stands first."""
    own = set()
    for code, path in record.meta.texts_with_paths("error_codes"):
        own.add(normal_form(code))
        sort = _sort_of(code, context)
        if sort:
            yield Finding(
                f"`{shown(code)}` in `error_codes` is {sort}, not an error code. Remove it from there.",
                record.at(*path),
            )
    linked: frozenset[str] | None = None
    for code, at in _codes(record, context):
        normal = normal_form(code)
        if normal in own:
            continue
        own.add(normal)
        answering = [other for other in context.corpus.by_code.get(normal, ()) if other.id != record.id]
        others = [other.id for other in sorted(answering, key=lambda other: not other.is_active)]
        if linked is None and others:
            linked = context.corpus.named_by(record)
        if not linked or linked.isdisjoint(others):
            choice = f", or link {others[0]}, which answers it" if others else ""
            yield Finding(f"Add `{code}` to `error_codes`{choice}.", at)


def _codes(record: Record, context: Context) -> Iterator[tuple[str, Location]]:
    """Every code of the record's text, spelled as the policy spells it, with its place."""
    pattern = context.config.policy.error_code_pattern
    for text, path in _fields(record):
        for match in codes_as_written(text, pattern):
            if _is_meant(match, context):
                yield match.group(), record.at(*path)
    listed = record.error_codes
    if any(match.group() not in listed for match in codes_as_written(record.body.text, pattern)):
        for match in codes_as_written(without_addresses(record.body), pattern):
            if _is_meant(match, context):
                yield match.group(), place_in(record.body, match.start())


def _fields(record: Record) -> Iterator[tuple[str, Path]]:
    """Each text of the front matter that is searched, and its path."""
    for name in ("title", "summary", "symptoms"):
        yield from record.meta.texts_with_paths(name)
    for number, node in record.meta.maps("nodes"):
        said = [node.get("ask"), *(answer.get("say") for answer in _maps(node.get("answers")))]
        yield "\n".join(text for text in said if isinstance(text, str)), ("nodes", number)


def _maps(value: object) -> list[dict[str, object]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _is_meant(match: re.Match[str], context: Context) -> bool:
    code, policy = match.group(), context.config.policy
    if _sort_of(code, context):
        return False
    if _RULED_OUT.search(match.string[max(0, match.start() - _LOOKED_BACK) : match.start()]):
        return False
    prefix = _PREFIX.match(code)
    if prefix is None or prefix.group().upper() not in _STANDARDS or prefix.group() in policy.error_code_pattern:
        return True
    return normal_form(code) in context.corpus.by_code


def _sort_of(code: str, context: Context) -> str:
    """What a name that may look like a code is instead; ``""`` where it may be a code."""
    if ID.fullmatch(code):
        return "the id of a record"
    if re.fullmatch(context.config.policy.bug_pattern, code):
        return "a bug"
    return "an incident" if re.fullmatch(context.config.policy.incident_pattern, code) else ""


RULE = RecordRule("F04", Severity.ERROR, kinds=NOT_TRACK, eases_in_drafts=True, check=check)
