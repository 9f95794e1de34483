"""What a kind keeps in its front matter, shown in the section of the body that is about it.

Front matter is the truth where both show the same, so the data comes first and the body's prose after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sopkb.core.record import Record
from sopkb.lint.rules.quiz_waits import WAITS, waiting
from sopkb.site.diagram import diagram, questions_of
from sopkb.site.escape import markup, one_line
from sopkb.site.facts import state_mark
from sopkb.site.html import Html, Part, address, bullets, folded, heading, plain_table
from sopkb.site.links import named, with_ids
from sopkb.site.view import View, page_uri

Writer = Callable[[Record, View], Html]


def route(record: Record, view: View) -> Html:
    """The levels of an escalation."""
    rows = [
        (
            _cell(level.get("level")),
            markup(view.config.label("teams", str(level.get("team", "")))),
            _cell(level.get("channel_role")),
            f"{_cell(level.get('respond_minutes'))} min",
            _cell(level.get("hours")),
        )
        for _, level in record.meta.maps("route")
    ]
    return plain_table(("Level", "Team", "Ask for", "Answers within", "Hours"), rows) if rows else Html()


def evidence(record: Record, view: View) -> Html:
    """What must be attached; nothing where the body's section lists it all in the same words."""
    items = record.meta.texts("evidence")
    section = record.body.section("Evidence")
    held = section.text.casefold() if section else ""
    if all(item.casefold() in held for item in items):
        return Html()
    # A script puts a form in its place, which asks for the same: see js/record/escalation.js.
    return bullets((with_ids(view, item, record.id) for item in items), "kb-asked")


def tree(record: Record, view: View) -> Html:
    """A decision tree as numbered questions; an answer leads to another question or to a record."""
    nodes = [node for _, node in record.meta.maps("nodes")]
    numbers = {str(node.get("id")): number for number, node in reversed(list(enumerate(nodes, 1)))}
    questions: list[str] = []
    for number, node in enumerate(nodes, 1):
        answers = [_answer(answer, numbers, view) for answer in _maps(node.get("answers"))]
        ask = f"<strong>{markup(node.get('ask', ''))}</strong>"
        questions.append(f'<li id="question-{number}">{ask}\n{bullets(answers)}\n</li>')
    # One question at a time is the script's, all of them are what there is without one. Nothing moves when it comes.
    whole = [
        '<details class="kb-panel kb-tree__all" open><summary>All questions</summary>',
        "<ol>",
        *questions,
        "</ol></details>",
    ]
    return Html("\n".join(['<div class="kb-panel kb-tree"></div>', *whole, _drawing(nodes, view)]))


def _drawing(nodes: Sequence[Mapping[str, Any]], view: View) -> str:
    """The tree as a diagram, folded: it needs no script."""

    def title_of(record_id: str) -> str:
        found = view.find(record_id)
        return found.title if found else ""

    drawn = diagram(questions_of(nodes), title_of)
    summary = "<summary>The tree as a diagram</summary>"
    # It is wider than most windows: the keyboard must reach it to push it aside.
    frame = '<div class="kb-diagram__frame" tabindex="0" role="group" aria-label="The tree as a diagram">'
    return f'<details class="kb-diagram">{summary}{frame}{drawn}</div></details>'


def _answer(answer: Mapping[str, Any], numbers: Mapping[str, int], view: View) -> str:
    say = markup(answer.get("say", ""))
    number = numbers.get(str(answer.get("goto")))
    if number is not None:
        return f'{say} → <a href="#question-{number}">question {number}</a>'
    found = view.find(str(answer.get("record")))
    if found is None:
        return f"{say} → {markup(answer.get('record') or answer.get('goto') or '?')}"
    return f"{say} → {named(found)}{_mark(found, view)}"


def modules(record: Record, view: View) -> Html:
    """What a track teaches, with the major version each record was pinned at, marked where it has moved on."""
    rows = [
        (
            f"<strong>{_cell(module.get('id'))}: {_cell(module.get('title'))}</strong>",
            f"{_cell(module.get('minutes'))} min",
            "<br>".join(_pin(pin, view) for pin in _maps(module.get("records"))),
        )
        for _, module in record.meta.maps("modules")
    ]
    return plain_table(("Module", "Time", "Read, at version"), rows) if rows else Html()


def _pin(pin: Mapping[str, Any], view: View) -> str:
    found = view.find(str(pin.get("id")))
    pinned = pin.get("at_major")
    if found is None:
        return _cell(pin.get("id"))
    text = f"{named(found)}, v{_cell(pinned)}"
    version = found.version
    if version is not None and isinstance(pinned, int) and version.major > pinned:
        text += f' <span class="kb-newer">(now v{version.major}: this module teaches the older text)</span>'
    return text + _mark(found, view)


def _mark(record: Record, view: View) -> str:
    """The state of a record that another sends a reader to; nothing while it is simply live."""
    state = view.state(record)
    return "" if state.has_steps else f" {state_mark(state)}"


def quiz(record: Record, view: View) -> list[Part]:
    """The questions of a track, each with its answer folded away and the section that holds it."""
    questions = list(record.meta.maps("quiz"))
    if not questions:
        return []
    waits = waiting(record, view.corpus, view.config.language)
    parts = (_question(number, item, view, number in waits) for number, (_, item) in enumerate(questions, 1))
    return [heading("Quiz"), *parts]


def _question(number: int, question: Mapping[str, Any], view: View, does_wait: bool) -> Html:
    given = question.get("options")
    options = [one_line(option) for option in given] if isinstance(given, list) else []
    answer = question.get("answer")
    answers = [one_line(each) for each in (answer if isinstance(answer, list) else [answer])]
    hint = {"multiple": " Several answers.", "order": " In which order?"}
    write = _reply if question.get("type") == "reply" else with_ids
    listed = "\n".join(["<ol>", *(f"<li>{write(view, option)}</li>" for option in options), "</ol>"])
    # By number, as printed keys are: a track with the words of each answer twice is a heavy page.
    solution = ", ".join(
        f"<strong>{options.index(each) + 1}</strong>" if each in options else with_ids(view, each) for each in answers
    )
    because = _because(str(question.get("because", "")), view)
    key = folded("success", "Answer", f"<p>{solution}{f'; see {because}' if because else ''}</p>")
    module = f" <small>{_cell(question.get('module'))}</small>"
    title = f"<strong>{number}. {_cell(question.get('q'))}</strong>{hint.get(str(question.get('type')), '')}{module}"
    waits = [f"<p><strong>{WAITS}.</strong></p>"] if does_wait else []
    return Html("\n".join([f"<p>{title}</p>", *waits, *([listed] if options else []), key]))


def _reply(view: View, option: object) -> str:
    """A macro that may be sent; its text is a click away, and in the quiz itself where a script runs."""
    found = view.find(str(option))
    if found is None or found.kind_name != "macro":
        return markup(option)
    return named(found)


def _because(citation: str, view: View) -> str:
    """``ESC-0004#Do not`` as a link to that section."""
    record_id, _, name = citation.partition("#")
    found = view.find(record_id)
    if found is None:
        return markup(citation)
    section = found.body.section(name)
    anchor = f"#{section.anchor}" if section and section.anchor else ""
    return f'<a href="{address(page_uri(record_id))}{anchor}">{record_id}, {markup(name)}</a>'


SHOWN: Mapping[str, Sequence[tuple[str, Writer]]] = {
    "escalation": (("Evidence", evidence), ("Route", route)),
    "troubleshooter": (("Tree", tree),),
    "track": (("Modules", modules),),
}
"""For each kind with such data, the sections it is shown in; the page has them even where the body lacks them."""


def _cell(value: object) -> str:
    """A value as HTML; the id of a record stays text."""
    return "" if value is None else markup(value)


def _maps(value: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list):
        yield from (item for item in value if isinstance(item, dict))
