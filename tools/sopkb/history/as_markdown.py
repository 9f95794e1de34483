"""For people: a summary as the comment under a pull request, read in a minute; what is long is folded away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from sopkb.core.record import Record
from sopkb.core.version import Level
from sopkb.history.comment import plain, quoted
from sopkb.history.consequences import PIN, Consequence, Topic
from sopkb.history.steps import told as told_step
from sopkb.history.summary import Approval, Summary, Told
from sopkb.history.words import safe, told
from sopkb.lint.change import RecordPart

MARK = "<!-- kb diff -->"
"""The first line, by which a program finds the comment that it wrote before."""

_MOST_RECORDS = 12
_MOST_LINES = 6
_MOST_FOLDED = 60
_LARGEST = 60_000  # GitHub takes 65,536 characters
_ACCOUNT = re.compile(r"@[A-Za-z0-9][A-Za-z0-9_./-]*")
_WHAT = {
    "new": "new",
    "changed": "",
    "renamed": "its file has another name",
    "announced": "announced for later",
    "withdrawn": "its future text is taken back",
    "renumbered": "has another id",
    "deleted": "**deleted**",
    "unreadable": "**cannot be read**",
}


def render_markdown(summary: Summary) -> str:
    """Markdown that ends with a line feed."""
    if not summary.records and not summary.settings:
        return f"{MARK}\nNo record changes.\n"
    first, rest = summary.records[:_MOST_RECORDS], summary.records[_MOST_RECORDS:]
    parts = [_head(summary), *(_record(each) for each in first)]
    if rest:
        parts.append(_folded(f"{len(rest)} more", [_line(each) for each in rest]))
    text = f"{MARK}\n" + "\n\n".join(parts) + "\n"
    if len(text) <= _LARGEST:
        return text
    lines = [_line(each) for each in summary.records[:200]]
    return "\n\n".join([f"{MARK}\n{_head(summary)}", "\n".join(lines), "`kb diff` tells the rest."]) + "\n"


def _head(summary: Summary) -> str:
    """What is asked of people, and who must sign."""
    lines = [f"## {_count(len(summary.records), 'record')} changed", ""]
    for training, words in (("retrain", "**Retrain**"), ("read", "**Read**")):
        ids = [each.change.id for each in summary.records if each.training == training]
        if ids:
            lines.append(f"- {words}: {_some(ids)}")
    for each in summary.settings:
        lines.append(f"- **Looser** in kb.yml: `{'.'.join(each.setting)}`, {plain(safe(each.told))}")
    lines += [f"- **Approval** for {area}: {who}" for who, area in _approvals(summary.approvals)]
    return "\n".join(lines).rstrip()


def _approvals(approvals: Sequence[Approval]) -> Iterator[tuple[str, str]]:
    """Areas that the same people sign for, together."""
    by_who: dict[str, list[str]] = {}
    for each in approvals:
        by_who.setdefault(_who(each), []).append(plain(safe(each.area)))
    return ((who, ", ".join(areas)) for who, areas in by_who.items())


def _who(approval: Approval) -> str:
    names = [name for name in approval.accounts if _ACCOUNT.fullmatch(name)]
    names = names or [plain(safe(handle)) for handle in approval.handles]
    if not names:
        return "nobody whom kb.yml names, but the author"
    return f"one of {', '.join(names)}" if len(names) > 1 else names[0]


def _line(each: Told) -> str:
    return f"- {_name(each)}: {_facts(each)}"


def _name(each: Told) -> str:
    return f"{plain(safe(each.change.id))} {plain(safe(each.title))}".strip()


def _facts(each: Told) -> str:
    """What happened, from which version to which, and what is lacking."""
    change = each.change
    facts = [_WHAT[each.what]]
    if change.formerly:
        facts.append(f"was {plain(safe(change.formerly))}")
    old, new = (plain(safe(record.meta.text("version"))) if record else "" for record in (change.before, change.after))
    facts.append(f"{old} → {new}" if old and new and old != new else new if change.after else "")
    facts.append(each.training)
    if change.least is Level.MAJOR and change.bump is not Level.MAJOR and not change.is_first_publication:
        facts.append("**needs a major**")
    return " · ".join(filter(None, facts))


def _record(each: Told) -> str:
    change = each.change
    parts = [f"### {_name(each)}", _facts(each)]
    if each.what == "new" and change.after and change.after.summary:
        parts.append(f"- {quoted(safe(change.after.summary))}")
    weighty = [edit for edit in change.edits if edit.level in (Level.MAJOR, Level.MINOR) or edit.name == "status"]
    light = [edit for edit in change.edits if edit not in weighty]
    bullets = [f"- {told(edit).written(quoted)}" for edit in weighty[:_MOST_LINES]]
    if light:
        names = dict.fromkeys(
            edit.name if edit.part is RecordPart.FIELD else edit.name or "its beginning" for edit in light
        )
        bullets.append(f"- Besides: {', '.join(plain(safe(name)) for name in islice(names, _MOST_LINES))}")
    if bullets:
        parts.append("\n".join(bullets))
    follows, quiz = _consequences(each.consequences)
    if follows:
        parts.append("\n".join(follows[:_MOST_LINES]))
    folded = [f"- {told(edit).written(quoted)}" for edit in [*weighty[_MOST_LINES:], *light]]
    details = [*follows[_MOST_LINES:], *quiz, *folded]
    if details:
        parts.append(_folded("In detail", details))
    if change.before and change.after and any(edit.part is RecordPart.STEP for edit in change.edits):
        parts.append(_steps(change.before, change.after))
    elif each.what == "new" and change.after and change.after.steps:
        parts.append(_folded("Steps", _numbered(change.after)))
    return "\n\n".join(parts)


def _consequences(found: Sequence[Consequence]) -> tuple[list[str], list[str]]:
    """Lines to show, and lines to fold: questions of a quiz are counted in the first and named in the second."""
    shown = [_consequence(each) for each in found if each.topic is not Topic.QUIZ]
    questions = [each for each in found if each.topic is Topic.QUIZ]
    for track in dict.fromkeys(each.record for each in questions):
        number = sum(each.record == track for each in questions)
        cite = "cites" if number == 1 else "cite"
        shown.append(f"- → {plain(safe(track))}: {_count(number, 'quiz question')} {cite} what changed")
    return shown, [_consequence(each) for each in questions]


def _consequence(each: Consequence) -> str:
    return f"- → {_words(each.text)}{': ' + quoted(safe(each.quote)) if each.quote else ''}"


def _words(text: str) -> str:
    """A consequence's sentence: an id in it may be anything an author wrote, so only our own command is code."""
    return plain(safe(text)).replace(plain(f"`{PIN}`"), f"`{PIN}`")


def _steps(before: Record, after: Record) -> str:
    text = "\n".join(["**Before**", "", *_numbered(before), "", "**Now**", "", *_numbered(after)])
    return f"<details><summary>Steps before and now</summary>\n\n{text}\n\n</details>"


def _numbered(record: Record) -> list[str]:
    lines = [f"{number}. {quoted(safe(told_step(step)))}" for number, step in enumerate(record.steps[:_MOST_FOLDED], 1)]
    return lines or ["(none)"]


def _folded(title: str, lines: Sequence[str]) -> str:
    more = [f"- and {len(lines) - _MOST_FOLDED} more"] if len(lines) > _MOST_FOLDED else []
    text = "\n".join([*lines[:_MOST_FOLDED], *more])
    return f"<details><summary>{title}</summary>\n\n{text}\n\n</details>"


def _some(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - _MOST_RECORDS} more" if len(ids) > _MOST_RECORDS else ""
    return ", ".join(plain(safe(each)) for each in ids[:_MOST_RECORDS]) + more


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
