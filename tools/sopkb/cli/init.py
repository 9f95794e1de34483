"""``kb init``."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from sopkb.cli.common import DEFAULT_ROOT, now_option, read_clock
from sopkb.cli.starter import CODEOWNERS, NOWHERE, Named, Start, new_base
from sopkb.core.config import CONFIG_NAME, Config
from sopkb.core.errors import HistoryUnusable, SopkbError, UsageError, reason_of
from sopkb.core.naming import slug_of

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_MAY_BE_THERE = (".gitignore", ".editorconfig")
"""What a new repository often holds already: it is left as it is, and that is said."""


@click.command()
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option("--name", help="Name of the knowledge base. Default: that of the folder.")
@click.option("--languages", help="Languages of its records, for example de,en. Default: en.")
@click.option("--areas", help='What its records are about, for example "Invoices, Card payments". Default: General.')
@click.option("--team", help='The team that owns it, for example "Payments operations". Default: Operations.')
@click.option("--packs", help="Rules of a trade, for example payments,trust-and-safety. Default: none.")
@click.option("--host", type=click.Choice(list(CODEOWNERS)), help="Where it is hosted. Default: github.")
@now_option
def init(
    folder: Path,
    name: str | None,
    languages: str | None,
    areas: str | None,
    team: str | None,
    packs: str | None,
    host: str | None,
    now: str | None,
) -> None:
    """Make a knowledge base in an empty folder: settings, an example of each kind of record, a site, CI.

    On a terminal it asks for what no option says; elsewhere it takes the defaults. It overwrites nothing.

    \b
    kb init
    kb init handbook --name "Payments handbook" --team "Payments operations" --areas "Invoices, Card payments"
    """
    from sopkb.core.load.repository import top_of

    project = folder.resolve()
    asked = _asked if sys.stdin.isatty() and sys.stderr.isatty() else _not_asked
    start = Start(
        name=_one_line("--name", asked("Name of the knowledge base", name, _name_of(project)), 80),
        team=_named("--team", asked("Team that owns it", team, "Operations")),
        areas=tuple(_named("--areas", each) for each in _listed(asked("Areas, by commas", areas, "General"))),
        languages=[_language(each) for each in _listed(asked("Languages of records, by commas", languages, "en"))],
        packs=_packs(_listed(asked("Packs, by commas (payments, trust-and-safety), or none", packs, "none"))),
        host=asked("Code host: github or gitlab", host, "github"),
        today=read_clock(now, Config(CONFIG_NAME)).date(),
    )
    if start.host not in CODEOWNERS:
        raise UsageError(f"There are no files for the host {start.host}.", f"Choose one of {', '.join(CODEOWNERS)}.")
    if not start.areas:
        raise UsageError("--areas names no area.", 'Write for example --areas "Invoices, Card payments".')
    if len({area.word for area in start.areas}) < len(start.areas):
        raise UsageError("--areas names an area twice.", "Name each once.")
    texts = new_base(start)
    kept = _refuse_to_overwrite(project, [*texts, CODEOWNERS[start.host]])
    _write(project, {path: text for path, text in texts.items() if path not in kept})
    _write(project, {CODEOWNERS[start.host]: _owners(project, top_of(project / DEFAULT_ROOT) or project)})
    click.echo(
        f"A knowledge base is in {_shown(project)}: {len(texts) + 1 - len(kept)} files, 7 of them example records."
    )
    for path in kept:
        click.echo(f"{path} was there and is as it was.", err=True)
    _start_repository(project, top_of(project / DEFAULT_ROOT))
    _say_what_is_next(project, _ASKS[start.examples_in])
    if NOWHERE in texts["requirements.txt"]:
        click.echo(f"CI needs the program's address: put it in place of {NOWHERE} in requirements.txt.")


def _asked(question: str, given: str | None, default: str) -> str:
    return given if given is not None else str(click.prompt(question, default=default, err=True))


def _not_asked(question: str, given: str | None, default: str) -> str:
    return given if given is not None else default


def _name_of(project: Path) -> str:
    words = re.sub(r"[-_.\s]+", " ", project.name).strip()
    return f"{words[:1].upper()}{words[1:]}" or "Knowledge base"


def _listed(text: str) -> list[str]:
    return [each for part in text.split(",") if (each := " ".join(part.split()))]


def _one_line(option: str, text: str, longest: int) -> str:
    text = " ".join(text.split())
    if not text or len(text) > longest or not text.isprintable():
        raise UsageError(
            f"{option} is empty, too long, or holds a control character.", f"Allowed: 1 to {longest} characters."
        )
    return text


def _named(option: str, label: str) -> Named:
    label = _one_line(option, label, 60)
    word = slug_of(label)
    if not re.search(r"[a-z0-9]", word) or not re.search(r"[A-Za-z0-9]", label):
        raise UsageError(
            f"{option} {label}: no word for kb.yml can be made of it.",
            "Give it a name with Latin letters; change its label later.",
        )
    return Named(word, label)


def _language(tag: str) -> str:
    if not _LANGUAGE.fullmatch(tag):
        raise UsageError(f"--languages {tag} is not a language tag.", "Write BCP 47 tags, for example de,pt-BR.")
    return tag


def _packs(names: list[str]) -> tuple[str, ...]:
    from sopkb.lint.rules import PACKS

    wanted = dict.fromkeys(name for name in names if name != "none")
    known = [pack.name for pack in PACKS]
    for name in wanted:
        if name not in known:
            raise UsageError(f"--packs {name}: there is no such pack.", f"There are: {', '.join(known)}.")
    return tuple(wanted)


def _refuse_to_overwrite(project: Path, paths: list[str]) -> list[str]:
    """Say no where something is in the way; what may be there, and is."""
    if (project / CONFIG_NAME).exists():
        raise UsageError(
            f"{_shown(project)} is the folder of a knowledge base's records.", "Go to the folder above it."
        )
    there = [path for path in paths if os.path.lexists(project / path)]
    if f"{DEFAULT_ROOT}/{CONFIG_NAME}" in there:
        raise UsageError(f"A knowledge base is in {_shown(project)} already.", "Run `kb check` there.")
    in_the_way = [path for path in there if path not in _MAY_BE_THERE]
    if in_the_way:
        raise UsageError(
            f"{_shown(project)} holds {', '.join(in_the_way)} already, and nothing is overwritten.",
            "Move what is there away, or name another folder: kb init DIR.",
        )
    return there


def _write(project: Path, texts: Mapping[str, str]) -> None:
    from sopkb.atomic import replace_all

    try:
        replace_all({project / path: text.encode() for path, text in texts.items()})
    except OSError as error:
        raise SopkbError(
            f"{_shown(project)} cannot be written to: {reason_of(error)}.", "Name a folder that you may write to."
        ) from error


def _owners(project: Path, top: Path) -> str:
    """The file that `kb codeowners` makes of the new base."""
    from sopkb.core.load import load_base
    from sopkb.lint.report.codeowners import codeowners

    base = load_base(project / DEFAULT_ROOT)
    return codeowners(base.corpus, base.config, base.root.relative_to(top).as_posix())


def _start_repository(project: Path, top: Path | None) -> None:
    from sopkb.history.asking import ask

    if top == project:
        return
    if top is not None:
        click.echo(
            f"It lies in the git repository {_shown(top)}: a code host reads CI files and CODEOWNERS at its top only. "
            "Move them there, and let CI start in this folder.",
            err=True,
        )
        return
    try:
        done = ask(project, "init", "--quiet", "--initial-branch=main")
    except HistoryUnusable:
        click.echo("git is not installed here: install it, then run `git init` in the folder.", err=True)
        return
    if done.returncode:
        click.echo("`git init` failed: run it in the folder yourself, to see why.", err=True)


_ASKS = {"en": "link never arrived", "de": "link nie bekommen"}
"""By language of the examples, what somebody may ask."""


def _say_what_is_next(project: Path, question: str) -> None:
    steps = {
        "kb check": "what is wrong, where, and what to do",
        "kb serve": "the site on http://127.0.0.1:8000, following every change",
        f"kb search {question}": "the record that is right now",
    }
    click.echo("Next:")
    if project != Path.cwd():
        click.echo(f"  cd {shlex.quote(os.path.relpath(project))}")
    for command, meaning in steps.items():
        click.echo(f"  {command.ljust(30)} {meaning}")
    click.echo(f"Then put your accounts in place of @change-me in {DEFAULT_ROOT}/{CONFIG_NAME}, and commit.")


def _shown(folder: Path) -> str:
    return "this folder" if folder == Path.cwd() else os.path.relpath(folder)
