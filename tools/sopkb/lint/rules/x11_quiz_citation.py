"""A quiz question cites nothing that holds its answer.

What: `because` names a record and one of its sections, and that section, with the data it shows (a route, a tree, the
    evidence), holds the answer. Each number of the answer stands there with its unit, each code letter for letter, and
    each name on a screen: what is bold, quoted or code in the answer, and, in languages that write only names so, what
    has a capital. With `--base`, words of an answer that a change took out of its section are told as well. A record
    or section that does not exist is an error; an answer that does not stand there is a warning, so that a correction
    of the record never has to wait for the track.

Why on shift: A wrong answer is argued about from memory, and the question outlives the step that it asks about:
    "35 minutes" is taught for a year after the step says 45.

Bad:
    - {module: m1, type: single, q: "…", options: [a, b], answer: a, because: "SOP-0112#Step"}
    - {module: m1, type: single, q: "…", options: ["5 minutes", "35 minutes"], answer: "35 minutes",
       because: "SOP-0121#Steps"}   # where "keep it up for 45 minutes" stands

Good:
    - {module: m1, type: single, q: "…", options: [a, b], answer: a, because: "SOP-0112#Steps"}
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from itertools import chain

from sopkb.core.diagnostics import Finding, Severity, shown
from sopkb.core.folding import fold
from sopkb.core.record import Record
from sopkb.lint.rules.quiz_claims import lost_words, not_said, section_of
from sopkb.lint.rules.rule import Context, RecordRule
from sopkb.lint.tracks import QuizQuestion, questions_of

_WORD = re.compile(r"[\w-]+")
_ENOUGH = 0.25
_STEM = 5
_SHORT = 2
"""Words of an answer like "Nobody's", which a section may well say otherwise: there, the question's words count too."""


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Each question's record, its section, and the answer there."""
    for question in questions_of(record):
        cited = context.corpus.by_id.get(question.record_id)
        at = record.at("quiz", question.number - 1, "because")
        name = f"Question {question.number}"
        if not question.section:
            continue  # S02 has said what form it has
        if cited is None and question.record_id in context.corpus.unreadable:
            continue
        if cited is None:
            near = context.nearest_id(question.record_id, 0.7)
            hint = f"did you mean {near}?" if near else "name the record that holds the answer."
            yield Finding(f"{name} cites {shown(question.record_id)}, which is not in this base; {hint}", at)
            continue
        text = section_of(cited, question.section)
        if text is None:
            headings = {part.heading for part in cited.body.sections if part.heading}
            near = next(iter(get_close_matches(question.section, headings, 1, 0.4)), "")
            hint = f"Nearest: `{shown(near)}`." if near else "Name one of its headings."
            yield Finding(f"{name} cites `{shown(question.section)}`, which {cited.id} does not have. {hint}", at)
            continue
        trouble = _trouble(text, question, record, cited, context)
        if trouble:
            yield Finding(f"{name} cites {cited.id}, {shown(question.section)}, {trouble}", at, Severity.WARNING)


def _trouble(text: str, question: QuizQuestion, track: Record, cited: Record, context: Context) -> str:
    """Why a section does not hold the answer, as a clause with what to do; ``""`` where it does."""
    remedy = "Correct the answer, or cite the section that holds it."
    languages = {context.config.language, *(each.meta.text("language") for each in (track, cited))}
    missing = not_said(question.answers, text, languages, cited.id)
    if missing:
        return f"which does not say {_listed(missing)}, as the answer does. {remedy}"
    if not _holds(text, question):
        return f"which has no word of its answer. {remedy}"
    lost = _lost(text, question, context)
    return f"which no longer says {_listed(lost)}, as the answer does. Read both; {_low(remedy)}" if lost else ""


def _lost(text: str, question: QuizQuestion, context: Context) -> tuple[str, ...]:
    """Words of the answer that a change took out of its section."""
    if context.change is None:
        return ()
    before = context.change.before.by_id.get(question.record_id)
    old = section_of(before, question.section) if before else None
    return lost_words(question.answers, old, text) if old is not None and old != text else ()


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"“{shown(word, 60)}”" for word in words[:5])


def _low(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


def _holds(text: str, question: QuizQuestion) -> bool:
    there = _stems(text)
    answers = _stems(" ".join(question.answers))
    if _share(answers, there) >= _ENOUGH:
        return True
    short = all(len(_stems(answer)) <= _SHORT for answer in question.answers)
    return short and _share(_stems(question.ask), there) >= _ENOUGH


def _share(words: frozenset[str], there: frozenset[str]) -> float:
    """Part of some words that stand there; all of them, where there is none that could."""
    return len(words & there) / len(words) if words else 1.0


def _stems(text: str) -> frozenset[str]:
    """The beginnings of words that carry information. Text without spaces (Chinese) is taken by two characters."""
    words = _WORD.findall(fold(text))
    dense = chain.from_iterable((word[at : at + 2] for at in range(len(word) - 1)) for word in words if word > "\u2e80")
    plain = (word[:_STEM] for word in words if word <= "\u2e80" and (len(word) > 3 or any(map(str.isdigit, word))))
    return frozenset(chain(plain, dense))


RULE = RecordRule("X11", Severity.ERROR, kinds=("track",), eases_in_drafts=True, check=check)
