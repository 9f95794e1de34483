"""What would close a gap, as patches for ``git apply``: a draft record, or more symptoms for one that is there.

A patch is only given when the checks accept what it makes: a draft has warnings for what only its author can say and
no error, and a record with more symptoms has no finding that it had not before.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sopkb.core.codes import codes_as_written
from sopkb.core.corpus import Corpus, order_of
from sopkb.core.diagnostics import Diagnostic, printable
from sopkb.core.errors import SopkbError
from sopkb.core.folding import fold
from sopkb.core.load import Base, parse_document
from sopkb.core.load.files import decode_limited
from sopkb.core.naming import slug_of
from sopkb.core.version import Level
from sopkb.history.edit.layout import LayoutRefused, append
from sopkb.history.edit.new import compose
from sopkb.history.edit.source import open_source
from sopkb.history.edit.versioning import VersionBump, with_version
from sopkb.lint.check import check_base
from sopkb.private import find_private
from sopkb_desk.facts import Sort, Standout

_LONGEST_TITLE = 66
_EDGE_WORDS = frozenset(
    ("a", "an", "the", "on", "to", "by", "with", "for", "of", "from", "my", "our", "new", "and", "or", "in", "at", "is")
)


@dataclass(frozen=True)
class Patch:
    """A patch for one gap.

    Args:
        name: of its file.
        record: id of the record that it makes or mends.
        path: of the record's file, relative to the project.
        after: the whole new text of that file.
        text: the patch; what stands above its first ``diff`` is for people.
    """

    name: str
    record: str
    path: str
    after: str
    text: str


def patches_for(
    standouts: Sequence[Standout], base: Base, now: datetime, *, above: str = "", taken: Iterable[str] = ()
) -> tuple[list[Patch], list[str]]:
    """Patches for the gaps among what stands out, and for which of them there is none.

    Args:
        standouts: in order.
        base: the knowledge base.
        now: today's date is of it.
        above: what git's paths begin with and paths in the project do not.
        taken: ids that git's history or another branch has.
    """
    known = {_key(each) for each in check_base(base, now)}
    reserved = [*taken]
    made: list[Patch] = []
    without: list[str] = []
    for number, each in enumerate(standouts, 1):
        if each.sort not in (Sort.NEW_RECORD, Sort.SYMPTOM, Sort.DEFECT):
            continue
        patch = None
        if each.sort is Sort.SYMPTOM:
            patch = _with_symptoms(each, base, now, known, above)
        else:
            patch = _new_record(each, base, now, reserved, above)
        if patch is None:
            without.append(f"{each.name}: no patch passes the checks; write it by hand.")
            continue
        reserved.append(patch.record)
        made.append(replace(patch, name=f"{number:02d}-{patch.name}.patch"))
    return made, without


def _new_record(each: Standout, base: Base, now: datetime, taken: Sequence[str], above: str) -> Patch | None:
    lines = [line for line in each.lines if not find_private(line)]
    title = title_of(each.product, lines or [each.name], each.name)
    kind = "workaround" if each.sort is Sort.DEFECT else "sop"
    areas = base.config.vocabularies.get("areas", ())
    area = each.area if each.area in areas else None
    for symptoms in (lines, lines[:3], []):
        usable = [line for line in symptoms if fold(line) not in fold(title)]
        draft = compose(
            kind, title, base.corpus, base.config, now.date(), base.root.name, taken, symptoms=usable, area=area
        )
        found = [each for each in _checked(base, now, {draft.path: draft.text}) if each.path == draft.path]
        if not any(finding.is_error for finding in found):
            text = _patch(each, "", draft.text, above + draft.path)
            return Patch(f"{draft.record_id}-{slug_of(each.name)}", draft.record_id, draft.path, draft.text, text)
    return None


def title_of(product: str, lines: Sequence[str], name: str) -> str:
    """A title in the form ``Product: what it is about``, of the shortest line that says it."""
    for line in sorted(lines, key=len):
        said = re.sub(re.escape(product), " ", line, flags=re.IGNORECASE) if product else line
        words = re.sub(r"[^\w\s'-]", " ", said).split()
        while words and words[-1].lower() in _EDGE_WORDS:
            words.pop()
        while words and words[0].lower() in _EDGE_WORDS:
            words.pop(0)
        if len(words) >= 2:
            name = " ".join(words)
            break
    title = f"{product}: {name}" if product else name[:1].upper() + name[1:]
    if len(title) > _LONGEST_TITLE:
        title = title[:_LONGEST_TITLE].rsplit(" ", 1)[0]
    return title if len(title) >= 15 else f"{title}: what users report"


def _with_symptoms(
    each: Standout, base: Base, now: datetime, known: set[tuple[str, str, str]], above: str
) -> Patch | None:
    record = base.corpus.by_id[each.record]
    if "symptoms" not in record.fields or record.is_retired:
        return None
    present = {fold(text) for text in (*record.symptoms, record.title)}
    pattern = base.config.policy.error_code_pattern
    lines = [
        line
        for line in each.lines
        if fold(line) not in present and not find_private(line) and not any(codes_as_written(line, pattern))
    ]
    for chosen in (lines[:2], lines[:1], lines[1:2]):
        if not chosen:
            continue
        try:
            source = open_source(record, base)
            after = source.text
            for line in chosen:
                after = append(after, record.kind_name, "symptoms", line)
            why = "Add what users say: " + "; ".join(chosen)
            after = with_version(after, record, VersionBump(Level.MINOR, why), now.date())
        except (LayoutRefused, SopkbError):
            return None
        found = _checked(base, now, {record.path: after})
        if not any(_key(finding) not in known for finding in found):
            text = _patch(each, source.text, after, above + record.path)
            if find_private(text):
                return None
            return Patch(f"{record.id}-symptoms", record.id, record.path, after, text)
    return None


def _key(finding: Diagnostic) -> tuple[str, str, str]:
    return finding.path, finding.code, re.sub(r"\d+", "", finding.message)


def _checked(base: Base, now: datetime, texts: Mapping[str, str]) -> Iterator[Diagnostic]:
    """What the checks say to the base with other texts in some of its files."""
    new = [parse_document(decode_limited(text.encode()), path) for path, text in texts.items()]
    kept = [document for document in base.corpus.documents if document.path not in texts]
    documents = tuple(sorted([*kept, *new], key=order_of))
    corpus = Corpus(documents, base.corpus.tracker, base.corpus.files, base.corpus.others)
    yield from check_base(replace(base, corpus=corpus), now)


def _patch(each: Standout, before: str, after: str, path: str) -> str:
    """A patch as git makes it, with a line for people above it."""
    head = f"{str(each.sort).capitalize()}: {each.name}. {each.tickets:,} {each.counted}: {each.why}."
    lines = [f"# {printable(head)}\n", f"diff --git a/{path} b/{path}\n"]
    if not before:
        lines.append("new file mode 100644\n")
    old = f"a/{path}" if before else "/dev/null"
    diff = difflib.unified_diff(_lines(before), _lines(after), old, f"b/{path}")
    for line in diff:
        lines.append(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n")
    return "".join(lines)


def _lines(text: str) -> list[str]:
    """Lines as git counts them: only a line feed ends one."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)
