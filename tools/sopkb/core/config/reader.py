"""Text of ``kb.yml`` to settings. Whatever is wrong becomes a diagnostic, and the rest is still read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import jsonschema_rs

from sopkb.core.config.cross import Trouble, unknown_words
from sopkb.core.config.desk import build_desk
from sopkb.core.config.patterns import LONGEST_PATTERN, is_usable
from sopkb.core.config.schema import CONFIG_NAME, SCHEMA, VOCABULARIES, properties_at
from sopkb.core.config.settings import KEEP_DAYS, Config, JournalPolicy, Person, Policy, Role, RuleLevel
from sopkb.core.diagnostics import Diagnostic, Location, Severity, shown
from sopkb.core.moments import parse_instant
from sopkb.core.positioned_yaml import read
from sopkb.core.source import Fault, FaultKind, Meta, Path, trap_message
from sopkb.danger import TOPICS

_VALIDATOR = jsonschema_rs.Draft202012Validator(dict(SCHEMA), validate_formats=True)


def parse_config(text: str, path: str) -> Config:
    """Read ``kb.yml``.

    Whatever is wrong becomes a diagnostic, and the part it stands in is left out: the rest of the base is still
    checked, against the defaults.

    Args:
        text: the file's text.
        path: relative to the project, for the diagnostics.
    """
    meta = read(text)
    diagnostics: list[Diagnostic] = []
    broken: set[Path] = set()
    mistaken: set[Location] = set()
    if meta.data:
        for where, at, message in (*_uncompilable(meta), *_malformed(meta), *unknown_words(meta)):
            broken.add(where)
            mistaken.add(at)
            diagnostics.append(Diagnostic(path, at.line, at.column, "S02", Severity.ERROR, message))
    for fault in meta.faults:
        is_trap = fault.kind is FaultKind.TRAP
        is_off = fault.path[:1] == ("rules",) and fault.path[2:] == ("level",)  # the one word that means what it says
        if not (is_trap and (is_off or fault.at in mistaken)):  # quoting would not make it right
            code, message = ("S04", trap_message(fault)) if is_trap else ("S03", _fault_message(fault))
            diagnostics.append(Diagnostic(path, fault.at.line, fault.at.column, code, Severity.ERROR, message))
    config = _build(_without(meta.data, broken), path, tuple(sorted(diagnostics)))
    return replace(config, positions=meta.positions)


def _fault_message(fault: Fault) -> str:
    if fault.kind is FaultKind.DUPLICATE_KEY:
        key, _, line = fault.detail.rpartition("\n")
        return f"`{shown(key)}` is given twice, first on line {line}. Keep one."
    detail = f": {shown(fault.detail)}" if fault.detail else ""
    return f"{CONFIG_NAME}: {fault.kind.value}{detail}. Fix the YAML here."


def _uncompilable(meta: Meta) -> Iterator[Trouble]:
    """Patterns of the policy that are text, but no regular expression to both readers: Python and the schemas."""
    for name, value in meta.map("policy").items():
        if not name.endswith("_pattern") or not isinstance(value, str):
            continue
        if not is_usable(value):
            message = (
                f"`policy.{shown(name)}` is not a regular expression that can be used here: at most {LONGEST_PATTERN} "
                "characters, and no repetition of a repetition such as `(a+)+`. Fix the pattern."
            )
            yield ("policy", name), meta.positions.value("policy", name), message


def _malformed(meta: Meta) -> Iterator[Trouble]:
    """What the schema refuses."""
    for error in _VALIDATOR.iter_errors(dict(meta.data)):
        where = tuple(error.instance_path)
        part = where[:2] if where[:1] in (("vocabularies",), ("policy",)) else where[:1]
        yield part, _place(meta, where, error), _message(where, error)


def _place(meta: Meta, where: Path, error: jsonschema_rs.ValidationError) -> Location:
    if error.kind.name == "additionalProperties":
        return meta.positions.key(*where, error.kind.as_dict()["unexpected"][0])
    return meta.positions.value(*where)


def _message(where: Path, error: jsonschema_rs.ValidationError) -> str:
    name = ".".join(shown(step) for step in where) or CONFIG_NAME
    details = error.kind.as_dict()
    if error.kind.name == "additionalProperties":
        known = ", ".join(sorted(properties_at(where)))
        return f"`{name}` has an unknown key `{shown(details['unexpected'][0])}`. Known here: {known}."
    if error.kind.name == "required":
        return f"`{name}` lacks `{details['property']}`. Add it; see `kb docs kb-yml`."
    return f"`{name}` has the wrong form ({error.kind.name}). See `kb docs kb-yml`."


def _without(data: Mapping[str, Any], broken: set[Path]) -> dict[str, Any]:
    """The data less every part that holds a mistake."""
    kept: dict[str, Any] = {}
    for key, value in data.items():
        if (key,) in broken or key not in SCHEMA["properties"]:
            continue
        if isinstance(value, dict) and key in ("vocabularies", "policy"):
            value = {name: part for name, part in value.items() if (key, name) not in broken}
        kept[key] = value
    return kept


def _build(data: Mapping[str, Any], path: str, diagnostics: tuple[Diagnostic, ...]) -> Config:
    vocabularies = data.get("vocabularies", {})
    labels = {
        name: _labels(vocabularies[name]) for name in VOCABULARIES if isinstance(vocabularies.get(name), dict | list)
    }
    people = {
        handle: Person(handle, person["title"], person.get("team", ""), person.get("account", ""))
        for handle, person in vocabularies.get("people", {}).items()
    }
    return Config(
        path=path,
        name=data.get("name", Config.name),
        description=data.get("description", ""),
        language=data.get("language", "en"),
        report_form=data.get("report_form", ""),
        journal=_journal(data.get("journal")),
        approver=data.get("approver", ""),
        danger={topic: data["danger"][topic] for topic in TOPICS if topic in data.get("danger", {})},
        packs=tuple(data.get("packs", ())),
        levels={code: RuleLevel(**given) for code, given in data.get("rules", {}).items()},
        demo_now=parse_instant(data.get("demo", {}).get("now")),
        labels=labels,
        people=people,
        policy=_policy(data.get("policy", {})),
        advisories=data.get("advisories", {}),
        desk=build_desk(data.get("desk", {})),
        diagnostics=diagnostics,
    )


def _journal(data: Mapping[str, Any] | None) -> JournalPolicy | None:
    if data is None:
        return None
    return JournalPolicy(data["address"].rstrip("/") + "/", data.get("keep_days", KEEP_DAYS))


def _labels(vocabulary: Mapping[str, Any] | Sequence[str]) -> dict[str, str]:
    if isinstance(vocabulary, Mapping):
        return {word: label["title"] if isinstance(label, dict) else label for word, label in vocabulary.items()}
    return {word: word for word in vocabulary}


def _policy(data: Mapping[str, Any]) -> Policy:
    given: dict[str, Any] = {
        name: data[name] for name in ("error_code_pattern", "bug_pattern", "incident_pattern") if name in data
    }
    expiry, review = data.get("expiry", {}), data.get("review", {})
    if "verified_days" in expiry:
        given["longest_expiry"] = timedelta(days=expiry["verified_days"])
    if "unverified_hours" in expiry:
        given["longest_unverified_expiry"] = timedelta(hours=expiry["unverified_hours"])
    if "soon_hours" in expiry:
        given["expires_soon"] = timedelta(hours=expiry["soon_hours"])
    if "renewals" in expiry:
        given["many_renewals"] = expiry["renewals"]
    if "old_days" in expiry:
        given["old_workaround"] = timedelta(days=expiry["old_days"])
    if "draft_idle_days" in review:
        given["draft_idle"] = timedelta(days=review["draft_idle_days"])
    given["least_review_days"] = review.get("min_days", Policy.least_review_days)
    given["most_review_days"] = review.get("max_days", Policy.most_review_days)
    given["attachments"] = tuple(data.get("attachments", ()))
    given["default_review_days"] = data.get("default_review_days", {})
    given["safety_routes"] = data.get("safety_routes", {})
    given["approvers"] = {area: tuple(handles) for area, handles in data.get("approvers", {}).items()}
    given["roles"] = {
        name: Role(tuple(role.get("permissions", ())), tuple(role.get("must_know", ())))
        for name, role in data.get("roles", {}).items()
    }
    return Policy(**given)
