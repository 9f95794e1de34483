"""A quiz question whose options or answer do not fit its type.

What: Options differ, none says "all of the above", and the answer is among them: one of `single` and `reply`, one or
    more but not all of `multiple`. The options of `reply` are active macros.

Why on shift: A question that can be answered without knowing teaches nothing, and one that cannot be answered stops the
    new person on the first evening.

Bad:
    {type: single, options: ["Unlock", "unlock", "All of the above"], answer: "Unlock it"}

Good:
    {type: single, options: ["Unlock", "Route to ESC-0103", "Ask the site lead"], answer: "Unlock"}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Location, Severity, shown
from sopkb.core.record import Record
from sopkb.lint.rules.rule import Context, RecordRule
from sopkb.lint.tracks import QuizQuestion, questions_of

_ALL_OF = re.compile(
    r"\b(?:all|none|both|any|neither)\s+of\s+(?:the\s+)?(?:above|these|them|those|options|answers)\b"
    r"|以上(?:都|皆|全)|\btodas?\s+las\s+anteriores\b|\bninguna\s+de\s+las\s+anteriores\b|\btodas\s+as\s+anteriores\b",
    re.IGNORECASE,
)


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Each question: its options first, then its answer."""
    for question in questions_of(record):
        name, place = f"Question {question.number}", question.number - 1
        seen: dict[str, str] = {}
        for number, option in enumerate(question.options):
            at = record.at("quiz", place, "options", number)
            plain = _plain(option)
            if plain in seen:
                yield Finding(f"{name} offers `{shown(option)}` twice. Make them differ.", at)
            elif _ALL_OF.search(option):
                yield Finding(
                    f"{name}: `{shown(option)}` gives the answer away. Make it `multiple`.",
                    at,
                )
            elif question.type == "reply":
                yield from _macro(name, option, at, context)
            seen.setdefault(plain, option)
        yield from _answers(name, question, record.at("quiz", place, "answer"))


def _macro(name: str, option: str, at: Location, context: Context) -> Iterator[Finding]:
    macro = context.corpus.by_id.get(option)
    if macro is None and option in context.corpus.unreadable:
        return
    if macro is None or macro.kind_name != "macro":
        yield Finding(f"{name} is a `reply`, and `{shown(option)}` is not a macro. Offer ids of macros.", at)
    elif macro.is_retired or macro.is_draft:
        state = "retired" if macro.is_retired else "a draft"
        yield Finding(f"{name} offers {macro.id}, which is {state}. Offer what may be sent.", at)


def _answers(name: str, question: QuizQuestion, at: Location) -> Iterator[Finding]:
    for answer in question.answers:
        if answer not in question.options:
            yield Finding(
                f"{name}: the answer `{shown(answer)}` is not among its options. Write it as it stands there.", at
            )
            return
    distinct = len(set(question.answers))
    if question.type in ("single", "reply") and len(question.answers) > 1:
        yield Finding(f"{name} is `{question.type}` and has {len(question.answers)} answers. Make it `multiple`.", at)
    if question.type == "multiple":
        if distinct != len(question.answers):
            yield Finding(f"{name} names an answer twice. Name each once.", at)
        elif distinct == len(question.options):
            yield Finding(f"{name}: every option is right. Add one that is not.", at)


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", "", text).casefold().split()) or text


RULE = RecordRule("X12", Severity.ERROR, kinds=("track",), eases_in_drafts=True, check=check)
