"""Code with colours: Pygments' classes, which the theme has styles for."""

from __future__ import annotations

import re
from functools import cache

from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.lexers.special import TextLexer
from pygments.util import ClassNotFound

from sopkb.site.escape import without_controls
from sopkb.site.html import Html

_LANGUAGE = re.compile(r"[A-Za-z][\w+#.-]{0,29}")
_BREAKS = re.compile(r"(?<=\n)\n")


@cache
def _lexer(language: str) -> Lexer:
    try:
        return get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return TextLexer(stripnl=False)


def code_block(content: str, info: str = "") -> Html:
    """A block of code, letter by letter.

    Args:
        content: the code.
        info: what its fence says; the first word is the language.
    """
    found = _LANGUAGE.match(info.strip())
    language = found.group().lower() if found else "text"
    lexer = _lexer(language)
    language = "text" if isinstance(lexer, TextLexer) else language
    shown = highlight(without_controls(content.rstrip("\n")) + "\n", lexer, HtmlFormatter(nowrap=True))
    # No line of a block of HTML is empty: whoever reads an export as Markdown would end it there.
    return Html(
        f'<div class="language-{language} highlight"><pre><code>{_BREAKS.sub("&#10;", shown)}</code></pre></div>'
    )
