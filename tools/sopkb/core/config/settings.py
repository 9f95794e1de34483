"""What ``kb.yml`` says, under typed names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

from sopkb.core.config.desk import Desk
from sopkb.core.diagnostics import Diagnostic
from sopkb.core.source import NOWHERE, Positions


@dataclass(frozen=True, slots=True)
class Person:
    """A role handle, and who stands behind it on the code host."""

    handle: str
    title: str
    team: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """What people with a role are trusted with, and which records each of them must know."""

    permissions: tuple[str, ...] = ()
    must_know: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleLevel:
    """Another level that a base gives to a rule.

    Args:
        level: ``error``, ``warning`` or ``off``.
        reason: why, as the base says it.
    """

    level: str
    reason: str


KEEP_DAYS = 90
"""For how many days lines of a journal are kept where nothing else is agreed."""


@dataclass(frozen=True, slots=True)
class JournalPolicy:
    """Where a site sends searches, reports and acknowledgements, and how long they are kept there.

    Args:
        address: of the API, ending in ``/``: ``/`` alone where it serves the site as well.
        keep_days: how long a line is kept, in days.
    """

    address: str
    keep_days: int = KEEP_DAYS

    @property
    def origin(self) -> str:
        """The host that is sent to, as a security policy names it; ``""`` for the site's own."""
        scheme, separator, rest = self.address.partition("://")
        return f"{scheme}://{rest.partition('/')[0]}" if separator else ""


@dataclass(frozen=True)
class Policy:
    """What was agreed. The defaults hold where ``kb.yml`` is silent."""

    error_code_pattern: str = r"^[A-Z]{2}-\d{3,4}$"
    bug_pattern: str = r"^BUG-\d+$"
    incident_pattern: str = r"^INC-\d+$"
    longest_expiry: timedelta = timedelta(days=14)
    longest_unverified_expiry: timedelta = timedelta(hours=72)
    expires_soon: timedelta = timedelta(hours=48)
    many_renewals: int = 3
    old_workaround: timedelta = timedelta(days=60)
    least_review_days: int = 30
    most_review_days: int = 365
    draft_idle: timedelta = timedelta(days=14)
    default_review_days: Mapping[str, int] = field(default_factory=dict)
    approvers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    safety_routes: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, Role] = field(default_factory=dict)
    attachments: tuple[str, ...] = ()

    def lists(self, path: str) -> bool:
        """Whether a file may lie beside the records.

        Args:
            path: of the file, below the base.
        """
        return any(path == each or (each.endswith("/") and path.startswith(each)) for each in self.attachments)

    def approvers_of(self, area: str) -> tuple[str, ...]:
        """Role handles that may sign a record of an area."""
        return self.approvers.get(area, self.approvers.get("default", ()))

    def latest_expiry(self, reviewed: datetime, *, verified: bool) -> datetime | None:
        """The latest moment at which a workaround may expire; None where it lies beyond the calendar.

        Args:
            reviewed: the midnight of its ``last_reviewed``.
            verified: whether somebody other than its author has seen it work.
        """
        try:
            return reviewed + (self.longest_expiry if verified else self.longest_unverified_expiry)
        except OverflowError:
            return None


@dataclass(frozen=True)
class Config:
    """One base's ``kb.yml``.

    Args:
        path: of the file, relative to the project.
        name: of the knowledge base, as the site shows it.
        description: one line about it.
        language: BCP 47 tag of the pages' own words.
        report_form: address of the tracker's form for reports about a record; ``""`` where there is none.
        journal: where the site sends what was searched and reported; None where it sends nothing.
        approver: role handle of who signs the newest change of what the file lets pass; ``""`` for nobody.
        danger: id of the escalation by topic of danger (:data:`sopkb.danger.TOPICS`), the most urgent first; a topic
            that is not named is not listened for.
        packs: names of what is in force besides the rules for everybody (:class:`sopkb.plugins.Pack`).
        levels: by code, the rules that have another level in this base.
        demo_now: the moment a demo base lives at; None for a base that people use.
        labels: for each vocabulary its words, each with what a reader is shown.
        people: role handles.
        policy: what was agreed.
        advisories: texts shown before sensitive records: ``default`` and by harm topic.
        desk: shifts, and how soon people are answered.
        diagnostics: what is wrong with the file itself.
        positions: where each key stands in it.
    """

    path: str
    name: str = "Knowledge base"
    description: str = ""
    language: str = "en"
    report_form: str = ""
    journal: JournalPolicy | None = None
    approver: str = ""
    danger: Mapping[str, str] = field(default_factory=dict)
    packs: tuple[str, ...] = ()
    levels: Mapping[str, RuleLevel] = field(default_factory=dict)
    demo_now: datetime | None = None
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    policy: Policy = field(default_factory=Policy)
    advisories: Mapping[str, str] = field(default_factory=dict)
    desk: Desk = field(default_factory=Desk)
    diagnostics: tuple[Diagnostic, ...] = ()
    positions: Positions = field(default=NOWHERE, compare=False, repr=False)

    @property
    def vocabularies(self) -> Mapping[str, Sequence[str]]:
        """Words by vocabulary, and the policy's patterns (each a sequence of one): what a schema is made with.

        A vocabulary that is broken in the file is missing, and then allows any word.
        """
        words: dict[str, Sequence[str]] = {name: tuple(labels) for name, labels in self.labels.items()}
        for name in ("error_code_pattern", "bug_pattern", "incident_pattern"):
            words[name] = (getattr(self.policy, name),)
        words["review_days"] = (str(self.policy.least_review_days), str(self.policy.most_review_days))
        return MappingProxyType(words)

    @property
    def languages(self) -> tuple[str, ...]:
        """BCP 47 tags of the languages that the base declares: that of its pages, and those of its records."""
        return tuple(dict.fromkeys((self.language, *self.labels.get("languages", ()))))

    def label(self, vocabulary: str, word: str) -> str:
        """What a reader is shown for a word; the word itself where the vocabulary gives nothing better."""
        return self.labels.get(vocabulary, {}).get(word) or word

    def team(self, key: str) -> str:
        """What a reader is shown for a team."""
        return self.label("teams", key)

    def advisory(self, topics: Sequence[str]) -> str:
        """The text to show before a record that mentions some harm topics."""
        parts = [self.advisories.get("default", "This page mentions harmful content.")]
        parts += [self.advisories[topic] for topic in topics if topic in self.advisories]
        return " ".join(parts)
