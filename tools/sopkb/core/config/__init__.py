"""``kb.yml``: what a team calls things, and what it has agreed. Another team changes this file and no code."""

from sopkb.core.config.desk import Desk, Pace, Shift
from sopkb.core.config.reader import parse_config
from sopkb.core.config.schema import CONFIG_NAME, SCHEMA, VOCABULARIES
from sopkb.core.config.settings import KEEP_DAYS, Config, JournalPolicy, Person, Policy, RuleLevel

__all__ = [
    "CONFIG_NAME",
    "KEEP_DAYS",
    "SCHEMA",
    "VOCABULARIES",
    "Config",
    "Desk",
    "JournalPolicy",
    "Pace",
    "Person",
    "Policy",
    "RuleLevel",
    "Shift",
    "parse_config",
]
