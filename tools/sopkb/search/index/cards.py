"""What is kept of a record beside its postings: facts for filters and tiers, and the card that a row is drawn from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, KeysView, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import itemgetter
from pathlib import Path
from typing import Any

from sopkb.core.config import Config
from sopkb.core.corpus import Corpus
from sopkb.core.folding import fold
from sopkb.core.known import waits_for
from sopkb.core.raising import raising_of
from sopkb.core.record import Record
from sopkb.core.relations import RELATIONS
from sopkb.core.state import Facts, State, facts_of
from sopkb.search.index.manifest import TRAITS_NAME
from sopkb.search.index.units import RecordUnits

_SAYS_WHAT_NOT_TO_DO = frozenset({"Do not", "Do not use when"})
"""Their lines read as orders when they stand alone in a row, so no row is given a passage of theirs."""
MOST_RELATED = 8
"""Related records on a card."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STRENGTH = {kind.name: place for place, kind in enumerate(RELATIONS)}
_STATES = (State.DRAFT, State.LIVE, State.RETIRED, State.KNOWN)

Row = list[Any]
"""The traits of a record as JSON holds them: see :func:`traits_row`."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What filters and tiers ask of every record that matches, so that they need not open its card.

    Args:
        life: what its state is computed from.
        area: key of its area.
        owner: key of its team.
        audience: keys of whom it is for.
        regions: where it holds, folded; empty for everywhere.
        language: BCP 47 tag, folded.
        in_incident: whether it names an incident that is open.
    """

    life: Facts
    area: str
    owner: str
    audience: tuple[str, ...]
    regions: tuple[str, ...]
    language: str
    in_incident: bool


def traits_of(record: Record, corpus: Corpus) -> Traits:
    """The traits of a record."""
    affected = record.meta.map("affected").get("regions")
    regions = {fold(region) for region in affected if isinstance(region, str)} if isinstance(affected, list) else set()
    return Traits(
        life=facts_of(record),
        area=record.area,
        owner=record.owner,
        audience=record.meta.texts("audience"),
        regions=() if "all" in regions else tuple(sorted(regions)),
        language=fold(record.language),
        in_incident=corpus.tracker.is_open(record.meta.text("incident")) is True,
    )


def traits_row(traits: Traits) -> Row:
    """Traits as JSON holds them; moments are seconds since 1970."""
    named = [traits.area, traits.owner, list(traits.audience), list(traits.regions), traits.language]
    return [*life_row(traits.life), *named, int(traits.in_incident)]


def read_traits(row: Row) -> Traits:
    """The inverse of :func:`traits_row`.

    Raises:
        TypeError, ValueError, IndexError: the row is not what that wrote.
    """
    area, owner, audience, regions, language, in_incident = row[5:]
    return Traits(read_life(row[:5]), area, owner, tuple(audience), tuple(regions), language, bool(in_incident))


def life_row(life: Facts) -> list[int | None]:
    """The facts of a state as numbers: 0 draft, 1 active, 2 retired, 3 known; then four moments, seconds since 1970."""
    moments = (life.effective, life.expires, life.due, life.retired)
    return [_STATES.index(life.state), *(_seconds(moment) for moment in moments)]


def read_life(row: Sequence[int | None]) -> Facts:
    """The inverse of :func:`life_row`."""
    effective, expires, due, retired = (_moment(moment) for moment in row[1:])
    return Facts(_STATES[row[0] or 0], retired, effective, expires, due)


def source_digest(record: Record, corpus: Corpus) -> str:
    """A digest of all that a record's postings, card and facts are made from, settings aside.

    Its own text, and what is lent to it: who points at it, what replaced it, what the tracker knows.
    """
    items, by_id = corpus.tracker.items, corpus.by_id
    item = items.get(record.meta.text("bug")) if items else None
    is_open = corpus.tracker.is_open(record.meta.text("incident")) if items else None
    successor = corpus.successor_of(record.id)
    lent = [record.digest, record.path, successor.id if successor else "", item.fixed_in if item else "", str(is_open)]
    lent += [f"{other} {by_id[other].title}" for other in _related(record, corpus)]
    return hashlib.sha256("\n".join(lent).encode("utf-8", "replace")).hexdigest()[:32]


class TraitsTable(Mapping[int, Traits]):
    """The traits of every record by number; each is made of its row when it is first asked for.

    Args:
        rows: by number.
    """

    def __init__(self, rows: Mapping[int, Row]) -> None:
        self.rows = rows
        self._made: dict[int, Traits] = {}

    def __getitem__(self, number: int) -> Traits:
        found = self._made.get(number)
        if found is None:
            found = self._made[number] = read_traits(self.rows[number])
        return found

    def __contains__(self, number: object) -> bool:
        return number in self.rows

    def __iter__(self) -> Iterator[int]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def keys(self) -> KeysView[int]:
        return self.rows.keys()


def write_traits(generation: Path, rows: Mapping[int, Row]) -> None:
    """Write the traits of every record, by number."""
    written = {str(number): rows[number] for number in sorted(rows)}
    (generation / TRAITS_NAME).write_text(json.dumps(written, ensure_ascii=False), encoding="utf-8")


def parse_traits(raw: bytes) -> TraitsTable:
    """Read what :func:`write_traits` wrote."""
    return TraitsTable({int(number): row for number, row in json.loads(raw).items()})


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int((moment - _EPOCH).total_seconds())


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def card_of(units: RecordUnits, corpus: Corpus, config: Config) -> str:
    """The card of a record, as JSON; what is empty is left out."""
    record, meta = units.record, units.record.meta
    steps, raising = record.steps_section, raising_of(record)
    item = corpus.tracker.items.get(meta.text("bug"))
    successor = corpus.successor_of(record.id)
    card: dict[str, Any] = {
        "title": record.title,
        "summary": record.summary,
        "life": life_row(facts_of(record)),
        "area": record.area,
        "owner": record.owner,
        "version": meta.text("version"),
        "confidence": meta.text("confidence"),
        "reviewed": meta.text("last_reviewed"),
        "symptoms": record.symptoms,
        "exact": (*record.aliases, *record.error_codes, *meta.texts("bug"), *meta.texts("incident")),
        "minutes": meta.number("est_minutes"),
        "permissions": meta.texts("permissions"),
        "affected": _affected(meta.map("affected")),
        "waits_for": waits_for(record, config.team),
        "how_to_raise": raising.how,
        "how_fast": raising.how_fast(config.team),
        "advisory": config.advisory(meta.texts("harm_topics")) if record.is_sensitive else "",
        "because": record.retired_because,
        "fixed_in": meta.text("fixed_in") or (item.fixed_in if item else ""),
        "successor": successor.id if successor else "",
        "related": [[other, corpus.by_id[other].title] for other in _related(record, corpus)],
        "path": record.path,
        "steps": next((s.position for s in units.sections if steps and s.anchor == steps.anchor), 0),
        "sections": [
            [section.heading, section.anchor, "" if section.heading in _SAYS_WHAT_NOT_TO_DO else section.text]
            for section in units.sections
        ],
    }
    return json.dumps({name: value for name, value in card.items() if value}, ensure_ascii=False)


def _affected(affected: Mapping[str, Any]) -> str:
    """Who is affected, in one line."""
    parts = []
    for name in ("versions", "clients", "regions", "sites"):
        value = affected.get(name)
        words = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        texts = [word for word in words if isinstance(word, str) and word]
        if texts and texts != ["all"]:
            parts.append(", ".join(texts))
    return "; ".join(parts)


def _related(record: Record, corpus: Corpus) -> list[str]:
    """Ids that a reader of this record is likely to want next: both ways, the strongest relations first."""
    ordered = [(_STRENGTH[each.kind.name], 0, each.target) for each in record.relations]
    ordered += [(_STRENGTH[each.kind.name], 1, each.source) for each in corpus.inverses.get(record.id, ())]
    ordered.sort(key=itemgetter(0, 1))
    own, by_id = record.id, corpus.by_id
    others = dict.fromkeys(other for _, _, other in ordered if other != own and other in by_id)
    return list(others)[:MOST_RELATED]
