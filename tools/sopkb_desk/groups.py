"""Tickets that say the same and that agents do not link: found by words whose tickets are linked too seldom.

A word, or a pair of them, is a seed where its tickets are linked much less often than all are. Around each seed a
group grows: every ticket without a record that is like the seed's. No number of groups is set beforehand, a ticket is
in one group at most, and what is like nothing else is in none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from sopkb_desk.count import FEWEST, chance_of_more
from sopkb_desk.terms import Centre, Weights

ALIKE = 0.42
"""Cosine from which a ticket belongs to a group."""
SAME = 0.5
"""Cosine from which two groups are one."""
_SHARED = 2
"""Words that a ticket shares with its group; one that has a single word shares that."""
_REST = 0.12
"""Cosine that must be left when the word that weighs most is taken away."""
_SEED_WORDS = 6
_UNLINKED = 0.55
"""Share of a seed's tickets that must be without a record."""
SELDOM = 0.6
"""Share of all tickets without a record, above which the team links too seldom for links to tell anything."""
_BY_CHANCE = 0.02
"""Seeds that may be found by chance in one analysis."""
_Seed = tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """Tickets without a record that say the same, by their places in what was given.

    Args:
        members: tickets without a record.
        linked: tickets like them that have one.
        centre: the middle of the members.
    """

    members: tuple[int, ...]
    linked: tuple[int, ...]
    centre: Centre

    @property
    def link_rate(self) -> float:
        """How many of those who say this were linked to a record."""
        return len(self.linked) / (len(self.members) + len(self.linked))


def group_unlinked(documents: Sequence[frozenset[str]], linked: Sequence[bool], costs: Sequence[float]) -> list[Group]:
    """Groups of tickets without a record, the costliest first.

    Args:
        documents: the terms of each ticket.
        linked: whether it has a record.
        costs: minutes of each.
    """
    weights = Weights.of(documents)
    holders: dict[str, list[int]] = defaultdict(list)
    for number, document in enumerate(documents):
        for term in document:
            if weights[term]:
                holders[term].append(number)
    usual = 1 - sum(linked) / max(len(linked), 1)
    if usual > SELDOM:
        usual = 0.0  # where hardly anything is linked, a missing link tells nothing: search alone will judge
    seeds = sorted(
        _seeds(documents, linked, weights, usual),
        key=lambda seed: (-sum(costs[number] for number in _with(seed[0], holders) if not linked[number]), seed),
    )
    taken: set[int] = set()
    groups: list[Group] = []
    for seed, _ in seeds:
        start = [number for number in _with(seed, holders) if not linked[number] and number not in taken]
        if usual:  # else search judges, and every group that it does not answer would be told in parts
            start = _of_one_question(start, seed, documents, weights)
        if len(start) < FEWEST:
            continue
        group = _grown(start, documents, linked, weights, holders, taken)
        if group is None:
            continue
        taken.update(group.members)
        groups.append(group)
    merged = _merged(groups, documents, weights)
    return sorted(merged, key=lambda group: (-sum(costs[number] for number in group.members), group.members))


def _seeds(
    documents: Sequence[frozenset[str]], linked: Sequence[bool], weights: Weights, usual: float
) -> Iterator[tuple[_Seed, int]]:
    """Words and pairs of words whose tickets are surely linked less often than others are."""
    without: Counter[_Seed] = Counter()
    for number, document in enumerate(documents):
        if not linked[number]:
            without.update(_choices(document, weights))
    hopeful = {seed for seed, count in without.items() if count >= FEWEST}
    whole: Counter[_Seed] = Counter()
    words = {term for seed in hopeful for term in seed}
    for document in documents:
        told = sorted(document & words)
        whole.update(seed for seed in _combined(told) if seed in hopeful)
    for seed in hopeful:
        count = without[seed]
        # So many seeds are looked at that some look odd by chance: the more there are, the surer each must be.
        if count >= _UNLINKED * whole[seed] and chance_of_more(count, whole[seed], usual) * len(hopeful) < _BY_CHANCE:
            yield seed, count


def _choices(document: frozenset[str], weights: Weights) -> Iterator[_Seed]:
    best = sorted((term for term in document if weights[term]), key=lambda term: (-weights[term], term))
    return _combined(sorted(best[:_SEED_WORDS]))


def _combined(told: Sequence[str]) -> Iterator[_Seed]:
    yield from ((term,) for term in told)
    yield from combinations(told, 2)


def _with(seed: Iterable[str], holders: dict[str, list[int]]) -> list[int]:
    lists = sorted((holders.get(term, []) for term in seed), key=len)
    rest = [set(numbers) for numbers in lists[1:]]
    return [number for number in lists[0] if all(number in others for others in rest)]


def _of_one_question(start: list[int], seed: _Seed, documents: Sequence[frozenset[str]], weights: Weights) -> list[int]:
    """The tickets that a group begins with: of a single word those that are like the ones that say it with one more.

    A word alone may stand in two questions, whose middle both would then be like.
    """
    beside = Counter(t for number in start for t in documents[number] if weights[t] and t not in seed)
    if len(seed) > 1 or not beside:
        return start
    word = max(beside, key=lambda term: (beside[term], weights[term], term))
    together = [number for number in start if word in documents[number]]
    centre = Centre([documents[number] for number in together], weights)
    return [number for number in start if word in documents[number] or _is_like(documents[number], centre)]


def _grown(
    start: list[int],
    documents: Sequence[frozenset[str]],
    linked: Sequence[bool],
    weights: Weights,
    holders: dict[str, list[int]],
    taken: set[int],
) -> Group | None:
    members = start
    for _ in range(2):
        centre = Centre([documents[number] for number in members], weights)
        likely = {number for term in _telling(centre) for number in holders.get(term, ())}
        near = sorted(number for number in likely if _is_like(documents[number], centre))
        members = [number for number in near if not linked[number] and number not in taken]
        if len(members) < FEWEST:
            return None
    return Group(tuple(members), tuple(number for number in near if linked[number]), centre)


def _is_like(document: frozenset[str], centre: Centre) -> bool:
    """Whether a ticket says what a group says: not by one rare word alone, however much that word weighs.

    "Black screen in the player" and "no screen behind the docking station" share a word and nothing else.
    """
    if centre.likeness(document) < ALIKE:
        return False
    shared = [term for term in document if term in centre.vector]
    return (
        len(shared) >= min(_SHARED, len(document))
        and centre.likeness(document, without_best=len(document) > 1) >= _REST
    )


def _telling(centre: Centre) -> list[str]:
    """Terms of which a ticket must have one to be near: without all of them it cannot be."""
    return sorted(centre.vector, key=lambda term: -centre.vector[term])[:8]


def _merged(groups: Sequence[Group], documents: Sequence[frozenset[str]], weights: Weights) -> list[Group]:
    kept: list[Group] = []
    for group in sorted(groups, key=lambda group: -len(group.members)):
        for place, other in enumerate(kept):
            if (
                group.centre.alike(other.centre) >= SAME
                and group.centre.alike(other.centre, without_best=True) >= _REST
            ):
                members = tuple(sorted({*other.members, *group.members}))
                linked = tuple(sorted({*other.linked, *group.linked}))
                kept[place] = Group(members, linked, Centre([documents[number] for number in members], weights))
                break
        else:
            kept.append(group)
    return kept
