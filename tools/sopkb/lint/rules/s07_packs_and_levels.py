"""A pack or a level in `kb.yml` that means nothing.

What: Every name under `packs` is a pack that the program or a plug-in brings. Every code under `rules` is a rule, one
    whose level may be set: not what protects people (A01, A02, A09), ids (I01, I03), files that cannot be read (S03),
    this rule, and C05.

Why on shift: A pack that is misspelt checks nothing, and everybody believes that it does.

Bad:
    packs: [payment]

Good:
    packs: [payments]
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from difflib import get_close_matches

from sopkb.core.diagnostics import Finding, Severity, shown
from sopkb.lint.rules.rule import FIXED, Context, CorpusRule


def check(context: Context) -> Iterator[Finding]:
    """Each name and each code that there is not, or that cannot be set."""
    from sopkb.lint.rules import all_packs, all_rules  # which name this rule

    at, config = context.settings.positions, context.config
    known = all_packs()
    for number, name in enumerate(config.packs):
        if name not in known:
            yield Finding(f"There is no pack `{shown(name)}`. {_nearest(name, known)}", at.value("packs", number))
    codes = [rule.code for rule in all_rules()]
    for code in config.levels:
        if code in FIXED:
            yield Finding(
                f"The level of {code} cannot be set: it counts in every base. Remove it.", at.key("rules", code)
            )
        elif code not in codes:
            yield Finding(f"There is no rule {shown(code)}. {_nearest(code, codes)}", at.key("rules", code))


def _nearest(word: str, known: Collection[str]) -> str:
    near = get_close_matches(word, sorted(known), 1, 0.6)
    return f"Perhaps {near[0]} is meant." if near else "`kb explain` lists what there is."


RULE = CorpusRule("S07", Severity.ERROR, check=check)
