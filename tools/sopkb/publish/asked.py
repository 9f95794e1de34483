"""What a page was made from: everything that was asked of a view while it was written.

A page that was kept is still right where every question that its writer asked has the same answer now. So nobody has
to know, or keep a list of, what the page of a record depends on. A question that this module does not know makes the
page one that is never kept.

Other records are given without the text of their bodies (:func:`outline_of`): so the page of one cannot depend on it,
and an edit of a text makes one page anew, and not those of all that mention it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from sopkb.model.body import Body, Section
from sopkb.model.record import Record, remembered
from sopkb.model.relations import Relation
from sopkb.publish.view import View

if TYPE_CHECKING:
    from sopkb.model.corpus import Corpus

Question = tuple[str, str]
"""What was asked, and about what: ``("status", "SOP-0012")``."""

UNKNOWN: Question = ("unknown", "")


class Answers:
    """The answers that a view gives now, as text; each is worked out once.

    Args:
        view: the view.
        address: gives what a page that links to a file of the site's documents writes; "" where there is none.
    """

    def __init__(self, view: View, address: Callable[[str], str]) -> None:
        self._view = view
        self._known: dict[Question, bytes] = {}
        self._ways: Mapping[str, Callable[[str], str]] = {
            "record": lambda key: _record(view.find(key)),
            "path": lambda key: _record(view.corpus.by_path.get(key)),
            "id": lambda key: _record(view.corpus.by_id.get(key)),
            "upcoming": lambda key: _record(view.corpus.upcoming.get(key)),
            "successor": lambda key: _record(view.corpus.successor_of(key)),
            "status": lambda key: repr(view.statuses.get(key)),
            "relations": lambda key: _arrows(view.corpus.relations.get(key, ())),
            "inverses": lambda key: _arrows(view.corpus.inverses.get(key, ())),
            "overriding": lambda key: "".join(_record(each) for each in view.overriding.get(key, ())),
            "may_override": lambda key: "".join(_record(each) for each in view.may_override.get(key, ())),
            "moved": lambda key: repr(view.moved.get(_pair(key))),
            "file": self._file,
            "recent": lambda key: str(view.is_recent(date.fromisoformat(key))),
            "now": lambda _: view.now.isoformat(),
            "tracker": lambda _: str(view.corpus.tracker),
            "everything": lambda _: f"{view.base.digest} {view.now.isoformat()}",
            "address": address,
        }

    def digest(self, questions: Iterable[Question]) -> str:
        """A digest of the answers to some questions; "" where one of them cannot be asked."""
        total = hashlib.sha256()
        for question in questions:
            answer = self._known.get(question)
            if answer is None:
                way = self._ways.get(question[0])
                if way is None:
                    return ""
                answer = self._known[question] = hashlib.sha256(way(question[1]).encode("utf-8", "replace")).digest()
            total.update(answer)
        return total.hexdigest()

    def _file(self, path: str) -> str:
        """Whether an image may be shown: it is there, and no link leads out of the base."""
        base = self._view.base
        there = path in self._view.corpus.files
        return str(there and (base.project / path).resolve().is_relative_to(base.root.resolve()))


class AskedView(View):
    """A view that notes what it is asked.

    Args:
        view: gives the answers.
    """

    def __init__(self, view: View) -> None:
        object.__setattr__(self, "_view", view)
        object.__setattr__(self, "_asked", {})
        object.__setattr__(self, "_corpus", _Corpus(view.corpus, self._note))

    @property
    def _questions(self) -> dict[Question, None]:
        return cast("dict[Question, None]", object.__getattribute__(self, "_asked"))

    def _note(self, what: str, about: str) -> None:
        self._questions[what, about] = None

    def __getattribute__(self, name: str) -> Any:
        if name.startswith("_"):
            return object.__getattribute__(self, name)
        view: View = object.__getattribute__(self, "_view")
        note: Callable[[str, str], None] = self._note
        match name:
            case "config":  # the environment's digest holds all of kb.yml
                return view.config
            case "find":
                return _noted(lambda key: _outlined(view.find(key)), lambda key: note("record", key))
            case "state":
                return _noted(view.state, lambda record: note("status", record.id))
            case "is_recent":
                return _noted(view.is_recent, lambda day: note("recent", day.isoformat()))
            case "statuses" | "overriding" | "may_override":
                what = {"statuses": "status"}.get(name, name)
                return _Asked(getattr(view, name), what, note)
            case "corpus":
                return object.__getattribute__(self, "_corpus")
            case "base":
                return _Base(view, object.__getattribute__(self, "_corpus"), note)
            case "now":
                note("now", "")
            case "moved":
                return _Moved(view.moved, "moved", note)
            case "records" | "teaching":
                note("everything", "")
            case _:
                note(*UNKNOWN)
        return getattr(view, name)


def questions_of(view: AskedView) -> tuple[Question, ...]:
    """What a view has been asked up to now."""
    return tuple(view._questions)


def _noted(ask: Callable[[Any], Any], note: Callable[[Any], None]) -> Callable[[Any], Any]:
    def asked(about: Any) -> Any:
        note(about)
        return ask(about)

    return asked


class _Base:
    def __init__(self, view: View, corpus: Corpus, note: Callable[[str, str], None]) -> None:
        self.project, self.root, self.config = view.base.project, view.base.root, view.config
        self.corpus = corpus
        self._base, self._note = view.base, note

    def __getattr__(self, name: str) -> Any:
        self._note(*UNKNOWN)
        return getattr(self._base, name)


class _Corpus:
    """A corpus that notes what it is asked."""

    def __init__(self, corpus: Corpus, note: Callable[[str, str], None]) -> None:
        self._corpus, self._note = corpus, note
        self.by_id = _Asked(corpus.by_id, "id", note)
        self.by_path = _Asked(corpus.by_path, "path", note)
        self.upcoming = _Asked(corpus.upcoming, "upcoming", note)
        self.relations = _Asked(corpus.relations, "relations", note)
        self.inverses = _Asked(corpus.inverses, "inverses", note)
        self.files = _Asked(dict.fromkeys(corpus.files), "file", note)

    @property
    def tracker(self) -> Any:
        self._note("tracker", "")
        return self._corpus.tracker

    def successor_of(self, record_id: str) -> Record | None:
        self._note("successor", record_id)
        successor: Record | None = _outlined(self._corpus.successor_of(record_id))
        return successor

    def __getattr__(self, name: str) -> Any:
        self._note(*UNKNOWN)
        return getattr(self._corpus, name)


class _Asked(Mapping[Any, Any]):
    """A mapping that notes which keys were looked up."""

    def __init__(self, mapping: Mapping[Any, Any], what: str, note: Callable[[str, str], None]) -> None:
        self._mapping, self._what, self._note = mapping, what, note

    def __getitem__(self, key: Any) -> Any:
        self._note(self._what, key)
        return _outlined(self._mapping[key])

    def __contains__(self, key: object) -> bool:
        self._note(self._what, str(key))
        return key in self._mapping

    def __iter__(self) -> Iterator[Any]:
        self._note("everything", "")
        return iter(self._mapping)

    def __len__(self) -> int:
        self._note("everything", "")
        return len(self._mapping)


class _Moved(_Asked):
    """The same for what a version moved, which is known by id and version."""

    def __getitem__(self, key: Any) -> Any:
        self._note(self._what, " ".join(key))
        return self._mapping[key]


def _pair(key: str) -> tuple[str, str]:
    record_id, _, version = key.partition(" ")
    return record_id, version


@remembered
def outline_of(record: Record) -> Record:
    """A record as the pages of others see it: of its body the headings alone; of a macro, whose text they show, all."""
    if record.kind_name == "macro":
        return record
    sections = tuple(Section(part.heading, part.level, part.anchor, 0, 0, "") for part in record.body.sections)
    total = hashlib.sha256(repr((record.meta.data, sections)).encode("utf-8", "replace"))
    return Record(record.path, record.meta, Body(sections=sections), total.hexdigest())


def _outlined(value: Any) -> Any:
    """A value of the view, with outlines in the place of records."""
    if isinstance(value, Record):
        return outline_of(value)
    return tuple(map(_outlined, value)) if isinstance(value, tuple) else value


def _record(record: Record | None) -> str:
    return f"{record.path} {outline_of(record).digest}\n" if record else "none\n"


def _arrows(relations: Iterable[Relation]) -> str:
    """Relations but for where they stand in their files."""
    return "".join(f"{each.kind.name} {each.source} {each.target}\n" for each in relations)
