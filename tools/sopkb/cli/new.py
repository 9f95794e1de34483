"""``kb new``."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sopkb.cli.common import find_root, now_option, open_base, read_clock, root_option, settings_of
from sopkb.core.errors import BaseNotFound, SopkbError, UsageError, reason_of
from sopkb.core.fields import ALL, FIELDS_OF
from sopkb.core.types import Text

if TYPE_CHECKING:
    from sopkb.core.config import Config


@click.command()
@click.argument("kind", type=click.Choice(ALL))
@click.argument("title", nargs=-1)
@click.option("--area", help="Area, one of kb.yml. Default: that of the product's other records.")
@click.option("--owner", help="Owning team, one of kb.yml. Default: that of the product's other records.")
@click.option("--summary", help="Second line of the result row: the answer, not the topic.")
@click.option("--symptom", "symptoms", multiple=True, help="What a user said, word for word. Can be repeated.")
@click.option("--bug", help="The tracker's id of the bug (workarounds).")
@click.option("--known", is_flag=True, help="Nothing helps yet: it is published as KNOWN, NO FIX YET (workarounds).")
@click.option("--template", "only_template", is_flag=True, help="Print the empty shape of the kind, and write nothing.")
@click.option("--dry-run", is_flag=True, help="Print the record, and write nothing.")
@root_option
@now_option
def new(
    kind: str,
    title: tuple[str, ...],
    area: str | None,
    owner: str | None,
    summary: str | None,
    symptoms: tuple[str, ...],
    bug: str | None,
    known: bool,
    only_template: bool,
    dry_run: bool,
    root: Path | None,
    now: str | None,
) -> None:
    """Write a new draft record with the next free id and all that can be known.

    What only its author can say stands in the file as a comment with an example; `kb check` names it as a warning
    until it is there.

    \b
    kb new workaround "Label printer: no cut after a pause (CP-2311)" --bug BUG-88300
    kb new workaround "Label printer: no cut after a pause (CP-2311)" --bug BUG-88300 --known
    kb new sop "The portal: rotate a service key"
    kb new --template escalation
    """
    from sopkb.history.edit.new import compose, template

    if only_template:
        click.echo(template(kind, _settings(root)), nl=False)
        return
    root = find_root(root)  # before anybody types a title in vain
    words = " ".join(" ".join(title).split()) or _ask_for_title()
    _refuse_unfit_title(kind, words)
    base = open_base(root)
    today = read_clock(now, base.config).date()
    given: dict[str, Any] = {"area": area, "owner": owner, "summary": summary, "symptoms": list(symptoms), "bug": bug}
    if known and kind != "workaround":
        raise UsageError(f"--known is for workarounds; this is of kind {kind}.", "Leave it out.")
    given["known"] = known
    _refuse_unknown_words(given, base.config.vocabularies)
    draft = compose(kind, words, base.corpus, base.config, today, base.root.name, **given)
    if dry_run:
        click.echo(draft.text, nl=False)
        return
    from sopkb.atomic import write_text

    path = base.project / draft.path
    try:
        write_text(path, draft.text, overwrite=False)
    except FileExistsError as error:
        raise UsageError(f"{draft.path} already exists.", "Edit it, or choose another title.") from error
    except OSError as error:
        raise SopkbError(
            f"{draft.path} cannot be written: {reason_of(error)}.", "Fix the folder's permissions."
        ) from error
    shown_path = os.path.relpath(path)
    click.echo(shown_path)
    click.echo(f"{draft.record_id} is a draft. What it still lacks: kb check {shown_path}", err=True)


def _settings(root: Path | None) -> Config:
    """The settings of the base; where there is none, and none was named, the shape of a kind is still to be had."""
    from sopkb.core.config import CONFIG_NAME, Config

    try:
        return settings_of(find_root(root))
    except BaseNotFound:
        if root:
            raise
        return Config(CONFIG_NAME)


def _ask_for_title() -> str:
    if not sys.stdin.isatty():
        raise UsageError("A record needs a title.", 'For example: kb new workaround "Label printer: blank labels".')
    return str(click.prompt('Title ("Product: problem or task")', err=True)).strip()


def _refuse_unfit_title(kind: str, title: str) -> None:
    """Say now what `kb check` would say of the title (S02), before a file is named after it."""
    form = FIELDS_OF[kind]["title"].type
    if isinstance(form, Text) and not form.shortest <= len(title) <= (form.longest or len(title)):
        raise UsageError(f"The title has {len(title)} characters.", f"Allowed: {form.allows({})}.")


def _refuse_unknown_words(given: Mapping[str, object], vocabularies: Mapping[str, Sequence[str]]) -> None:
    from difflib import get_close_matches

    for name, vocabulary in (("area", "areas"), ("owner", "teams")):
        word, words = given[name], vocabularies.get(vocabulary)
        if word and words and word not in words:
            near = get_close_matches(str(word), words, 1, 0.5)
            hint = f"Did you mean {near[0]}? " if near else ""
            raise UsageError(f"--{name} {word} is not in kb.yml.", f"{hint}Known: {', '.join(words)}.")
