"""The reference that writes itself: a page for each rule, every field, every key of ``kb.yml``.

Rules' docstrings, the table of fields and the schema of ``kb.yml`` are the one source; words that a team chose
(``kb.yml``) are escaped, our own are Markdown already.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from sopkb.core.config import CONFIG_NAME, SCHEMA, Config
from sopkb.core.fields import ALL, FIELDS_OF, Field
from sopkb.core.kinds import KIND_BY_NAME
from sopkb.lint.examples import example_of
from sopkb.lint.rules import AnyRule, all_rules
from sopkb.lint.rules.rule import ChangeRule, Manual, manual_of
from sopkb.site.escape import one_line

Page = tuple[str, str, Callable[[], str]]
"""A page's address, its title, and what gives its Markdown, heading included."""

_ACTIVE = re.compile(r"[\\`*_\[\]<>|&#+~!-]")
_WHEN = {"pr": "with every change", "nightly": "at night", "asked": "with `--external`"}


def reference_pages(config: Config) -> Iterator[Page]:
    """Every generated page of the reference.

    Args:
        config: whose words and patterns the page of fields shows.
    """
    yield "reference/rules/index.md", "Rules", _rules_page
    for rule in all_rules():
        manual = manual_of(rule)
        yield f"reference/rules/{rule.code}.md", f"{rule.code}: {manual.title}", partial(_rule_page, rule, manual)
    yield "reference/fields.md", "Fields", partial(_fields_page, config)
    yield "reference/kb-yml.md", CONFIG_NAME, _config_page


def _rules_page() -> str:
    rows = [
        (f"[{rule.code}]({rule.code}.md)", rule.severity, _when(rule), _kinds(rule), rule.pack, manual_of(rule).title)
        for rule in all_rules()
    ]
    return _page(
        "Rules",
        "What `kb check` asks of a record. A finding names its rule; `kb explain CODE` says the same as these pages.",
        _table(("Rule", "Severity", "When", "Kinds", "Pack", "What it finds"), rows),
    )


def _rule_page(rule: AnyRule, manual: Manual) -> str:
    facts = [
        ("Severity", f"{rule.severity}{'; a warning while the record is a draft' if rule.eases_in_drafts else ''}"),
        ("Runs", _when(rule)),
        ("Kinds", _kinds(rule)),
        ("Pack", rule.pack or "none: in every base"),
        ("Waiver", _waiver(rule)),
    ]
    return _page(
        f"{rule.code}: {manual.title}",
        manual.what,
        "## Why on shift\n\n" + manual.why,
        "## Bad\n\n" + _fenced(manual.bad),
        "## Good\n\n" + _fenced(manual.good),
        "## In short\n\n" + _table(("", ""), facts),
        "[All rules](index.md)",
    )


def _when(rule: AnyRule) -> str:
    return "with `--base`, on what changed" if isinstance(rule, ChangeRule) else _WHEN[rule.when]


def _kinds(rule: AnyRule) -> str:
    return "all" if rule.kinds == ALL else ", ".join(rule.kinds)


def _waiver(rule: AnyRule) -> str:
    if not rule.waivable:
        return "cannot be waived"
    return f"`waive: [{{rule: {rule.code}, reason: …, by: …, until: …}}]` in the record"


def _fields_page(config: Config) -> str:
    parts = [
        "Every field of the front matter, by kind of record. Words come from this base's `kb.yml`.",
        "## All kinds\n\n" + _fields_table([f for f in FIELDS_OF[ALL[0]].values() if f.kinds == ALL], config),
    ]
    for kind in ALL:
        own = [field for field in FIELDS_OF[kind].values() if field.kinds != ALL]
        intro = f"## {kind}\n\nPrefix {KIND_BY_NAME[kind].prefix}: {KIND_BY_NAME[kind].answers}."
        parts.append(f"{intro}\n\n{_fields_table(own, config)}")
    return _page("Fields", *parts)


def _fields_table(fields: Sequence[Field], config: Config) -> str:
    rows = [
        (
            f"`{field.name}`",
            field.need,
            _escaped(field.type.allows(config.vocabularies)),
            field.meaning,
            _code(example_of(field, config)),
        )
        for field in fields
    ]
    return _table(("Field", "Needed", "Allowed", "Meaning", "Example"), rows)


def _config_page() -> str:
    return _page(
        CONFIG_NAME,
        f"What a team calls things, and what it has agreed: `{CONFIG_NAME}` in the folder of the records. A mistake in "
        "it is a finding with its line (S02, S03); the part it stands in is then left out, and the rest still holds.",
        _table(("Key", "Form", "Needed", "Meaning"), _config_rows(SCHEMA, "")),
    )


def _config_rows(schema: Mapping[str, Any], above: str) -> Iterator[tuple[str, str, str, str]]:
    for name, part in schema.get("properties", {}).items():
        path = f"{above}{name}"
        need = "always" if name in schema.get("required", ()) else "optional"
        yield f"`{path}`", _form(part), need, part.get("description", "")
        yield from _config_rows(part, f"{path}.")
        each = part.get("additionalProperties")
        if isinstance(each, dict):
            yield from _config_rows(each, f"{path}.*.")


def _form(part: Mapping[str, Any]) -> str:
    """A JSON Schema's type in words."""
    match part["type"]:
        case "integer":
            return f"a whole number from {part['minimum']} to {part['maximum']}"
        case "array":
            return f"a list, each {_form(part['items'])}"
        case "object":
            each = part.get("additionalProperties")
            return f"a map of words, each with {_form(each)}" if each else "a map"
    if part.get("format") == "date-time":
        return "a quoted moment in UTC"
    return f"text like {_code(part['pattern'])}" if "pattern" in part else "text"


def _page(title: str, *parts: str) -> str:
    return "\n\n".join([f"# {title}", *parts]) + "\n"


def _table(head: Sequence[str], rows: Iterator[tuple[str, ...]] | Sequence[tuple[str, ...]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "&#124;").split())


def _code(text: str) -> str:
    """A code span; text with a pipe or a backtick, which a table's cell would break, is escaped text instead."""
    return _escaped(text) if "|" in text or "`" in text else f"`{text}`"


def _escaped(value: object) -> str:
    """A word of a team's own, as Markdown that means nothing but itself."""
    return _ACTIVE.sub(lambda found: f"&#{ord(found[0])};", one_line(value))


def _fenced(text: str) -> str:
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}yaml\n{text}\n{fence}"
