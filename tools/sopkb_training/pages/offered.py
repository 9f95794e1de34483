"""What a question "which reply is sent?" offers: macros, each with its text, which the title alone does not tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sopkb.core.record import Record
from sopkb.lint.replies import reply_texts
from sopkb.lint.tracks import QuizQuestion
from sopkb.site.escape import markup

Find = Callable[[str], Record | None]

_PLACEHOLDER = re.compile(r"\{[a-z][a-z0-9_]*\}")
_PARAGRAPHS = re.compile(r"\n\s*\n")


def named_option(option: str, question: QuizQuestion, find: Find) -> str:
    """An option as a reader sees it: a macro with its title."""
    macro = find(option) if question.type == "reply" else None
    return f"{option} {macro.title}" if macro else option


def sent_by(option: str, question: QuizQuestion, find: Find) -> list[dict[str, str]]:
    """What a macro that is offered sends, of several texts each with its case: as text, for a script."""
    macro = find(option) if question.type == "reply" else None
    if macro is None or macro.kind_name != "macro":
        return []
    return [{"case": each.case, "text": each.text} for each in reply_texts(macro)]


def text_of(macro: Record) -> str:
    """What a macro sends, as HTML in one line, placeholders in braces; of several texts each with its case."""
    return "".join(_texts(macro))


def _texts(macro: Record) -> Iterator[str]:
    for each in reply_texts(macro):
        if each.case:
            yield f"<p><strong>{markup(each.case)}</strong></p>"
        paragraphs = map(_paragraph, _PARAGRAPHS.split(each.text))
        yield f"<blockquote>{''.join(paragraphs)}</blockquote>"


def _paragraph(text: str) -> str:
    lines = (_PLACEHOLDER.sub(lambda found: f"<code>{found[0]}</code>", markup(line)) for line in text.split("\n"))
    return f"<p>{'<br>'.join(lines)}</p>"
