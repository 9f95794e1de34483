"""What a track teaches and asks, under typed names: modules, pins, questions, each with its place in the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sopkb.diagnostics import Location
from sopkb.model.record import Record


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
    """A part of a track: what is read together and asked together."""

    id: str
    title: str
    minutes: int
    pins: tuple[Pin, ...]


@dataclass(frozen=True, slots=True)
class Question:
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
        yield Module(_text(module.get("id")), _text(module.get("title")), _whole(module.get("minutes")) or 0, pins)


def questions_of(track: Record) -> Iterator[Question]:
    """The questions in order."""
    for number, question in track.meta.maps("quiz"):
        record_id, _, section = _text(question.get("because")).partition("#")
        yield Question(
            number + 1,
            _text(question.get("module")),
            _text(question.get("type")),
            _text(question.get("q")),
            _texts(question.get("options")),
            _texts(question.get("answer")),
            record_id,
            section,
        )


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
