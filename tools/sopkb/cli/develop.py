"""``kb test`` and ``kb bench``: for who works on the program itself, in its checkout."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import click

from sopkb.cli.bundling import node
from sopkb.core.errors import UsageError


def _checkout() -> Path:
    folder = Path(__file__).resolve().parents[3]
    if not (folder / "pyproject.toml").is_file() or not (folder / "tests").is_dir():
        raise UsageError("This is not a checkout of the program.", "Clone the project, and run ./kb there.")
    return folder


def _not_installed() -> UsageError:
    return UsageError("The tools for testing are not installed.", "Run ./kb test in the checkout: it installs them.")


@click.command()
@click.option("--long", "long", is_flag=True, help="Full sizes as well: minutes rather than seconds.")
@click.argument("pytest_arguments", nargs=-1, type=click.UNPROCESSED)
def test(long: bool, pytest_arguments: tuple[str, ...]) -> int:
    """Run every test of the program: format, lint, types, scripts of the browser, behaviour.

    What stands after `--` goes to pytest, and then only pytest runs.

    \b
    ./kb test
    ./kb test --long
    ./kb test -- tests/load -k trap
    """
    folder = _checkout()
    if importlib.util.find_spec("pytest") is None:
        raise _not_installed()
    python = sys.executable
    workers = ["-n", "auto"] if importlib.util.find_spec("xdist") else []
    pytest = [python, "-m", "pytest", *workers, *(["--long"] if long else []), *pytest_arguments]
    steps = {
        "format": [python, "-m", "ruff", "format", "--check", "--quiet", "."],
        "lint": [python, "-m", "ruff", "check", "--quiet", "."],
        "types": [python, "-m", "mypy", "--no-error-summary"],
        "scripts": [node(), "--test", "tests/static/*.test.mjs"],
        "tests": pytest,
    }
    chosen = {"tests": pytest} if pytest_arguments else steps
    failed = []
    for name, command in chosen.items():
        click.echo(f"-- {name}: {' '.join([Path(command[0]).stem, *command[1:]])}", err=True)
        sys.stdout.flush()
        if subprocess.run(command, cwd=folder, env={**os.environ, "PYTHONUTF8": "1"}, check=False).returncode:
            failed.append(name)
    if failed:
        click.echo(f"Failed: {', '.join(failed)}.", err=True)
        return 1
    return 0


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def bench(arguments: tuple[str, ...]) -> int:
    """Measure: time, memory, growth with size, beside what else one could use. Prints and asserts nothing.

    \b
    ./kb bench
    ./kb bench foundation --sizes 200,400
    """
    tools = _checkout() / "tools"
    if str(tools) not in sys.path:
        sys.path.insert(0, str(tools))
    from sopkb_bench import main

    return main(list(arguments))
