"""A record: what stands in one file, under typed names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

from sopkb.core.body import Body, Section, Step
from sopkb.core.diagnostics import Location
from sopkb.core.fields import FIELDS_OF, Field
from sopkb.core.kinds import KIND_BY_NAME, Kind, kind_of_id
from sopkb.core.moments import parse_date, parse_instant
from sopkb.core.source import Fault, FaultKind, Meta
from sopkb.core.version import Version

if TYPE_CHECKING:
    from sopkb.core.relations import Relation

NEXT_SUFFIX = ".next.md"

Answer = TypeVar("Answer")


def remembered(work: Callable[[Record], Answer]) -> Callable[[Record], Answer]:
    """A function of a record and nothing else, whose answer is kept with the record, as long as that lives."""
    name = f"{work.__module__}.{work.__qualname__}"

    @wraps(work)
    def answer(record: Record) -> Answer:
        if name not in record.__dict__:
            record.__dict__[name] = work(record)
        return cast("Answer", record.__dict__[name])

    return answer


@dataclass(frozen=True)
class Record:
    """One record, as its author wrote it; nothing here depends on the clock.

    Any value may be missing or of a wrong type: then the properties below answer with something empty, and rules
    S01 and S02 have said so.

    Args:
        path: of its file, relative to the project, with ``/``.
        meta: the front matter.
        body: the parsed body.
        digest: SHA-256 of the file's bytes, in hexadecimal.
    """

    path: str
    meta: Meta
    body: Body
    digest: str = ""

    @cached_property
    def id(self) -> str:
        return self.meta.text("id")

    @cached_property
    def kind(self) -> Kind | None:
        """The kind that ``kind:`` names; where it names none, the kind of the id's prefix."""
        return KIND_BY_NAME.get(self.meta.text("kind")) or kind_of_id(self.id)

    @property
    def kind_name(self) -> str:
        return self.kind.name if self.kind else ""

    @property
    def fields(self) -> dict[str, Field]:
        """The fields of this kind; none where the kind is unknown."""
        return dict(FIELDS_OF[self.kind.name]) if self.kind else {}

    @cached_property
    def title(self) -> str:
        return self.meta.text("title")

    @property
    def summary(self) -> str:
        return self.meta.text("summary")

    @property
    def status(self) -> str:
        return self.meta.text("status")

    @property
    def is_draft(self) -> bool:
        return self.status == "draft"

    @property
    def is_known(self) -> bool:
        """Whether this is a known issue without a fix, which is an answer: a draft workaround that says so."""
        return self.is_draft and self.kind_name == "workaround" and self.meta.flag("known")

    @property
    def is_unpublished(self) -> bool:
        """Whether nobody is meant to read it yet: a draft, unless it is a known issue."""
        return self.is_draft and not self.is_known

    @property
    def is_legacy(self) -> bool:
        """Whether another team wrote it and nobody has put it into house style: what is missing is a list of to-dos."""
        return self.meta.text("conversion") == "legacy"

    @property
    def is_active(self) -> bool:
        return self.status == "active"

    @property
    def is_retired(self) -> bool:
        return self.status == "retired"

    @property
    def is_next(self) -> bool:
        """Whether this is a future major, waiting beside the current text as ``<ID>….next.md``."""
        return self.path.endswith(NEXT_SUFFIX)

    @property
    def version(self) -> Version | None:
        return Version.parse(self.meta.text("version"))

    @property
    def area(self) -> str:
        return self.meta.text("area")

    @property
    def owner(self) -> str:
        return self.meta.text("owner")

    @property
    def language(self) -> str:
        """BCP 47 tag of the body's language."""
        return self.meta.text("language") or "en"

    @property
    def is_sensitive(self) -> bool:
        """Whether the advisory comes first and no snippet is shown."""
        return self.meta.text("sensitivity") != "none"

    @property
    def symptoms(self) -> tuple[str, ...]:
        return self.meta.texts("symptoms")

    @property
    def error_codes(self) -> tuple[str, ...]:
        return self.meta.texts("error_codes")

    @property
    def aliases(self) -> tuple[str, ...]:
        return self.meta.texts("aliases")

    def day(self, name: str) -> date | None:
        """A date field."""
        return parse_date(self.meta.data.get(name))

    def moment(self, name: str) -> datetime | None:
        """An instant field, in UTC."""
        return parse_instant(self.meta.data.get(name))

    @property
    def retired_because(self) -> str:
        """``fixed``, ``superseded``, ``obsolete`` or ``unsafe``; ``""`` where it is not retired."""
        reason = self.meta.map("retired").get("reason")
        return reason if self.is_retired and isinstance(reason, str) else ""

    @property
    def changelog(self) -> Iterator[dict[str, Any]]:
        """The entries, newest first."""
        return (dict(entry) for _, entry in self.meta.maps("changelog"))

    @property
    def steps(self) -> tuple[Step, ...]:
        """What an agent does, in order: the steps of the section that holds them, its subsections included."""
        return tuple(step for part in self.steps_parts for step in part.steps)

    @property
    def steps_section(self) -> Section | None:
        """The section that holds the steps, where the kind has one and the record has it."""
        return self.body.section(self.kind.steps_in) if self.kind and self.kind.steps_in else None

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """The arrows that leave the record; kept, because an edit of one record asks for those of all."""
        from sopkb.core.relations import relations_of

        return tuple(relations_of(self))

    @property
    def steps_parts(self) -> tuple[Section, ...]:
        """The section that holds the steps, and its subsections: a branch may have a heading of its own."""
        return self.body.parts_of(self.kind.steps_in) if self.kind and self.kind.steps_in else ()

    def at(self, *path: str | int) -> Location:
        """Where a value of the front matter stands; the whole front matter where it is missing."""
        return self.meta.positions.value(*path)


@dataclass(frozen=True, slots=True)
class Withheld:
    """A personal datum or a secret that the loader took out: of which sort, and where it stands; never what it is."""

    sort: str
    is_secret: bool
    at: Location


@dataclass(frozen=True, slots=True)
class Document:
    """A file of the base: a record, or the faults that kept it from being one (both, where it could be read).

    Args:
        path: relative to the project, with ``/``.
        faults: what was odd about the file.
        record: what was read from it.
        source: the file's text above the record's body; the whole text, where there is no record.
        withheld: what was taken out of the text, in order.
    """

    path: str
    faults: tuple[Fault, ...] = ()
    record: Record | None = None
    source: str = ""
    withheld: tuple[Withheld, ...] = ()

    @property
    def is_withheld(self) -> bool:
        """Whether it is an imported draft that holds something private: it is no record until a person settled that."""
        return any(fault.kind is FaultKind.WITHHELD for fault in self.faults)

    @property
    def text(self) -> str:
        """The whole file with LF line ends, less what was withheld; every character stands where it stands there."""
        return self.source + self.record.body.text if self.record else self.source
