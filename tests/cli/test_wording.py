"""What the program says comes from the base at hand: no team reads the words of another."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from tests.cli.conftest import CHECKOUT
from tests.cli.test_init import run

from sopkb.cli.app import COMMANDS

DEMO = yaml.safe_load((CHECKOUT / "sop/kb.yml").read_text("utf-8"))["vocabularies"]
PRODUCTS = {
    word
    for label in (*DEMO["permissions"].values(), *DEMO["systems"].values())
    for word in re.findall(r"\b[A-Z][a-z]+[A-Z][A-Za-z]+\b", label)
} | {"Clip Player", "Review Console", "moderator", "live room", "PUO"}
HANDLES = {*DEMO["teams"], *DEMO["people"], *DEMO["permissions"], *DEMO["systems"], *DEMO["roles"], "puo"}
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


def test_the_names_that_are_looked_for_are_those_of_the_demo() -> None:
    assert {"AccessHub", "MetricBoard"} <= PRODUCTS
    assert of_the_demo("ask puo-lead-emea to open AccessHub") == ["AccessHub", "puo-lead-emea"]


def test_whatever_is_wrong_with_a_record_is_told_in_the_words_of_its_base(made: Path) -> None:
    """Each record loses its fields, one after the other, then has each of them broken; sections as well."""
    ids = {path.name[:8] for path in (made / "sop").glob("*/*.md")}
    said = []
    for path in sorted((made / "sop").glob("*/*.md")):
        whole = path.read_text("utf-8")
        head, body = whole.split("---\n", 2)[1:]
        keys = re.findall(r"^(\w+):", head, re.MULTILINE)
        broken = [
            re.sub(rf"^{key}:.*\n(?:[ -].*\n)*", new, whole, count=1, flags=re.MULTILINE)
            for key in keys
            if key not in ("id", "kind")
            for new in ("", f"{key}: [x, {{y: 12}}]\n")
        ]
        lost = "---\n" + "\n".join(line for line in head.splitlines() if line.startswith(("id", "kind"))) + "\n---\n"
        for text in (
            *broken[:: max(1, len(broken) // 6)],
            lost + body,
            whole.replace("## ", "## My "),
            "no front matter",
        ):
            path.write_text(text, "utf-8")
            said.append(run(made, "check", "--format", "lines").out)
        path.write_text(whole, "utf-8")
    settings = made / "sop/kb.yml"
    before = settings.read_text("utf-8")
    settings.write_text(before.replace("areas:", "ares:").replace("title: ", "titel: "), "utf-8")
    said.append(run(made, "check", "--format", "lines").out)
    settings.write_text(before, "utf-8")
    text = "\n".join(said)
    assert len(set(re.findall(r" ([A-Z]\d\d) ", text))) > 12
    assert "for example zahlungen" in text
    assert of_the_demo(text) == []
    assert set(re.findall(r"\b[A-Z]{3}-0\d{3}\b", text)) <= ids | {"SOP-0001", "ESC-0101"}


def test_templates_and_the_manual_of_every_rule_hold_nothing_of_the_demo(made: Path) -> None:
    for kind in ("sop", "workaround", "escalation", "macro", "troubleshooter", "lookup", "track"):
        text = run(made, "new", kind, "--template").out
        assert of_the_demo(text) == [], kind
    assert "# owner: zahlungen" in run(made, "new", "sop", "--template").out
    for code in re.findall(r"^([A-Z]\d\d)  ", run(made, "explain").out, re.MULTILINE):
        if code not in HARM:
            assert of_the_demo(run(made, "explain", code).out) == [], code
    assert of_the_demo(run(made, "docs", "fields").out) == []


@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in ("test", "bench", "bundle")])
def test_help_holds_nothing_of_the_demo(command: str, tmp_path: Path) -> None:
    assert of_the_demo(run(tmp_path, command, "--help").out) == []
