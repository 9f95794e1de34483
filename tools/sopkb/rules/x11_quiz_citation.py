"""A quiz question cites nothing that holds its answer.

What: `because` names a record and one of its sections, and that section, with the data it shows (a route, a tree, the
    evidence), holds the answer's own words. A record or section that does not exist is an error; words that are not
    there are a warning.

Why on shift: A wrong answer is argued about from memory, and the question outlives the step that it asks about.

Bad:
    - {module: m1, type: single, q: "…", options: [a, b], answer: a, because: "SOP-0012#Step"}

Good:
    - {module: m1, type: single, q: "…", options: [a, b], answer: a, because: "SOP-0012#Steps"}
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from itertools import chain

from sopkb.diagnostics import Finding, Severity, shown
from sopkb.model.folding import fold
from sopkb.model.record import Record
from sopkb.model.tracks import Question, questions_of
from sopkb.rules.rule import Context, RecordRule

_DATA = {"route": ("route", "next_level"), "evidence": ("evidence",), "tree": ("nodes",), "modules": ("modules",)}
"""Fields that the page shows in a section."""
_WORD = re.compile(r"[\w-]+")
_ENOUGH = 0.25
_STEM = 5
_SHORT = 2
"""Words of an answer like "Nobody's", which a section may well say otherwise: there, the question's words count too."""


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Each question's record, its section, and the words there."""
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
            yield Finding(f"{name} cites {shown(question.record_id)}, which is not here; {hint}", at)
            continue
        text = _section(cited, question.section)
        if text is None:
            headings = {part.heading for part in cited.body.sections if part.heading}
            near = next(iter(get_close_matches(question.section, headings, 1, 0.4)), "")
            hint = f"Nearest: `{shown(near)}`." if near else "Name one of its headings."
            yield Finding(f"{name} cites `{shown(question.section)}`, which {cited.id} does not have. {hint}", at)
        elif not _holds(text, question):
            yield Finding(
                f"{name} cites {cited.id}, {shown(question.section)}, where no word of its answer stands. "
                "Cite the section that holds it, or mend the answer.",
                at,
                Severity.WARNING,
            )


def _section(record: Record, heading: str) -> str | None:
    """What a section says, with its subsections and the data that it shows; None where there is none."""
    parts = record.body.parts_of(heading)
    data = [str(record.meta.data[name]) for name in _DATA.get(heading.casefold(), ()) if name in record.meta]
    return "\n".join([*(f"{part.heading}\n{part.text}" for part in parts), *data]) if parts or data else None


def _holds(text: str, question: Question) -> bool:
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
