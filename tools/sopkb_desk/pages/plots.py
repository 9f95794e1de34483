"""Figures over time as SVG, drawn when the site is built: no script, no font, no other host, and it prints.

A line is broken where a week has no figure. The same figures stand in a table behind each plot, and its name says in
words how it runs, for whoever does not see it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sopkb.site.escape import markup
from sopkb.site.html import Html, Part, heading, paragraph

_WIDTH, _HEIGHT = 480, 150
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 20, 12, 26
_LABELS = 6


@dataclass(frozen=True)
class Series:
    """Figures over time.

    Args:
        title: what they are.
        labels: of the points, in order.
        values: one for each; None where there is none.
        shown: a value as a reader sees it.
        top: the end of the scale; None for the largest value.
        marked: labels whose figure is not to be trusted, with the reason.
    """

    title: str
    labels: tuple[str, ...]
    values: tuple[float | None, ...]
    shown: Callable[[float], str]
    top: float | None = None
    marked: tuple[tuple[str, str], ...] = ()

    @property
    def in_words(self) -> str:
        """How it runs: from the first to the last, and between which bounds."""
        known = [(label, value) for label, value in zip(self.labels, self.values, strict=True) if value is not None]
        if not known:
            return f"{self.title}: no figures"
        (first, begin), (last, end) = known[0], known[-1]
        values = [value for _, value in known]
        return (
            f"{self.title}: {self.shown(begin)} in {first}, {self.shown(end)} in {last}; "
            f"between {self.shown(min(values))} and {self.shown(max(values))}"
        )

    @property
    def now_in_words(self) -> str:
        """The newest figure and the one before it; ``""`` where there are not two."""
        known = [(label, value) for label, value in zip(self.labels, self.values, strict=True) if value is not None]
        if len(known) < 2:
            return ""
        (before, was), (last, is_now) = known[-2:]
        return f"{last}: {self.shown(is_now)}; {before}: {self.shown(was)}."


def plot(series: Series) -> str:
    """The plot of a series, as one block of HTML without an empty line."""
    top = series.top or max((value for value in series.values if value is not None), default=1.0) or 1.0
    count = len(series.labels)
    wide, high = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM

    def x(place: int) -> float:
        return round(_LEFT + (wide * place / (count - 1) if count > 1 else wide / 2), 1)

    def y(value: float) -> float:
        return round(_TOP + high * (1 - min(value / top, 1)), 1)

    parts = [
        f'<svg class="kb-plot" role="img" aria-label="{markup(series.in_words)}" viewBox="0 0 {_WIDTH} {_HEIGHT}">'
    ]
    for value in (0.0, top / 2, top):
        parts.append(
            f'<line class="kb-plot__grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y(value)}" y2="{y(value)}"/>'
        )
        parts.append(f'<text x="{_LEFT - 6}" y="{y(value) + 4}" text-anchor="end">{markup(series.shown(value))}</text>')
    step = max((count + _LABELS - 1) // _LABELS, 1)
    for place in range(count - 1, -1, -step):  # the newest always has its label
        parts.append(
            f'<text x="{x(place)}" y="{_HEIGHT - 8}" text-anchor="middle">{markup(series.labels[place][5:])}</text>'
        )
    for run in _runs(series.values):
        points = " ".join(f"{x(place)},{y(value)}" for place, value in run)
        parts.append(f'<polyline points="{points}"/>')
    doubtful = {label for label, _ in series.marked}
    for place, (label, figure) in enumerate(zip(series.labels, series.values, strict=True)):
        if figure is not None:
            tone = ' class="kb-plot__doubt"' if label in doubtful else ""
            title = f"{label}: {series.shown(figure)}"
            parts.append(
                f'<circle{tone} cx="{x(place)}" cy="{y(figure)}" r="3"><title>{markup(title)}</title></circle>'
            )
    return "\n".join([*parts, "</svg>"])


def _runs(values: Sequence[float | None]) -> list[list[tuple[int, float]]]:
    """Stretches without a gap."""
    runs: list[list[tuple[int, float]]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((place, value))
    return [run for run in runs if len(run) > 1]


def section(series: Series, about: str) -> tuple[Part, ...]:
    """A heading, what it is, the plot, and the table behind it.

    Args:
        series: the figures.
        about: plain text: what it is, and how to read it.
    """
    marks = dict(series.marked)
    rows = []
    for label, value in zip(reversed(series.labels), reversed(series.values), strict=True):
        note = f" ({marks[label]})" if label in marks else ""
        cell = "too few" if value is None else series.shown(value)
        rows.append(f'<tr><th scope="row">{markup(label)}</th><td>{markup(cell + note)}</td></tr>')
    figures = f"<details><summary>The figures behind it</summary><table><caption>{markup(series.title)}</caption>"
    head = '<thead><tr><th scope="col">Week</th><th scope="col">Figure</th></tr></thead><tbody>'
    shown = [f'<div class="kb-trend">{plot(series)}', figures, head, *rows, "</tbody></table></details></div>"]
    return heading(series.title), paragraph(markup(f"{about} {series.now_in_words}")), Html("\n".join(shown))


def scale(values: Sequence[float | None]) -> float:
    """The end of a scale of shares: the next full tenth, so that a small share can be read."""
    most = max((value for value in values if value is not None), default=1.0)
    return min(max(math.ceil(most * 10 - 1e-9) / 10, 0.1), 1.0)


def percent(value: float) -> str:
    """A share as a reader sees it."""
    return f"{value:.0%}"


def whole(value: float) -> str:
    """A count as a reader sees it."""
    return f"{value:,.0f}"
