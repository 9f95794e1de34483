"""A track as a book to print: one file of HTML with contents, its version and the number on every page."""

from __future__ import annotations

import base64
import mimetypes
import re
from collections.abc import Callable, Collection, Mapping
from importlib.resources import files

from sopkb.core.moments import format_instant
from sopkb.core.record import Record
from sopkb.lint.rules.quiz_waits import WAITS, waiting
from sopkb.lint.tracks import QuizQuestion, modules_of, needed_in, passing, questions_of
from sopkb.site.escape import markup
from sopkb.site.view import View
from sopkb_training.pages.handout import Handout, handouts, heads, prose
from sopkb_training.pages.offered import named_option, text_of

_SOURCE = re.compile(r'(<img [^<>]*?src=")([^"]*)"')
_HEADING = re.compile(r"(</?h)([1-5])(?=[ >])")
_STRING = re.compile(r'[\\"\n<]')


def handbook(track: Record, view: View, pages: Mapping[str, int] | None = None) -> str:
    """A whole HTML page that asks for nothing: styles and images are in it.

    Args:
        track: an active track.
        view: the base it stands in, and the moment, which is printed.
        pages: for each anchor the page on which it was printed, for the contents to name: no style sheet can ask
            for it yet. A number that is missing leaves its room empty; None leaves no room, for a browser to print.
    """
    number = _numbers(pages)
    found = {each.record.id: each for each in handouts(track, view)}
    questions = list(questions_of(track))
    waits = waiting(track, view.corpus, view.config.language)
    parts: list[str] = []
    contents: list[str] = []
    shown: set[str] = set()
    for module in modules_of(track):
        mine = [found[i] for i in dict.fromkeys(pin.record_id for pin in module.pins) if i in found and i not in shown]
        again = [pin.record_id for pin in module.pins if pin.record_id in shown]
        shown |= {each.record.id for each in mine}
        name = f"{markup(module.id)}: {markup(module.title)}"
        links = "".join(f"<li>{_entry(each.record.id, _title(each.record), number)}</li>" for each in mine)
        own = f", to pass: {needed_in(module)}" if module.pass_mark else ""
        minutes = f"{module.minutes} min{own}"
        entry = _entry(f"module-{module.id}", f"{name} <small>{minutes}</small>", number)
        contents.append(f"<li>{entry}<ul>{links}</ul></li>")
        linked = ", ".join(f'<a href="#{record_id}">{record_id}</a>' for record_id in again)
        see = f"<p>Read again: {linked}.</p>" if linked else ""
        texts = "\n".join(_below(_embedded(text, each)) for text, each in zip(heads(mine, 3), mine, strict=True))
        asked = [each for each in questions if each.module == module.id]
        parts.append(
            f'<section class="kb-book__module"><h2 id="module-{markup(module.id)}">{name}</h2>{see}\n{texts}\n'
            f"{_questions(asked, view, waits)}</section>"
        )
    contents.append(f"<li>{_entry('answers', 'Answers', number)}</li>")
    return _page(track, view, contents, parts, _answers(questions, view), set(found))


def _numbers(pages: Mapping[str, int] | None) -> Callable[[str], str]:
    """How the contents write a page's number: in a room of its own, so that no number moves a line."""
    if pages is None:
        return lambda anchor: ""
    return lambda anchor: f'<span class="kb-book__page">{pages.get(anchor, "")}</span>'


def _entry(anchor: str, title: str, number: Callable[[str], str]) -> str:
    return f'<span class="kb-book__entry"><a href="#{markup(anchor)}">{title}</a>{number(anchor)}</span>'


def _title(record: Record) -> str:
    return f"{record.id} {markup(record.title)}"


def _page(track: Record, view: View, contents: list[str], parts: list[str], answers: str, inside: set[str]) -> str:
    version = markup(track.meta.text("version"))
    moment = format_instant(view.now)
    line = _STRING.sub(" ", f"{track.id} {track.title} · version {track.meta.text('version')} · printed {moment}")
    style = (files("sopkb.site") / "assets" / "handout.css").read_text(encoding="utf-8")
    printed = (files("sopkb.site") / "assets" / "handbook.css").read_text(encoding="utf-8")
    introduction = prose(track, view, inside)
    return f"""<!DOCTYPE html>
<html lang="{markup(track.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{_title(track)}, version {version}</title>
<style>
{style}
{printed}
@page {{ @bottom-left {{ content: "{line}"; }} }}
</style>
</head>
<body>
<main>
<header class="kb-book__cover">
<h1>{markup(track.title)}</h1>
<p><strong>{track.id}, version {version}</strong>, as of {moment}. A print ages: the page of today is on the site.</p>
{_below(introduction)}
<p><strong>To pass:</strong> {markup(passing(track))}.</p>
<nav aria-label="Contents"><h2>Contents</h2><ol>{"".join(contents)}</ol></nav>
</header>
{"".join(parts)}
<section class="kb-book__module" id="answers"><h2>Answers</h2>{answers}</section>
</main>
</body>
</html>
"""


def _below(html: str) -> str:
    """Headings of a text moved two levels down, so that the book's own stand above them; the head of a record stays."""
    head, found, rest = html.partition("</h3>\n")
    if not found:
        head, rest = "", html
    return head + found + _HEADING.sub(lambda match: f"{match[1]}{min(int(match[2]) + 2, 6)}", rest)


def _embedded(html: str, handout: Handout) -> str:
    """The images of a record inside its text."""
    sources = {asset.uri: asset.source for asset in handout.assets}

    def inline(found: re.Match[str]) -> str:
        source = sources.get(found[2])
        if source is None:
            return found[0]
        kind = mimetypes.guess_type(source.name)[0] or "image/png"
        return f'{found[1]}data:{kind};base64,{base64.b64encode(source.read_bytes()).decode()}"'

    return _SOURCE.sub(inline, html)


def _questions(asked: list[QuizQuestion], view: View, waits: Collection[int]) -> str:
    if not asked:
        return ""
    items = "".join(
        f'<li value="{each.number}"><p>{markup(each.ask)}{_hint(each, each.number in waits)}</p>'
        + '<ul class="kb-book__options">'
        + "".join(f"<li>{_option(option, each, view)}</li>" for option in each.options)
        + "</ul></li>"
        for each in asked
    )
    return f'<h3>Questions</h3><ol class="kb-book__questions">{items}</ol>'


def _option(option: str, question: QuizQuestion, view: View) -> str:
    """A choice; a macro with its text, or nobody could choose on paper."""
    macro = view.find(option) if question.type == "reply" else None
    return f"{markup(named_option(option, question, view.find))}{text_of(macro) if macro else ''}"


def _hint(question: QuizQuestion, does_wait: bool) -> str:
    hints = {"multiple": " <em>Several answers.</em>", "order": " <em>Number them in order.</em>"}
    return hints.get(question.type, "") + (f" <strong>{WAITS}.</strong>" if does_wait else "")


def _answers(questions: list[QuizQuestion], view: View) -> str:
    items = []
    for each in questions:
        between = "; then " if each.type == "order" else "; "
        held = f"{markup(each.record_id)}, {markup(each.section)}"
        given = between.join(markup(named_option(answer, each, view.find)) for answer in each.answers)
        items.append(f'<li value="{each.number}">{given} <small>({held})</small></li>')
    return f"<ol>{''.join(items)}</ol>"
