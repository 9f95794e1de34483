"""A cycle in `supersedes`, `prerequisite` or `next_level`.

What: Following one of these relations from record to record must come to an end.

Why on shift: An endless handoff: everybody is the next level of somebody.

Bad:
    # ESC-0001: next_level: ESC-0102
    # ESC-0102: next_level: ESC-0001

Good:
    # ESC-0001: next_level: ESC-0102
    # ESC-0102: no next level
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sopkb.core.diagnostics import Finding, Severity
from sopkb.core.relations import RELATIONS, Relation
from sopkb.lint.rules.rule import Context, CorpusRule


def check(context: Context) -> Iterator[Finding]:
    """Each cycle once, told at the edge of its smallest id."""
    for kind in RELATIONS:
        if not kind.acyclic:
            continue
        edges = {
            source: [relation for relation in relations if relation.kind is kind and relation.target != source]
            for source, relations in context.corpus.relations.items()
        }
        for cycle in _cycles(edges):
            path = " → ".join([*(relation.source for relation in cycle), cycle[0].source])
            record = context.corpus.by_id[cycle[0].source]
            at = record.at(*cycle[0].path)
            yield Finding(f"Cycle in `{kind.name}`: {path}. Remove one edge.", at, path=record.path)


def _cycles(edges: Mapping[str, Sequence[Relation]]) -> Iterator[list[Relation]]:
    """One cycle for each group of records that hang in a circle, found depth first without recursion."""
    done: set[str] = set()
    for start in sorted(edges):
        trail: list[Relation] = []
        on_trail = {start}
        stack = [iter(edges[start])] if start not in done else []
        while stack:
            relation = next(stack[-1], None)
            if relation is None:
                stack.pop()
                leaving = trail.pop().target if trail else start
                on_trail.discard(leaving)
                done.add(leaving)
            elif relation.target in on_trail:
                yield _rotated([*trail, relation], relation.target)
            elif relation.target in edges and relation.target not in done:
                trail.append(relation)
                on_trail.add(relation.target)
                stack.append(iter(edges[relation.target]))


def _rotated(trail: list[Relation], first: str) -> list[Relation]:
    """The part of the trail that is the circle, beginning at its smallest id."""
    begin = next(number for number, relation in enumerate(trail) if relation.source == first)
    circle = trail[begin:]
    least = min(range(len(circle)), key=lambda number: circle[number].source)
    return circle[least:] + circle[:least]


RULE = CorpusRule("R04", Severity.ERROR, check=check)
