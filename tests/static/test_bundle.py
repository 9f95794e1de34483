"""The scripts that are shipped are those of the modules as they are, and every module is sound."""

from __future__ import annotations

import subprocess

import pytest
from tests.npm import installed_or_skipped, packages_of

from sopkb.cli.bundling import CHECKOUT, LOCK, entries, made_anew, node, packages
from sopkb.search.static.bundle import bundle


@pytest.fixture(scope="module", autouse=True)
def npm_packages() -> None:
    installed_or_skipped(LOCK, CHECKOUT / ".venv" / "npm-scripts")


def test_every_committed_script_is_what_esbuild_makes_of_its_modules() -> None:
    stale = [
        place.relative_to(CHECKOUT).as_posix()
        for place, text in made_anew()
        if not place.is_file() or place.read_text("utf-8") != text
    ]
    assert not stale, "call ./kb bundle"


def test_no_script_lies_beside_them_whose_module_is_gone() -> None:
    kept = {path for path in (CHECKOUT / "tools/sopkb").glob("**/dist/**/*") if path.is_file()}
    assert kept == {place for place, _ in made_anew()}


def test_modules_keep_to_the_types_that_their_comments_promise() -> None:
    compiler = packages() / "node_modules" / "typescript" / "bin" / "tsc"
    done = subprocess.run(
        [node(), compiler, "--project", CHECKOUT / "tools"], capture_output=True, text=True, check=False
    )
    assert done.stdout == ""
    assert done.returncode == 0


def test_scripts_are_plain_ascii_and_parse_as_classic_scripts() -> None:
    for entry in entries():
        assert bundle(entry).isascii()
        subprocess.run([node(), "--check", "-"], input=bundle(entry), text=True, check=True)


def test_the_lock_holds_a_hash_of_each_package_and_no_host() -> None:
    for name, package in packages_of(LOCK).items():
        assert package["integrity"].startswith("sha512-"), name
        assert "resolved" not in package, name
