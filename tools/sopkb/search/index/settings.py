"""What ``kb.yml``, ``ranking.yml`` and ``synonyms.yml`` lend to a search.

Kept in the index, so that a question needs nothing else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from sopkb.core.config import Config
from sopkb.search.index.ranking import FieldWeight, Ranking
from sopkb.search.index.synonyms import Synonym, Synonyms

_SEARCHED = ("areas", "teams", "audiences")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one index.

    Args:
        labels: for areas, teams and audiences what a reader is shown for each key.
        patterns: what an error code, a bug and an incident look like: ``code``, ``bug``, ``incident``.
        soon: how long before its expiry a workaround is EXPIRES SOON.
        ranking: the weights.
        synonyms: what else people call things.
        languages: BCP 47 tags of the languages that the base declares.
        digest: of these, and of all else that changes every record's text: all labels, the advisories.
    """

    labels: Mapping[str, Mapping[str, str]]
    patterns: Mapping[str, str]
    soon: timedelta
    ranking: Ranking
    synonyms: Synonyms
    languages: tuple[str, ...] = ()
    digest: str = ""

    def label(self, vocabulary: str, word: str) -> str:
        """What a reader is shown for a word; the word itself where the vocabulary gives nothing better."""
        return self.labels.get(vocabulary, {}).get(word) or word

    def to_json(self) -> str:
        plain = asdict(self) | {"soon": int(self.soon.total_seconds())}
        return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def settings_of(config: Config, ranking: Ranking, synonyms: Synonyms) -> Settings:
    """The settings of a base."""
    policy = config.policy
    patterns = {
        "code": policy.error_code_pattern,
        "bug": policy.bug_pattern,
        "incident": policy.incident_pattern,
    }
    labels = {name: dict(config.labels.get(name, {})) for name in _SEARCHED}
    every_label = {name: dict(words) for name, words in config.labels.items()}
    everything = json.dumps(
        [every_label, patterns, dict(config.advisories), asdict(ranking), asdict(synonyms), config.languages],
        sort_keys=True,
    )
    digest = hashlib.sha256(everything.encode()).hexdigest()
    return Settings(labels, patterns, policy.expires_soon, ranking, synonyms, config.languages, digest)


def read_settings(text: str) -> Settings:
    """Read what :meth:`Settings.to_json` wrote."""
    data: dict[str, Any] = json.loads(text)
    ranking = dict(data["ranking"])
    fields = {name: FieldWeight(**weight) for name, weight in ranking.pop("fields").items()}
    return Settings(
        data["labels"],
        data["patterns"],
        timedelta(seconds=data["soon"]),
        Ranking(fields, **ranking),
        _synonyms(data["synonyms"]),
        tuple(data["languages"]),
        data["digest"],
    )


def _synonyms(data: dict[str, Any]) -> Synonyms:
    entries = (
        Synonym(tuple(entry["terms"]), tuple(tuple(other) for other in entry["others"]), entry["not_after_number"])
        for entry in data["entries"]
    )
    return Synonyms(tuple(entries), tuple((tuple(terms), record_id) for terms, record_id in data["routes"]))
