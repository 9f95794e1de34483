"""A language in which danger is not recognised.

What: Where `kb.yml` listens for danger (`danger`), the program has a list for every language that it declares
    (`language`, `vocabularies.languages`).

Why on shift: Whoever asks in that language about somebody in danger is shown records, and no route.

Bad:
    danger: {life: ESC-0105}
    vocabularies: {languages: [en, sw]}   # there is no list for Swahili

Good:
    danger: {life: ESC-0105}
    vocabularies: {languages: [en, es]}
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Severity, shown
from sopkb.core.source import Path
from sopkb.danger import danger_lists, languages_with_lists
from sopkb.lint.rules.rule import Context, CorpusRule


def check(context: Context) -> Iterator[Finding]:
    """Each declared language without a list."""
    if not context.config.danger:
        return
    known = ", ".join(languages_with_lists())
    for number, language in enumerate(context.config.labels.get("languages", ())):
        if not danger_lists([language]):
            yield _finding(language, ("vocabularies", "languages", number), known, context)
    own = context.config.language
    if own not in context.config.labels.get("languages", ()) and not danger_lists([own]):
        yield _finding(own, ("language",), known, context)


def _finding(language: str, where: Path, known: str, context: Context) -> Finding:
    return Finding(
        f"Danger is not recognised in `{shown(language)}`: there are word lists for {known} only. "
        "Write one (`kb docs operators`), and tell people who ask in that language how to report danger.",
        context.settings.positions.value(*where),
    )


RULE = CorpusRule("A10", Severity.WARNING, check=check)
