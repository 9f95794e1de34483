"""The text of one generated record: front matter in the order of the table of fields, then the body."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sopkb.core.kinds import KIND_BY_NAME
from sopkb.core.naming import record_filename
from sopkb_bench.bodies import body_of
from sopkb_bench.dice import Dice, Voice
from sopkb_bench.plan import Plan
from sopkb_bench.vocabulary import (
    APPROVERS,
    CLIENTS,
    HARM_TOPICS,
    LISTS,
    PERMISSIONS,
    PLACE_NAMES,
    REGIONS,
    ROLES,
    SITES,
    SYSTEMS,
    place_name,
)

TODAY = date(2026, 11, 22)
"""The day that generated records are written on, a few days before or after the ends of workarounds."""

_LONGEST_TITLE = 70


def render(plan: Plan, seed: int) -> tuple[str, str]:
    """A record's path below the base's folder, and its text."""
    dice = Dice(f"{seed} {plan.id}")
    voice = Voice(dice, _fixed_words(plan, dice))
    title = _title(plan, voice)
    lines = [
        f"{name}:{value}" if value.startswith("\n") else f"{name}: {value}"
        for name, value in _front_matter(plan, voice, dice, title)
    ]
    text = "---\n" + "\n".join(lines) + "\n---\n" + body_of(plan, voice)
    return f"{KIND_BY_NAME[plan.kind].plural}/{record_filename(plan.id, title)}", text


def _fixed_words(plan: Plan, dice: Dice) -> dict[str, str]:
    role = dice.zipf(LISTS["role"])
    return {
        "product": plan.product.name,
        "Product": plan.product.name,
        "low": plan.product.name.lower(),
        "owner": plan.product.owner,
        "role": role,
        "Role": role.capitalize(),
        "site": dice.pick(SITES[1:]),
        "escalates": plan.escalates_to or "the duty channel",
        "thing": dice.zipf(LISTS["thing"]),
        "problem": dice.zipf(LISTS["problem"]),
        "task": dice.zipf(LISTS["task"]),
        "name": place_name(dice.rank(PLACE_NAMES)),
        "code": dice.pick(("{}", "error {}", "it says {}")).format(_as_typed(plan, dice)),
        "bug": f"BUG-{40_000 + plan.number}",
    }


def _as_typed(plan: Plan, dice: Dice) -> str:
    """The record's code in one of the spellings that users give it."""
    if not plan.codes:
        return "message"
    code = plan.codes[0]
    return dice.pick((code, code.lower(), code.replace("-", ""), code.replace("-", " ").lower()))


def _title(plan: Plan, voice: Voice) -> str:
    forms = {
        "workaround": "{product}: {thing} for {name} {problem}",
        "escalation": "{product} on-call, {name} line",
        "macro": "{product}: reply about the {name} {thing}",
        "troubleshooter": "{product}: {thing} {problem}",
        "lookup": "{product}: who changed the {name} {thing}",
        "track": "{product}: {name} first weeks",
    }
    title = voice.say(forms.get(plan.kind, "{product}: {task} the {thing} for {name}"))
    return title[:_LONGEST_TITLE].rsplit(" ", 1)[0] if len(title) > _LONGEST_TITLE else title


def _front_matter(plan: Plan, voice: Voice, dice: Dice, title: str) -> Iterator[tuple[str, str]]:
    reviewed, created = _dates(plan, dice)
    yield "id", plan.id
    yield "kind", plan.kind
    yield "title", _text(title)
    yield (
        "summary",
        _text(voice.say("{item} first, then {button}: the {thing} is {state} in {minutes} minutes.").capitalize()),
    )
    yield "status", plan.status
    yield "confidence", "unverified" if plan.status == "draft" else "verified"
    yield "version", _text(_dotted(plan.version))
    yield "area", plan.product.area
    yield "owner", "service-desk" if plan.kind in ("sop", "macro") else plan.product.owner
    yield "approver", dice.pick(APPROVERS)
    yield "audience", _list(dice.sample(("agent", "vendor", "engineer"), dice.between(1, 2)))
    yield "created", _text(str(created))
    if plan.kind in ("sop", "escalation", "track"):
        yield "effective_from", _text(str(reviewed))
    yield "last_reviewed", _text(str(reviewed))
    if plan.kind != "workaround":
        yield "review_days", str(_review_days(plan))
    if plan.kind in ("sop", "workaround", "troubleshooter", "lookup"):
        symptoms = dict.fromkeys(voice.symptom() for _ in range(dice.between(4, 8)))
        yield "symptoms", "".join(f"\n  - {_text(symptom)}" for symptom in symptoms)
    if plan.codes:
        yield "error_codes", _list(plan.codes)
    yield from _OF_KIND[plan.kind](plan, voice, dice, created, reviewed)
    yield from _relations(plan)
    yield from _sensitivity(plan, dice)
    if plan.status == "retired":
        yield "retired", f'{{reason: {plan.reason}, on: "{reviewed}", note: "Made so by the generator"}}'
    yield "changelog", "".join(f"\n  - {entry}" for entry in _changelog(plan, voice, created, reviewed))


def _dates(plan: Plan, dice: Dice) -> tuple[date, date]:
    """Last reviewed, created. One in twenty reviews is overdue; one in five active workarounds has expired."""
    if plan.kind == "workaround":
        since, age = dice.between(0, 16), dice.between(0, 40)
    else:
        overdue = plan.status == "active" and dice.chance(0.05)
        since, age = (
            dice.between(0, _review_days(plan) - 5) + (_review_days(plan) if overdue else 0),
            dice.between(30, 300),
        )
    reviewed = TODAY - timedelta(days=since)
    return reviewed, reviewed - timedelta(days=age)


def _review_days(plan: Plan) -> int:
    return {"sop": 180, "macro": 365, "escalation": 90, "track": 90}.get(plan.kind, 180)


def _workaround(plan: Plan, voice: Voice, dice: Dice, created: date, reviewed: date) -> Iterator[tuple[str, str]]:
    yield "bug", voice["bug"]
    if dice.chance(0.05):
        yield "incident", f"INC-{1000 + plan.number}"
    yield "severity", dice.zipf(("sev3", "sev4", "sev2", "sev1"))
    yield "started", _text(f"{created}T{dice.between(0, 23):02d}:{dice.between(0, 59):02d}:00Z")
    yield "expires", _text(f"{reviewed + timedelta(days=13)}T09:00:00Z")
    yield (
        "fix_status",
        "released" if plan.reason == "fixed" else dice.zipf(("in_progress", "investigating", "wont_fix")),
    )
    release = f"{dice.between(1, 9)}.{dice.between(0, 9)}"
    if plan.reason == "fixed":
        yield "fixed_in", _text(f"{release}.4")
        yield "fixed_on", _text(str(reviewed))
    clients, regions = _list(dice.sample(CLIENTS[1:], 2)), _list([dice.zipf(REGIONS)])
    yield "affected", f'{{versions: "{release}.0 to {release}.3", clients: {clients}, regions: {regions}}}'
    yield "user_impact", _text(voice.say("The {thing} {problem}; {count} minutes lost a shift."))
    yield from _sop(plan, voice, dice, created, reviewed)


def _sop(plan: Plan, voice: Voice, dice: Dice, created: date, reviewed: date) -> Iterator[tuple[str, str]]:
    if dice.chance(0.5):
        yield "permissions", _list([dice.zipf(PERMISSIONS)])
    yield "est_minutes", str(dice.between(1, 30))


def _escalation(plan: Plan, voice: Voice, dice: Dice, created: date, reviewed: date) -> Iterator[tuple[str, str]]:
    team = plan.product.owner
    levels = [
        f'{{level: {level}, team: {team}, channel_role: {role}, respond_minutes: {minutes}, hours: "24x7"}}'
        for level, role, minutes in ((1, "duty", 15), (2, "on-call", 30))
    ]
    yield "route", "".join(f"\n  - {level}" for level in levels)
    yield "evidence", _list([_text(text) for text in dice.sample(LISTS["evidence"], dice.between(3, 6))])
    if plan.number > 1 and dice.chance(0.3):
        yield "next_level", f"ESC-{dice.between(1, plan.number - 1):04d}"


def _macro(plan: Plan, voice: Voice, dice: Dice, created: date, reviewed: date) -> Iterator[tuple[str, str]]:
    yield "channel", _list(dice.sample(("ticket", "im"), dice.between(1, 2)))
    yield "placeholders", "[record_id]"


def _troubleshooter(plan: Plan, voice: Voice, dice: Dice, created: date, reviewed: date) -> Iterator[tuple[str, str]]:
    nodes = [plan.leads_to[start : start + 3] for start in range(0, len(plan.leads_to), 3)]
    text = ""
    for number, targets in enumerate(nodes, 1):
        text += (
            f"\n  - id: n{number}\n    ask: {_text(voice.say('What does {item} say about the {thing}?'))}\n    answers:"
        )
        for target, _ in targets:
            text += f"\n      - {{say: {_text(voice.say('{state}, and the {thing} {problem}'))}, record: {target}}}"
        if number < len(nodes):
            text += f'\n      - {{say: "Something else", goto: n{number + 1}}}'
    yield "nodes", text


def _lookup(plan: Plan, voice: Voice, dice: Dice, created: date, reviewed: date) -> Iterator[tuple[str, str]]:
    yield "system", dice.pick(tuple(SYSTEMS))
    yield "permissions", "[report-read]"
    yield "placeholders", "[row_id]"


def _track(plan: Plan, voice: Voice, dice: Dice, created: date, reviewed: date) -> Iterator[tuple[str, str]]:
    modules, quiz = "", ""
    for number, start in enumerate(range(0, len(plan.leads_to), 3), 1):
        pins = plan.leads_to[start : start + 3]
        records = ", ".join(f"{{id: {target}, at_major: {major}}}" for target, major in pins)
        title = _text(voice.say("{product}: {task} the {thing}"))
        modules += f"\n  - {{id: m{number}, title: {title}, minutes: 30, records: [{records}]}}"
        answer, other = "Its Check", "The next ticket"  # every step of a generated record ends in one
        ask = _text(voice.say("The {thing} {problem}. What tells that a step worked?"))
        quiz += f"\n  - {{module: m{number}, type: single, q: {ask}, "
        quiz += f'options: ["{answer}", "{other}"], answer: "{answer}", because: "{pins[0][0]}#Steps"}}'
    yield "role", dice.pick(ROLES)
    yield "pass_mark", "80"
    yield "modules", modules
    yield "quiz", quiz


_OF_KIND = {
    "sop": _sop,
    "workaround": _workaround,
    "escalation": _escalation,
    "macro": _macro,
    "troubleshooter": _troubleshooter,
    "lookup": _lookup,
    "track": _track,
}


def _relations(plan: Plan) -> Iterator[tuple[str, str]]:
    for name in ("prerequisite", "escalates_to", "replies_with", "supersedes", "related"):
        value = getattr(plan, name)
        if value:
            yield name, value if isinstance(value, str) else _list(value)


def _sensitivity(plan: Plan, dice: Dice) -> Iterator[tuple[str, str]]:
    mentions = dice.chance(0.03)
    yield "sensitivity", "mentions" if mentions else "none"
    if mentions:
        yield "harm_topics", _list([dice.pick(HARM_TOPICS)])


def _changelog(plan: Plan, voice: Voice, created: date, reviewed: date) -> Iterator[str]:
    """Newest first, back to the last major, and the first version below it."""
    major, minor, patch = plan.version
    entries = [((major, minor, patch), "none")] if patch else []
    entries += [((major, step, 0), "read") for step in range(minor, 0, -1)]
    entries.append(((major, 0, 0), "retrain" if major > 1 else "read"))
    if major > 1:
        entries.append(((1, 0, 0), "read"))
    span = (reviewed - created).days
    for number, (version, training) in enumerate(entries):
        day = reviewed - timedelta(days=span * number // max(len(entries) - 1, 1))
        change = (
            "First version" if version == (1, 0, 0) else voice.say("Say what {item} shows when the {thing} {problem}")
        )
        yield f'{{version: "{_dotted(version)}", date: "{day}", training: {training}, change: {_text(change)}}}'


def _dotted(version: tuple[int, int, int]) -> str:
    return ".".join(str(part) for part in version)


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _list(values: Sequence[str]) -> str:
    return f"[{', '.join(values)}]"
