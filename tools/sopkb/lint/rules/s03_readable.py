"""A file or its front matter cannot be read.

What: A record is a UTF-8 file that begins with YAML between two `---` lines. Tabs, keys given twice, anchors and
    aliases, a missing closing line, links out of the tree, files of megabytes are refused; a byte-order mark and
    Windows line ends are mended while reading and only warned about.

Why on shift: A record that cannot be read vanishes from search, and nobody notices until it is needed.

Bad:
    title: RC: frozen

Good:
    title: "RC: frozen"
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Severity, shown
from sopkb.core.record import Document
from sopkb.core.source import Fault, FaultKind
from sopkb.lint.rules.rule import Context, DocumentRule

_MESSAGES = {
    FaultKind.BAD_NAME: "A file name with control characters, or not in UTF-8. Rename the file.",
    FaultKind.NOT_A_FILE: "Not a regular file. Replace it with one.",
    FaultKind.LINK_OUTSIDE: "A symbolic link that leaves the knowledge base. Replace it with the file itself.",
    FaultKind.UNREADABLE: "Cannot be read: {detail}. Fix its permissions or its link.",
    FaultKind.TOO_LARGE: "The file has {detail}; a record takes a few kilobytes. Move attachments out of it.",
    FaultKind.NOT_UTF8: "Not UTF-8 ({detail}). Save it as UTF-8.",
    FaultKind.BINARY: "A NUL byte: this is not a text file. Save it as UTF-8 text.",
    FaultKind.EMPTY: "The file is empty. Write the record (`kb new`), or delete the file.",
    FaultKind.BYTE_ORDER_MARK: "A byte-order mark. Save the file as UTF-8 without it.",
    FaultKind.CARRIAGE_RETURNS: "Windows line endings (CRLF). Save the file with LF.",
    FaultKind.NO_FRONT_MATTER: "No front matter. A record begins with a line `---`, its fields, and a line `---`.",
    FaultKind.UNCLOSED: "The front matter's closing `---` is missing. Add it after the last field.",
    FaultKind.NOT_A_MAP: "The front matter is not a list of `field: value` lines. Write it so.",
    FaultKind.TAB: "A tab in the indentation. YAML allows only spaces there.",
    FaultKind.TOO_DEEP: "YAML nested deeper than any field is. Write the field as `kb docs fields` shows it.",
    FaultKind.WITHHELD: "Withheld from search, site and every other door, for it was imported and holds something "
    "private: see A01 and A02 for this file. Settle each find with `kb import review`.",
    FaultKind.KEY_NOT_TEXT: "A key that is not a word. Write `field: value`.",
}
_WARNINGS = (FaultKind.BYTE_ORDER_MARK, FaultKind.CARRIAGE_RETURNS, FaultKind.WITHHELD)


def check(document: Document, context: Context) -> Iterator[Finding]:
    """Every fault of the file except the type traps, which are S04's."""
    for fault in document.faults:
        if fault.kind is not FaultKind.TRAP:
            severity = Severity.WARNING if fault.kind in _WARNINGS else None
            yield Finding(_message(fault), fault.at, severity)


def _message(fault: Fault) -> str:
    if fault.kind is FaultKind.SYNTAX:
        return (
            f"Line {fault.at.line}: {shown(fault.detail)}. Quote values that contain a colon or begin with a sign: "
            'title: "RC: frozen".'
        )
    if fault.kind is FaultKind.DUPLICATE_KEY:
        key, _, line = fault.detail.rpartition("\n")
        return f"`{shown(key)}` is given twice, first on line {line}; YAML would keep one at random. Keep one."
    if fault.kind is FaultKind.ALIAS:
        return f"`{shown(fault.detail)}`: anchors, aliases, merge keys and tags are not used here. Write the value out."
    return _MESSAGES[fault.kind].format(detail=shown(fault.detail))


RULE = DocumentRule("S03", Severity.ERROR, alone=True, check=check)
