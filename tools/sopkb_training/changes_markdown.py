"""For a wiki or a mail: a digest as Markdown, what must be retrained first."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sopkb.core.load import Base
from sopkb.history.comment import plain, quoted
from sopkb.history.words import safe, told
from sopkb_training.items import ChangeLine, Digest, Item, Only

_HEADS = {"retrain": "Retrain: yesterday's way is wrong now", "read": "Read", "none": "For completeness"}
_WHAT = {
    "new": "new",
    "changed": "",
    "announced": "announced",
    "retired": "**no longer in force**",
    "deleted": "**gone**",
}


def render_markdown(digest: Digest, base: Base) -> str:
    """Markdown that ends with a line feed. What stands in a record is escaped: it calls nobody and links nowhere."""
    parts = [f"# What changed since {plain(safe(digest.since.asked))}", _sum(digest)]
    parts += [f"**Not looked at**: {plain(safe(note))}" for note in digest.notes]
    for training, head in _HEADS.items():
        items = digest.asking(training)
        if items:
            parts += [f"## {head}", *(_item(item, base) for item in items)]
    return "\n\n".join(parts) + "\n"


def counted(digest: Digest) -> str:
    """How many records ask what: ``2 records to retrain, 5 to read``; that none does, only where all was looked at."""
    counts = [(len(digest.asking(word)), word) for word in ("retrain", "read") if word in digest.only.training]
    limits = f" ({', '.join(_limits(digest))})" if any(_limits(digest)) else ""
    if any(count for count, _ in counts):
        told = [f"{count} to {word}" for count, word in counts]
        noun = "record" if counts[0][0] == 1 else "records"
        first = told[0].replace(" ", f" {noun} ", 1)
        return f"{', '.join([first, *told[1:]])}{', perhaps more' if digest.notes else ''}{limits}"
    if digest.notes:
        return f"Nothing is known that asks anything of anybody{limits}, and not everything was looked at"
    return f"Nothing that asks anything of anybody{limits}"


def _limits(digest: Digest) -> Iterator[str]:
    """What a digest is limited to, where it is: nothing is said of the rest."""
    only = digest.only
    if only.training != Only().training:
        yield f"only {' and '.join(sorted(only.training))}"
    yield from (f"only area {plain(safe(area))}" for area in sorted(only.areas))
    yield from (f"only role {plain(safe(role))}" for role in sorted(only.roles))


def _sum(digest: Digest) -> str:
    start = f" Compared with commit `{digest.since.commit[:10]}`." if digest.since.commit else ""
    return f"{counted(digest)}, up to {digest.now:%Y-%m-%d %H:%M} UTC.{start}"


def _item(item: Item, base: Base) -> str:
    record = item.record
    head = f"### {plain(safe(record.id))} {plain(safe(record.title))}"
    lines = [_facts(item, base), *(_entry(entry) for entry in item.entries)]
    if item.is_undeclared:
        lines.append("**Its steps, route or permissions changed, and its changelog asks nobody to retrain.**")
    lines += [told(edit).written(quoted) for edit in item.edits]
    lines += [f"**{name}**: {text}" for name, text in concerning(item, base, plain)]
    return f"{head}\n\n" + "\n".join(f"- {line}" for line in lines if line)


def _facts(item: Item, base: Base) -> str:
    version = item.record.meta.text("version")
    versions = f"{item.before} → {version}" if item.before and item.before != version else version
    facts = [
        _WHAT[item.what],
        plain(safe(versions)),
        plain(safe(base.config.label("areas", item.record.area))),
        f"counts from **{item.effective}**" if item.effective and item.what != "deleted" else "",
    ]
    return " · ".join(filter(None, facts))


def _entry(entry: ChangeLine) -> str:
    day = f" of {entry.day}" if entry.day else ""
    return f"{plain(safe(entry.version))}{day}, {entry.training}: {quoted(safe(entry.change))}"


def concerning(item: Item, base: Base, write: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Who must be told, and which modules and questions are touched."""
    audience = ", ".join(item.record.meta.texts("audience"))
    roles = ", ".join(item.roles)
    yield "For", write(safe(f"{roles} (audience {audience})" if roles else f"audience {audience}"))
    places = [
        f"{each.track.id} {each.module.id}" + (f" (still at {each.pin.at_major})" if item.is_behind(each) else "")
        for each in item.taught
    ]
    if places:
        yield "Taught in", write(safe("; ".join(places)))
    for each in item.asked:
        yield f"Asked in {write(safe(each.track.id))}, question {each.question.number}", write(safe(each.question.ask))
