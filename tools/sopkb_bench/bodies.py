"""Bodies of generated records: the sections of each kind, put together from sentences with slots."""

from __future__ import annotations

from collections.abc import Callable

from sopkb_bench.dice import Voice
from sopkb_bench.plan import Plan

_SETTING = (
    "{Product} shows the {thing} of {name}, and the {thing} {problem}.",
    "{Role} at {site} says that the {thing} {problem} {when}, and a colleague at the same desk sees it too.",
    "It is about one {thing} or a few of them; {count} or more at one site go to {escalates}.",
    "The {elsewhere} {other} is another place where it is noticed, mostly in the first {minutes} minutes of a shift.",
    "A {thing} that was closed more than {count} days ago is outside this page.",
    "The same words mean two troubles: a {thing} that {problem}, and a {other} that {otherwise}. Here it is the first.",
    "Desks that work with the {elsewhere} view meet it weekly; others hardly ever.",
    "On the handheld the message is shorter and names only the {thing}.",
)
_BEFORE = (
    "You may open **{menu} > {item}** in {product}.",
    "The ticket names site, {thing} and the time in UTC.",
    "{Role} has said yes in the ticket; a yes in chat is copied there word for word.",
    "Nobody else has the {name} {thing} open: **{menu} > {item}** says so.",
    "You have {minutes} minutes; half done, the {thing} is worse off than before.",
    "The client is not older than {count} days; **Help > Version** shows its date.",
    "For {elsewhere} the {other} is copied first, because its owner compares both on Fridays.",
)
_STEPS = (
    "Open **{menu} > {item}** and find the {thing} by its number. **Check:** one line, with the site of the requester.",
    "Read **{item}** of the {thing}. **Check:** it says {state} or {state}, nothing else.",
    "Press **{button}** once and wait {minutes} seconds. **Check:** the line turns to {state}.",
    "Set the filter to {name} and today. **Check:** {count} lines or fewer are left.",
    "Ask {role} to close the {thing} on every other device. **Check:** **{item}** shows one session.",
    "Write the number of the {thing} and the time in the ticket. **Check:** both stand in the field Reference.",
    "In **{menu} > {item}** choose {elsewhere}, then **{button}**. **Check:** a green line names the {other}.",
    "Let the requester open the {thing} again. **Check:** the {thing} shows today's date within {minutes} seconds.",
    "Compare the {item} column with the {other} of yesterday. **Check:** they differ in {count} rows at most.",
    "Take the {other} out of {elsewhere} and put it back. **Check:** **{menu}** counts it once.",
    "Choose the {state} entries only, mark the {name} {thing}, and press **{button}**. **Check:** the mark is gone.",
    "Leave {product} by **{menu} > Leave**, and sign in anew. **Check:** the {thing} opens at its first page.",
)
_CONFIRM = (
    "**{menu} > {item}** shows the {thing} as {state}, with the time of your last step.",
    "{Role} opens the {thing} and reads the first line back to you.",
    "After {minutes} minutes the {name} {thing} is still {state}.",
    "No second {thing} of the same number appears under **{menu}**.",
    "The next {other} that arrives for {elsewhere} goes through without a question.",
)
_FAILS = (
    "The {thing} still {problem} after two tries: {escalates} with version, site and time.",
    "**{button}** stays grey: the {thing} is locked by another desk; see **{menu} > {item}** for which one.",
    "It works, and comes back within {minutes} minutes: {escalates}, and say how often.",
    "**{item}** names a state that is not in this list: stop here, {escalates}.",
    "{count} or more people at one site have it: one ticket for all, {escalates}.",
    "The {name} {thing} is gone from the list: do not make a new one; {escalates} with its number.",
)
_DONT = (
    "Press **{button}** twice: the second one works on the next {other}.",
    "Remove the {thing} to make a new one; the number is lost, and {name} counts it as missing.",
    "Clear the whole cache of the client: drafts of every {other} go with it.",
    "Change **{menu} > {item}** for the whole site, even when {role} asks.",
    "Promise a time. The ticket gets one from engineering.",
    "Work in the {elsewhere} view while the {thing} is {state}; what you enter there is overwritten at night.",
)
_CAUSES = (
    "{bug}: {cause}, so the {thing} {problem}. A fix is being tested at {site}.",
    "{bug}: when the {name} {thing} is opened twice, {cause}. Engineering has it since the first report.",
    "{bug}: {cause}; the next version of {product} takes the {thing} anew each time.",
)
_UNDO = (
    "Nothing to undo: the {thing} is as the user left it.",
    "Put the filter of {name} back to **All** when the fix is out, or new entries stay hidden.",
    "Press **{button}** once more in **{menu} > {item}** after the update; until then the {thing} counts as {state}.",
)
_TELL = (
    "Your {thing} is {state} again. It took {minutes} minutes, and nothing that you entered is lost.",
    "The {thing} for {name} is back. Please open it once and answer here when something is missing.",
    "We have found the {thing} and are waiting for {role}. The next update is in {minutes} minutes.",
)


def body_of(plan: Plan, voice: Voice) -> str:
    """The Markdown below the front matter, with the sections of the record's kind."""
    sections = _BODIES[plan.kind](plan, voice)
    return "\n\n".join(f"## {heading}\n{text}" for heading, text in sections) + "\n"


def _sop(plan: Plan, voice: Voice) -> list[tuple[str, str]]:
    see = f" See {plan.related[0]} for the {voice['thing']} alone." if plan.related else ""
    return [
        ("When to use", _prose(voice, _SETTING, 4, 6) + _coded(plan, voice) + see),
        ("Before you start", _bullets(voice, _BEFORE, 3, 6)),
        ("Steps", _numbered(voice, 6, 10)),
        ("Confirm it worked", _prose(voice, _CONFIRM, 2, 4)),
        ("If it does not work", _bullets(voice, _FAILS, 3, 6)),
        ("Tell the user", f'"{_prose(voice, _TELL, 1, 1)}"{_reply(plan)}'),
    ]


def _workaround(plan: Plan, voice: Voice) -> list[tuple[str, str]]:
    see = f" The approved way is {plan.related[0]}." if plan.related else ""
    return [
        ("Who is affected", _prose(voice, _SETTING, 4, 6) + _coded(plan, voice) + see),
        ("Do this now", _numbered(voice, 5, 9)),
        ("Confirm it worked", _prose(voice, _CONFIRM, 2, 4)),
        ("If it does not work", _bullets(voice, _FAILS, 3, 5)),
        ("Do not", _bullets(voice, _DONT, 3, 6)),
        ("Undo", _prose(voice, _UNDO, 1, 2)),
        ("Cause and fix", _prose(voice, _CAUSES, 1, 2) + _reply(plan)),
    ]


def _escalation(plan: Plan, voice: Voice) -> list[tuple[str, str]]:
    return [
        ("When", _bullets(voice, _SETTING, 4, 7)),
        ("Evidence", _prose(voice, _BEFORE, 2, 3)),
        (
            "Route",
            voice.say(
                "Post once in the duty channel of {owner} and link the ticket. No answer in {minutes} minutes: level 2."
            ),
        ),
        ("Follow-up", _bullets(voice, _CONFIRM, 2, 3)),
        ("Do not", _bullets(voice, _DONT, 2, 4)),
    ]


def _macro(plan: Plan, voice: Voice) -> list[tuple[str, str]]:
    return [
        ("Use when", _bullets(voice, _SETTING, 2, 4)),
        ("Text", "> " + voice.say("Thank you. The {thing} {problem}; we are on it.") + " Reference: {record_id}."),
        ("Do not use when", _bullets(voice, _FAILS, 1, 2)),
    ]


def _troubleshooter(plan: Plan, voice: Voice) -> list[tuple[str, str]]:
    return [
        ("Start", _prose(voice, _BEFORE, 3, 4) + _coded(plan, voice)),
        ("Tree", "Ask in order; most chats end after two.\n\n" + _bullets(voice, _SETTING, 6, 8)),
    ]


def _lookup(plan: Plan, voice: Voice) -> list[tuple[str, str]]:
    table = voice["thing"]
    query = f"SELECT site, count(*) FROM {table}_changes\nWHERE {table}_id = '{{row_id}}'\nGROUP BY site"
    rows = "\n".join(
        f"| {voice['state']} | {voice['other']} {voice['otherwise']} | {voice['button']} |" for _ in range(4)
    )
    return [
        ("When to use", _prose(voice, _SETTING, 4, 7)),
        (
            "Query",
            f"**{voice['menu']} > {voice['item']}**:\n\n```sql\n{query}\n```\n\n`{{row_id}}` is the number of the row.",
        ),
        ("How to read it", f"{_prose(voice, _CONFIRM, 1, 2)}\n\n| state | it is | do |\n|---|---|---|\n{rows}"),
        ("Do not", _bullets(voice, _DONT, 2, 3)),
    ]


def _track(plan: Plan, voice: Voice) -> list[tuple[str, str]]:
    return [
        ("Outcome", _prose(voice, _CONFIRM, 2, 3)),
        ("Modules", _bullets(voice, _BEFORE, 3, 5)),
        ("Sign-off", _bullets(voice, _CONFIRM, 2, 3)),
    ]


_BODIES: dict[str, Callable[[Plan, Voice], list[tuple[str, str]]]] = {
    "sop": _sop,
    "workaround": _workaround,
    "escalation": _escalation,
    "macro": _macro,
    "troubleshooter": _troubleshooter,
    "lookup": _lookup,
    "track": _track,
}


def _prose(voice: Voice, sentences: tuple[str, ...], least: int, most: int) -> str:
    return " ".join(_capital(sentence) for sentence in voice.some(sentences, least, most))


def _bullets(voice: Voice, sentences: tuple[str, ...], least: int, most: int) -> str:
    return "\n".join(f"- {_capital(sentence)}" for sentence in voice.some(sentences, least, most))


def _numbered(voice: Voice, least: int, most: int) -> str:
    steps = voice.some(_STEPS, least, most)
    return "\n".join(f"{number}. {_capital(step)}" for number, step in enumerate(steps, 1))


def _coded(plan: Plan, voice: Voice) -> str:
    return voice.say(f" The message ends with **{plan.codes[0]}**, sometimes after a long line.") if plan.codes else ""


def _reply(plan: Plan) -> str:
    return f" Once confirmed: {plan.replies_with[0]}." if plan.replies_with else ""


def _capital(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]
