"""A language in which nobody listens for danger.

What: Where `kb.yml` listens for danger (`danger`), the program has a list for every language that it declares
    (`language`, `vocabularies.languages`).

Why on shift: Who asks in that language, and tells of somebody in danger, is shown records and no route.

Bad:
    danger: {life: ESC-0005}
    vocabularies: {languages: [en, sw]}   # there is no list for Swahili

Good:
    danger: {life: ESC-0005}
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
        f"Nobody listens for danger in `{shown(language)}`: the program has lists for {known}. "
        "Write one (docs/guides/operators.md), and tell whoever asks in that language by which route danger is raised.",
        context.settings.positions.value(*where),
    )


RULE = CorpusRule("A10", Severity.WARNING, check=check)
