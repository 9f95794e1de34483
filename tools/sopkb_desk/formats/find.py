"""From a header: which product wrote the file, how that is known, and where each of our columns stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import cache

from sopkb.core.diagnostics import shown
from sopkb.core.errors import UsageError
from sopkb_desk.columns import MOMENTS, MORE_COLUMNS, TICKET_COLUMNS, WORDS, TicketMapping
from sopkb_desk.formats.model import OWN, Source, TicketFormat, all_formats
from sopkb_desk.formats.moments import zone_of
from sopkb_desk.formats.people import is_about_people
from sopkb_desk.formats.words import fold, words

NEEDED = ("ticket_id", "created_at")
"""Without these a row is no ticket."""
_MANY_OF_OURS = 12
_ZONED = re.compile(r"^(.*\S)\s*[(（]([A-Za-z0-9_+\-:/]+)[)）]$")


@dataclass(frozen=True, slots=True)
class ColumnPlace:
    """Where a column of ours stands in a file.

    Args:
        names: the columns of the file.
        at: their numbers in a row; the first that is not empty counts, or all where they are joined.
        unit: of a duration after the opening; ``""`` for the thing itself.
        is_joined: whether all of them count.
        zone: that the header names.
    """

    names: tuple[str, ...]
    at: tuple[int, ...]
    unit: str = ""
    is_joined: bool = False
    zone: tzinfo | None = None

    def cell(self, cells: Sequence[str]) -> str:
        """What a row has there."""
        if len(self.at) == 1:
            return cells[self.at[0]].strip()
        found = [cell for number in self.at if (cell := cells[number].strip())]
        return "\n".join(found) if self.is_joined else (found[0] if found else "")


@dataclass(frozen=True)
class Understood:
    """How a file is read.

    Args:
        format: of which product.
        why: how that was found, as a phrase.
        places: of our columns.
        fallback: where a column is looked up whose word is not known.
        skips: numbers of the columns that tell rows apart that are no tickets.
        people: columns that are about persons, which nobody reads.
        unused: the other columns that are not read.
        notes: what a reader must know.
    """

    format: TicketFormat
    why: str
    places: Mapping[str, ColumnPlace]
    fallback: Mapping[str, ColumnPlace] = field(default_factory=dict)
    skips: tuple[tuple[int, frozenset[str], str], ...] = ()
    people: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Header:
    """The columns of a file under every name that they may be asked for."""

    def __init__(self, cells: Iterable[str]) -> None:
        self.cells = tuple(cell.strip().lstrip("\ufeff") for cell in cells)
        self.zones: dict[int, tzinfo] = {}
        self._numbers: dict[str, list[int]] = {}
        for number, cell in enumerate(self.cells):
            name = cell
            if (match := _ZONED.fullmatch(cell)) and (zone := zone_of(match[2])):
                name, self.zones[number] = match[1], zone
            for form in dict.fromkeys(filter(None, (fold(cell), fold(name)))):
                self._numbers.setdefault(form, []).append(number)

    def numbers(self, name: str) -> tuple[int, ...]:
        """The columns of a name; ``*`` in it stands for anything."""
        wanted = fold(name)
        if "*" not in wanted:
            return tuple(self._numbers.get(wanted, ()))
        pattern = wanted.replace("[", "[[]")
        return tuple(sorted({n for form, ns in self._numbers.items() if fnmatchcase(form, pattern) for n in ns}))

    def has(self, name: str) -> bool:
        """Whether there is such a column."""
        return bool(self.numbers(name))


@cache
def known_names() -> frozenset[str]:
    """Every name of a column that some format knows, folded: the delimiter of a file is found by them."""
    found = {*TICKET_COLUMNS, *MORE_COLUMNS}
    for each in all_formats().values():
        found |= {name for signs in each.signs for name in signs}
        found |= {name for sources in each.columns.values() for source in sources for name in source.names}
    return frozenset(map(fold, found))


def understand(cells: Sequence[str], name: str, mapping: TicketMapping) -> Understood:
    """How a file with this header is read.

    Args:
        cells: the header.
        name: of the file.
        mapping: what the team says about its exports; it stands above every format.

    Raises:
        UsageError: no format is found, or the one that was named does not fit.
    """
    header = Header(cells)
    found, why = _format(header, name, mapping)
    places, notes = _places(header, found, name, mapping)
    missing = [ours for ours in (TICKET_COLUMNS if found.name == OWN else NEEDED) if ours not in places]
    missing = [ours for ours in missing if not (ours in mapping.columns and mapping.columns[ours] is None)]
    used = {number for place in places.values() for number in place.at}
    rest = [(number, cell) for number, cell in enumerate(header.cells) if cell and number not in used]
    if missing:
        raise _lacks(name, found, missing, [cell for _, cell in rest], mapping)
    fallback = {
        ours: place
        for ours, names in found.fallback.items()
        if ours in places and (place := _place(header, Source(names))) is not None
    }
    used |= {number for place in fallback.values() for number in place.at}
    people = tuple(dict.fromkeys(cell for number, cell in rest if number not in used and is_about_people(cell)))
    unused = dict.fromkeys(cell for number, cell in rest if number not in used and cell not in people)
    skips = tuple(
        (header.numbers(skip.column)[0], frozenset(skip.unless), skip.why)
        for skip in found.skip
        if header.has(skip.column)
    )
    return Understood(found, why, places, fallback, skips, people, tuple(unused), tuple(notes))


def _format(header: Header, name: str, mapping: TicketMapping) -> tuple[TicketFormat, str]:
    formats = all_formats()
    if mapping.format:
        if mapping.format not in formats:
            raise UsageError(f"There is no format {mapping.format}.", f"There are: {', '.join(formats)}.")
        return formats[mapping.format], "it was asked for"
    ours = sum(header.has(mapping.columns.get(each) or each) for each in TICKET_COLUMNS)
    if ours >= _MANY_OF_OURS:
        return formats[OWN], f"{ours} of its {len(TICKET_COLUMNS)} columns are there"
    scored = []
    for each in formats.values():
        signs = max((signs for signs in each.signs if all(map(header.has, signs))), key=len, default=())
        if signs and each.name != OWN:
            known = sum(any(map(header.has, s.names)) for sources in each.columns.values() for s in sources)
            scored.append((known + len(signs), each, signs))
    scored.sort(key=lambda each: -each[0])
    if not scored:
        return formats[OWN], "no other format has its columns"
    best = [each for each in scored if each[0] == scored[0][0]]
    if len(best) > 1:
        listed = ", ".join(each.name for _, each, _ in best)
        raise UsageError(
            f"{name} may be of several formats: {listed}.", "Say which with --product, or in kb.yml (desk.export)."
        )
    _, found, signs = best[0]
    return found, f"it has the columns {', '.join(map(shown, signs))}"


def _places(
    header: Header, found: TicketFormat, name: str, mapping: TicketMapping
) -> tuple[dict[str, ColumnPlace], list[str]]:
    places: dict[str, ColumnPlace] = {}
    notes: list[str] = []
    for ours in (*TICKET_COLUMNS, *MORE_COLUMNS):
        if ours == "agent_id":
            continue
        if ours in mapping.columns:
            place = _mapped(header, ours, name, mapping, found.name)
        else:
            sources = (*found.columns.get(ours, ()), *(() if found.name != OWN else (Source((ours,)),)))
            candidates = (place for source in sources if (place := _place(header, source)))
            place = next((each for each in candidates if not _is_of_people(ours, each)), None)
            if found.name != OWN:
                place = _with_own_fields(header, ours, place)
        if place is not None:
            places[ours] = place
    return places, notes


def _mapped(header: Header, ours: str, name: str, mapping: TicketMapping, format_: str) -> ColumnPlace | None:
    theirs = mapping.columns[ours]
    if theirs is None:
        return None
    numbers = header.numbers(theirs)
    if not numbers and format_ == OWN and ours in TICKET_COLUMNS:
        return None  # told with the other columns that are missing
    if not numbers:
        raise UsageError(f"{name} has no column {shown(theirs)}, which the mapping names as {ours}.", "Correct it.")
    place = ColumnPlace(
        (header.cells[numbers[0]],), numbers, mapping.durations.get(ours, ""), ours in ("kb_ids", "product")
    )
    if _is_of_people(ours, place):
        raise UsageError(
            f"The mapping takes {ours} from {shown(theirs)}, which is about a person: such columns are never read.",
            f"Name another column, or write `{ours}: null`.",
        )
    return _zoned(header, place)


def _is_of_people(ours: str, place: ColumnPlace) -> bool:
    return ours in WORDS and ours != "summary" and any(map(is_about_people, place.names))


def _place(header: Header, source: Source) -> ColumnPlace | None:
    """Where a source stands; of several names the first, unless all count. A name that stands twice gives both."""
    hits = [numbers for name in source.names if (numbers := header.numbers(name))]
    if not hits:
        return None
    numbers = tuple(dict.fromkeys(n for each in hits for n in each)) if source.is_joined else hits[0]
    names = tuple(dict.fromkeys(header.cells[number] for number in numbers))
    return _zoned(header, ColumnPlace(names, numbers, source.unit, source.is_joined))


def _zoned(header: Header, place: ColumnPlace) -> ColumnPlace:
    zone = header.zones.get(place.at[0])
    return ColumnPlace(place.names, place.at, place.unit, place.is_joined, zone) if zone else place


def _with_own_fields(header: Header, ours: str, place: ColumnPlace | None) -> ColumnPlace | None:
    """A team's own field of that name goes before the product's column; columns of links are all read."""
    own: list[int] = []
    for name in words().own_fields.get(ours, ()):
        for before, after in (("", ""), *words().wrappers) if place is None or ours == "kb_ids" else words().wrappers:
            own += header.numbers(f"{before}{name}{after}".strip())
    numbers = tuple(n for n in dict.fromkeys(own) if not is_about_people(header.cells[n]))
    if not numbers:
        return place
    if ours == "kb_ids" and place:
        numbers = tuple(dict.fromkeys((*numbers, *place.at)))
    titles = tuple(dict.fromkeys(header.cells[number] for number in numbers))
    return _zoned(header, ColumnPlace(titles, numbers, "", ours in ("kb_ids", "product")))


def _lacks(
    name: str, found: TicketFormat, missing: Sequence[str], others: Sequence[str], mapping: TicketMapping
) -> UsageError:
    called = {ours: mapping.columns.get(ours) or ours for ours in missing}
    free = [cell for cell in others if not is_about_people(cell)]
    lines = "\n".join(f"  {ours}: {_proposed(ours, free)}" for ours in missing)
    names = ", ".join(ours if called[ours] == ours else f"{ours} (as `{shown(called[ours])}`)" for ours in missing)
    listed = ", ".join(shown(cell) for cell in free[:20]) or "none"
    kind = "" if found.name == OWN else f" as an export of {found.title}"
    return UsageError(
        f"{name} lacks columns{kind}: {names}. Its other columns: {listed}.",
        "If it is the export of a product, say which (--product). Else say what they are called, or null, in a mapping "
        f"(--map FILE):\n\ncolumns:\n{lines}\n",
    )


def _proposed(ours: str, others: Sequence[str]) -> str:
    """The column that may be meant: ``null`` where none is like it, ``…`` where there must be one."""
    near = get_close_matches(ours, others, 1, 0.5)
    return shown(near[0]) if near else "…" if ours in NEEDED else "null"


def moment_columns(understood: Understood) -> Mapping[str, ColumnPlace]:
    """The places that hold moments."""
    return {ours: place for ours, place in understood.places.items() if ours in MOMENTS and not place.unit}
