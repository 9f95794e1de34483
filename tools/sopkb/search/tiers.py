"""Tiers come before any score: a record that is named outranks one that is like, no dead one outranks a live one."""

from __future__ import annotations

from enum import IntEnum

from sopkb.index.schema import KeyKind
from sopkb.model.corpus import Tracker
from sopkb.model.record import Record
from sopkb.model.state import State


class Tier(IntEnum):
    """Why a hit stands where it stands; the lower the better."""

    NAMED = 1
    """Its id or one of its aliases was typed."""
    EXACT = 2
    """Live, and one of its codes, its bug or its incident was typed."""
    INCIDENT = 3
    """A live workaround of an open incident, and most of the words are in its title and symptoms."""
    LIVE = 4
    UNPUBLISHED = 5
    """A draft, or scheduled: no answer yet."""
    DEAD = 6
    """Expired or retired; shown collapsed."""


def tier_of(record: Record, state: State, exact: KeyKind | None, matches_most: bool, tracker: Tracker) -> Tier:
    """The tier of a hit.

    Args:
        record: the record.
        state: its state at the moment of the question.
        exact: the kind of identifier that matched, if one did.
        matches_most: whether most of the words are in its title and symptoms.
        tracker: what is known of incidents.
    """
    if state.is_dead:
        return Tier.DEAD
    if exact in (KeyKind.ID, KeyKind.ALIAS):
        return Tier.NAMED
    if not state.is_live:
        return Tier.UNPUBLISHED
    if exact is not None:
        return Tier.EXACT
    if matches_most and record.kind_name == "workaround" and tracker.is_open(record.meta.text("incident")):
        return Tier.INCIDENT
    return Tier.LIVE
