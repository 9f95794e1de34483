"""What a question "which reply is sent?" offers: macros, each with its text, which the title alone does not tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sopkb.model.record import Record
from sopkb.model.tracks import Question, questions_of
from sopkb.publish.escape import markup

Find = Callable[[str], Record | None]

_PLACEHOLDER = re.compile(r"\{[a-z][a-z0-9_]*\}")
_PARAGRAPHS = re.compile(r"\n\s*\n")


def named_option(option: str, question: Question, find: Find) -> str:
    """An option as a reader sees it: a macro with its title."""
    macro = find(option) if question.type == "reply" else None
    return f"{option} {macro.title}" if macro else option


def macros_offered(track: Record, find: Find) -> tuple[Record, ...]:
    """The macros that a track's questions offer, each once, in the order in which they are met."""
    ids = dict.fromkeys(
        option for question in questions_of(track) if question.type == "reply" for option in question.options
    )
    return tuple(macro for each in ids if (macro := find(each)) and macro.kind_name == "macro")


def texts_offered(track: Record, find: Find) -> str:
    """The texts of all macros that a track's questions offer, folded, as HTML: each once, however often offered."""
    return "\n".join(
        f'<details id="{anchor_of_text(macro.id)}"><summary>{macro.id} {markup(macro.title)}</summary>'
        f"{text_of(macro)}</details>"
        for macro in macros_offered(track, find)
    )


def anchor_of_text(macro_id: str) -> str:
    """Where the text of a macro stands; the script of a quiz looks for it there."""
    return f"reply-{macro_id}"


def text_of(macro: Record) -> str:
    """What a macro sends, as HTML in one line, placeholders in braces; of several texts each with its case."""
    return "".join(_texts(macro))


def _texts(macro: Record) -> Iterator[str]:
    several = len(macro.replies) > 1
    for section, text in macro.replies:
        if several:
            yield f"<p><strong>{markup(section.heading)}</strong></p>"
        paragraphs = (_paragraph(each) for each in _PARAGRAPHS.split(text.strip()))
        yield f"<blockquote>{''.join(paragraphs)}</blockquote>"


def _paragraph(text: str) -> str:
    lines = (_PLACEHOLDER.sub(lambda found: f"<code>{found[0]}</code>", markup(line)) for line in text.split("\n"))
    return f"<p>{'<br>'.join(lines)}</p>"
