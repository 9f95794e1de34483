"""A troubleshooter with a dead end, a node nobody reaches, or a loop.

What: The first node is the start. Every answer leads to another node or to a record; every node can be reached; no
    path comes back to where it was.

Why on shift: The agent is stuck in the middle of a chat, with a user who has answered everything.

Bad:
    nodes:
      - {id: n1, ask: "Does the motor run?", answers: [{say: "yes", goto: n2}]}

Good:
    nodes:
      - {id: n1, ask: "Does the motor run?", answers: [{say: "yes", record: WKA-0102}, {say: "no", record: SOP-0107}]}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sopkb.core.diagnostics import Finding, Severity, shown
from sopkb.core.record import Record
from sopkb.lint.rules.rule import Context, RecordRule


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Names first, then reach, then loops."""
    nodes: dict[str, tuple[int, Mapping[str, Any]]] = {}
    for number, node in record.meta.maps("nodes"):
        name = str(node.get("id"))
        if name in nodes:
            yield Finding(
                f"Node {shown(name)} is there twice. Give one of them another id.", record.at("nodes", number, "id")
            )
        nodes.setdefault(name, (number, node))
    if not nodes:
        return
    for number, node in nodes.values():
        for position, answer in _answers(node):
            goto = answer.get("goto")
            if isinstance(goto, str) and goto not in nodes:
                yield Finding(
                    f"Node {shown(node.get('id'))}: `goto: {shown(goto)}` is not a node; "
                    "end every branch in a record id.",
                    record.at("nodes", number, "answers", position, "goto"),
                )
    edges = {name: [goto for goto in _gotos(node) if goto in nodes] for name, (_, node) in nodes.items()}
    start = next(iter(nodes))
    loops, reached = _walk(edges, start)
    for name in loops:
        yield Finding(
            f"Node {shown(name)} can be reached from itself; end every branch in a record id.",
            record.at("nodes", nodes[name][0], "id"),
        )
    for name in nodes:
        if name not in reached:
            yield Finding(
                f"Node {shown(name)} is never reached from {shown(start)}. Lead an answer to it, or remove it.",
                record.at("nodes", nodes[name][0], "id"),
            )


def _answers(node: Mapping[str, Any]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    answers = node.get("answers")
    if isinstance(answers, list):
        for position, answer in enumerate(answers):
            if isinstance(answer, dict):
                yield position, answer


def _gotos(node: Mapping[str, Any]) -> Iterator[str]:
    for _, answer in _answers(node):
        if isinstance(answer.get("goto"), str):
            yield answer["goto"]


def _walk(edges: Mapping[str, Sequence[str]], start: str) -> tuple[list[str], set[str]]:
    """Nodes at which a loop closes, and nodes that can be reached."""
    loops: list[str] = []
    reached, open_nodes = {start}, {start}
    stack = [(start, iter(edges[start]))]
    while stack:
        name, targets = stack[-1]
        target = next(targets, None)
        if target is None:
            stack.pop()
            open_nodes.discard(name)
        elif target in open_nodes:
            if target not in loops:
                loops.append(target)
        elif target not in reached:
            reached.add(target)
            open_nodes.add(target)
            stack.append((target, iter(edges[target])))
    return loops, reached


RULE = RecordRule("R05", Severity.ERROR, kinds=("troubleshooter",), alone=True, check=check)
