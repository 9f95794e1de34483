"""What a kind keeps in its front matter, shown in the section of the body that is about it.

Front matter is the truth where both show the same, so the data comes first and the body's prose after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sopkb.model.record import Record
from sopkb.publish.blocks import indented, table
from sopkb.publish.diagram import diagram, questions_of
from sopkb.publish.escape import field, one_line
from sopkb.publish.facts import state_mark
from sopkb.publish.links import named, with_ids
from sopkb.publish.view import View, page_uri

Writer = Callable[[Record, View], str]


def route(record: Record, view: View) -> str:
    """The levels of an escalation."""
    rows = [
        (
            _cell(level.get("level")),
            field(view.config.label("teams", str(level.get("team", "")))),
            _cell(level.get("channel_role")),
            f"{_cell(level.get('respond_minutes'))} min",
            _cell(level.get("hours")),
        )
        for _, level in record.meta.maps("route")
    ]
    return table(("Level", "Team", "Ask for", "Answers within", "Hours"), rows) if rows else ""


def evidence(record: Record, view: View) -> str:
    """What must be attached; nothing where the body's section lists it all in the same words."""
    items = record.meta.texts("evidence")
    section = record.body.section("Evidence")
    held = section.text.casefold() if section else ""
    if all(item.casefold() in held for item in items):
        return ""
    return "\n".join(f"- {with_ids(view, item, record.id)}" for item in items)


def tree(record: Record, view: View) -> str:
    """A decision tree as numbered questions; an answer leads to another question or to a record."""
    nodes = [node for _, node in record.meta.maps("nodes")]
    numbers = {str(node.get("id")): number for number, node in reversed(list(enumerate(nodes, 1)))}
    questions = []
    for number, node in enumerate(nodes, 1):
        answers = [_answer(answer, numbers, view) for answer in _maps(node.get("answers"))]
        ask = f'<span id="question-{number}"></span>**{field(node.get("ask", ""))}**'
        questions.append(f"{number}. " + "\n".join([ask, *(indented(f"- {answer}") for answer in answers)]))
    return "\n\n".join(["\n".join(questions), _drawing(nodes, view)])


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
    say = field(answer.get("say", ""))
    number = numbers.get(str(answer.get("goto")))
    if number is not None:
        return f"{say} → [question {number}](#question-{number})"
    found = view.find(str(answer.get("record")))
    if found is None:
        return f"{say} → {field(answer.get('record') or answer.get('goto') or '?')}"
    return f"{say} → {named(found)}{_mark(found, view)}"


def modules(record: Record, view: View) -> str:
    """What a track teaches, with the major version each record was pinned at, marked where it has moved on."""
    rows = [
        (
            f"**{_cell(module.get('id'))}: {_cell(module.get('title'))}**",
            f"{_cell(module.get('minutes'))} min",
            "<br>".join(_pin(pin, view) for pin in _maps(module.get("records"))),
        )
        for _, module in record.meta.maps("modules")
    ]
    return table(("Module", "Time", "Read, at version"), rows) if rows else ""


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
    return "" if state.is_live else f" {state_mark(state)}"


def quiz(record: Record, view: View) -> str:
    """The questions of a track, each with its answer folded away and the section that holds it."""
    questions = list(record.meta.maps("quiz"))
    if not questions:
        return ""
    asked = (_question(number, item, view) for number, (_, item) in enumerate(questions, 1))
    return "\n\n".join(["## Quiz", *asked])


def _question(number: int, question: Mapping[str, Any], view: View) -> str:
    given = question.get("options")
    options = [one_line(option) for option in given] if isinstance(given, list) else []
    answer = question.get("answer")
    answers = [one_line(each) for each in (answer if isinstance(answer, list) else [answer])]
    hint = {"multiple": " Several answers.", "order": " In which order?"}
    write = _reply if question.get("type") == "reply" else with_ids
    listed = "\n".join(f"{place}. {write(view, option)}" for place, option in enumerate(options, 1))
    # By number, as printed keys are: a track with the words of each answer twice is a heavy page.
    solution = ", ".join(
        f"**{options.index(each) + 1}**" if each in options else with_ids(view, each) for each in answers
    )
    because = _because(str(question.get("because", "")), view)
    folded = '??? success "Answer"\n\n' + indented(f"{solution}{f'; see {because}' if because else ''}")
    module = f" <small>{_cell(question.get('module'))}</small>"
    ask = f"**{number}. {_cell(question.get('q'))}**{hint.get(str(question.get('type')), '')}{module}"
    return "\n\n".join(part for part in (ask, listed, folded) if part)


def _reply(view: View, option: object) -> str:
    """A macro that may be sent; its text is a click away, and in the quiz itself where a script runs."""
    found = view.find(str(option))
    if found is None or found.kind_name != "macro":
        return field(option)
    return named(found)


def _because(citation: str, view: View) -> str:
    """``ESC-0004#Do not`` as a link to that section."""
    record_id, _, heading = citation.partition("#")
    found = view.find(record_id)
    if found is None:
        return field(citation)
    section = found.body.section(heading)
    anchor = f"#{section.anchor}" if section and section.anchor else ""
    return f"[{record_id}, {field(heading)}]({page_uri(record_id)}{anchor})"


SHOWN: Mapping[str, Sequence[tuple[str, Writer]]] = {
    "escalation": (("Evidence", evidence), ("Route", route)),
    "troubleshooter": (("Tree", tree),),
    "track": (("Modules", modules),),
}
"""For each kind with such data, the sections it is shown in; the page has them even where the body lacks them."""


def _cell(value: object) -> str:
    """A value as Markdown; the id of a record stays text."""
    return "" if value is None else field(one_line(value))


def _maps(value: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list):
        yield from (item for item in value if isinstance(item, dict))
