"""Text is read alike in Python and in the browser: characters, words, identifiers, queries."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.static.node import Engine, plain
from tests.static.strange import FRAGMENTS, pieces, texts

from sopkb.core import characters
from sopkb.core.codes import normal_form
from sopkb.core.config import Policy
from sopkb.core.folding import fold, in_cases, narrow, normalise
from sopkb.core.kinds import KINDS
from sopkb.core.load import Base
from sopkb.search.index.analysis import tokens
from sopkb.search.index.schema import KeyKind, key
from sopkb.search.index.stemming import stem
from sopkb.search.index.units import units_of
from sopkb.search.plan import Lookup, plan_of
from sopkb.search.reading import read
from sopkb.search.snippets import most_like, snippet_of
from sopkb.search.stopwords import STOP_CHARACTERS, STOP_WORDS

CHARACTERS = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
RATHER_MANY = settings(max_examples=2000, deadline=None, suppress_health_check=list(HealthCheck))
POLICIES = (
    Policy(),
    replace(Policy(), error_code_pattern=r"(?:E|ERR)[-_ ]?\d{3,5}|0x[0-9A-F]{4}", bug_pattern=r"#\d+|[A-Z]+-\d+"),
    replace(Policy(), error_code_pattern=r"[A-Z]{3}-[A-Z]{2}-\d+|[А-Я]{2}-\w{3}", incident_pattern=r"\S{3}\s?\d\d"),
)


def patterns_of(policy: Policy) -> dict[str, str]:
    return {"code": policy.error_code_pattern, "bug": policy.bug_pattern, "incident": policy.incident_pattern}


def settings_of(policy: Policy) -> dict[str, object]:
    return {
        "patterns": patterns_of(policy),
        "kinds": [{"name": kind.name, "plural": kind.plural, "prefix": kind.prefix} for kind in KINDS],
        "stopWords": " ".join(sorted(STOP_WORDS)),
        "stopCharacters": STOP_CHARACTERS,
    }


def assert_same_words(engine: Engine, text: str) -> None:
    assert engine("tokens", text) == [list(token) for token in tokens(text)]


def assert_same_plan(engine: Engine, query: str, known: frozenset[str], policy: Policy) -> None:
    reading = read(query, patterns_of(policy))
    begun = sorted(known)
    known &= {key(kind, normal) for kind, normal in reading.keys}
    held = sorted({token.term for token in tokens(query)})[::3]
    plan = plan_of(reading, looked_up_in(known, held, begun))
    engine("settings", settings_of(policy))
    assert engine("plan", {"query": query, "known": known, "held": held, "begun": begun}) == plain(plan)


def looked_up_in(known: Collection[str], held: Collection[str], begun: Collection[str]) -> Lookup:
    """A plan's lookup in an index that has these keys and terms."""
    return Lookup(
        is_known=lambda kind, normal: key(kind, normal) in known,
        is_held=lambda term: term in held,
        is_begun=lambda kind, normal: any(
            each.startswith(key(kind, normal)) and each != key(kind, normal) for each in begun
        ),
    )


@pytest.mark.parametrize("name", ["SPACES", "LETTERS", "WORD", "MARKS", "FOLDABLE"])
def test_the_tables_of_characters_are_the_same(name: str, engine: Engine) -> None:
    inside = getattr(characters, name)
    assert engine("characters", name) == "".join(re.findall(f"[{inside}]", "".join(CHARACTERS)))


def test_every_character_is_folded_alike(engine: Engine) -> None:
    for start in range(0, len(CHARACTERS), 4096):
        text = "\n".join(CHARACTERS[start : start + 4096])
        assert engine("fold", text) == [
            fold(text),
            narrow(text),
            normalise(text),
            list(in_cases(text)),
            normal_form(text),
        ]


@RATHER_MANY
@given(text=texts)
@example(text="".join(FRAGMENTS))
@example(text=" ".join(FRAGMENTS))
def test_any_text_has_the_same_words(text: str, engine: Engine) -> None:
    assert engine("fold", text) == [fold(text), narrow(text), normalise(text), list(in_cases(text)), normal_form(text)]
    assert_same_words(engine, text)


@RATHER_MANY
@given(
    word=st.text("aeiouybcdlstzingx", max_size=12)
    | st.from_regex(r"[a-z]{1,6}(ational|iviti|ement|sion|ies|eed|ll|e)", fullmatch=True)
)
def test_any_word_has_the_same_stem(word: str, engine: Engine) -> None:
    assert engine("stem", word) == stem(word)


@RATHER_MANY
@given(query=texts, policy=st.sampled_from(POLICIES), share=st.integers(0, 3))
@example(query=" ".join(FRAGMENTS), policy=POLICIES[0], share=1)
@example(query="word " * 250, policy=POLICIES[0], share=1)
@example(query="𝐀" * 1001, policy=POLICIES[0], share=1)
def test_any_query_means_the_same(query: str, policy: Policy, share: int, engine: Engine) -> None:
    keys = sorted(key(kind, normal) for kind, normal in read(query, patterns_of(policy)).keys)
    known = frozenset(name for number, name in enumerate(keys) if (number + share) % 3 == 0 or share == 3)
    assert_same_plan(engine, query, known, policy)


@settings(RATHER_MANY, max_examples=500)
@given(text=st.lists(pieces, max_size=60).map(" ".join), data=st.data())
def test_any_text_has_the_same_passage(text: str, data: st.DataObject, engine: Engine) -> None:
    words = sorted({token.term for token in tokens(text)}) or ["-"]
    terms = data.draw(st.frozensets(st.sampled_from(words), max_size=5))
    snippet = snippet_of(text, terms)
    assert engine("snippet", {"text": text, "terms": terms}) == (
        plain([snippet.text, snippet.marks]) if snippet else None
    )
    lines = text.split("  ")
    assert engine("like", {"texts": lines, "terms": terms, "least": 1}) == most_like(lines, terms, 1)


@given(given=st.lists(texts))
def test_texts_are_sorted_alike(given: list[str], engine: Engine) -> None:
    assert engine("sort", given) == sorted(given)


def texts_of(base: Base) -> Iterator[str]:
    for record in base.corpus.records:
        units = units_of(record, base.config)
        yield from (text for texts in units.fields.values() for text in texts)
        yield from (f"{section.heading}\n{section.text}" for section in units.sections)


def known_in(base: Base) -> frozenset[str]:
    found = (name for record in base.corpus.records for name in units_of(record, base.config).keys)
    return frozenset(found)


def test_the_demo_base_has_the_same_words(demo_base: Base, engine: Engine) -> None:
    for text in texts_of(demo_base):
        assert_same_words(engine, text)


def test_lines_of_the_demo_base_mean_the_same_as_queries(demo_base: Base, engine: Engine) -> None:
    known = known_in(demo_base)
    for line in {line for text in texts_of(demo_base) for line in text.splitlines()}:
        assert_same_plan(engine, line, known, demo_base.config.policy)


def test_other_teams_texts_have_the_same_words(corpora: Path, engine: Engine) -> None:
    for path in sorted(corpora.rglob("*.md")):
        assert_same_words(engine, path.read_text("utf-8", "replace"))


def test_keys_of_a_reading_are_all_that_a_plan_asks_for() -> None:
    asked: set[tuple[KeyKind, str]] = set()
    reading = read(" ".join(FRAGMENTS), patterns_of(Policy()))

    def is_known(kind: KeyKind, normal: str) -> bool:
        asked.add((kind, normal))
        return True

    plan_of(reading, Lookup(is_known, is_held=lambda _: False, is_begun=lambda _, __: False))
    assert asked
    assert asked <= reading.keys
