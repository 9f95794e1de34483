"""The rules: one file each, in an explicit order. To add one, write its file and name it here."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from sopkb.core.config import Config
from sopkb.core.diagnostics import Finding, shown
from sopkb.lint.rules import (
    a01_personal_data,
    a02_secrets,
    a03_links_out,
    a04_harm_topics,
    a05_graphic,
    a06_safety_route,
    a07_harmful_action,
    a08_images,
    a09_danger_route,
    a10_danger_language,
    a11_card_codes,
    a12_asking_for_codes,
    c01_version,
    c02_behaviour,
    c03_approver,
    c04_notice,
    c05_settings,
    f01_symptoms,
    f02_title,
    f03_near_duplicate,
    f04_codes,
    f05_shared_code,
    i01_unique_id,
    i02_path,
    i03_permanent_id,
    k01_links,
    k02_outside,
    k03_listed_hosts,
    l01_status,
    l02_control,
    l03_expiry,
    l04_expiring,
    l05_overdue,
    l06_bug_closed,
    l07_fixed,
    l08_hidden_debt,
    l09_known_issue,
    p01_numbered_steps,
    p02_short_steps,
    p03_step_check,
    p04_vague_wording,
    p05_failure_exit,
    p06_undo,
    p07_users_steps,
    p08_reply_fields,
    r01_target,
    r02_dead_dependency,
    r03_supersession,
    r04_cycle,
    r05_tree,
    r06_pins,
    s01_presence,
    s02_form,
    s03_readable,
    s04_yaml_traps,
    s05_time,
    s06_place,
    s07_packs_and_levels,
    x01_idle_waiver,
    x02_future_major,
    x03_future_major_due,
    x04_heading,
    x05_swallowed,
    x06_broken_table,
    x07_open_fence,
    x08_raw_html,
    x09_numbers,
    x10_box,
    x11_quiz_citation,
    x12_quiz_options,
    x13_quiz_order,
    x14_track_modules,
    x15_quiz_unread,
    x20_text_to_a_machine,
    x21_unfinished_merge,
    x22_to_convert,
)
from sopkb.lint.rules.rule import FIXED, ChangeRule, CorpusRule, DocumentRule, RecordRule, WaiverRule, manual_of
from sopkb.plugins import Pack, Plugin, PluginFailed, active

AnyRule = DocumentRule | RecordRule | CorpusRule | ChangeRule | WaiverRule


def _of_pack(rule: AnyRule, pack: str) -> AnyRule:
    belonging: AnyRule = replace(rule, pack=pack)
    return belonging


_TRUST_AND_SAFETY: tuple[AnyRule, ...] = (
    a03_links_out.RULE,
    a04_harm_topics.RULE,
    a05_graphic.RULE,
    a06_safety_route.RULE,
    a07_harmful_action.RULE,
    a08_images.RULE,
)
_PAYMENTS: tuple[AnyRule, ...] = (a11_card_codes.RULE, a12_asking_for_codes.RULE)

PACKS = (
    Pack(
        "trust-and-safety",
        "Teams whose tickets are about harmful content",
        lambda: _TRUST_AND_SAFETY,
    ),
    Pack(
        "payments",
        "Teams that see cards and accounts",
        lambda: _PAYMENTS,
    ),
)
"""Our own packs."""

_RULES: tuple[AnyRule, ...] = (
    s01_presence.RULE,
    s02_form.RULE,
    s03_readable.RULE,
    s04_yaml_traps.RULE,
    s05_time.RULE,
    s06_place.RULE,
    s07_packs_and_levels.RULE,
    i01_unique_id.RULE,
    i02_path.RULE,
    i03_permanent_id.RULE,
    r01_target.RULE,
    r02_dead_dependency.RULE,
    r03_supersession.RULE,
    r04_cycle.RULE,
    r05_tree.RULE,
    r06_pins.RULE,
    l01_status.RULE,
    l02_control.RULE,
    l03_expiry.RULE,
    l04_expiring.RULE,
    l05_overdue.RULE,
    l06_bug_closed.RULE,
    l07_fixed.RULE,
    l08_hidden_debt.RULE,
    l09_known_issue.RULE,
    a01_personal_data.RULE,
    a02_secrets.RULE,
    *_TRUST_AND_SAFETY,
    a09_danger_route.RULE,
    a10_danger_language.RULE,
    *_PAYMENTS,
    c01_version.RULE,
    c02_behaviour.RULE,
    c03_approver.RULE,
    c04_notice.RULE,
    c05_settings.RULE,
    p01_numbered_steps.RULE,
    p02_short_steps.RULE,
    p03_step_check.RULE,
    p04_vague_wording.RULE,
    p05_failure_exit.RULE,
    p06_undo.RULE,
    p07_users_steps.RULE,
    p08_reply_fields.RULE,
    f01_symptoms.RULE,
    f02_title.RULE,
    f03_near_duplicate.RULE,
    f04_codes.RULE,
    f05_shared_code.RULE,
    k01_links.RULE,
    k02_outside.RULE,
    k03_listed_hosts.RULE,
    x01_idle_waiver.RULE,
    x02_future_major.RULE,
    x03_future_major_due.RULE,
    x04_heading.RULE,
    x05_swallowed.RULE,
    x06_broken_table.RULE,
    x07_open_fence.RULE,
    x08_raw_html.RULE,
    x09_numbers.RULE,
    x10_box.RULE,
    x11_quiz_citation.RULE,
    x12_quiz_options.RULE,
    x13_quiz_order.RULE,
    x14_track_modules.RULE,
    x15_quiz_unread.RULE,
    x20_text_to_a_machine.RULE,
    x21_unfinished_merge.RULE,
    x22_to_convert.RULE,
)

_PACK_OF = {rule.code: pack.name for pack in PACKS for rule in pack.rules()}
RULES: tuple[AnyRule, ...] = tuple(_of_pack(rule, _PACK_OF.get(rule.code, "")) for rule in _RULES)
"""Our own rules, those of packs included."""

RULE_BY_CODE: Mapping[str, AnyRule] = {rule.code: rule for rule in RULES}
"""Our own rules by code."""

TEAMS_FAMILY = "T"
"""The letter of a team's own rules: none of ours ever has it."""


def all_rules() -> tuple[AnyRule, ...]:
    """Our own rules, then those of the plug-ins in force.

    Raises:
        PluginFailed: one of those is no rule that can be run beside the others.
    """
    found: dict[str, AnyRule] = dict(RULE_BY_CODE)
    for plugin in active():
        for rule in (*plugin.rules(), *_of_packs(plugin)):
            if rule.code in found or not _is_a_teams(rule.code):
                raise PluginFailed(
                    f"The plug-in {plugin.name} has a rule {rule.code}.",
                    "Give it a code from T01 to T99 that no other plug-in has.",
                )
            if not all((manual := manual_of(rule), manual.title, manual.what, manual.bad, manual.good)):
                raise PluginFailed(
                    f"The rule {rule.code} of the plug-in {plugin.name} has no whole manual.",
                    "Begin its file with a docstring: a title, `What:`, `Why on shift:`, `Bad:` and `Good:`.",
                )
            found[rule.code] = _guarded(rule, plugin)
    return tuple(found.values())


def all_packs() -> Mapping[str, Pack]:
    """Our own packs, then those of the plug-ins in force, by name.

    Raises:
        PluginFailed: two have one name.
    """
    found = {pack.name: pack for pack in PACKS}
    for plugin in active():
        for pack in plugin.packs:
            if pack.name in found:
                raise PluginFailed(f"The plug-in {plugin.name} has a pack {pack.name}.", "Another has it: rename it.")
            found[pack.name] = pack
    return found


def levels_set(config: Config) -> tuple[str, ...]:
    """What a base says of the levels of rules, a phrase for each: the rule, its level, and the reason it gives."""
    known = {rule.code for rule in all_rules()} - FIXED
    return tuple(
        f"{code} {each.level}: {shown(each.reason, 200)}" for code, each in config.levels.items() if code in known
    )


def _of_packs(plugin: Plugin) -> Iterator[AnyRule]:
    return (_of_pack(rule, pack.name) for pack in plugin.packs for rule in pack.rules())


def rule_of(code: str) -> AnyRule | None:
    """The rule of a code; None where there is none."""
    return RULE_BY_CODE.get(code) or next((rule for rule in all_rules() if rule.code == code), None)


def _is_a_teams(code: str) -> bool:
    return len(code) == 3 and code[0] == TEAMS_FAMILY and code[1:].isascii() and code[1:].isdigit()


def _guarded(rule: AnyRule, plugin: Plugin) -> AnyRule:
    """The rule, whose failure names it and where it comes from."""
    check: Callable[..., Iterator[Any]] = rule.check

    @functools.wraps(check)
    def guarded(*arguments: Any) -> Iterator[Any]:
        try:
            for found in check(*arguments):
                if not isinstance(found, Finding):
                    raise TypeError(f"it gave a {type(found).__name__}, not a Finding")
                yield found
        except Exception as error:
            at = getattr(arguments[0], "path", "")
            where = f" at {at}" if at else ""
            raise PluginFailed(
                f"The rule {rule.code} of the plug-in {plugin.name} failed{where}: {type(error).__name__}: {error}.",
                "Correct the rule, or leave the plug-in out.",
            ) from error

    wrapped: AnyRule = replace(rule, check=guarded)  # type: ignore[arg-type]  # each sort has its own arguments
    return wrapped
