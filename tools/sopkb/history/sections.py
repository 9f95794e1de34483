"""What happened to the body: sections added, removed, or with other words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from sopkb.core.body import Section
from sopkb.core.diagnostics import Location
from sopkb.core.record import Record
from sopkb.core.version import Level
from sopkb.history.levels import SAFETY_SECTION, prose_level
from sopkb.history.steps import step_edits, told
from sopkb.lint.change import Edit, How, RecordPart

_ITEM = re.compile(r"^\s{0,3}[-*+]\s+(?=\S)", re.MULTILINE)
_NUMBER = re.compile(r"^\s*\d{1,9}[.)]", re.MULTILINE)
_QUOTE = re.compile(r"^\s{0,3}>\s?", re.MULTILINE)
_SECTION_OF = {"route": "Route", "how_to_raise": "Route", "evidence": "Evidence", "nodes": "Tree", "modules": "Modules"}
"""Sections that show a field's data: a question that cites one asks about the other."""
_Key = tuple[str, int]


def touched_sections(edits: Iterable[Edit]) -> frozenset[str]:
    """The headings below which something changed, without regard to case."""
    names = (edit.name if edit.part is not RecordPart.FIELD else _SECTION_OF.get(edit.name, "") for edit in edits)
    return frozenset(name.casefold() for name in names if name)


def body_edits(before: Record, after: Record) -> Iterator[Edit]:
    """Edits of the body: the steps that an agent follows first, then the sections in the order of the new text."""
    steps_old, steps_new = before.steps_section, after.steps_section
    if steps_old and steps_new:
        yield from step_edits(steps_old, steps_new)
    old, new = _by_heading(before), _by_heading(after)
    for key, section in new.items():
        if key not in old:
            yield _edit(section, How.ADDED, _worth(section, steps_new), "", section.text)
        elif old[key] is steps_old and section is steps_new:
            yield from _around_steps(old[key], section)
        elif _plain(old[key].text) != _plain(section.text):
            yield _edit(section, How.CHANGED, _text_level(old[key], section), old[key].text, section.text)
    for key, section in old.items():
        if key not in new:
            at = Location(after.body.first_line, 1)
            yield _edit(section, How.REMOVED, _worth(section, steps_old), section.text, "", at)
    yield from _order(old, new)


def _by_heading(record: Record) -> Mapping[_Key, Section]:
    """Sections by heading without regard to case; a second of the same heading counts as another."""
    found: dict[_Key, Section] = {}
    seen: dict[str, int] = {}
    for section in record.body.sections:
        name = section.heading.casefold()
        seen[name] = seen.get(name, 0) + 1
        found[name, seen[name]] = section
    return found


def _worth(section: Section, steps: Section | None) -> Level:
    """What a whole section more or fewer needs."""
    if section is steps or _is_safety(section):
        return Level.MAJOR
    return Level.MINOR if section.text.strip() else Level.PATCH


def _text_level(before: Section, after: Section) -> Level:
    if _is_safety(after) and len(_ITEM.findall(before.text)) != len(_ITEM.findall(after.text)):
        return Level.MAJOR
    return prose_level(before.text, after.text)


def _is_safety(section: Section) -> bool:
    return section.heading.casefold() == SAFETY_SECTION.casefold()


def _around_steps(before: Section, after: Section) -> Iterator[Edit]:
    """What changed beside the steps; where the steps changed as well, that has been told."""
    same_steps = [told(step) for step in before.steps] == [told(step) for step in after.steps]
    if same_steps and _plain(_NUMBER.sub("", before.text)) != _plain(_NUMBER.sub("", after.text)):
        yield _edit(after, How.CHANGED, prose_level(before.text, after.text), before.text, after.text)


def _order(old: Mapping[_Key, Section], new: Mapping[_Key, Section]) -> Iterator[Edit]:
    before, after = [key for key in old if key in new], [key for key in new if key in old]
    if before != after:
        first = next(key for place, key in enumerate(after) if before[place] != key)
        was, now = (", ".join(new[key].heading for key in order) for order in (before, after))
        at = Location(new[first].line, 1)
        yield Edit(RecordPart.SECTION, new[first].heading, How.MOVED, Level.PATCH, "", was, now, at, wording=True)


def _edit(section: Section, how: How, level: Level, before: str, after: str, at: Location | None = None) -> Edit:
    place = at or Location(section.line, 1)
    return Edit(RecordPart.SECTION, section.heading, how, level, "", _words(before), _words(after), place, wording=True)


def _words(text: str) -> str:
    """A text in one line, a quotation without its marks."""
    return _plain(_QUOTE.sub("", text))


def _plain(text: str) -> str:
    return " ".join(text.split())
