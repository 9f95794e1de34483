"""The words an import needs in ``kb.yml``: written where there is no base yet, asked for where a person keeps it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from sopkb.core.body import LinkKind
from sopkb.core.config import CONFIG_NAME, Config, parse_config
from sopkb.core.errors import ContentRefused, UsageError
from sopkb.core.load import Base
from sopkb.core.record import Record
from sopkb.history.edit.front_matter import flow
from sopkb.lint.rules.a03_links_out import hosts_in
from sopkb.private import find_private
from sopkb_import.assets import ASSETS
from sopkb_import.plain import clean
from sopkb_import.state import State, sha256

OWNER = "imported"
AUDIENCE = "everyone"
_REVIEWER = "import-reviewer"
_HOST = re.compile(r"[a-z0-9.-]+(:\d+)?")


@dataclass(frozen=True)
class Words:
    """What the records of one import need in the vocabularies.

    Args:
        areas: word and label.
        teams: owners.
        audiences: words of ``audience``, where the mapping gives any.
        languages: words of ``language``, where the mapping gives any.
    """

    areas: Mapping[str, str]
    teams: frozenset[str]
    audiences: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Vocabulary:
    """The base's vocabularies for this import.

    Args:
        config: as ``kb.yml`` says, or is going to say; hosts come later.
        owner: of records whose document says nothing else.
        audience: of such records; empty where the base has several and only a person can choose.
        is_ours: whether the file is the import's own work, and so may be written again.
    """

    config: Config
    owner: str
    audience: tuple[str, ...]
    is_ours: bool


def settle(root: Path, base: Base | None, state: State, words: Words, owner: str) -> Vocabulary:
    """Find the vocabularies that the records are made with.

    Args:
        root: folder of the base.
        base: as it is; None where there is none yet.
        state: what earlier imports wrote down.
        words: what the documents need.
        owner: the team that was asked for; ``""`` for none.

    Raises:
        ContentRefused: ``kb.yml`` is broken.
        UsageError: a person keeps ``kb.yml``, and it lacks an area or a team that is needed.
    """
    if base is None or _is_ours(root, state):
        text = config_text(root.name, base.config if base else None, words, owner or OWNER, ())
        config = parse_config(text, f"{root.name}/{CONFIG_NAME}")
        return Vocabulary(config, owner or OWNER, (AUDIENCE,), True)
    config = base.config
    if any(diagnostic.is_error for diagnostic in config.diagnostics):
        first = config.diagnostics[0]
        raise ContentRefused(f"{first.path}, line {first.line}: {first.message}", "Mend kb.yml, then import again.")
    team = _team(config, owner)
    _refuse_unknown(config, "areas", words.areas, "--area or `areas:` in the mapping")
    _refuse_unknown(config, "teams", words.teams, "--owner or `set: {owner: …}` in the mapping")
    audiences = tuple(config.vocabularies.get("audiences", ()))
    known = (AUDIENCE,) if AUDIENCE in audiences else audiences if len(audiences) == 1 else ()
    return Vocabulary(config, team, known, False)


def _is_ours(root: Path, state: State) -> bool:
    return bool(state.config) and sha256((root / CONFIG_NAME).read_bytes()) == state.config


def _team(config: Config, owner: str) -> str:
    teams = config.vocabularies.get("teams", ())
    if owner:
        _refuse_unknown(config, "teams", [owner], "another --owner")
        return owner
    if OWNER in teams or not teams:
        return OWNER
    if len(teams) == 1:
        return teams[0]
    raise UsageError(f"Whose are the records? Teams of {config.path}: {', '.join(teams)}.", "Name one with --owner.")


def _refuse_unknown(config: Config, vocabulary: str, words: Iterable[str], instead: str) -> None:
    known = config.vocabularies.get(vocabulary)
    unknown = sorted(word for word in words if known is not None and word not in known)
    if unknown:
        raise UsageError(
            f"{config.path} has no {vocabulary} {', '.join(unknown)}.",
            f"Add them under vocabularies.{vocabulary}, or use {instead}. Known: {', '.join(known or ())}.",
        )


def config_text(name: str, config: Config | None, words: Words, owner: str, hosts: Iterable[str]) -> str:
    """A ``kb.yml`` with what is needed, and with everything that an earlier one of ours had."""
    labels = config.labels if config else {}
    areas = {**words.areas, **labels.get("areas", {})}
    teams = {owner: f"{owner.capitalize()}: owner to be named"}
    teams |= {team: team for team in words.teams if team != owner}
    teams |= labels.get("teams", {})
    audiences = sorted({AUDIENCE, *words.audiences, *labels.get("audiences", {})})
    languages = sorted({"en", *words.languages, *labels.get("languages", {})})
    all_hosts = sorted({*hosts, *labels.get("hosts", {})})
    title = clean(config.name if config else name)[:80] or "Imported"
    known = config.people.get(_REVIEWER) if config else None
    reviewer = {"title": "Reviews and approves imported records", "team": known.team if known else owner}
    return f"""\
# Made by `kb import`. It is yours: give the areas, teams and people the names that you use.
# As long as nobody edits it, later imports add what new documents need; after that they say what is missing.

name: {_quoted(title)}
language: en

vocabularies:
  areas:
{_entries(areas)}
  teams:
{_entries(teams)}
  # Role handles, never names of people.
  people:
    {_REVIEWER}: {flow(reviewer)}
  audiences: {flow(audiences)}
  languages: {flow(languages)}
  # Links in records may go to these hosts and no others: so far, those that the documents linked.
  hosts:{_listed(all_hosts)}

policy:
  # What may lie here beside records and images: pictures that no page can show.
  attachments: [{ASSETS}/]
  approvers:
    default: [{_REVIEWER}]
"""


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _entries(labels: Mapping[str, str]) -> str:
    return "\n".join(f"    {flow(word)}: {_quoted(labels[word])}" for word in sorted(labels))


def _listed(words: Iterable[str]) -> str:
    lines = "".join(f"\n    - {_quoted(word)}" for word in words)
    return lines or " []"


def hosts_of(records: Iterable[Record]) -> frozenset[str]:
    """Every host that records link to, in any form that rule A03 sees, as ``kb.yml`` writes hosts.

    Titles and summaries count as well: what stood in code in the body stands plain there.
    """
    hosts: set[str] = set()
    for record in records:
        for link in record.body.links:
            if link.kind in (LinkKind.LINK, LinkKind.IMAGE) and link.target.lower().startswith(("http:", "https:")):
                hosts.add(_host(link.target))
        for text in (record.body.text, record.title, record.summary, *record.aliases):
            hosts |= {host for host in hosts_in(text) if _HOST.fullmatch(host)}
    return frozenset(host for host in hosts - {""} if not find_private(host))


def _host(address: str) -> str:
    try:
        host = urlsplit(address).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""
    return host if _HOST.fullmatch(host) else ""
