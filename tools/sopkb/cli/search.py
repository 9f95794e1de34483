"""``kb search``."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sopkb.cli.common import now_option, open_base, opened_index, read_clock, root_option, wants_colour
from sopkb.core.diagnostics import printable
from sopkb.core.errors import SopkbError
from sopkb.core.state import describe

if TYPE_CHECKING:
    from sopkb.search import Answer, Hit
    from sopkb.search.alerts import Alert


class _Search(click.Command):
    """A command whose words may begin with a dash: `-word` leaves a word out, only `--name` and `-h` are options."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        options = args[: args.index("--")] if "--" in args else args
        known = [name for parameter in self.get_params(ctx) for name in parameter.opts]
        for argument in options:
            name = argument.partition("=")[0]
            if re.fullmatch(r"--[A-Za-z][\w-]*", name) and name not in known:
                near = get_close_matches(name, known, 1, 0.7)
                hint = f" Did you mean {near[0]}?" if near else ""
                raise click.UsageError(f"No option {name}.{hint} Put words that begin with a dash after `--`.", ctx)
        return super().parse_args(ctx, ["--help"] if options == ["-h"] else args)


# No short option is declared: click would find it inside an excluded word, and `-chrome` would ask for help.
@click.command(cls=_Search, context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@click.argument("words", nargs=-1, required=True, type=click.UNPROCESSED)
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="How many records.")
@click.option("--json", "as_json", is_flag=True, help="The answer as JSON, for programs.")
@click.option("--explain", is_flag=True, help="How the query was read, and of which parts each score is the sum.")
@root_option
@now_option
def search(
    words: tuple[str, ...], limit: int, as_json: bool, explain: bool, root: Path | None, now: str | None
) -> None:
    """Find the record that is right now: paste what the user said, or the error string.

    \b
    kb search black screen sound ok
    kb search "Decision not saved (code RC-4031) trace=8f2c91d0"
    kb search queue empty kind:troubleshooter -live
    kb search --explain submti btn grey
    """
    from sopkb.cli.explained import explanation_as_json, explanation_as_text
    from sopkb.search import search as find
    from sopkb.search.alerts import alerts_of, danger_routes
    from sopkb.search.document import answer_document
    from sopkb.search.explain import explain as explain_answer

    base, query, colour = open_base(root), " ".join(words), wants_colour()
    moment = read_clock(now, base.config)
    routes = danger_routes(base.config, base.corpus, moment)
    alerts = alerts_of(query, base.config, routes)
    with _said_first(alerts, colour, as_json=as_json), opened_index(base) as index:
        found = find(index, query, now=moment, limit=limit)
        answer = replace(found, alerts=alerts, routes=routes)
        explanation = explain_answer(index, answer) if explain else None
    if as_json:
        document = answer_document(answer, moment)
        if explanation:
            document["explanation"] = explanation_as_json(answer, explanation)
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    click.echo(_text(answer, moment, colour))
    if explanation:
        click.echo("\n" + explanation_as_text(answer, explanation))


@contextmanager
def _said_first(alerts: Sequence[Alert], colour: bool, *, as_json: bool) -> Iterator[None]:
    """Say what was heard before anything is looked up, and as JSON also where nothing can be."""
    from sopkb.search.document import alert_document

    if not as_json:
        for alert in alerts:
            click.echo(_alert(alert, colour) + "\n")
        sys.stdout.flush()
    try:
        yield
    except Exception as trouble:
        if as_json and alerts:
            what = trouble.message if isinstance(trouble, SopkbError) else "This is a bug in the program."
            document = {"alerts": [alert_document(alert) for alert in alerts], "error": what}
            click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        raise


def _alert(alert: Alert, colour: bool) -> str:
    heading, *rest = map(printable, alert.lines)
    bold, end = ("\x1b[1;31m", "\x1b[0m") if colour else ("", "")
    return "\n".join([f"{bold}! {heading}{end}", *(f"  {line}" for line in rest)])


def _text(answer: Answer, moment: datetime, colour: bool) -> str:
    from sopkb.search.missing import lines_of

    said = [f"! {notice.message}" for notice in answer.notices]
    said += [
        f"! {line}" if not at else f"    {line}" for each in answer.missing for at, line in enumerate(lines_of(each))
    ]
    said += [f"{each.typed}: looked for {', '.join(each.used)}" for each in answer.corrections]
    said += answer.plan.notes
    if not answer.total and (answer.plan.words or not answer.missing):
        said.append("No record answers this. Ask the area's owner, or write one: kb new workaround.")
    said += [answer.danger_line] if answer.danger_line else []
    if answer.only_close:
        said.append("These are not answers, only the closest:")
    lines = [printable(line) for line in said]
    for number, hit in enumerate(answer.hits, 1):
        lines += ["", *_row(number, hit, moment, colour)] if lines else _row(number, hit, moment, colour)
    if answer.total > len(answer.hits):
        lines += ["", f"{len(answer.hits)} of {answer.total} records; --limit shows more."]
    return "\n".join(lines)


def _row(number: int, hit: Hit, moment: datetime, colour: bool) -> list[str]:
    bold, end = ("\x1b[1m", "\x1b[0m") if colour else ("", "")
    facts = [describe(hit.status, moment), hit.kind, hit.area_label]
    facts += [f"waits for {hit.waits_for}"] if hit.waits_for else []
    facts += [f"{hit.minutes} min"] if hit.minutes else []
    facts += [f"needs {', '.join(hit.permissions)}"] if hit.permissions else []
    rows = [f"{number:>2}. {bold}{printable(hit.id)}  {printable(hit.title)}{end}"]
    rows.append(f"    {printable(' · '.join(facts))}")
    rows.append(f"    {printable(hit.summary)}")
    if hit.how_to_raise:
        rows.append(f"    Raise it: {bold}{printable(hit.how_to_raise)}{end}")
    if hit.how_fast:
        rows.append(f"    {printable(hit.how_fast)}")
    if hit.matched:
        rows.append(f"    matched: {printable(hit.matched)}")
    if hit.snippet and hit.heading:
        rows.append(f"    {printable(hit.heading)}: {printable(hit.snippet.text)}")
    return rows
