"""Tiers come before any score: a record that is named outranks one that is like, no dead one outranks a live one."""

from __future__ import annotations

from enum import IntEnum

from sopkb.core.state import State
from sopkb.search.index.schema import KeyKind


class Tier(IntEnum):
    """Why a hit stands where it stands; the lower the better."""

    NAMED = 1
    """Its id or one of its aliases was typed, or a word that is routed to it."""
    EXACT = 2
    """Live, and one of its codes, its bug or its incident was typed."""
    INCIDENT = 3
    """A live workaround of an open incident, and most of the words are in its title and symptoms."""
    LIVE = 4
    """Live, a known issue without a fix, or a draft with most of the words in its title and symptoms."""
    UNPUBLISHED = 5
    """Any other draft, or scheduled: no answer yet."""
    DEAD = 6
    """Expired or retired; shown collapsed."""


def tier_of(state: State, exact: KeyKind | None, *, leads_incident: bool = False, is_meant: bool = False) -> Tier:
    """The tier of a hit.

    Args:
        state: its state at the moment of the question.
        exact: the kind of identifier that matched, if one did; a route counts as an id.
        leads_incident: whether it is a workaround of an open incident with most of the words in title and symptoms.
        is_meant: whether it is a draft, beside live records, with most of the words in title and symptoms.
    """
    if state.is_dead:
        return Tier.DEAD
    if exact in (KeyKind.ID, KeyKind.ALIAS):
        return Tier.NAMED
    if not state.is_live:
        return Tier.LIVE if is_meant else Tier.UNPUBLISHED
    if exact is not None:
        return Tier.EXACT
    return Tier.INCIDENT if leads_incident else Tier.LIVE
