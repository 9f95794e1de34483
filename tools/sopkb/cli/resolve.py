"""Which record a person means: an id however typed, an alias, a file, or the only one that they have changed."""

from __future__ import annotations

from pathlib import Path

from sopkb.core.diagnostics import shown
from sopkb.core.errors import UsageError
from sopkb.core.load import Base
from sopkb.core.record import Record


def record_named(spelled: str, base: Base) -> Record:
    """The record of an id, an alias, or a file.

    Raises:
        UsageError: there is none.
    """
    spelled = spelled.strip()
    if Path(spelled).is_file():
        return record_of_file(Path(spelled), base)
    found = base.corpus.named(spelled)
    if found:
        return found
    from difflib import get_close_matches

    near = get_close_matches(spelled.upper(), base.corpus.by_id, 3, 0.7)
    hint = f"Did you mean {', '.join(map(shown, near))}?" if near else "Find it with `kb search`."
    raise UsageError(f"No record {spelled}.", hint)


def record_of_file(file: Path, base: Base) -> Record:
    """The record that stands in a file of the base.

    Raises:
        UsageError: the file is elsewhere, or cannot be read as a record.
    """
    if not file.exists():
        found = base.corpus.named(str(file))
        hint = (
            f"Name its file, since two may have one id: {shown(found.path, longest=200)}" if found else "Name a file."
        )
        raise UsageError(f"There is no file {shown(str(file), longest=200)}.", hint)
    for name in {Path(file.absolute()), file.resolve()}:
        if name.is_relative_to(base.project):
            path = name.relative_to(base.project).as_posix()
            if path in base.corpus.by_path:
                return base.corpus.by_path[path]
            if any(document.path == path for document in base.corpus.documents):
                raise UsageError(f"{shown(path, longest=200)} cannot be read as a record.", f"Fix it: kb check {file}")
    raise UsageError(f"{file} is not a record of {base.root.name}/.", "Name another base with --root.")


def record_changed(base: Base) -> Record:
    """The only record that differs from the last commit.

    Raises:
        UsageError: git does not know, or there is not exactly one.
    """
    from sopkb.cli.worktree import changed_files

    changed = changed_files(base.root)
    if changed is None:
        raise UsageError("Which record? Git cannot say what has changed here.", "Name its id or file.")
    records = [base.corpus.by_path[path] for path in sorted(changed) if path in base.corpus.by_path]
    if len(records) == 1:
        return records[0]
    if not records:
        raise UsageError("Which record? None has changed since the last commit.", "Name its id or file.")
    names = ", ".join(shown(record.path if record.is_next else record.id, longest=200) for record in records[:8])
    more = f" and {len(records) - 8} more" if len(records) > 8 else ""
    raise UsageError(f"Which record? {len(records)} have changed: {names}{more}.", "Name one.")
