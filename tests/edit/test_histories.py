"""Whatever happens to a record, in whatever order: the file stays readable, and says only what was done to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import CHECKOUT, DEMO_NOW

from sopkb.core.errors import UsageError
from sopkb.core.fields import TRAININGS
from sopkb.core.load import Base, load_base, parse_document
from sopkb.core.load.files import decode
from sopkb.core.record import Record
from sopkb.core.version import Level
from sopkb.history.edit.lifecycle import renew, review
from sopkb.history.edit.retirement import Retirement, retire
from sopkb.history.edit.source import FileEdit, RecordFile
from sopkb.history.edit.versioning import VersionBump, bump
from sopkb.lint.rules import RULES
from sopkb.lint.rules.rule import Context, DocumentRule, RecordRule

PATHS = sorted((CHECKOUT / "sop").rglob("*.md"))
INVOLVED = [rule for rule in RULES if rule.code in ("S01", "S02", "S03", "S04", "S05", "L03", "L07")]
TOUCHED = {
    "version",
    "changelog",
    "last_reviewed",
    "expires",
    "status",
    "retired",
    "fix_status",
    "fixed_in",
    "fixed_on",
}


@cache
def demo() -> Base:
    """The demo base; no fixture, because a failing example would print all of it."""
    return load_base(CHECKOUT / "sop")


Event = Callable[[RecordFile, Base, datetime], FileEdit]
words = st.text(st.characters(blacklist_categories=["C", "Zl", "Zp"]), min_size=1, max_size=30).filter(str.strip)


@st.composite
def events(draw: st.DrawFn) -> Event:
    why, level = draw(words), draw(st.sampled_from(list(Level)))
    training = draw(st.sampled_from(["", *TRAININGS]))
    hours, reason = draw(st.integers(1, 400)), draw(st.sampled_from(["fixed", "obsolete", "unsafe"]))
    match draw(st.sampled_from(["bump", "review", "renew", "retire"])):
        case "bump":
            return lambda source, base, now: bump(source, VersionBump(level, why, training), now.date())
        case "review":
            return lambda source, base, now: review(source, why, now.date())
        case "renew":
            return lambda source, base, now: renew(source, now + timedelta(hours=hours), why, base.config.policy, now)
        case _:
            return lambda source, base, now: retire(
                source, Retirement(reason, why, "7.2.4", now.date()), None, base.corpus, now.date()
            )[0]


def read(path: str, text: str) -> Record:
    record = parse_document(decode(text.encode()), path).record
    assert record is not None
    return record


def found(record: Record, base: Base, now: datetime) -> list[str]:
    """What the rules on form and time say about a record."""
    context = Context(base.corpus, base.config, now)
    document = parse_document(decode(b"---\nid: SOP-0001\n---\n"), record.path)
    messages = []
    for rule in INVOLVED:
        if isinstance(rule, RecordRule) and record.kind_name in rule.kinds:
            messages += [f"{rule.code} {finding.message}" for finding in rule.check(record, context)]
        elif isinstance(rule, DocumentRule):
            document = type(document)(record.path, (), record)
            messages += [f"{rule.code} {finding.message}" for finding in rule.check(document, context)]
    return messages


@given(
    st.sampled_from(PATHS),
    st.lists(st.tuples(events(), st.integers(0, 40)), min_size=1, max_size=6),
    st.sampled_from(["\n", "\r\n"]),
)
def test_any_history_of_edits_leaves_a_record_that_the_rules_accept(
    path: Path, history: list[tuple[Event, int]], newline: str
) -> None:
    base, now, name = demo(), DEMO_NOW, path.relative_to(CHECKOUT).as_posix()
    text = path.read_text("utf-8").replace("\n", newline)
    for event, days in history:
        now += timedelta(days=days)
        before = read(name, text)
        try:
            edit = event(RecordFile(before, text), base, now)
        except UsageError:
            continue
        text = str(edit.after)
        after = read(name, text)
        assert found(after, base, now) == []
        assert after.version is not None
        assert before.version is not None
        assert after.version > before.version
        assert list(after.changelog)[1:] == list(before.changelog)
        assert after.body.text == before.body.text
        untouched = {name: value for name, value in before.meta.data.items() if name not in TOUCHED}
        assert {name: value for name, value in after.meta.data.items() if name not in TOUCHED} == untouched
        assert text.count("\n") == text.count(newline)
