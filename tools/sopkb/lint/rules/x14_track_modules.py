"""Modules and questions of a track that do not fit together.

What: Each module has an id of its own, each question belongs to one of the modules, and each module has a question (a
    warning where it has none; an error where it has a pass mark of its own, which nobody could then fail).

Why on shift: A question that belongs to no module is never asked, and a module without one is never shown to be known.

Bad:
    modules: [{id: m1, …}]
    quiz: [{module: m2, …}]

Good:
    modules: [{id: m1, …}]
    quiz: [{module: m1, …}]
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Severity, shown
from sopkb.core.record import Record
from sopkb.lint.rules.rule import Context, RecordRule
from sopkb.lint.tracks import modules_of, questions_of


def check(record: Record, context: Context) -> Iterator[Finding]:
    """The modules, then the questions, then modules that nobody asks about."""
    modules = list(modules_of(record))
    places: dict[str, int] = {}
    for place, module in enumerate(modules):
        if module.id in places:
            yield Finding(
                f"Module {shown(module.id)} is there twice. Give one of them another id.", record.at("modules", place)
            )
        places.setdefault(module.id, place)
    asked = set()
    for question in questions_of(record):
        asked.add(question.module)
        if question.module not in places:
            known = ", ".join(map(shown, places)) or "none"
            yield Finding(
                f"Question {question.number} belongs to {shown(question.module)}, which is not a module here "
                f"({known}).",
                record.at("quiz", question.number - 1, "module"),
            )
    for name, place in places.items():
        if name and name not in asked:
            held = modules[place].pass_mark is not None
            yield Finding(
                f"Nothing is asked about module {shown(name)}{', although it has a pass mark' if held else ''}. "
                "Add a question, or join it to another module.",
                record.at("modules", place, "id"),
                None if held else Severity.WARNING,
            )


RULE = RecordRule("X14", Severity.ERROR, kinds=("track",), eases_in_drafts=True, alone=True, check=check)
