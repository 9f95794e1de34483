"""For the start of a shift: a digest as plain text that fits one page and one chat message."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sopkb.core.load import Base
from sopkb.history.words import safe, told
from sopkb.lint.change import Edit, RecordPart
from sopkb_training.changes_markdown import counted
from sopkb_training.items import Digest, Item

_MOST_LINES = 45
_LARGEST = 3_500
"""Characters: chat programs cut longer messages in pieces (Slack's and Teams' limits are about 4,000)."""
_MOST_EDITS = 5
_MOST_NOTES = 5
_WIDTH = 150
_CALLS = re.compile(r"([@<])(?=[!@#\w])")
_HEADS = {"retrain": "DO IT DIFFERENTLY", "read": "READ"}


def render_briefing(digest: Digest, base: Base) -> str:
    """Plain text that ends with a line feed; what does not fit is counted at its end."""
    lines = [f"SHIFT BRIEFING {digest.now:%Y-%m-%d}: {counted(digest)} since {_words(digest.since.asked)}"]
    lines += (f"NOT LOOKED AT: {_words(note)}" for note in digest.notes[:_MOST_NOTES])
    left: list[Item] = []
    for training, head in _HEADS.items():
        begun = False
        for item in digest.asking(training):
            block = [*([] if begun else ["", head]), *_item(item)]
            if left or not _fits([*lines, *block]):
                left.append(item)
                continue
            lines += block
            begun = True
    if left:
        ids = ", ".join(item.record.id for item in left[:8])
        more = f" and {len(left) - 8} more" if len(left) > 8 else ""
        lines += ["", f"Also: {_words(ids)}{more}. All of it: kb changes --since {_words(digest.since.asked)}"]
    return "\n".join(lines) + "\n"


def _fits(lines: Sequence[str]) -> bool:
    room = 2  # for the lines that say what was left out
    return len(lines) <= _MOST_LINES - room and sum(len(line) + 1 for line in lines) <= _LARGEST - room * _WIDTH


def _item(item: Item) -> Iterator[str]:
    name = f"{item.record.id} {item.record.title}"
    yield f"* {_words(name)}{_when(item)}"
    if item.what in ("retired", "deleted"):
        yield "  No longer in force: do not follow it."
    if item.is_undeclared:
        yield "  Its steps changed without a word in its changelog: ask its owner."
    if item.what == "new":
        yield f"  {_words(item.record.summary)}"
        return
    for entry in item.entries[:3]:
        if entry.training == item.training and entry.change:
            yield f"  {_words(entry.change)}"
    if item.training == "retrain":
        edits = [edit for edit in item.edits if edit.is_behaviour or edit.part is not RecordPart.FIELD]
        yield from (f"  - {_edit(edit)}" for edit in edits[:_MOST_EDITS])
        if len(edits) > _MOST_EDITS:
            yield f"  - and {len(edits) - _MOST_EDITS} more: read it"


def _when(item: Item) -> str:
    if item.what == "announced" and item.effective:
        return f" (from {item.effective}; until then as before)"
    return " (new)" if item.what == "new" else ""


def _edit(edit: Edit) -> str:
    text = told(edit).written(lambda words: f'"{words}"')
    return _words(text)


def _words(text: str) -> str:
    """A record's words in one short line that calls nobody in a chat."""
    return _CALLS.sub("\\1\u2060", safe(text.replace("**", ""), _WIDTH))
