"""Words that one part of ``kb.yml`` takes from another: each must be there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sopkb.core.config.settings import Policy
from sopkb.core.diagnostics import Location, shown
from sopkb.core.source import Meta, Path

Trouble = tuple[Path, Location, str]
"""The part that must not be used, the place of the mistake, and the message."""


def unknown_words(meta: Meta) -> Iterator[Trouble]:
    """Words that one part of the file takes from another, which does not have them."""
    vocabularies, policy = meta.map("vocabularies"), meta.map("policy")
    approvers = policy.get("approvers")
    for area, handles in approvers.items() if isinstance(approvers, dict) else ():
        where: Path = ("policy", "approvers", area)
        if area != "default" and not _knows(vocabularies, "areas", area):
            yield ((), meta.positions.key(*where), _unknown(where, area, "areas"))
        for number, handle in enumerate(handles if isinstance(handles, list) else ()):
            if isinstance(handle, str) and not _knows(vocabularies, "people", handle):
                yield ((), meta.positions.value(*where, number), _unknown(where, handle, "people"))
    approver = meta.text("approver")
    if approver and not _knows(vocabularies, "people", approver):
        yield ("approver",), meta.positions.value("approver"), _unknown(("approver",), approver, "people")
    routes = policy.get("safety_routes")
    for topic in routes if isinstance(routes, dict) else ():
        if not _knows(vocabularies, "harm_topics", topic):
            where = ("policy", "safety_routes", topic)
            yield where[:2], meta.positions.key(*where), _unknown(where[:2], topic, "harm_topics")
    roles = policy.get("roles")
    for role, said in roles.items() if isinstance(roles, dict) else ():
        where = ("policy", "roles", role)
        if not _knows(vocabularies, "roles", role):
            yield where[:2], meta.positions.key(*where), _unknown(where[:2], role, "roles")
        held = said.get("permissions") if isinstance(said, dict) else ()
        for number, word in enumerate(held if isinstance(held, list) else ()):
            if isinstance(word, str) and not _knows(vocabularies, "permissions", word):
                at = meta.positions.value(*where, "permissions", number)
                yield where[:2], at, _unknown(where, word, "permissions")
    for topic in meta.map("advisories"):
        if topic != "default" and not _knows(vocabularies, "harm_topics", topic):
            yield ((), meta.positions.key("advisories", topic), _unknown(("advisories",), topic, "harm_topics"))
    review = policy.get("review")
    if isinstance(review, dict):
        least, most = review.get("min_days", Policy.least_review_days), review.get("max_days", Policy.most_review_days)
        if isinstance(least, int) and isinstance(most, int) and least > most:
            message = f"`policy.review`: min_days ({least}) is above max_days ({most}). Swap or correct them."
            yield ("policy", "review"), meta.positions.value("policy", "review"), message


def _knows(vocabularies: Mapping[str, Any], name: str, word: str) -> bool:
    known = vocabularies.get(name)
    return word in known if isinstance(known, dict | list) else True


def _unknown(where: Path, word: str, vocabulary: str) -> str:
    name = ".".join(shown(step) for step in where)
    return f"`{name}`: `{shown(word)}` is not among `vocabularies.{vocabulary}`. Add it there, or correct the word."
