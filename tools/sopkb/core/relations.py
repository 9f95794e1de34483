"""How records point at each other, and what that makes true at the other end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sopkb.core.kinds import ID
from sopkb.core.record import Record
from sopkb.core.source import Path
from sopkb.core.types import OneOrMany, Ref, Type, descend


@dataclass(frozen=True, slots=True)
class RelationKind:
    """A kind of relation.

    Args:
        name: of the field that holds it.
        label: what the page of the source says.
        inverse: what the page of the target says.
        depends: whether an active source may not point at a draft or a retired target (rule R02).
        acyclic: whether following it must end (rule R04).
    """

    name: str
    label: str
    inverse: str
    depends: bool = False
    acyclic: bool = False


RELATIONS: tuple[RelationKind, ...] = (
    RelationKind("escalates_to", "Escalates to", "Escalated to from", depends=True),
    RelationKind("replies_with", "Replies with", "Reply used by", depends=True),
    RelationKind("prerequisite", "Know first", "Needed before", depends=True, acyclic=True),
    RelationKind("overrides", "Overrides while live", "Overridden by"),
    RelationKind("supersedes", "Supersedes", "Superseded by", acyclic=True),
    RelationKind("next_level", "Next level", "Previous level", acyclic=True),
    RelationKind("modules", "Teaches", "Taught in", depends=True),
    RelationKind("nodes", "Leads to", "Reached from", depends=True),
    RelationKind("related", "Related", "Related"),
)
RELATION_BY_NAME = {relation.name: relation for relation in RELATIONS}


@dataclass(frozen=True, slots=True)
class Relation:
    """One arrow from a record to another's id.

    Args:
        kind: what the arrow means.
        source: id of the record that holds it.
        target: the id it names, which may not exist.
        path: place in the source's front matter.
    """

    kind: RelationKind
    source: str
    target: str
    path: Path

    def allowed_kinds(self, record: Record) -> tuple[str, ...]:
        """Names of the kinds the target may have; empty where any will do."""
        if self.kind.name == "supersedes" and record.kind:
            return supersedable(record)
        ref = _ref_at(record.fields[self.kind.name].type, self.path)
        return ref.kinds if ref else ()


def supersedable(record: Record) -> tuple[str, ...]:
    """Names of the kinds that a record can supersede."""
    return ("sop", "workaround") if record.kind_name == "sop" else (record.kind_name,)


def fits(relation: Relation, source: Record, target: Record) -> bool:
    """Whether the target is of a kind that the relation allows (where it is not, rule R01 says so)."""
    return target.kind_name in (relation.allowed_kinds(source) or (target.kind_name,))


def relations_of(record: Record) -> Iterator[Relation]:
    """The arrows that a record's front matter holds, in the order of RELATIONS."""
    for kind in RELATIONS:
        field = record.fields.get(kind.name)
        if field is None or kind.name not in record.meta:
            continue
        for path, target in _ids(record.meta.data[kind.name], (kind.name,)):
            if _ref_at(field.type, path):
                yield Relation(kind, record.id, target, path)


def _ref_at(type_: Type, path: Path) -> Ref | None:
    """The reference that stands at a path, if one may stand there."""
    leaf = list(descend(type_, path[1:]))[-1]
    if isinstance(leaf, OneOrMany):
        leaf = leaf.item
    return leaf if isinstance(leaf, Ref) else None


def _ids(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        if ID.fullmatch(value):
            yield path, value
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _ids(item, (*path, number))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _ids(item, (*path, key))
