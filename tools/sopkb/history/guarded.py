"""What of ``kb.yml`` protects people: a change that loosens it is found, and does not count before it is merged.

A change cannot be its own judge: with ``--base``, records are held to what both sides of a change allow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from sopkb.core.config.settings import Config, Policy
from sopkb.core.diagnostics import shown
from sopkb.core.moments import format_instant
from sopkb.lint.change import Loosened
from sopkb.lint.rules import rule_of

FREE = frozenset(
    {
        ("name",),
        ("format",),
        ("description",),
        ("desk",),
        ("approver",),
        ("policy", "error_code_pattern"),
        ("policy", "bug_pattern"),
        ("policy", "incident_pattern"),
        ("policy", "default_review_days"),
    }
)
"""Keys that protect nobody: how things are called, and what a new record begins with. Every other key is guarded."""

_LESS_IS_LOOSER = ("expires_soon",)
_LIMITS: Mapping[str, Mapping[str, str]] = {
    "expiry": {
        "longest_expiry": "verified workarounds may live longer",
        "longest_unverified_expiry": "unverified workarounds may live longer",
        "expires_soon": "people are warned later that a workaround expires",
        "many_renewals": "many renewals are reported later",
        "old_workaround": "an old workaround is reported later",
    },
    "review": {
        "most_review_days": "records may go longer without a review",
        "draft_idle": "an idle draft is reported later",
    },
}
"""Limits of the policy by key of the file: the field, and what a looser one means."""


def loosened(before: Config, after: Config) -> Iterator[Loosened]:
    """What a change of ``kb.yml`` lets pass that did not pass before, in the order of the file's keys.

    Args:
        before: the settings of the base side.
        after: the settings now.
    """
    for path, looser in GUARDED.items():
        yield from (Loosened(path, told) for told in looser(before, after))


def held_to(before: Config, after: Config) -> Config:
    """The settings that records are judged by while a change is open: of each limit the stricter side.

    Args:
        before: the settings of the base side.
        after: the settings now; words that they add, and whatever protects nobody, count.
    """
    policy = after.policy
    limits: dict[str, Any] = {
        name: _stricter(name, before.policy, policy) for names in _LIMITS.values() for name in names
    }
    held = replace(
        policy,
        **limits,
        approvers=before.policy.approvers,
        attachments=tuple(
            dict.fromkeys(
                [each for each in policy.attachments if before.policy.lists(each)]
                + [each for each in before.policy.attachments if policy.lists(each)]
            )
        ),
        safety_routes={**policy.safety_routes, **before.policy.safety_routes},
    )
    labels = {**before.labels, **after.labels}
    if "harm_topics" in before.labels:
        labels["harm_topics"] = {**before.labels["harm_topics"], **labels["harm_topics"]}
    if "hosts" in before.labels:
        labels["hosts"] = {host: label for host, label in labels["hosts"].items() if host in before.labels["hosts"]}
    return replace(
        after,
        packs=tuple(dict.fromkeys((*after.packs, *before.packs))),
        levels={code: side.levels[code] for code, side in _stricter_levels(before, after) if code in side.levels},
        policy=held,
        labels=labels,
        danger={**after.danger, **before.danger},
        demo_now=after.demo_now and before.demo_now,
    )


def _stricter(name: str, before: Policy, after: Policy) -> object:
    pair = getattr(before, name), getattr(after, name)
    return max(pair) if name in _LESS_IS_LOOSER else min(pair)


_LEVELS = ("off", "warning", "error")


def _level(code: str, config: Config) -> str:
    """The level of a rule in a base; ``off`` where there is no such rule."""
    rule = rule_of(code)
    given = config.levels.get(code)
    return "off" if rule is None else given.level if given else str(rule.severity)


def _stricter_levels(before: Config, after: Config) -> Iterator[tuple[str, Config]]:
    """Each rule whose level one side sets, with the side that is stricter; where both are alike, the new one."""
    for code in dict.fromkeys((*after.levels, *before.levels)):
        looser = _LEVELS.index(_level(code, after)) < _LEVELS.index(_level(code, before))
        yield code, before if looser else after


def _packs(before: Config, after: Config) -> Iterator[str]:
    for name in before.packs:
        if name not in after.packs:
            yield f"the rules of the pack {shown(name)} no longer count"


def _rules(before: Config, after: Config) -> Iterator[str]:
    for code, side in _stricter_levels(before, after):
        if side is before:
            now, was = _level(code, after), _level(code, before)
            yield f"{shown(code)} is off" if now == "off" else f"{shown(code)} is only a {now}, no longer an {was}"


def _limits(key: str) -> Callable[[Config, Config], Iterator[str]]:
    def looser(before: Config, after: Config) -> Iterator[str]:
        for name, told in _LIMITS[key].items():
            if _stricter(name, before.policy, after.policy) != getattr(after.policy, name):
                yield told

    return looser


def _hosts(before: Config, after: Config) -> Iterator[str]:
    if "hosts" in before.labels and "hosts" in after.labels:
        for host in sorted(after.labels["hosts"].keys() - before.labels["hosts"].keys()):
            yield f"links may go to {shown(host)}"
    yield from _any_word("hosts")(before, after)


def _harm_topics(before: Config, after: Config) -> Iterator[str]:
    for topic in sorted(before.labels.get("harm_topics", {}).keys() - after.labels.get("harm_topics", {}).keys()):
        yield f"the topic {shown(topic)} is gone"


def _any_word(vocabulary: str) -> Callable[[Config, Config], Iterator[str]]:
    def looser(before: Config, after: Config) -> Iterator[str]:
        if vocabulary in before.labels and vocabulary not in after.labels:
            yield "any word is allowed"

    return looser


def _people(before: Config, after: Config) -> Iterator[str]:
    yield from _any_word("people")(before, after)
    signing = {handle for handles in after.policy.approvers.values() for handle in handles}
    for handle, person in after.people.items():
        was = before.people.get(handle)
        if handle in signing and was and was.account != person.account:
            yield f"another account is now given for {shown(handle)}, who may sign"


def _languages(before: Config, after: Config) -> Iterator[str]:
    yield from _any_word("languages")(before, after)
    for language in sorted(set(before.languages) - set(after.languages)) if before.danger else ():
        yield f"danger is no longer recognised in {shown(language)}"


def _approvers(before: Config, after: Config) -> Iterator[str]:
    if not before.policy.approvers:
        return  # anybody could sign
    if not after.policy.approvers:
        yield "anybody may sign"
        return
    for area in sorted({*before.policy.approvers, *after.policy.approvers}):
        for handle in sorted(set(after.policy.approvers_of(area)) - set(before.policy.approvers_of(area))):
            yield f"{shown(handle)} may sign for {'other areas' if area == 'default' else shown(area)}"


def _attachments(before: Config, after: Config) -> Iterator[str]:
    for each in after.policy.attachments:
        if not before.policy.lists(each):
            yield f"{shown(each)} may be kept beside the records"


def _routes(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    for topic, route in before.items():
        if topic not in after:
            yield f"{shown(topic)} has no route any longer"
        elif after[topic] != route:
            yield f"{shown(topic)} leads to {after[topic]}, no longer to {route}"


def _roles(before: Config, after: Config) -> Iterator[str]:
    for name, role in before.policy.roles.items():
        now = after.policy.roles.get(name)
        gone = [each for each in role.must_know if now is None or each not in now.must_know]
        if gone:
            yield f"{shown(name)} need no longer know {', '.join(gone)}"


def _advisories(before: Config, after: Config) -> Iterator[str]:
    for topic in sorted(before.advisories.keys() - after.advisories.keys()):
        yield f"the advisory for {shown(topic)} is gone"


def _demo(before: Config, after: Config) -> Iterator[str]:
    if after.demo_now and after.demo_now != before.demo_now:
        yield f"the clock of the base is stopped at {format_instant(after.demo_now)}"


def _journal(before: Config, after: Config) -> Iterator[str]:
    if after.journal is None:
        return
    if before.journal is None or before.journal.address != after.journal.address:
        yield f"the site sends searches to {shown(after.journal.address)}"
    elif after.journal.keep_days > before.journal.keep_days:
        yield "searches are kept for longer"


def _report_form(before: Config, after: Config) -> Iterator[str]:
    if after.report_form and after.report_form != before.report_form:
        yield "reports go to another form"


GUARDED: Mapping[tuple[str, ...], Callable[[Config, Config], Iterator[str]]] = MappingProxyType(
    {
        ("report_form",): _report_form,
        ("journal",): _journal,
        ("danger",): lambda before, after: _routes(before.danger, after.danger),
        ("language",): lambda before, after: iter(()),  # with the languages of records
        ("demo",): _demo,
        ("packs",): _packs,
        ("rules",): _rules,
        **{
            ("vocabularies", name): _any_word(name)
            for name in (
                "areas",
                "teams",
                "permissions",
                "regions",
                "sites",
                "clients",
                "audiences",
                "roles",
                "systems",
            )
        },
        ("vocabularies", "people"): _people,
        ("vocabularies", "harm_topics"): _harm_topics,
        ("vocabularies", "languages"): _languages,
        ("vocabularies", "hosts"): _hosts,
        ("policy", "expiry"): _limits("expiry"),
        ("policy", "review"): _limits("review"),
        ("policy", "approvers"): _approvers,
        ("policy", "attachments"): _attachments,
        ("policy", "safety_routes"): lambda before, after: _routes(
            before.policy.safety_routes, after.policy.safety_routes
        ),
        ("policy", "roles"): _roles,
        ("advisories",): _advisories,
    }
)
"""For each guarded key of the file what a change of it lets pass, in words."""
