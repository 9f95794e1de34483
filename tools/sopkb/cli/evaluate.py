"""``kb eval``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sopkb.cli.common import find_root, now_option, open_base, opened_index, read_clock, root_option
from sopkb.core.errors import BaseNotFound, UsageError
from sopkb.core.moments import format_instant

if TYPE_CHECKING:
    from sopkb.search.evaluate.formats import Evaluation


@click.command("eval")
@click.option(
    "--collection",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Ask a collection that others judged (corpus.jsonl, queries.jsonl) instead of the base.",
)
@click.option("--misses", is_flag=True, help="List the tuned questions that are not answered first.")
@click.option("--update-baseline", is_flag=True, help="Remember what every question got: the new baseline.")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="text for people, markdown for a pull request, json for programs.",
)
@root_option
@now_option
@click.pass_context
def evaluate(
    context: click.Context,
    collection: Path | None,
    misses: bool,
    update_baseline: bool,
    style: str,
    root: Path | None,
    now: str | None,
) -> None:
    """Ask the judged questions, and say how good the ranking is and what moved since the baseline.

    The exit code is 1 when a figure dropped, when a tuned question that was first is first no more, or when a
    promised one is not first.

    \b
    kb eval
    kb eval --misses
    kb eval --format markdown
    kb eval --collection ../judged/faq
    """
    from sopkb.search.evaluate.formats import FORMATS

    if collection:
        if update_baseline:
            raise UsageError("A collection has no baseline.", "Leave --update-baseline out.")
        evaluation = _of_collection(collection, root, misses)
    else:
        evaluation = _of_base(root, now, misses, update_baseline)
    click.echo(FORMATS[style](evaluation))
    if evaluation.faults and not update_baseline:
        context.exit(1)


def _of_base(root: Path | None, now: str | None, misses: bool, update_baseline: bool) -> Evaluation:
    from sopkb.search.evaluate import (
        BASELINE_NAME,
        JUDGED_NAME,
        ask,
        compare,
        read_baseline,
        read_judged,
        write_baseline,
    )
    from sopkb.search.evaluate.formats import Evaluation
    from sopkb.search.index import default_folder, update_index
    from sopkb.search.index.files import tables_folder

    base = open_base(root)
    moment = read_clock(now, base.config)
    tables = tables_folder(base.root)
    questions = read_judged(tables / JUDGED_NAME, base.corpus.by_id)
    baseline = read_baseline(tables / BASELINE_NAME)
    update_index(base, default_folder(base.root))  # what is judged may be a synonym that was written a moment ago
    with opened_index(base) as index:
        outcomes = tuple(ask(index, questions, moment))
    what = f"{len(questions)} questions of {base.root.name}/ at {format_instant(moment)}"
    if update_baseline:
        write_baseline(tables / BASELINE_NAME, outcomes)
    comparison = compare(outcomes, baseline) if baseline else None
    remarks = () if baseline or update_baseline else ("There is no baseline yet: --update-baseline makes one.",)
    return Evaluation(what, outcomes, comparison, remarks=remarks, with_misses=misses)


def _of_collection(folder: Path, root: Path | None, misses: bool) -> Evaluation:
    from sopkb.search.evaluate import ANY_MOMENT, ask, opened_collection
    from sopkb.search.evaluate.formats import Evaluation

    with opened_collection(folder, _tables(root)) as collection:
        outcomes = tuple(ask(collection.index, collection.questions, ANY_MOMENT))
        what = f"{len(outcomes):,} questions of {collection.index.record_count:,} documents in {folder.name}/"
    left = collection.unanswered
    remarks = (f"{left:,} questions have no document that answers them, and were not asked.",) if left else ()
    return Evaluation(what, outcomes, names=collection.names, remarks=remarks, with_misses=misses)


def _tables(root: Path | None) -> Path | None:
    """Where the weights that are to be judged stand: those of the base that is named, or is here, if there is one."""
    from sopkb.search.index.files import tables_folder

    try:
        return tables_folder(find_root(root))
    except BaseNotFound:
        if root is not None:
            raise
        return None
