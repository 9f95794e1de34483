"""The texts of macros, their fields, and what a record can say for a field without changing what a reply means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sopkb.core.body import Body, Section, Step
from sopkb.core.record import Record

STEPS = "steps"
"""The field that takes the steps which are the user's own."""
RECORD_ID = "record_id"

_BRACES = re.compile(r"(?<!\{)\{+([a-z][a-z0-9_]*)\}+")
_QUOTE_MARK = re.compile(r"^ {0,3}> ?", re.MULTILINE)
_NAMES_A_STEP = re.compile(
    r"\b(?:steps?|schritte?n?|pasos?|passos?|[ée]tapes?)\s*\d"  # English, German, Spanish, Portuguese, French
    r"|步骤\s*\d|第\s*\d+\s*步|(?:手順|ステップ)\s*\d|الخطو(?:ة|ات)\s*\d",  # Chinese, Japanese, Arabic
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ReplyText:
    """A text of a macro, to paste.

    Args:
        section: where it stands.
        place: which quotation of that section it is, from 0.
        case: what tells it from the macro's other texts; ``""`` for the only one.
        text: letter by letter, without the marks of quotation.
    """

    section: Section
    place: int
    case: str
    text: str

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of its fields, each once, in order."""
        return tuple(dict.fromkeys(name for name, _ in fields_in(self.text)))


class NoSteps(StrEnum):
    """Why the steps of a user are not filled in."""

    NO_RECORD = "no record"
    """The macro's own page: it is about nothing yet."""
    NONE_MARKED = "none marked"
    BRANCHES = "branches"
    """The steps have branches, and only a person knows which one fits."""
    NOT_AS_THEY_STAND = "not as they stand"
    """One of them holds what is no text, or names another step by its number."""


@dataclass(frozen=True, slots=True)
class ReplyValues:
    """What a record says for the fields of a text.

    Args:
        values: by field; a field that is not among them is for a person to fill in.
        steps: numbers of the steps of the user, in the record, where they are filled in.
        no_steps: why they are not; None where they are, and for a text without such a field.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[int, ...] = ()
    no_steps: NoSteps | None = None


def fields_in(text: str) -> Iterator[tuple[str, int]]:
    """The fields of a text, each with the place where it begins; ``{{name}}`` is another tool's."""
    for match in _BRACES.finditer(text):
        if _is_field(match):
            yield match[1], match.start()


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with the fields that have a value replaced by it."""
    return _BRACES.sub(lambda match: values.get(match[1], match[0]) if _is_field(match) else match[0], text)


def _is_field(match: re.Match[str]) -> bool:
    return len(match[0]) == len(match[1]) + 2


def reply_texts(macro: Record) -> tuple[ReplyText, ...]:
    """The texts to paste: each quotation below ``## Text``; where a section has none, all of it."""
    found = [(part, place, text) for part in macro.body.parts_of("Text") for place, text in _texts_in(part, macro)]
    several = [part.line for part, place, _ in found if place == 1]
    return tuple(
        ReplyText(part, place, _case(part, place if part.line in several else None) if len(found) > 1 else "", text)
        for part, place, text in found
    )


def quotations_in(part: Section, body: Body) -> tuple[tuple[int, int], ...]:
    """The quotations of a section that are texts to paste: those that begin its lines, the outermost alone.

    Args:
        part: a section of a macro or a lookup.
        body: that the section is of.

    Returns:
        Of each, its first line and the first one after it, counted from 0 in the section's text. Where there is none,
        all of the section is pasted.
    """
    lines = part.text.split("\n")
    found: list[tuple[int, int]] = []
    for first, after in body.quotes:
        start, end = first - part.first_line, after - part.first_line
        is_outermost = not found or start >= found[-1][1]
        if 0 <= start < len(lines) and is_outermost and lines[start].lstrip(" ").startswith(">"):
            found.append((start, end))
    return tuple(found)


def _texts_in(part: Section, macro: Record) -> Iterator[tuple[int, str]]:
    lines = part.text.split("\n")
    quoted = ("\n".join(lines[start:end]) for start, end in quotations_in(part, macro.body))
    texts = [_QUOTE_MARK.sub("", text).strip() for text in quoted] or [part.text.strip()]
    yield from enumerate(text for text in texts if text)


def _case(part: Section, place: int | None) -> str:
    return part.heading if place is None else f"{part.heading} {place + 1}"


def known_of(text: str, record: Record | None) -> ReplyValues:
    """What a record says for the fields of a text that is sent from its page.

    Args:
        text: with fields in braces.
        record: what the reply is about; None on a macro's own page, which is about nothing yet.
    """
    names = {name for name, _ in fields_in(text)}
    if record is None:
        return ReplyValues(no_steps=NoSteps.NO_RECORD if STEPS in names else None)
    steps, no_steps = _users_steps(record) if STEPS in names else ((), None)
    values = {STEPS: _listed(steps)} if steps else {}
    # Triage, an escalation, a tree name the replies of other records: "Reference: SOP-0025" would be their own id.
    if RECORD_ID in names and (steps or record.kind_name == "workaround"):
        values[RECORD_ID] = record.id
    return ReplyValues(values, tuple(step.number for step in steps), no_steps)


def _users_steps(record: Record) -> tuple[tuple[Step, ...], NoSteps | None]:
    """The steps that a user is sent: all of them; or none, and why."""
    steps = tuple(step for step in record.steps if step.is_users)
    if not steps:
        return (), NoSteps.NONE_MARKED
    if sum(bool(part.steps) for part in record.steps_parts) > 1:
        return (), NoSteps.BRANCHES
    if not all(step.sent for step in steps) or any(map(names_another_step, steps)):
        return (), NoSteps.NOT_AS_THEY_STAND
    return steps, None


def names_another_step(step: Step) -> bool:
    """Whether a user's step refers to a step by its number, which a reply may count otherwise."""
    return _NAMES_A_STEP.search(step.sent) is not None


def _listed(steps: Sequence[Step]) -> str:
    if len(steps) == 1:
        return steps[0].sent
    return "\n".join(f"{number}. {_indented(step.sent)}" for number, step in enumerate(steps, 1))


def _indented(text: str) -> str:
    return text.replace("\n", "\n   ")
