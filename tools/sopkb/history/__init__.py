"""What a pull request changes: the base at a revision beside the work tree, record by record, and what follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from sopkb.core.config import Config
from sopkb.core.load import Base
from sopkb.history.as_json import render_json
from sopkb.history.as_markdown import render_markdown
from sopkb.history.compare import compare
from sopkb.history.git import open_repository
from sopkb.history.guarded import held_to, loosened
from sopkb.history.past import read_past
from sopkb.history.summary import Summary, summarise
from sopkb.lint.change import Change, Signers

SUMMARY_FORMATS: Mapping[str, Callable[[Summary], str]] = {"markdown": render_markdown, "json": render_json}

__all__ = ["SUMMARY_FORMATS", "Summary", "change_since", "compare", "held_and_change", "signers_of", "summarise"]


def change_since(base: Base, rev: str, author: str = "") -> Change:
    """What has become of a base since its branch left another.

    The work tree is what counts: what is not committed yet, and files that git does not know, are in it. It is
    compared with the merge base of ``rev`` and ``HEAD``, so that what others merged meanwhile is not blamed on it.

    Args:
        base: as loaded from the work tree.
        rev: branch, tag or commit that the change goes into.
        author: account on the code host, or role handle, of who wrote it; ``""`` where it is not known.

    Raises:
        HistoryUnusable: git, the repository, the revision or the common past cannot be had.
    """
    return held_and_change(base, rev, author)[1]


def held_and_change(base: Base, rev: str, author: str = "") -> tuple[Base, Change]:
    """The base under the settings that both sides of a change allow, and the change: see :func:`change_since`.

    Raises:
        HistoryUnusable: see :func:`change_since`.
    """
    repository = open_repository(base.root)
    commit = repository.merge_base(rev)
    past = read_past(base, repository, commit)
    before = past.config or base.config
    change = compare(past.corpus, base.corpus, signers_of(before, author), commit, past.notes)
    held = replace(base, config=held_to(before, base.config)) if past.config else base
    return held, replace(change, loosened=tuple(loosened(before, base.config)))


def signers_of(config: Config, author: str) -> Signers:
    """Who may sign what somebody wrote, as a ``kb.yml`` has it."""
    accounts = {handle: person.account for handle, person in config.people.items()}
    return Signers(config.policy.approvers, accounts, author)
