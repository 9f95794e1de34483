"""From prepared documents to whole records: title, front matter, body with its links changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from sopkb.core.fields import FIELDS_OF
from sopkb.core.kinds import Kind
from sopkb.core.load.body import parse_body
from sopkb.core.naming import record_filename, slug_of
from sopkb.core.types import Text
from sopkb.private import find_private
from sopkb_import.assets import Assets
from sopkb_import.base_config import Vocabulary, Words
from sopkb_import.front_matter import ALIASES_KEY, SUMMARY_KEYS, FieldReader, texts, write_record
from sopkb_import.leads import Directory, Target
from sopkb_import.links import Broken, rewrite
from sopkb_import.mapping import WORD, ImportMapping
from sopkb_import.naming import aliases_of, compose_title, readable
from sopkb_import.numbering import Place
from sopkb_import.outline import anchors_of
from sopkb_import.plain import clean, first_sentence, plain_text, shortened
from sopkb_import.prepare import Prepared

ROOT_AREA = "general"
"""Area of documents that lie in no folder."""

_SUMMARY = FIELDS_OF["sop"]["summary"].type
assert isinstance(_SUMMARY, Text)
assert _SUMMARY.longest is not None
_LONGEST_SUMMARY = _SUMMARY.longest


@dataclass(frozen=True)
class Facets:
    """Which area each document belongs to, and which product its title names.

    Args:
        areas: by source path.
        labels: of the areas.
        products: by source path.
    """

    areas: Mapping[str, str]
    labels: Mapping[str, str]
    products: Mapping[str, str]


@dataclass(frozen=True)
class Surroundings:
    """What every record of an import is written with.

    Args:
        kind: of the records.
        mapping: what the team says.
        facets: areas and products.
        vocabulary: the base's words.
        assets: where images are brought to.
        taken_aliases: of records that are not part of this import.
        left_out: source paths of documents that become no record.
    """

    kind: Kind
    mapping: ImportMapping
    facets: Facets
    vocabulary: Vocabulary
    assets: Assets
    taken_aliases: frozenset[str]
    left_out: frozenset[str]


@dataclass(frozen=True)
class Planned:
    """A record that is ready to be written.

    Args:
        prepared: the document.
        place: its id and file as they are.
        path: where it is written, relative to the base.
        title: of the record.
        text: of the file.
        broken: links and images that led nowhere.
        notes: on fields that could not be used.
    """

    prepared: Prepared
    place: Place
    path: str
    title: str
    text: str
    broken: tuple[Broken, ...] = ()
    notes: tuple[str, ...] = ()


def facets_of(prepared: Sequence[Prepared], mapping: ImportMapping, area: str) -> Facets:
    """Areas and products: from the mapping, else from the first folder on a document's path.

    Args:
        prepared: the documents.
        mapping: what the team says.
        area: one area for all, where it was asked for.
    """
    names: dict[str, list[str]] = {}
    for one in prepared:
        folder = one.document.folder.partition("/")[0]
        names.setdefault(folder, []).extend((one.names.heading, one.names.stem))
    areas: dict[str, str] = {}
    labels: dict[str, str] = {}
    products: dict[str, str] = {}
    for one in prepared:
        path, folder = one.document.path, one.document.folder
        first = folder.partition("/")[0]
        name = readable(first, names[first]) if first else ROOT_AREA.capitalize()
        products[path] = of_folder(mapping.products, folder) or name
        asked = next(iter(texts(one.document.meta.get(mapping.fields.get("area", "")))), "")
        given = area or asked or mapping.constants.get("area") or of_folder(mapping.areas, folder)
        areas[path] = _area_word(given or first or ROOT_AREA)
        label = readable(given, ()) if given else name
        labels.setdefault(areas[path], label if label and not find_private(label) else areas[path])
    return Facets(areas, labels, products)


def of_folder(table: Mapping[str, str], folder: str) -> str:
    """The value for a folder, or for the nearest folder above it."""
    while folder and folder not in table:
        folder = folder.rpartition("/")[0]
    return table.get(folder, "")


def _area_word(name: str) -> str:
    """A name as a word of the vocabulary; one without any ASCII letter gets a word made from its digest."""
    word = name.lower() if WORD.fullmatch(name) else slug_of(name)
    return word if word != "record" and not find_private(word) else f"area-{sha256(name.encode()).hexdigest()[:6]}"


def needed_words(prepared: Iterable[Prepared], mapping: ImportMapping, facets: Facets) -> Words:
    """What the documents need in the vocabularies."""
    found: dict[str, set[str]] = {"owner": set(), "audience": set(), "language": set()}
    for name, words in found.items():
        words.update(word for word in texts(mapping.constants.get(name)) if WORD.fullmatch(word))
        key = mapping.fields.get(name)
        if key:
            for one in prepared:
                words.update(word for word in texts(one.document.meta.get(key)) if WORD.fullmatch(word))
    return Words(facets.labels, *(frozenset(found[name]) for name in ("owner", "audience", "language")))


@dataclass(frozen=True)
class _Titled:
    prepared: Prepared
    place: Place
    title: str
    path: str


def plan_records(
    prepared: Sequence[Prepared],
    places: Mapping[str, Place],
    around: Surroundings,
    reader: FieldReader,
    tick: Callable[[int, int], None] | None = None,
) -> list[Planned]:
    """Write every record in memory.

    The bodies are written twice: only when all of them are known is it known which anchors their headings have.

    Args:
        prepared: the documents that become records.
        places: their ids and files.
        around: what they are written with.
        reader: takes fields from front matter.
        tick: told after each record how many of how many are written.
    """
    shared = Counter(one.names.chosen.casefold() for one in prepared)
    titled = [
        _titled(one, places[one.document.path], around, is_shared=shared[one.names.chosen.casefold()] > 1)
        for one in prepared
    ]
    directory = _directory(titled, around)
    aliases = _aliases(titled, around)
    namesakes: dict[str, str] = {}
    planned = []
    for number, one in enumerate(titled, 1):
        document = one.prepared.document
        body, broken = rewrite(one.prepared.spans, document.path, directory)
        given, notes = reader.given(document.meta)
        fixed = _values(one, around, aliases[document.path])
        namesake = namesakes.setdefault(one.title.casefold(), one.place.record_id)
        if namesake != one.place.record_id:
            notes.append(f"{namesake} has the same title; one of the two may be superfluous")
        text = write_record(around.kind.name, fixed | given | {"area": fixed["area"]}, body)
        planned.append(Planned(one.prepared, one.place, one.path, one.title, text, broken, tuple(notes)))
        if tick:
            tick(number, len(titled))
    return planned


def _titled(one: Prepared, place: Place, around: Surroundings, *, is_shared: bool) -> _Titled:
    """A document's title: its own, with a product where the mapping gives one, or where others are called the same."""
    source = one.document.path
    given = of_folder(around.mapping.products, one.document.folder)
    product = given or (around.facets.products[source] if is_shared else "")
    title = compose_title(one.names.chosen, product)
    path = place.path or f"{around.kind.plural}/{_filename(place.record_id, title)}"
    return _Titled(one, place, title, path)


def _filename(record_id: str, title: str) -> str:
    """The file name of a record; where the words of a harmless title read like something private once joined, none."""
    name = record_filename(record_id, title)
    return record_filename(record_id, "") if find_private(name) else name


def _directory(titled: Sequence[_Titled], around: Surroundings) -> Directory:
    """Every record with the anchors that its headings have once its own links are changed."""
    targets = {one.prepared.document.path: Target(one.path, one.prepared.outline.fragments) for one in titled}
    first = Directory(targets, around.left_out, around.assets, around.mapping.own_addresses)
    known = {}
    for one in titled:
        source = one.prepared.document.path
        body, _ = rewrite(one.prepared.spans, source, first)
        anchors = [section.anchor for section in parse_body(body, 1).sections if section.level]
        known[source] = replace(targets[source], anchors=anchors_of(one.prepared.assembled.owners, anchors))
    return Directory(known, around.left_out, around.assets, around.mapping.own_addresses)


def _aliases(titled: Sequence[_Titled], around: Surroundings) -> dict[str, list[str]]:
    """Aliases by source path. A name that two documents share stays with the lower id: it was there first."""
    seen = {alias.casefold() for alias in around.taken_aliases}
    key = around.mapping.fields.get(ALIASES_KEY, ALIASES_KEY)
    found = {}
    for one in sorted(titled, key=lambda one: one.place.record_id):
        document = one.prepared.document
        old_names = texts(document.meta.get(key))
        found[document.path] = aliases_of(document.path, one.title, one.prepared.names, old_names, seen)
        seen.update(alias.casefold() for alias in found[document.path])
    return found


def _values(one: _Titled, around: Surroundings, aliases: list[str]) -> dict[str, Any]:
    """The fields that the import knows."""
    created = one.place.created
    source = one.prepared.document.path
    change = f"Imported from {clean(source)}"
    values: dict[str, Any] = {
        "id": one.place.record_id,
        "kind": around.kind.name,
        "title": one.title,
        "summary": _summary(one, around.mapping),
        "status": "draft",
        "confidence": "unverified",
        "version": "0.1.0",
        "area": around.facets.areas[source],
        "owner": around.vocabulary.owner,
        "created": created,
        "aliases": aliases,
        "conversion": "legacy",
        "sensitivity": "none",
        "changelog": [{"version": "0.1.0", "date": created, "training": "none", "change": change}],
    }
    if around.vocabulary.audience:
        values["audience"] = list(around.vocabulary.audience)
    return values


def _summary(one: _Titled, mapping: ImportMapping) -> str:
    meta = one.prepared.document.meta
    keys = [mapping.fields["summary"]] if "summary" in mapping.fields else []
    written = next((text for key in (*keys, *SUMMARY_KEYS) for text in texts(meta.get(key))), "")
    words = plain_text(written) or first_sentence(one.prepared.outline.text) or one.prepared.names.chosen
    return shortened(words, _LONGEST_SUMMARY)
