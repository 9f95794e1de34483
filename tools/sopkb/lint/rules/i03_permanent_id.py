"""An id or an alias is deleted, changed, or given to something else.

What: Compared with the branch that a change goes into, every id is still there and means the same record, and so is
    every alias. A record that nobody needs is retired, never deleted. An alias may move to the record that supersedes
    its old one.

Why on shift: Ids stand in years of tickets and chats; one that is gone, or means something else, sends people to the
    wrong answer.

Bad:
    git rm sop/sops/SOP-0112-portal-restore-a-locked-account.md

Good:
    status: retired
    retired: {reason: obsolete, on: "2026-11-22", note: "The portal unlocks by itself since 5.0"}
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Severity, shown
from sopkb.core.record import Record
from sopkb.lint.change import RecordChange
from sopkb.lint.rules.rule import ChangeRule, Context

PROVISIONAL = "-0000"
"""How the id ends that a contributor writes who cannot know the next number; `kb renumber` gives the real one."""
_LEAST_SHARED = 0.25
_WORD = re.compile(r"\w{4,}|[^\W\d_a-z]")  # a Chinese character is a word


def check(change: RecordChange, context: Context) -> Iterator[Finding]:
    """The id first, then each alias."""
    is_provisional = (change.formerly or change.id).endswith(PROVISIONAL)
    if change.is_deleted:
        if is_provisional:
            return
        yield Finding(
            f"{shown(change.id)} is deleted. Ids are permanent: restore the file, and retire the record instead "
            f"(`kb retire {shown(change.id)} --reason …`)."
        )
        return
    if change.after is None:
        return
    at = change.after.at("id")
    if change.formerly and not is_provisional:
        yield Finding(
            f"{shown(change.formerly)} became {shown(change.id)}. Ids are permanent: restore the old one; to replace "
            "it, retire it and name it under `supersedes`.",
            at,
        )
    elif change.before and not change.after.is_next and _is_another(change.before, change.after):
        yield Finding(
            f"{change.id} is given to another record: title and text have next to nothing in common with what it "
            "meant. Restore it, and write this under a new id (`kb new`).",
            at,
        )
    yield from _aliases(change.after, change.before, context)


def _is_another(before: Record, after: Record) -> bool:
    """Whether a record took an id over: another title, and of the shorter text hardly a word."""
    if before.title.casefold() == after.title.casefold():
        return False
    old, new = _words(before), _words(after)
    return (old & new).total() < _LEAST_SHARED * min(old.total(), new.total())


def _words(record: Record) -> Counter[str]:
    """The words that carry meaning: no headings, which every record of a kind has, and no short ones."""
    texts = (record.title, *record.symptoms, *(section.text for section in record.body.sections))
    return Counter(_WORD.findall(" ".join(texts).casefold()))


def _aliases(after: Record, before: Record | None, context: Context) -> Iterator[Finding]:
    now = {alias.casefold() for alias in after.aliases}
    for alias in before.aliases if before else ():
        if alias.casefold() in now or alias.casefold() == after.title.casefold():
            continue
        holder = next((r for r in _holders(context, alias) if after.id in r.meta.texts("supersedes")), None)
        if holder is None:
            yield Finding(
                f"The alias `{shown(alias)}` is gone, and old tickets use it. Put it back under `aliases`.",
                after.at("aliases"),
            )
    old = {alias.casefold() for alias in before.aliases} if before else set()
    for alias, at in after.meta.located_texts("aliases"):
        if alias.casefold() in old:
            continue
        replaced = {after.id, *after.meta.texts("supersedes")}
        if alias in context.corpus.by_id and alias not in replaced:
            yield Finding(f"The alias `{shown(alias)}` is the id of another record. Take it out.", at)
        for other in _holders(context, alias):
            if other.id not in replaced:
                yield Finding(f"The alias `{shown(alias)}` belongs to {other.id} too. Remove it from one of them.", at)
    if before is None:
        for other in _holders(context, after.id):
            if other.id != after.id:
                yield Finding(
                    f"{after.id} was given away before: {other.id} keeps it as an alias. Take the next free id.",
                    after.at("id"),
                )


def _holders(context: Context, alias: str) -> tuple[Record, ...]:
    """The records that have an alias now, compared without regard to case."""
    return context.records_by_alias.get(alias.casefold(), ())


RULE = ChangeRule("I03", Severity.ERROR, check=check)
