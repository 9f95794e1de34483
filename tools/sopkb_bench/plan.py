"""What a generated base will hold: ids, states, versions and relations, fixed before any text is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sopkb.core.errors import UsageError
from sopkb.core.kinds import KIND_BY_NAME
from sopkb_bench.dice import Dice
from sopkb_bench.vocabulary import PRODUCTS, Product

SHARES = {
    "escalation": 0.02,
    "macro": 0.05,
    "sop": 0.45,
    "workaround": 0.42,
    "troubleshooter": 0.03,
    "lookup": 0.02,
    "track": 0.01,
}
"""Parts of a base by kind; a base of less than seven records has the first so many kinds, one of each."""

MOST_OF_A_KIND = 9_000
MOST = int(MOST_OF_A_KIND / max(SHARES.values()))


@dataclass
class Plan:
    """One record to be.

    Args:
        id: its id.
        kind: name of its kind.
        number: its place among its kind, from 1.
        product: what it is about.
        status: the stored state.
        reason: why it is retired; ``""`` otherwise.
        version: major, minor and patch.
        codes: the error codes it answers.
        escalates_to, replies_with, prerequisite, supersedes, related: ids.
        leads_to: ids of active records that a tree or a track names, with their major versions.
    """

    id: str
    kind: str
    number: int
    product: Product
    status: str = "active"
    reason: str = ""
    version: tuple[int, int, int] = (1, 0, 0)
    codes: list[str] = field(default_factory=list)
    escalates_to: str = ""
    replies_with: list[str] = field(default_factory=list)
    prerequisite: list[str] = field(default_factory=list)
    supersedes: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    leads_to: list[tuple[str, int]] = field(default_factory=list)


def plan_base(count: int, seed: int) -> list[Plan]:
    """Every record of a base.

    Raises:
        UsageError: the count is below 1, or leaves no four-digit number for a kind.
    """
    if not 1 <= count <= MOST:
        raise UsageError(f"{count} records cannot be generated.", f"Give a number from 1 to {MOST}.")
    dice = Dice(f"plan {seed} {count}")
    plans = {
        kind: [_first_draft(kind, number, dice) for number in range(1, amount + 1)]
        for kind, amount in _amounts(count).items()
    }
    active = {kind: [plan for plan in some if plan.status == "active"] for kind, some in plans.items()}
    _supersede(plans["workaround"], active["sop"])
    for some in plans.values():
        for plan in some:
            _relate(plan, active, dice)
    return [plan for some in plans.values() for plan in some]


def _amounts(count: int) -> dict[str, int]:
    """Records by kind: one of each as far as they go, the rest by share."""
    amounts = {kind: int(place < count) for place, kind in enumerate(SHARES)}
    rest = count - sum(amounts.values())
    for kind, share in SHARES.items():
        amounts[kind] += int(rest * share)
    amounts["sop"] += count - sum(amounts.values())
    return amounts


def _first_draft(kind: str, number: int, dice: Dice) -> Plan:
    product = PRODUCTS[(number - 1) % len(PRODUCTS)] if kind == "escalation" else dice.zipf(PRODUCTS)
    plan = Plan(f"{KIND_BY_NAME[kind].prefix}-{number:04d}", kind, number, product)
    plan.version = (1 + dice.rank(4), dice.rank(5), dice.rank(6))
    if number > 1 and kind in ("sop", "workaround", "troubleshooter", "lookup"):
        retired, draft = (0.25, 0.04) if kind == "workaround" else (0.06, 0.03)
        if dice.chance(draft):
            plan.status = "draft"
        elif dice.chance(retired):
            plan.status = "retired"
            plan.reason = dice.pick(("fixed", "fixed", "superseded")) if kind == "workaround" else "obsolete"
    if kind == "workaround" and dice.chance(0.8):
        # A code belongs to one workaround: 37 has no divisor in common with 9,000.
        plan.codes = [f"{product.prefix}-{1000 + number * 37 % 9000}"]
    elif kind == "sop" and dice.chance(0.4):
        plan.codes = [f"{product.prefix}-{100 + dice.between(0, 899)}"]
    return plan


def _supersede(workarounds: Sequence[Plan], sops: Sequence[Plan]) -> None:
    """Give each superseded workaround its successor; where there is no SOP, it was fixed after all."""
    for plan in workarounds:
        if plan.reason == "superseded":
            if sops:
                sops[plan.number % len(sops)].supersedes.append(plan.id)
            else:
                plan.reason = "fixed"


def _relate(plan: Plan, active: dict[str, list[Plan]], dice: Dice) -> None:
    if plan.kind in ("sop", "workaround", "troubleshooter", "lookup"):
        routes = active["escalation"]
        plan.escalates_to = next((route for route in routes if route.product is plan.product), routes[0]).id
    if plan.kind in ("sop", "workaround", "escalation"):
        plan.replies_with = [macro.id for macro in dice.sample(active["macro"][:40], dice.between(0, 2))]
    earlier = [sop.id for sop in active["sop"][:12] if plan.kind != "sop" or sop.number < plan.number]
    if plan.kind in ("sop", "track") and earlier and dice.chance(0.3):
        plan.prerequisite = [dice.pick(earlier)]
    if plan.kind in ("troubleshooter", "track"):
        known = active["sop"] + active["workaround"] if plan.kind == "troubleshooter" else active["sop"]
        drawn = {id(target): target for target in (dice.pick(known) for _ in range(dice.between(6, 12)))}
        plan.leads_to = [(target.id, target.version[0]) for target in drawn.values()]
    elif active["sop"] and dice.chance(0.5):
        plan.related = [found.id for found in [dice.pick(active["sop"])] if found is not plan]
