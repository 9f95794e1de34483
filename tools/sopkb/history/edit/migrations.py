"""The form of a base, and what takes it from one form to the next.

``format`` in ``kb.yml`` says which form a base has. A program whose form is later brings a step for each form between:
plain edits of the files' texts, which ``kb upgrade`` shows as a diff before anything is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sopkb.core.config import CONFIG_NAME
from sopkb.core.errors import ContentRefused
from sopkb.core.positioned_yaml import read

FORMAT = 1
"""The form that this program reads and writes."""

Texts = Mapping[str, str]
"""Text by path below the base: ``kb.yml``, ``sops/SOP-0001-….md``."""


@dataclass(frozen=True, slots=True)
class Migration:
    """The step from one form to the next.

    Args:
        to: the form it leads to.
        title: what it changes, in a line.
        edit: gives the texts that it changes; it leaves out the others, and changes nothing where it ran before.
    """

    to: int
    title: str
    edit: Callable[[Texts], Texts]


MIGRATIONS: tuple[Migration, ...] = ()
"""Every step there is, in order. There is no form before the first."""

_LINE = re.compile(r"^format:.*$", re.MULTILINE)


def format_of(settings: str) -> int:
    """The form that a ``kb.yml`` names; the first where it names none.

    Raises:
        ContentRefused: it is no whole number from 1.
    """
    given = read(settings).data.get("format", 1) if settings else 1
    if not isinstance(given, int) or isinstance(given, bool) or given < 1:
        raise ContentRefused(f"`format` in {CONFIG_NAME} is not a whole number from 1.", "Write `format: 1`.")
    return given


def pending(given: int, migrations: Sequence[Migration] = MIGRATIONS, latest: int = FORMAT) -> tuple[Migration, ...]:
    """The steps between a base's form and that of the program.

    Args:
        given: the base's form.
        migrations: every step there is.
        latest: the program's form.

    Raises:
        ContentRefused: the base has a form that only a later program knows.
    """
    if given > latest:
        raise ContentRefused(
            f"The base has format {given}, and this program knows {latest} at most.",
            "Install the version that your requirements name; see `kb docs install`.",
        )
    return tuple(each for each in migrations if given < each.to <= latest)


def migrated(texts: Texts, steps: Sequence[Migration]) -> Texts:
    """The texts that some steps change, as they are after the last, with the new form in ``kb.yml``.

    Args:
        texts: every text of the base.
        steps: in order.
    """
    now = dict(texts)
    for step in steps:
        now.update(step.edit(now))
        now[CONFIG_NAME] = _with_format(now[CONFIG_NAME], step.to)
    return {path: text for path, text in now.items() if texts.get(path) != text}


def _with_format(settings: str, form: int) -> str:
    line = f"format: {form}"
    return _LINE.sub(line, settings, count=1) if _LINE.search(settings) else f"{line}\n{settings}"
