"""The maps that stand inside fields: changelog entries, levels of a route, nodes, modules, questions."""

from __future__ import annotations

from sopkb.core.kinds import ID_PATTERN
from sopkb.core.types import Choice, Date, Integer, Key, ListOf, Map, OneOrMany, Ref, Text, Vocabulary
from sopkb.core.version import VERSION_PATTERN

STATUSES = ("draft", "active", "retired")
RETIREMENT_REASONS = ("fixed", "superseded", "obsolete", "unsafe")
TRAININGS = ("none", "read", "retrain")

CHANGE = Map(
    (
        Key("version", Text(pattern=VERSION_PATTERN, form='a quoted version "x.y.z"')),
        Key("date", Date()),
        Key("training", Choice(TRAININGS)),
        Key("change", Text()),
        Key("behaviour", Choice(("unchanged",)), required=False),
    )
)
RETIRED = Map(
    (
        Key("reason", Choice(RETIREMENT_REASONS)),
        Key("on", Date()),
        Key("note", Text(), required=False),
    )
)
WAIVABLE = r"^(?:[CFKLPRTX]\d{2}|A(?:0[04-9]|[1-9]\d))$"
"""Codes that a record may waive: not structure, identity, private data or secrets."""

WAIVER = Map(
    (
        Key("rule", Text(pattern=WAIVABLE, form="a rule's code, for example P02; never S, I, A01, A02, A03")),
        Key("reason", Text()),
        Key("by", Vocabulary("people")),
        Key("until", Date()),
    )
)
HARM_CHECKED = Map((Key("image", Text()), Key("by", Vocabulary("people"))))
AFFECTED = Map(
    (
        Key("versions", Text(), required=False),
        Key("clients", ListOf(Vocabulary("clients"), shortest=1), required=False),
        Key("regions", ListOf(Vocabulary("regions"), shortest=1), required=False),
        Key("sites", ListOf(Vocabulary("sites"), shortest=1), required=False),
    )
)
LEVEL = Map(
    (
        Key("level", Integer(1, 9)),
        Key("team", Vocabulary("teams")),
        Key("channel_role", Text()),
        Key("respond_minutes", Integer(1, 10_080)),
        Key("hours", Text()),
    )
)
NODE = Map(
    (
        Key("id", Text(pattern=r"^[a-z][a-z0-9_-]*$", form="lower-case letters, digits, - and _")),
        Key("ask", Text()),
        Key(
            "answers",
            ListOf(
                Map(
                    (
                        Key("say", Text()),
                        Key("goto", Text(), required=False),
                        Key("record", Ref(), required=False),
                    ),
                    either=("goto", "record"),
                ),
                shortest=1,
            ),
        ),
    )
)
MODULE = Map(
    (
        Key("id", Text(pattern=r"^[a-z][a-z0-9_-]*$", form="lower-case letters, digits, - and _")),
        Key("title", Text()),
        Key("minutes", Integer(1, 600)),
        Key("pass_mark", Integer(50, 100), required=False),
        Key("records", ListOf(Map((Key("id", Ref()), Key("at_major", Integer(0, 999)))), shortest=1)),
    )
)
QUESTION = Map(
    (
        Key("module", Text()),
        Key("type", Choice(("single", "multiple", "order", "reply"))),
        Key("q", Text()),
        Key("options", ListOf(Text(), shortest=2)),
        Key("answer", OneOrMany(Text())),
        Key(
            "because",
            Text(pattern=rf"^{ID_PATTERN}#.+$", form='record#section, for example "ESC-0104#Do not"'),
        ),
    )
)
