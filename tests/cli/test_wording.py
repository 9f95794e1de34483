"""What the program says comes from the base at hand: no team reads the words of another."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest
import yaml
from tests.cli.conftest import CHECKOUT
from tests.cli.test_init import run

from sopkb.cli.app import app, commands
from sopkb.core.kinds import KINDS
from sopkb.core.load import load_base
from sopkb.history.edit.new import template
from sopkb.lint.check import check_base
from sopkb.lint.rules import RULES, AnyRule
from sopkb.lint.rules.rule import manual_of
from sopkb.site.reference import reference_pages

DEMO = yaml.safe_load((CHECKOUT / "sop/kb.yml").read_text("utf-8"))["vocabularies"]
PRODUCTS = {
    word
    for label in (*DEMO["permissions"].values(), *DEMO["systems"].values())
    for word in re.findall(r"\b[A-Z][a-z]+[A-Z][A-Za-z]+\b", label)
} | {"Clip Player", "Review Console", "moderator", "live room", "PUO"}
HANDLES = {*DEMO["teams"], *DEMO["people"], *DEMO["permissions"], *DEMO["systems"], *DEMO["roles"], "puo"}
NOW = datetime(2031, 3, 5, tzinfo=UTC)
HARM = ("A03", "A04", "A05", "A06", "A07", "A08")


def of_the_demo(text: str) -> list[str]:
    """What of the demo's products and handles stands in a text."""
    return sorted(word for word in PRODUCTS | HANDLES if re.search(rf"(?<![\w-]){re.escape(word)}s?(?![\w-])", text))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base for payments, in German and English."""
    folder = tmp_path_factory.mktemp("work") / "payments"
    folder.mkdir()
    given = ["--team", "Zahlungen", "--areas", "Karten, Konten", "--languages", "de,en", "--packs", "payments"]
    assert run(folder, "init", *given, "--host", "gitlab").code == 0
    return folder


def messages(folder: Path) -> list[str]:
    """What is found in the base as it is."""
    return [f"{each.code} {each.message}" for each in check_base(load_base(folder / "sop"), NOW)]


def test_the_names_that_are_looked_for_are_those_of_the_demo() -> None:
    assert {"AccessHub", "MetricBoard"} <= PRODUCTS
    assert of_the_demo("ask puo-lead-emea to open AccessHub") == ["AccessHub", "puo-lead-emea"]


def test_whatever_is_wrong_with_a_record_is_told_in_the_words_of_its_base(made: Path) -> None:
    """Each record loses fields, or has them broken, then its sections, then all."""
    ids = {path.name[:8] for path in (made / "sop").glob("*/*.md")}
    said = []
    for path in sorted((made / "sop").glob("*/*.md")):
        whole = path.read_text("utf-8")
        head, body = whole.split("---\n", 2)[1:]
        keys = [key for key in re.findall(r"^(\w+):", head, re.MULTILINE) if key not in ("id", "kind")]
        broken = [
            re.sub(rf"^{key}:.*\n(?:[ -].*\n)*", new, whole, count=1, flags=re.MULTILINE)
            for key in keys
            for new in ("", f"{key}: [x, {{y: 12}}]\n")
        ]
        kept = "".join(f"{line}\n" for line in head.splitlines() if line.startswith(("id", "kind", "status")))
        for text in (*broken[::3], f"---\n{kept}---\n{body}", whole.replace("## ", "## My "), "no front matter"):
            path.write_text(text, "utf-8")
            said += messages(made)
        path.write_text(whole, "utf-8")
    settings = made / "sop/kb.yml"
    before = settings.read_text("utf-8")
    settings.write_text(before.replace("areas:", "ares:").replace("title: ", "titel: "), "utf-8")
    said += messages(made)
    settings.write_text(before, "utf-8")
    text = "\n".join(said)
    assert len({each[:3] for each in said}) > 6
    assert "for example zahlungen" in text
    assert of_the_demo(text) == []
    of_the_demos = {path.name[:8] for path in (CHECKOUT / "sop").glob("*/*.md")}
    assert set(re.findall(r"\b[A-Z]{3}-0\d{3}\b", text)) & (of_the_demos - ids) == set()


def test_templates_hold_the_words_of_the_base(made: Path) -> None:
    config = load_base(made / "sop").config
    texts = [template(kind.name, config) for kind in KINDS]
    assert "# owner: zahlungen" in texts[0]
    assert of_the_demo("\n".join(texts)) == []
    fields = next(text() for uri, _, text in reference_pages(config) if uri == "reference/fields.md")
    assert of_the_demo(fields) == []


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.code not in HARM], ids=lambda rule: rule.code)
def test_the_manual_of_a_rule_holds_nothing_of_the_demo(rule: AnyRule) -> None:
    manual = manual_of(rule)
    assert of_the_demo("\n".join((manual.title, manual.what, manual.why, manual.bad, manual.good))) == []


def test_help_holds_nothing_of_the_demo() -> None:
    context = click.Context(app)
    for name in commands():
        command = app.get_command(context, name)
        assert command is not None
        inner = command.commands.values() if isinstance(command, click.Group) else [command]
        for each in inner:
            assert of_the_demo(each.get_help(click.Context(each, info_name=name))) == [], name
