"""CODEOWNERS from ``kb.yml``: the code host then asks those people for approval whom the policy names.

The form is that of GitHub and GitLab alike (https://docs.github.com/articles/about-code-owners): a pattern and its
owners a line, and the last line that matches a file counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sopkb.core.config import Config
from sopkb.core.corpus import Corpus
from sopkb.core.diagnostics import printable, shown
from sopkb.core.errors import SopkbError

PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
"""Where code hosts look, in this order."""

_ACCOUNT = re.compile(r"@[\w.-]+(?:/[\w.-]+)*")


def codeowners(corpus: Corpus, config: Config, folder: str) -> str:
    """The whole file.

    One line covers the base; a record has a line of its own only where its area has other approvers than that. So a
    new record in most areas changes nothing here, and two pull requests do not meet in this file.

    Args:
        corpus: the records; their areas decide.
        config: approvers by area, and the accounts behind them.
        folder: of the base, relative to the repository, with ``/``.

    Raises:
        SopkbError: an area has no approver with an account: the code host would ask nobody.
    """
    return "\n".join(_lines(corpus, config, folder)) + "\n"


def _lines(corpus: Corpus, config: Config, folder: str) -> Iterator[str]:
    default = _accounts("default", config)
    yield f"# Who approves which record: the approvers of {folder}/kb.yml. Made by `kb codeowners`; do not edit."
    yield "# The last line that matches a file counts."
    yield ""
    yield f"/{_escaped(folder)}/ {default}"
    areas: dict[str, list[str]] = {}
    for record in corpus.all_records():
        areas.setdefault(record.area, []).append(record.path.partition("/")[2])
    for area in sorted(areas):
        owners = _accounts(area, config)
        if owners != default:
            yield ""
            yield f"# {area}: {printable(config.label('areas', area))}"
            yield from (f"/{_escaped(folder)}/{_escaped(path)} {owners}" for path in sorted(areas[area]))


def _accounts(area: str, config: Config) -> str:
    people = [config.people[handle] for handle in config.policy.approvers_of(area) if handle in config.people]
    accounts = list(dict.fromkeys(person.account for person in people if _ACCOUNT.fullmatch(person.account)))
    if not accounts:
        raise SopkbError(
            f"{config.path}: no approver of `{shown(area)}` has an account, so nobody would be asked.",
            "Give one of `policy.approvers` an `account` under `vocabularies.people`.",
        )
    return " ".join(accounts)


def _escaped(path: str) -> str:
    return re.sub(r"([\\ #])", r"\\\1", path)
