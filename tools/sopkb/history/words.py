"""An edit in words that the people who follow a record understand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sopkb.core.diagnostics import printable
from sopkb.core.version import Level
from sopkb.lint.change import Edit, How, RecordPart

_NOUNS = {
    "symptoms": "symptom",
    "error_codes": "error code",
    "permissions": "permission",
    "aliases": "alias",
    "evidence": "evidence",
    "replies_with": "reply",
    "related": "related record",
    "prerequisite": "prerequisite",
    "overrides": "override",
    "supersedes": "superseded record",
    "placeholders": "placeholder",
    "harm_topics": "harm topic",
    "route": "route",
    "nodes": "question",
    "modules": "module",
    "quiz": "quiz question",
    "escalates_to": "escalation",
    "next_level": "next level",
    "how_to_raise": "way to raise it",
    "est_minutes": "minutes it takes",
    "retired": "retirement",
    "waive": "waiver",
}
_LOOKED_AT = 4_000
_LONGEST = 240
_AROUND = 4  # words before and after what changed


@dataclass(frozen=True, slots=True)
class Sentence:
    """Parts of a sentence in turn: our words (False) and a record's words (True)."""

    parts: tuple[tuple[bool, str], ...]

    def written(self, quoted: Callable[[str], str]) -> str:
        """The sentence, with what is a record's put through a function that makes it harmless."""
        return "".join(quoted(text) if is_quote else text for is_quote, text in self.parts)


def told(edit: Edit) -> Sentence:
    """One edit as a sentence."""
    if edit.part is RecordPart.STEP:
        return _step(edit)
    if edit.part is RecordPart.SECTION:
        return _section(edit)
    return _field(edit)


def safe(text: str, longest: int = _LONGEST) -> str:
    """A record's words in one line, cut. What is personal or secret the loader has taken out on both sides."""
    line = printable(" ".join(text[:_LOOKED_AT].split()))
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def _step(edit: Edit) -> Sentence:
    match edit.how:
        case How.ADDED:
            return _sentence(f"New step {edit.item}: ", [edit.after])
        case How.REMOVED:
            return _sentence(f"Step {edit.item} is gone: ", [edit.before])
        case How.MOVED:
            return _sentence(f"{edit.before.capitalize()} is now {edit.after}")
    if not edit.item:
        return _sentence(f"The steps were written anew: {edit.before}, now {edit.after}")
    return _sentence(f"Step {edit.item} was ", [edit.before], "; now ", [edit.after])


def _section(edit: Edit) -> Sentence:
    name = [edit.name] if edit.name else "the text before the first heading"
    match edit.how:
        case How.ADDED:
            return _sentence("New section ", name, ": ", [edit.after])
        case How.REMOVED:
            return _sentence("The section ", name, " is gone: ", [edit.before])
        case How.MOVED:
            return _sentence("The sections stand in another order")
    if edit.level is Level.PATCH:
        return _sentence("Spelling or links in ", name)
    before, after = _difference(edit.before, edit.after)
    return _sentence(name, ": was ", [before], "; now ", [after])


def _field(edit: Edit) -> Sentence:
    noun = _NOUNS.get(edit.name, edit.name.replace("_", " "))
    item: Sequence[list[str] | str] = (" ", [edit.item]) if edit.item else ()
    # A key that no kind has is the author's own word.
    name: Sequence[list[str] | str] = (noun,) if noun.replace(" ", "").isalnum() else ([noun],)
    match edit.how:
        case How.ADDED:
            return _sentence("New ", *name, *item, ": ", [edit.after])
        case How.REMOVED:
            return _sentence("Gone: ", *name, *item, " ", [edit.before])
        case How.MOVED:
            return _sentence("Another order of ", *name, "s: ", [edit.after])
    return _sentence(*name, *item, ": was ", [edit.before], "; now ", [edit.after])


def _sentence(*parts: list[str] | str) -> Sentence:
    """Our words are strings; a record's words are a list of one."""
    made = [(True, safe(part[0])) if isinstance(part, list) else (False, part) for part in parts]
    if not made[0][0]:
        made[0] = (False, made[0][1][:1].upper() + made[0][1][1:])
    return Sentence(tuple(made))


def _difference(before: str, after: str) -> tuple[str, str]:
    """Two texts without the words that both begin and end with, but for a few around what changed."""
    old, new = before.split(), after.split()
    shorter = min(len(old), len(new))
    start = next((place for place in range(shorter) if old[place] != new[place]), shorter)
    rest = shorter - start
    end = next((place for place in range(rest) if old[-1 - place] != new[-1 - place]), rest)
    first, last = max(0, start - _AROUND), max(0, end - _AROUND)
    return _cut(old, first, last), _cut(new, first, last)


def _cut(words: Sequence[str], first: int, last: int) -> str:
    shown = " ".join(words[first : len(words) - last])
    return f"{'… ' if first else ''}{shown}{' …' if last else ''}"
