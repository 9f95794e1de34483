"""For programs: a digest as one JSON document, whose keys ``docs/reference/training.md`` promises."""

from __future__ import annotations

import json
from typing import Any

from sopkb.change.words import safe, told
from sopkb.load import Base
from sopkb.model.change import Edit
from sopkb.model.moments import format_instant
from sopkb.train.items import Digest, Item

_LONGEST = 2_000


def render_json(digest: Digest, base: Base) -> str:
    """A JSON object that ends with a line feed."""
    document = {
        "since": _text(digest.since.asked),
        "commit": digest.since.commit or None,
        "now": format_instant(digest.now),
        "items": [_item(item) for item in digest.items],
        "notes": [_text(note) for note in digest.notes],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _item(item: Item) -> dict[str, Any]:
    record = item.record
    return {
        "id": _text(record.id),
        "title": _text(record.title),
        "kind": record.kind_name,
        "area": _text(record.area),
        "what": item.what,
        "training": item.training,
        "version": {"before": _text(item.before) or None, "after": _text(record.meta.text("version"))},
        "effective": item.effective.isoformat() if item.effective else None,
        "entries": [
            {
                "version": _text(entry.version),
                "date": entry.day.isoformat() if entry.day else None,
                "training": entry.training,
                "change": _text(entry.change),
            }
            for entry in item.entries
        ],
        "compared": item.is_compared,
        "undeclared": item.is_undeclared,
        "edits": [_edit(edit) for edit in item.edits],
        "audience": [_text(word) for word in record.meta.texts("audience")],
        "roles": [_text(role) for role in item.roles],
        "taught": [
            {
                "track": _text(each.track.id),
                "module": _text(each.module.id),
                "at_major": each.pin.at_major,
                "behind": item.is_behind(each),
            }
            for each in item.taught
        ],
        "asked": [
            {"track": _text(each.track.id), "question": each.question.number, "q": _text(each.question.ask)}
            for each in item.asked
        ],
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
        "told": told(edit).written(lambda words: f"“{words}”"),
    }


def _text(words: str) -> str:
    return safe(words, _LONGEST)
