"""What the script of a record's page knows of it: all that time, a case or a reader's answers change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sopkb.core.hours import parse_hours
from sopkb.core.raising import raising_of
from sopkb.core.record import Record
from sopkb.core.state import State
from sopkb.lint.replies import known_of, reply_texts
from sopkb.site.banners import overrides_to_come, states_to_come
from sopkb.site.escape import one_line
from sopkb.site.facts import life
from sopkb.site.view import View

_MOST_REPLIES = 3
"""Replies that can be filled in on a record's own page; a record that names more has a link to each."""


def record_data(record: Record, view: View) -> dict[str, object]:
    """The data of a record's page, of values that JSON can write; what is empty is left out.

    Args:
        record: one that has a page.
        view: the base it stands in, and the moment.
    """
    state = view.state(record)
    steps = record.steps_section
    upcoming = view.corpus.upcoming.get(record.id)
    found: dict[str, object] = {
        "id": record.id,
        "kind": record.kind_name if record.kind_name == "macro" else "",
        "version": one_line(record.meta.text("version")),
        "state": str(state) if state is not State.LIVE else "",
        "life": life(record),
        "banners": {name: banner.data() for name, banner in states_to_come(record, view).items()},
        "overrides": overrides_to_come(record, view),
        "changes": str(upcoming.day("effective_from") or "") if upcoming else "",
        "steps": steps.anchor if steps and record.steps else "",
        **_of_kind(record, view),
    }
    if state is not State.RETIRED:
        found["replies"] = [reply for macro in _macros(record, view) for reply in _replies(macro, record)]
    return {name: value for name, value in found.items() if value}


def _of_kind(record: Record, view: View) -> dict[str, object]:
    if record.kind_name in ("sop", "workaround"):
        targets = [found for target in record.meta.texts("escalates_to") if (found := view.find(target)) is not None]
        reached = [(target, next(iter(target.meta.maps("route")), None)) for target in targets]
        return {
            "escalate": [
                {
                    "id": target.id,
                    "title": one_line(target.title),
                    "level": _answering(first[1], view),
                    **({"how": how} if (how := raising_of(target).how) else {}),
                }
                for target, first in reached
                if first
            ]
        }
    if record.kind_name == "escalation":
        return {
            "evidence": [one_line(item) for item in record.meta.texts("evidence")],
            "route": [
                {"level": one_line(level.get("level", "")), **_answering(level, view)}
                for _, level in record.meta.maps("route")
            ],
        }
    if record.kind_name == "troubleshooter":
        return {"nodes": [_node(node, view) for _, node in record.meta.maps("nodes")]}
    return {}


def _macros(record: Record, view: View) -> list[Record]:
    if record.kind_name == "macro":
        return [record]
    named = [view.find(target) for target in record.meta.texts("replies_with")]
    return [macro for macro in named if macro and view.state(macro).is_live and not macro.is_sensitive][:_MOST_REPLIES]


def _replies(macro: Record, shown_on: Record) -> Iterator[dict[str, object]]:
    """The texts of a macro, each with what the record that it is shown on says for its fields.

    Those that lack the user's steps come last. On the macro's own page, each has the place that it takes: the anchor of
    its section, and which quotation it is.
    """
    is_own = shown_on is macro
    texts = [(reply, known_of(reply.text, None if is_own else shown_on)) for reply in reply_texts(macro)]
    for reply, known in sorted(texts, key=lambda pair: pair[1].no_steps is not None):
        yield {
            "id": macro.id,
            "title": one_line(f"{macro.title}: {reply.case}" if reply.case else macro.title),
            "text": reply.text,
            **({"values": known.values} if known.values else {}),
            **({"steps": known.steps} if known.steps else {}),
            **({"noSteps": known.no_steps} if known.no_steps else {}),
            **({"at": reply.section.anchor, "place": reply.place} if is_own else {}),
        }


def _answering(level: Mapping[str, Any], view: View) -> dict[str, object]:
    """Who answers at a level of a route, and how fast; the hours as spans of a week where they can be read."""
    hours = str(level.get("hours", ""))
    spans = parse_hours(hours)
    return {
        "team": one_line(view.config.label("teams", str(level.get("team", "")))),
        "ask": one_line(level.get("channel_role", "")),
        "minutes": level.get("respond_minutes"),
        **({"open": spans} if spans else {"hours": one_line(hours)}),
    }


def _node(node: Mapping[str, Any], view: View) -> dict[str, object]:
    answers = node.get("answers")
    return {
        "id": str(node.get("id", "")),
        "ask": one_line(node.get("ask", "")),
        "answers": [_answer(each, view) for each in answers if isinstance(each, dict)]
        if isinstance(answers, list)
        else [],
    }


def _answer(answer: Mapping[str, Any], view: View) -> dict[str, object]:
    """An answer: where it goes on, or the record it leads to, by id where there is none."""
    target = view.find(str(answer.get("record")))
    told: dict[str, object] = {"say": one_line(answer.get("say", ""))}
    if answer.get("goto") is not None:
        return {**told, "goto": str(answer["goto"])}
    if target is None:
        return {**told, "lost": one_line(answer.get("record") or "?")}
    return {
        **told,
        "id": target.id,
        "title": one_line(target.title),
        "life": life(target),
        "state": str(view.state(target)),
    }
