"""``kb search --explain``: how a query was read, and of which parts each score is the sum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from sopkb.core.diagnostics import printable
from sopkb.search import Answer, Hit
from sopkb.search.explain import ClueShown, Explanation, HitShown


def explanation_as_text(answer: Answer, explanation: Explanation) -> str:
    """For a terminal: the plan, what was looked for, then each row's score as a sum."""
    lines = ["How the query was read"]
    lines += [f"  {name:<12}{', '.join(values)}" for name, values in _plan(answer, explanation).items() if values]
    lines += ["", "What was looked for  (records, rarity × weight)"]
    lines += [f"  {number:>2}. {_clue(clue)}" for number, clue in enumerate(explanation.clues, 1)]
    for number, (hit, shown) in enumerate(zip(answer.hits, explanation.hits, strict=True), 1):
        lines += ["", *_hit(number, hit, shown, explanation)]
    return "\n".join(printable(line) for line in lines)


def explanation_as_json(answer: Answer, explanation: Explanation) -> dict[str, object]:
    """For a program; the sums are whole numbers."""
    return {
        "plan": _plan(answer, explanation),
        "clues": [asdict(clue) for clue in explanation.clues],
        "hits": [
            {"tier": {"number": hit.tier.value, "name": hit.tier.name.lower()}, **asdict(shown)}
            for hit, shown in zip(answer.hits, explanation.hits, strict=True)
        ],
    }


def _plan(answer: Answer, explanation: Explanation) -> dict[str, list[str]]:
    plan = explanation.plan
    return {
        "identifiers": [f"{exact.text} ({exact.kind.value})" for exact in plan.exact],
        "missing": [each.text for each in plan.missing],
        "words": [word.surface for word in plan.words if word.is_informative],
        "fillers": [word.surface for word in plan.words if not word.is_informative],
        "corrected": [f"{each.typed} to {' or '.join(each.used)}" for each in answer.corrections],
        "phrases": [f'"{phrase.text}"' for phrase in plan.phrases],
        "filters": [f"{'-' * each.is_negated}{each.field}:{','.join(each.values)}" for each in plan.filters],
        "excluded": list(plan.excluded),
        "routes": [f"{words} to {record_id}" for record_id, words in explanation.routes],
        "notes": list(plan.notes),
    }


def _clue(clue: ClueShown) -> str:
    variants = (
        f"{' '.join(each.terms)} {each.origin} ({each.records}, {each.rarity:.2f} × {each.weight:.2f}"
        f"{', only where salient' if each.is_common else ''})"
        for each in clue.variants
    )
    return f"{' + '.join(clue.words) or 'the identifier'}: {'; '.join(variants)}"


def _hit(number: int, hit: Hit, shown: HitShown, explanation: Explanation) -> Iterator[str]:
    points = sum(part.points for part in shown.parts)
    yield f"{number:>2}. {hit.id}  tier {hit.tier.value} ({hit.tier.name.lower()}), score {shown.score:,}"
    if not shown.parts:
        return
    yield f"    {'':<32}{'whole':>10}{'section':>10}{'symptom':>10}{'points':>10}"
    for part in shown.parts:
        words = " + ".join(explanation.clues[part.clue].words) or "the identifier"
        cells = "".join(f"{value:>10,}" for value in (part.level, part.section, part.symptom, part.points))
        yield f"    {f'{part.clue + 1}. {words}'[:31]:<32}{cells}"
    second = f"({points:,} + {shown.second:,} for the second section)" if shown.second else f"{points:,}"
    nearby = f" + {shown.nearby:,} for neighbours" if shown.nearby else ""
    yield f"    {f'{second} × {shown.factor:.3f}{nearby}':<62}{shown.score:>10,}"
    yield from (
        f"    {name}: {text}" for name, text in (("section", shown.section), ("symptom", shown.symptom)) if text
    )
