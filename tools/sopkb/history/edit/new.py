"""A new record: what can be known is filled in, and what only the author can say is asked for in comments."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sopkb.core.config import Config
from sopkb.core.corpus import Corpus
from sopkb.core.fields import FIELDS_OF, Field, Need
from sopkb.core.kinds import KIND_BY_NAME, Kind, kind_of_id
from sopkb.core.naming import record_filename
from sopkb.history.edit.front_matter import field_lines
from sopkb.lint.examples import example_of

_LIKE_NEIGHBOURS = ("area", "owner", "audience", "escalates_to")


@dataclass(frozen=True, slots=True)
class Draft:
    """A record that is not written yet.

    Args:
        record_id: the next free id of its kind.
        path: of its file, relative to the project, with ``/``.
        text: the whole file.
    """

    record_id: str
    path: str
    text: str


def next_id(kind: Kind, corpus: Corpus, taken: Iterable[str] = ()) -> str:
    """The number above every one that was ever taken, as far as the base shows (aliases count: ids are not reused).

    Args:
        kind: whose number.
        corpus: the records there are.
        taken: ids that were taken elsewhere: in git's history, or on another branch.
    """
    seen = [0, *(int(record_id[4:]) for record_id in taken if kind_of_id(record_id) is kind)]
    for record in corpus.all_records():
        for name in (record.id, *record.aliases):
            if kind_of_id(name) is kind:
                seen.append(int(name[4:]))
    return f"{kind.prefix}-{max(seen) + 1:04d}"


def compose(
    kind_name: str,
    title: str,
    corpus: Corpus,
    config: Config,
    today: date,
    root_name: str,
    taken: Iterable[str] = (),
    **given: Any,
) -> Draft:
    """Write a draft record that breaks no rule except where only its author can know.

    Area, owner, audience and escalation are taken from the records of the same product (what stands before the
    colon in the title) where most of them agree; error codes from the title; the reply of a known issue from others.

    Args:
        kind_name: name of the kind.
        title: as the result row will show it.
        corpus: the records there are.
        config: vocabularies and policy.
        today: ``created``.
        root_name: name of the base's folder.
        taken: ids that are taken although the base does not show it.
        given: field values the author gave; they win over what was guessed.
    """
    kind = KIND_BY_NAME[kind_name]
    record_id = next_id(kind, corpus, taken)
    values: dict[str, Any] = {
        "id": record_id,
        "kind": kind.name,
        "title": title,
        "status": "draft",
        "confidence": "unverified",
        "version": "0.1.0",
        "created": today.isoformat(),
        "sensitivity": "none",
        "changelog": [
            {"version": "0.1.0", "date": today.isoformat(), "training": "none", "change": "First draft"},
        ],
    }
    values |= _from_neighbours(title, corpus)
    values |= _from_title(title, config)
    days = config.policy.default_review_days.get(kind.name)
    if days:
        values["review_days"] = days
    values |= _of_known_issues(corpus) if given.get("known") else {}
    values |= {name: value for name, value in given.items() if value}
    path = f"{root_name}/{kind.plural}/{record_filename(record_id, title)}"
    return Draft(record_id, path, _render(kind, values, config))


def template(kind_name: str, config: Config) -> str:
    """The empty shape of a kind, every field explained: for who would rather begin by hand.

    Args:
        kind_name: name of the kind.
        config: whose words stand in the examples.
    """
    return _render(KIND_BY_NAME[kind_name], {"kind": kind_name, "status": "draft"}, config)


def _from_neighbours(title: str, corpus: Corpus) -> dict[str, Any]:
    product, colon, _ = title.partition(":")
    if not colon:
        return {}
    neighbours = [record for record in corpus.records if record.title.startswith(f"{product}:")]
    found: dict[str, Any] = {}
    for name in _LIKE_NEIGHBOURS:
        votes = Counter(json.dumps(record.meta.data[name]) for record in neighbours if name in record.meta)
        if votes:
            value, count = votes.most_common(1)[0]
            if count * 2 > len(neighbours):
                found[name] = json.loads(value)
    return found


def _of_known_issues(corpus: Corpus) -> dict[str, Any]:
    """The replies that the other known issues of the base are answered with, where most agree."""
    known = [record.meta.texts("replies_with") for record in corpus.records if record.is_known]
    for replies, count in Counter(known).most_common(1):
        if replies and count * 2 > len(known):
            return {"replies_with": list(replies)}
    return {}


def _from_title(title: str, config: Config) -> dict[str, Any]:
    pattern = config.policy.error_code_pattern
    codes = [word for word in re.findall(r"[\w-]+", title) if re.search(pattern, word)]
    return {"error_codes": codes} if codes else {}


def _render(kind: Kind, values: Mapping[str, Any], config: Config) -> str:
    lines = ["---"]
    for field in FIELDS_OF[kind.name].values():
        if field.name in values:
            lines += field_lines(field.name, values[field.name])
        elif field.offered or field.need not in (Need.RETIRED, Need.FIXED, Need.NEVER, Need.MENTIONS, Need.IMAGES):
            lines.append(_question(field, config))
    lines.append("---")
    for heading in kind.sections:
        lines += [f"## {heading}", ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _question(field: Field, config: Config) -> str:
    need = "" if field.need is Need.ALWAYS else f" ({field.need})"
    return f"# {field.name}: {example_of(field, config)}  # {field.meaning}{need}"
