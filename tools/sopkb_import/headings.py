"""Which heading of another team's document corresponds to which section of ours.

A section's own name always corresponds. A heading of the left column disappears into the section (its text is the
section's text); one of the right column stays as a sub-heading, because it says something that the section's name
does not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sopkb.core.kinds import KIND_BY_NAME
from sopkb_import import heading_words as words
from sopkb_import.plain import plain_text


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a heading's text goes.

    Args:
        section: heading of a section of the kind.
        keep: whether the source's own heading stays, as a sub-heading.
    """

    section: str
    keep: bool = False


_NUMBER = re.compile(r"^(?:(?:step|part|section)\s+)?\d+(?:\.\d+)*(?:[.):]|\s+-)?\s+", re.IGNORECASE)
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")

_WHAT_IT_IS = (
    "meaning, overview, description, alert description, summary, about, about this alert, introduction, intro, "
    "background, context, purpose, scope, problem, problem statement, symptom, symptoms, what it means, "
    "what this means, what does it mean, what happened, alert, alerts, trigger, triggers"
) + f", {words.of_concept(words.WHAT)}"
_WHEN = "when, when to use, when to use this, when to use it, when to use this runbook, use when, applies to"
_IMPACT = (
    "impact, user impact, customer impact, business impact, severity, urgency, consequences"
    + f", {words.of_concept(words.IMPACT)}"
)
_NEEDED = (
    "prerequisites, prerequisite, pre-requisites, requirements, before you start, before you begin, preparation, "
    "what you need, you need, required access, access, permissions"
) + f", {words.of_concept(words.NEEDED)}"
_LOOKING = (
    "diagnosis, diagnose, diagnosing, diagnostics, investigation, investigate, investigating, troubleshooting, "
    "triage, debugging, analysis, possible causes, possible cause, common causes, causes, cause, root cause, "
    "root causes, how to diagnose, how to investigate, checks, initial checks, diagnosis and mitigation"
) + f", {words.of_concept(words.LOOKING)}"
_DOING = (
    "mitigation, mitigations, mitigating, mitigate, resolution, resolving, resolve, resolution steps, fix, fixes, "
    "fixing, how to fix, how to resolve, how to mitigate, steps, procedure, procedures, instructions, solution, "
    "solutions, remediation, recovery, action, actions, recommended action, recommended actions, "
    "mitigation steps, remediation steps, workaround, what to do, runbook, playbook, task, tasks"
) + f", {words.of_concept(words.DOING)}"
_CONFIRMING = (
    "verification, verify, verifying, validation, validate, confirmation, confirm, how to verify, post-checks, "
    "how do i know it worked, confirm the fix, test, testing, check the result, expected result, success criteria"
) + f", {words.of_concept(words.CONFIRMING)}"
_NOT_WORKING = (
    "escalation, escalate, escalations, when to escalate, escalation path, escalation policy, support, get help, "
    "getting help, further help, if this does not work, if that does not work, if it fails, if nothing helps"
) + f", {words.of_concept(words.NOT_WORKING)}"
_TELLING = (
    "communication, communications, customer communication, user communication, notify, notification, messaging"
    + f", {words.of_concept(words.TELLING)}"
)
_FORBIDDEN = (
    "do not, don't, don't do, never, warning, warnings, caution, cautions, what not to do, pitfalls"
    + f", {words.of_concept(words.FORBIDDEN)}"
)
_UNDOING = (
    "rollback, roll back, rolling back, revert, reverting, back out, backout, undoing, clean up, cleanup"
    + f", {words.of_concept(words.UNDOING)}"
)

_TABLES: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "sop": (
        ("When to use", f"{_WHAT_IT_IS}, {_WHEN}", _IMPACT),
        ("Before you start", _NEEDED, _LOOKING),
        ("Steps", _DOING, ""),
        ("Confirm it worked", _CONFIRMING, ""),
        ("If it does not work", _NOT_WORKING, f"{_UNDOING}, contact, contacts, who to contact"),
        ("Tell the user", _TELLING, ""),
    ),
    "workaround": (
        (
            "Who is affected",
            f"{_WHAT_IT_IS}, {_WHEN}, affected, affected versions, affected users, environment",
            f"{_IMPACT}, diagnosis, investigation, troubleshooting, triage",
        ),
        ("Do this now", _DOING, _NEEDED),
        ("Confirm it worked", _CONFIRMING, ""),
        ("If it does not work", _NOT_WORKING, "contact, contacts"),
        ("Do not", _FORBIDDEN, ""),
        ("Undo", _UNDOING, ""),
        (
            "Cause and fix",
            "cause, causes, root cause, root causes, permanent fix, long-term fix, possible causes",
            "fix status, status, analysis",
        ),
    ),
    "escalation": (
        ("When", f"{_WHAT_IT_IS}, {_WHEN}, when to escalate, criteria, escalation criteria", _IMPACT),
        (
            "Evidence",
            "information to collect, what to collect, data to collect, data to gather, required information, "
            "information needed, what to include, what to attach",
            f"{_NEEDED}, {_LOOKING}",
        ),
        (
            "Route",
            "escalation, escalation path, escalation policy, path, levels, contact, contacts, who to contact, "
            "on-call, on call, how to escalate",
            f"{_DOING}, responsibilities",
        ),
        ("Follow-up", "follow up, next steps, after the incident, afterwards, post-incident", _TELLING),
        ("Do not", _FORBIDDEN, ""),
    ),
    "macro": (
        ("Use when", f"{_WHAT_IT_IS}, {_WHEN}", ""),
        ("Text", "reply, message, template, response, answer, body, wording, canned response", ""),
        ("Do not use when", f"{_FORBIDDEN}, not for, do not use, exceptions", ""),
    ),
    "troubleshooter": (
        ("Start", f"{_WHAT_IT_IS}, {_WHEN}, {_NEEDED}, first questions, questions", _IMPACT),
        ("Tree", f"decision tree, flow, flowchart, {_LOOKING}", f"{_DOING}, {_CONFIRMING}, {_NOT_WORKING}"),
    ),
    "lookup": (
        ("When to use", f"{_WHAT_IT_IS}, {_WHEN}", f"{_IMPACT}, {_NEEDED}"),
        ("Query", "queries, command, commands, sql, promql, search, the query, saved query", _DOING),
        (
            "How to read it",
            "interpretation, reading the result, reading the results, result, results, output, outputs, "
            "how to read the result, how to read the results, how to interpret",
            _CONFIRMING,
        ),
        ("Do not", _FORBIDDEN, ""),
    ),
    "track": (
        ("Outcome", f"goal, goals, objective, objectives, learning objectives, outcomes, {_WHAT_IT_IS}", _NEEDED),
        ("Modules", "module, lesson, lessons, content, contents, syllabus, agenda, schedule, curriculum", ""),
        ("Sign-off", "sign off, assessment, quiz, exam, test, completion", ""),
    ),
}


def heading_key(heading: str) -> str:
    """A heading as it is looked up: plain, without its number and outer punctuation, regardless of case."""
    plain = _NUMBER.sub("", plain_text(heading))
    return " ".join(_EDGES.sub("", plain).casefold().split())


def placements(kind: str) -> dict[str, Placement]:
    """The table of one kind, by :func:`heading_key`; the kind's own headings included."""
    table: dict[str, Placement] = {}
    for section, merged, kept in _TABLES[kind]:
        for names, keep in ((merged, False), (kept, True)):
            for name in filter(None, names.split(", ")):
                table.setdefault(heading_key(name), Placement(section, keep))
    own = {heading_key(section): Placement(section) for section in KIND_BY_NAME[kind].sections}
    return table | own
