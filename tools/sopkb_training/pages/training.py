"""Training on the site: the data of a track's course, and what a reader is asked to read again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from sopkb.core.moments import parse_date
from sopkb.core.record import Record, remembered
from sopkb.core.state import State
from sopkb.lint.rules.quiz_waits import WAITS, waiting
from sopkb.lint.tracks import Pin, QuizQuestion, modules_of, pass_mark_of, questions_of
from sopkb.site.view import View
from sopkb_training.pages.offered import named_option, sent_by

Address = Callable[[str, str], str]
"""Where a record's id, and an anchor in it (``""`` for none), lead."""

_ASKS = ("read", "retrain")


def readable(record: Record, view: View) -> dict[str, object]:
    """What "read and understood" knows of a record: its version, and the versions that ask to be read again."""
    return {"id": record.id, "version": record.meta.text("version"), "changes": list(changes_of(record, view))}


def changes_of(record: Record, view: View) -> Iterator[dict[str, object]]:
    """The recent versions that ask to be read, the newest first, each with the steps that it moved, if any."""
    for day, told in _asking(record):
        if view.is_recent(day):
            moved = view.moved.get((record.id, told["version"]), ())
            yield {**told, **({"steps": list(moved)} if moved else {})}


@remembered
def _asking(record: Record) -> tuple[tuple[date, dict[str, str]], ...]:
    """Every version that asks to be read, with its day."""
    return tuple(
        (
            day,
            {
                "version": str(entry.get("version", "")),
                "date": day.isoformat(),
                "training": entry["training"],
                "change": str(entry.get("change", "")),
            },
        )
        for entry in record.changelog
        if entry.get("training") in _ASKS and (day := parse_date(entry.get("date")))
    )


def on_site(record_id: str, anchor: str = "") -> str:
    """Where a record, or a section of one, lies for a page at the top of the site."""
    return f"{record_id}.html{f'#{anchor}' if anchor else ''}"


def course(track: Record, view: View, address: Address = on_site) -> dict[str, object]:
    """What the course of a track is made from: texts as they are, for a script that makes text nodes of them.

    Args:
        track: it.
        view: the base it stands in, and the moment.
        address: where a record, or an anchor in it, lies for the page that the course stands on.
    """
    waits = waiting(track, view.corpus, view.config.language)
    return {
        "id": track.id,
        "title": track.title,
        "version": track.meta.text("version"),
        "passMark": pass_mark_of(track),
        "modules": [
            {
                "id": module.id,
                "title": module.title,
                "minutes": module.minutes,
                **({"passMark": module.pass_mark} if module.pass_mark else {}),
                "records": [taught for pin in module.pins if (taught := _taught(pin, view, address))],
            }
            for module in modules_of(track)
        ],
        "questions": [
            {**_question(question, view, address), **({"waits": f"{WAITS}."} if question.number in waits else {})}
            for question in questions_of(track)
        ],
    }


def _taught(pin: Pin, view: View, address: Address) -> dict[str, object] | None:
    record = view.find(pin.record_id)
    if record is None:
        return None
    version, state = record.version, view.state(record)
    note = ""
    if not state.is_live:
        note = f"{state.value}: do not follow it"
    elif state is State.KNOWN:
        note = state.value
    elif version and pin.at_major is not None and version.major > pin.at_major:
        note = f"newer than this module, which was built on version {pin.at_major}"
    return {**readable(record, view), "title": record.title, "href": address(record.id, ""), "note": note}


def _question(question: QuizQuestion, view: View, address: Address) -> dict[str, object]:
    record = view.find(question.record_id)
    section = record.body.section(question.section) if record else None
    return {
        "number": question.number,
        "module": question.module,
        "type": question.type,
        "ask": question.ask,
        "options": [
            {
                "text": option,
                "shown": named_option(option, question, view.find),
                **({"sends": sent} if (sent := sent_by(option, question, view.find)) else {}),
            }
            for option in question.options
        ],
        "answers": list(question.answers),
        "because": {
            "href": address(question.record_id, section.anchor if section else ""),
            "text": f"{question.record_id}, {question.section}",
        },
    }
