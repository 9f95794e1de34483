"""What a track teaches and asks, under typed names: modules, pins, questions, each with its place in the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sopkb.core.changelog import major_written
from sopkb.core.corpus import Corpus
from sopkb.core.diagnostics import Location
from sopkb.core.record import Record


@dataclass(frozen=True, slots=True)
class Pin:
    """A record that a module teaches, and the major version it was built on.

    Args:
        record_id: what is taught.
        at_major: the major; None where the file gives no number.
        at: where the id stands.
        path: place of the pin in the front matter.
    """

    record_id: str
    at_major: int | None
    at: Location
    path: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Module:
    """A part of a track: what is read together and asked together.

    Args:
        id: of the module, within its track.
        title: what it is about.
        minutes: how long it takes.
        pass_mark: percent of its own questions without which the track is not passed; None: only all together count.
        pins: what is read.
    """

    id: str
    title: str
    minutes: int
    pass_mark: int | None
    pins: tuple[Pin, ...]


@dataclass(frozen=True, slots=True)
class QuizQuestion:
    """A question of a track's quiz.

    Args:
        number: as the reader counts, from 1.
        module: id of the module it belongs to.
        type: ``single``, ``multiple``, ``order`` or ``reply``.
        ask: the question.
        options: what there is to choose from.
        answers: the right ones; of an order question in their order.
        record_id: the record that it cites.
        section: the heading there that holds the answer.
    """

    number: int
    module: str
    type: str
    ask: str
    options: tuple[str, ...]
    answers: tuple[str, ...]
    record_id: str
    section: str


def modules_of(track: Record) -> Iterator[Module]:
    """The modules in order; what is no map, S02 has reported."""
    for number, module in track.meta.maps("modules"):
        pins = tuple(
            Pin(
                _text(pin.get("id")),
                _whole(pin.get("at_major")),
                track.at("modules", number, "records", position, "id"),
                ("modules", number, "records", position),
            )
            for position, pin in _maps(module.get("records"))
        )
        yield Module(
            _text(module.get("id")),
            _text(module.get("title")),
            _whole(module.get("minutes")) or 0,
            _whole(module.get("pass_mark")),
            pins,
        )


def questions_of(track: Record) -> Iterator[QuizQuestion]:
    """The questions in order."""
    for number, question in track.meta.maps("quiz"):
        record_id, _, section = _text(question.get("because")).partition("#")
        yield QuizQuestion(
            number + 1,
            _text(question.get("module")),
            _text(question.get("type")),
            _text(question.get("q")),
            _texts(question.get("options")),
            _texts(question.get("answer")),
            record_id,
            section,
        )


def unread_since(track: Record, corpus: Corpus) -> Mapping[str, str]:
    """Records whose questions nobody has read since they changed, each with why: without git's help.

    These are the records whose pins were raised (the track holds them until its review), and those whose current major
    was written after the track's last review; a pin that is behind is another matter (rule R06).

    Args:
        track: it.
        corpus: the base.
    """
    found = dict.fromkeys(track.meta.texts("questions_to_review"), "its pin was raised")
    reviewed = track.day("last_reviewed")
    pins = {pin.record_id: pin.at_major for module in modules_of(track) for pin in module.pins}
    for record_id in dict.fromkeys(question.record_id for question in questions_of(track)):
        record = corpus.by_id.get(record_id)
        if record is None or record.version is None or reviewed is None or record_id in found:
            continue
        written = major_written(record)
        if written and written > reviewed and pins.get(record_id) in (None, record.version.major):
            found[record_id] = f"its major {record.version.major} was written on {written}"
    return found


@dataclass(frozen=True, slots=True)
class QuizShare:
    """What a module weighs in the result of its track: how many questions it asks, and its own pass mark, if any."""

    module: str
    asked: int
    pass_mark: int | None = None


def is_passed(track: Record, right: Mapping[str, int]) -> bool:
    """Whether a track is passed.

    Args:
        track: it.
        right: for each module that was done, how many of its questions were answered right.
    """
    asked = Counter(question.module for question in questions_of(track))
    return is_enough(
        pass_mark_of(track), [QuizShare(each.id, asked[each.id], each.pass_mark) for each in modules_of(track)], right
    )


def is_enough(pass_mark: int, parts: Sequence[QuizShare], right: Mapping[str, int]) -> bool:
    """Whether results are enough: as ``js/training/standing.js`` says it of a reader, held to the same vectors.

    Every module that asks something is done, the track's pass mark is reached over all questions, and each module's own
    over its own. Results from when a module asked more count for what it asks now.
    """
    asking = [part for part in parts if part.asked]
    if any(part.module not in right for part in asking):
        return False
    had = {part.module: min(right[part.module], part.asked) for part in asking}
    own = all(had[part.module] * 100 >= part.asked * (part.pass_mark or 0) for part in asking)
    return own and sum(had.values()) * 100 >= sum(part.asked for part in asking) * pass_mark


def pass_mark_of(track: Record) -> int:
    """Percent of all questions; where the file gives none, all of them (S01 has reported it)."""
    return track.meta.number("pass_mark") or 100


def passing(track: Record) -> str:
    """What is needed to pass, as a phrase: ``80% of all questions; in m4 every answer right``."""
    own = [f"in {module.id} {needed_in(module)}" for module in modules_of(track) if module.pass_mark]
    return "; ".join([f"{pass_mark_of(track)}% of all questions", *own])


def needed_in(module: Module) -> str:
    """What a module asks for by its own pass mark."""
    return "every answer right" if module.pass_mark == 100 else f"{module.pass_mark}%"


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _maps(value: object) -> Iterator[tuple[int, Mapping[str, Any]]]:
    if isinstance(value, list):
        yield from ((number, each) for number, each in enumerate(value) if isinstance(each, dict))
