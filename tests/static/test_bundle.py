"""One script of several modules does what they do, with short names for what only it can see."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from tests.conftest import CHECKOUT

from sopkb.cli.develop import node
from sopkb.site.scripts import ENTRIES
from sopkb.static.bundle import bundle
from sopkb.static.javascript import NotUnderstood, tokens_of

SOURCES = CHECKOUT / "tools/sopkb/site/js"
PARTS = """
const LIMIT = 3; // not that of the other module
/** @param {string} text */
export function shout(text) {
  return text.toUpperCase().slice(0, LIMIT) + '!';
}
export class Crowd {
  size = 2;
  constructor({ name, size = 5, ...rest }) {
    Object.assign(this, { name, size, rest });
  }
  get label() {
    return `${this.name} {${[this.size].map((size) => `${size}${size}`)}} /* no comment */`;
  }
}
"""
MAIN = """
import { Crowd, shout } from './parts.js';

const LIMIT = /[/'"`]+|\\/(?=x)/gu;
const text = "a 'quote' // no comment";
const { first, ...others } = { first: 1, second: 2, text };
const place = { text, others, shout: (text) => ({ text: shout(text) }), count(text) { return text.length; } };
const half = place.count(text) / 2 / 1;
let total = 0;
for (const [index, character] of [...text].entries()) if (index in [text] || character === 'q') total += index;
const choice = total ? first : half;
switch (choice) {
  case first: {
    total -= -1;
    break;
  }
  default:
    total = a => a;
}
try {
  null.text;
} catch ({ name }) {
  place.text += ` ${name}`;
}
console.log(JSON.stringify([total, half, choice, place, place.shout(text), new Crowd({ name: 'them', text }).label]));
console.log(JSON.stringify([text.replace(LIMIT, '-'), `x/${'/'}x`.split(LIMIT), new Crowd({ name: 'you' })]));
"""


def ran(script: Path) -> str:
    return subprocess.run([node(), script], capture_output=True, text=True, check=True).stdout


@pytest.fixture
def modules(tmp_path: Path) -> Path:
    (tmp_path / "package.json").write_text('{"type": "module"}')
    (tmp_path / "parts.js").write_text(PARTS)
    (tmp_path / "main.js").write_text(MAIN)
    return tmp_path / "main.js"


def test_a_bundle_says_what_its_modules_say_in_half_the_bytes(modules: Path, tmp_path: Path) -> None:
    said = ran(modules)
    script = bundle(modules)
    (tmp_path / "bundle.cjs").write_text(script)
    assert "Crowd" in said or "them" in said
    assert ran(tmp_path / "bundle.cjs") == said
    assert len(script) < 0.75 * (len(PARTS) + len(MAIN))


def test_functions_and_classes_keep_their_names_and_constants_do_not(modules: Path) -> None:
    script = bundle(modules)
    assert "function shout(" in script
    assert "class Crowd{" in script
    assert "LIMIT" not in script
    assert "no comment */" in script
    assert "not that of" not in script


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("document.title = misspelt;\n", "misspelt"),
        ("const a = 1;\nfunction f() { return b; }\n", "b"),
        ("@x;\n", "@x"),
    ],
)
def test_what_nobody_makes_or_nobody_of_us_writes_is_an_error_at_build_time(
    script: str, why: str, tmp_path: Path
) -> None:
    (tmp_path / "main.js").write_text(script)
    with pytest.raises(NotUnderstood, match=why):
        bundle(tmp_path / "main.js")


def test_every_module_is_understood_and_every_script_of_a_page_runs_under_strict_rules(tmp_path: Path) -> None:
    for path in (SOURCES.parent.parent).rglob("js/**/*.js"):
        assert tokens_of(path.read_text("utf-8"))
    for entry in ("main.js", "loader.js", *ENTRIES.values()):
        (tmp_path / "script.js").write_text(bundle(SOURCES / entry))
        subprocess.run([node(), "--check", tmp_path / "script.js"], check=True)
