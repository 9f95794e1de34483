"""The base side: what a base was at a commit, of which only what differs is parsed."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from sopkb.core.config import CONFIG_NAME, Config, parse_config
from sopkb.core.corpus import Corpus, order_of
from sopkb.core.load import Base, parse_document
from sopkb.core.load.files import decode_limited, is_record_name, readable_path
from sopkb.core.record import NEXT_SUFFIX, Document, Record
from sopkb.core.source import Fault, FaultKind
from sopkb.history.git import Repository, TreeEntry, follow
from sopkb.private import withhold


@dataclass(frozen=True)
class Past:
    """A base at a commit.

    Args:
        corpus: its records; those that are as they were are the very documents of today.
        config: its ``kb.yml``; None where it had none that can be read.
        notes: what was assumed, and what is not compared.
    """

    corpus: Corpus
    config: Config | None
    notes: tuple[str, ...] = ()


def read_past(base: Base, repository: Repository, commit: str) -> Past:
    """Read what a base was at a commit.

    Args:
        base: what it is now, as loaded from the work tree.
        repository: that the base's folder is in.
        commit: to look at.
    """
    prefix = repository.prefix
    tree = {entry.path: entry for entry in repository.tree(commit, prefix)}
    notes: tuple[str, ...] = ()
    if prefix + CONFIG_NAME not in tree:
        former, notes = _former_prefix(base, repository, commit)
        if former is None:
            return Past(Corpus(()), None, notes)
        prefix, tree = former, {entry.path: entry for entry in repository.tree(commit, former)}
    moved = prefix != repository.prefix
    changed = frozenset(tree) if moved else repository.changed(commit) & tree.keys()
    today = {document.path: document for document in base.corpus.documents}
    modules = [entry.path for entry in tree.values() if entry.is_submodule]
    notes = (*notes, *(f"{path} is a submodule: what it holds is not compared." for path in modules))
    touched, contents = _contents(repository, tree, changed, prefix)
    documents = []
    for entry in tree.values():
        inner = entry.path.removeprefix(prefix)
        if entry.is_submodule or not is_record_name(inner):
            continue
        path = readable_path(f"{base.root.name}/{inner}")
        if entry.path in touched:
            documents.append(_document(entry, path, today.get(path), tree, contents))
        elif path in today:
            documents.append(today[path])
    if modules:
        documents += (d for d in base.corpus.documents if _is_below(d.path, modules, prefix, base.root.name))
    documents.sort(key=order_of)
    return Past(Corpus(tuple(documents)), _config(base, tree.get(prefix + CONFIG_NAME), contents, touched), notes)


def documents_at(base: Base, repository: Repository, commit: str, ids: Collection[str]) -> Mapping[str, Record]:
    """Some records as they stood at a commit, by id; only their files are read.

    A file is known by the id in its name, as rule I02 asks. What a link pointed at, or lay elsewhere, is not found.

    Args:
        base: what it is now.
        repository: that the base's folder is in.
        commit: to look at.
        ids: of the records.
    """
    wanted = {}
    for entry in repository.tree(commit, repository.prefix):
        name = posixpath.basename(entry.path)
        inner = entry.path.removeprefix(repository.prefix)
        if name[:8] in ids and is_record_name(inner) and not name.endswith(NEXT_SUFFIX) and not entry.is_link:
            wanted[name[:8]] = entry
    contents = repository.blobs(entry.blob for entry in wanted.values())
    today = {record.id: record for record in base.corpus.records if record.id in wanted}
    found: dict[str, Record] = {}
    for record_id, entry in wanted.items():
        raw, now = contents[entry.blob], today.get(record_id)
        if now and now.digest == hashlib.sha256(raw).hexdigest():
            found[record_id] = now
            continue
        path = readable_path(f"{base.root.name}/{entry.path.removeprefix(repository.prefix)}")
        record = parse_document(decode_limited(raw), path).record
        if record and record.id == record_id:
            found[record_id] = record
    return found


def _former_prefix(base: Base, repository: Repository, commit: str) -> tuple[str | None, tuple[str, ...]]:
    """Where the base was at the commit when it was not here: the one place whose ``kb.yml`` is gone, or nowhere."""
    everything = (entry.path for entry in repository.tree(commit, ""))
    others = [path for path in everything if posixpath.basename(path) == CONFIG_NAME]
    gone = [path.removesuffix(CONFIG_NAME) for path in others if not Path(repository.top, path).is_file()]
    if len(gone) == 1:
        was = gone[0].rstrip("/") or "the top of the repository"
        return gone[0], (f"The base has moved: it is compared with {was} at {commit[:10]}.",)
    return None, (f"There was no {base.config.path} at {commit[:10]}: every record counts as new.",)


def _contents(
    repository: Repository, tree: Mapping[str, TreeEntry], changed: frozenset[str], prefix: str
) -> tuple[frozenset[str], Mapping[str, bytes]]:
    """What must be read: paths that changed themselves or through a link, and the blobs of these and of all links."""
    links = [entry for entry in tree.values() if entry.is_link and is_record_name(entry.path.removeprefix(prefix))]
    contents = dict(repository.blobs(entry.blob for entry in links))
    targets = {entry.path: follow(entry, tree, contents) for entry in links}
    through = {path for path, target in targets.items() if target and target.path in changed}
    wanted = {path for path in changed | through if _is_read(path.removeprefix(prefix)) and not tree[path].is_submodule}
    entries = (target if (target := targets.get(path)) else tree[path] for path in sorted(wanted))
    return frozenset(wanted), contents | dict(repository.blobs(entry.blob for entry in entries))


def _is_read(inner: str) -> bool:
    return inner == CONFIG_NAME or is_record_name(inner)


def _document(
    entry: TreeEntry, path: str, today: Document | None, tree: Mapping[str, TreeEntry], contents: Mapping[str, bytes]
) -> Document:
    if entry.is_link:
        target = follow(entry, tree, contents)
        if target is None:
            return Document(path, (Fault(FaultKind.LINK_OUTSIDE),))
        entry = target
    raw = contents[entry.blob]
    if today and today.record and today.record.digest == hashlib.sha256(raw).hexdigest():
        return today
    return parse_document(decode_limited(raw), path)


def _is_below(path: str, modules: list[str], prefix: str, root: str) -> bool:
    return any(path.startswith(f"{root}/{module.removeprefix(prefix)}/") for module in modules)


def _config(
    base: Base, entry: TreeEntry | None, contents: Mapping[str, bytes], touched: frozenset[str]
) -> Config | None:
    if entry is None:
        return None
    if entry.path not in touched:
        return base.config
    source = decode_limited(contents[entry.blob]) if not entry.is_link else None
    return parse_config(withhold(source.text), base.config.path) if source and source.text is not None else None
