"""What Obsidian, GitHub, MkDocs, Docusaurus and Jekyll add to Markdown, put into plain Markdown, line by line.

It goes by lines, before anything is parsed: a box or a tab is indented, and to a parser its text would be code. What is
code is never touched; in a box or a tab it only loses or gets an indent, which is no part of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sopkb_import.code import line_roles, parsed

_CALLOUT = re.compile(r"^(?P<quote>[ \t]*(?:>[ \t]*)*>)[ \t]*\[!(?P<kind>[\w-]+)\][+-]?[ \t]*(?P<title>.*)$")
_BOX = re.compile(
    r"^(?P<indent>[ \t]*)(?:!!!|\?\?\?\+?)[ \t]+(?P<kinds>[\w-]+(?: +[\w-]+)*)(?:[ \t]+\"(?P<title>[^\"]*)\")?[ \t]*$"
)
_TAB = re.compile(r"^(?P<indent>[ \t]*)===[!+]?[ \t]+\"(?P<title>[^\"]*)\"[ \t]*$")
_DIRECTIVE = re.compile(
    r"^[ \t]*(?P<colons>:{3,})[ \t]*(?P<kind>[A-Za-z][\w-]*)?(?:\[(?P<title>[^\]]*)\])?(?P<rest>[^:]*)$"
)
_CONTENTS = re.compile(
    r"^[ \t]*(?:\[\[_?TOC_?\]\]|\[TOC\]|\{:toc\}|\{\{[ \t]*toc[ \t]*\}\}|\$toc)[ \t]*$", re.IGNORECASE
)
_TASK = re.compile(r"^(?P<item>[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+)\[(?P<done>[ xX])\](?=[ \t])")
_NOTE = re.compile(r"^\[\^(?P<name>[^\]\s]+)\]:[ \t]*(?P<text>.*)$")
_DEFINITION = re.compile(r"^:[ \t]{1,3}(?P<text>\S.*)$")
_LIQUID = re.compile(r"(?<!\{)\{%(?:[^%{]|%(?!\})|\{(?!%))*%\}(?!\})")
_IMPORT = re.compile(r"^(?:import\s[^;]*\sfrom\s+['\"][^'\"]+['\"];?|export\s+(?:const|default|function)\b.*)\s*$")
_COMPONENT = re.compile(r"^[ \t]*</?[A-Z][\w.]*(?:\s[^<>]*)?/?>[ \t]*$")
_LABELLED = re.compile(r"\b(?:label|title)=[\"'{]+([^\"'}]+)")
_COMMENT = re.compile(r"%%.*?%%")
_INDENT = 4
_DEEPEST = 8


@dataclass
class Changes:
    """What was taken out or could not be kept, each with its line.

    Args:
        comments: lines of comments that were taken out.
        left_out: what was left out, with its lines.
    """

    comments: list[int] = field(default_factory=list)
    left_out: dict[str, set[str]] = field(default_factory=dict)

    def lines(self, body: Sequence[str]) -> Iterator[str]:
        """For the report.

        Args:
            body: the lines of the text as its author wrote it, the first of which is line 1.
        """
        if self.comments:
            yield f"comments (%%) taken out: line {_numbers(self.comments)} of its text"
        for what, written in self.left_out.items():
            where = [number for number, line in enumerate(body) if line.strip() in written]
            yield f"not kept: {what}, line {_numbers(where)} of its text"


def _numbers(lines: Iterable[int]) -> str:
    return ", ".join(str(line + 1) for line in dict.fromkeys(lines))


def to_plain(body: str) -> tuple[str, tuple[str, ...]]:
    """A body without the extensions, and notes on what was left out.

    Args:
        body: Markdown below the front matter.
    """
    changes = Changes()
    lines = _without_comments(body.split("\n"), changes)
    lines = _directives(_boxes(lines))
    lines = list(_by_line(lines, changes))
    return "\n".join(lines), tuple(changes.lines(body.split("\n")))


def _code(lines: Sequence[str]) -> list[bool]:
    """For each line whether it belongs to code, fenced or indented."""
    roles = line_roles(parsed("\n".join(lines)), len(lines))
    return [role == "code" for role in roles]


def _without_comments(lines: Sequence[str], changes: Changes) -> list[str]:
    """The lines without what stands between two ``%%``; one that is never closed stays as it is."""
    fenced = _code(lines)
    kept, opened = [], -1
    closers = [n for n, line in enumerate(lines) if not fenced[n] and line.strip().startswith("%%") and "%%" in line]
    for number, line in enumerate(lines):
        if opened >= 0:
            changes.comments.append(number)
            rest = line.partition("%%")
            if rest[1] and not fenced[number]:
                opened = -1
                kept.append(rest[2])
            continue
        if fenced[number] or "%%" not in line:
            kept.append(line)
            continue
        short = _COMMENT.sub("", line)
        if short != line:
            changes.comments.append(number)
        before, mark, _ = short.partition("%%")
        if mark and line.strip().startswith("%%") and closers[-1] > number:
            opened = number
            changes.comments.append(number)
            kept.append(before)
        else:
            kept.append(short)
    return kept


def _boxes(lines: list[str]) -> list[str]:
    """Boxes become quotations under a bold title, tabs bold titles with their text below them."""
    kept: list[str] = []
    code = _code(lines)
    number = 0
    while number < len(lines):
        line = lines[number]
        box, tab = (None, None) if code[number] else (_BOX.match(line), _TAB.match(line))
        match = box or tab
        number += 1
        if match is None:
            kept.append(line)
            continue
        indent, start = _width(line), number
        while number < len(lines) and (not lines[number].strip() or _width(lines[number]) >= indent + _INDENT):
            number += 1
        while number > start and not lines[number - 1].strip():
            number -= 1
        inside = _boxes([_dedented(each, indent + _INDENT) for each in lines[start:number]])
        title = match["title"]
        if box:
            new = _quoted(box["kinds"].split()[0].capitalize() if title is None else title, inside)
        else:
            new = [f"**{title}**", "", *inside]
        kept += ["", *(f"{match['indent']}{each}" if each else "" for each in new), ""]
    return kept


def _quoted(title: str, inside: Sequence[str]) -> list[str]:
    head = [f"> **{title}**", ">"] if title.strip() else []
    return [*head, *(f"> {line}" if line.strip() else ">" for line in inside)]


def _width(line: str) -> int:
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip())


def _dedented(line: str, columns: int) -> str:
    """A line less some columns of its indent."""
    taken = at = 0
    while at < len(line) and taken < columns and line[at] in " \t":
        taken += 4 - taken % 4 if line[at] == "\t" else 1
        at += 1
    return line[at:]


def _directives(lines: list[str]) -> list[str]:
    """Docusaurus' boxes (``:::tip Title`` … ``:::``) as quotations, those inside others as well."""
    kept: list[str] = []
    stack: list[tuple[int, str, list[str]]] = []
    fenced = _code(lines)
    for number, line in enumerate(lines):
        match = None if fenced[number] else _DIRECTIVE.match(line)
        into = stack[-1][2] if stack else kept
        if match and match["kind"] and len(stack) < _DEEPEST and not match["rest"].strip().startswith("{"):
            title = (match["title"] or match["rest"]).strip() or match["kind"].capitalize()
            stack.append((len(match["colons"]), title, []))
        elif match and not match["kind"] and stack and not match["rest"].strip():
            _, title, inside = stack.pop()
            (stack[-1][2] if stack else kept).extend(["", *_quoted(title, inside), ""])
        else:
            into.append(line)
    while stack:  # one that is never closed
        _, title, inside = stack.pop(0)
        kept += ["", f"**{title}**", "", *inside]
    return kept


def _by_line(lines: Sequence[str], changes: Changes) -> Iterator[str]:
    """Each line with what it has of its own: callouts, task boxes, footnotes, terms, components."""
    fenced = _code(lines)
    for number, line in enumerate(lines):
        if fenced[number]:
            yield line
            continue
        if _CONTENTS.match(line):
            continue
        if _IMPORT.match(line) or _COMPONENT.match(line):
            changes.left_out.setdefault(_name_of(line), set()).add(line.strip())
            label = _LABELLED.search(line)
            yield from (["", f"**{label[1]}**", ""] if label else [""])
            continue
        following = lines[number + 1] if number + 1 < len(lines) else ""
        yield from _converted(line, following, changes)


def _name_of(line: str) -> str:
    found = re.match(r"[ \t]*</?([A-Z][\w.]*)", line)
    return f"component <{found[1]}>" if found else "import or export of MDX"


def _converted(line: str, following: str, changes: Changes) -> Iterator[str]:
    if callout := _CALLOUT.match(line):
        title = callout["title"].strip() or callout["kind"].capitalize()
        named = title if callout["kind"].casefold() in title.casefold() else f"{callout['kind'].capitalize()}: {title}"
        yield f"{callout['quote']} **{named}**"
        yield callout["quote"]
        return
    if _LIQUID.search(line):
        changes.left_out.setdefault("Liquid tag {% … %}", set()).add(line.strip())
        line = _LIQUID.sub("", line)
        if not line.strip():
            return
    line = _TASK.sub(lambda task: f"{task['item']}{'☐' if task['done'] == ' ' else '☑'}", line)
    if note := _NOTE.match(line):
        line = f"\\[{note['name']}\\] {note['text']}"
    elif "[^" in line:
        line = _outside_backticks(line, lambda text: re.sub(r"\[\^([^\[\]\s]+)\]", r"\\[\1\\]", text))
    if "==" in line:
        line = _outside_backticks(
            line, lambda text: re.sub(r"(?<![=\w])==(?=\S)([^=\n]+?)(?<=\S)==(?![=\w])", r"**\1**", text)
        )
    definition = _DEFINITION.match(line)
    if definition:
        line = f"- {definition['text']}"
    elif _DEFINITION.match(following) and line.strip() and not line.startswith((" ", "#", "-", ">", ":")):
        yield f"**{line.strip()}**"
        line = ""
    yield line


def _outside_backticks(line: str, convert: Callable[[str], str]) -> str:
    """A conversion of what of a line stands in no code."""
    parts = re.split(r"(`+[^`]*`+)", line)
    return "".join(part if part.startswith("`") else convert(part) for part in parts)
