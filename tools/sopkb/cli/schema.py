"""``kb schema``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from sopkb.cli.common import open_base, root_option
from sopkb.core.fields import ALL


@click.command()
@click.argument("name", type=click.Choice([*ALL, "kb.yml"]))
@root_option
def schema(name: str, root: Path | None) -> None:
    """Print the JSON Schema (2020-12) of a kind's front matter, or of kb.yml, for an editor.

    The words of this base's kb.yml are in it.

    \b
    kb schema workaround > workaround.schema.json
    """
    from sopkb.core.config import SCHEMA
    from sopkb.core.schema import record_schema

    document = dict(SCHEMA) if name == "kb.yml" else record_schema(name, open_base(root).config.vocabularies)
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))
