"""For programs: a summary as one JSON document, whose shape ``docs/reference/changes.md`` promises."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sopkb.change.steps import told as told_step
from sopkb.change.summary import Summary, Told
from sopkb.change.words import safe, told
from sopkb.diagnostics import printable
from sopkb.model.change import Edit
from sopkb.model.record import Record

_LONGEST = 2_000


def render_json(summary: Summary) -> str:
    """A JSON object that ends with a line feed."""
    document = {
        "base": summary.commit,
        "author": printable(summary.author) or None,
        "records": [_record(each) for each in summary.records],
        "approvals": [
            {"area": _text(each.area), "handles": list(each.handles), "accounts": list(each.accounts)}
            for each in summary.approvals
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _record(each: Told) -> dict[str, Any]:
    change = each.change
    return {
        "id": _text(change.id),
        "path": printable(change.path),
        "title": _text(each.title),
        "kind": change.record.kind_name if change.record else "",
        "what": each.what,
        "formerly": _text(change.formerly) or None,
        "status": _both(change.before, change.after, "status"),
        "version": _both(change.before, change.after, "version"),
        "bump": change.bump,
        "least": change.least,
        "training": each.training or None,
        "edits": [_edit(edit) for edit in change.edits],
        "steps": {"before": _steps(change.before), "after": _steps(change.after)},
        "consequences": [
            {
                "topic": c.topic,
                "record": _text(c.record) or None,
                "text": _text(c.text),
                "quote": _text(c.quote) or None,
            }
            for c in each.consequences
        ],
        "areas": [_text(area) for area in each.areas],
    }


def _edit(edit: Edit) -> dict[str, Any]:
    return {
        "part": edit.part,
        "name": _text(edit.name),
        "item": _text(edit.item) or None,
        "how": edit.how,
        "level": edit.level,
        "before": _text(edit.before) or None,
        "after": _text(edit.after) or None,
        "line": edit.at.line,
        "told": told(edit).written(lambda words: f"“{words}”"),
    }


def _both(before: Record | None, after: Record | None, name: str) -> dict[str, str | None]:
    sides = {"before": before, "after": after}
    return {side: _text(record.meta.text(name)) or None if record else None for side, record in sides.items()}


def _steps(record: Record | None) -> Sequence[str]:
    return [_text(told_step(step)) for step in record.steps] if record else []


def _text(words: str) -> str:
    return safe(words, _LONGEST)
