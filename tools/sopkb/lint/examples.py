"""Examples in messages, in the words of the base at hand: its own teams, people and areas, never another team's."""

from __future__ import annotations

from sopkb.core.config import Config
from sopkb.core.fields import Field
from sopkb.core.types import ListOf, Vocabulary


def example_of(field: Field, config: Config) -> str:
    """A value of a field as it may stand in a file of this base: the first word of its vocabulary where it has one."""
    is_list = isinstance(field.type, ListOf)
    type_ = field.type.item if isinstance(field.type, ListOf) else field.type
    words = config.vocabularies.get(type_.name, ()) if isinstance(type_, Vocabulary) else ()
    if not words:
        return field.example
    return f"[{words[0]}]" if is_list else words[0]
