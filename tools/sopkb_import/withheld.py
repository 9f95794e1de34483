"""Imported documents that hold something private: what they would be, were they records."""

from __future__ import annotations

from sopkb.core.load.body import parse_body
from sopkb.core.positioned_yaml import read
from sopkb.core.record import Document, Record


def would_be(document: Document) -> Record | None:
    """The record that a withheld document becomes once its finds are settled, without its body; None for any other.

    Its text is that which the loader hands on: every find is blacked out.
    """
    lines = document.text.split("\n")
    ends = [number for number, line in enumerate(lines) if line.rstrip() == "---"][:2]
    if not document.is_withheld or len(ends) < 2 or ends[0] != 0:
        return None
    meta = read("\n".join(lines[1 : ends[1]]), first_line=2)
    return Record(document.path, meta, parse_body("", ends[1] + 2))
