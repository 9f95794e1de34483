"""Charts as SVG, drawn when the site is built: nothing is fetched for them, and no style attribute is needed.

Labels stand above their bars, so that a long one fits on a phone. Every figure stands as text beside its bar, and in
the table behind the chart: colour alone says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sopkb.site.escape import markup

_WIDTH = 400
_ROW = 36
_BAR = 12
_HEIGHT = 120
_LABEL = 16


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar.

    Args:
        value: how much.
        tone: ``good``, ``warn``, ``bad`` or ``mute``: the colour.
    """

    value: int
    tone: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart.

    Args:
        label: plain text.
        parts: from the left.
        note: the figures in words, plain text.
    """

    label: str
    parts: tuple[Part, ...]
    note: str

    @property
    def total(self) -> int:
        return sum(part.value for part in self.parts)


def bars(name: str, shown: Sequence[Bar]) -> str:
    """Bars below each other, on one scale.

    Args:
        name: what the chart shows, for whoever cannot see it.
        shown: from the top.
    """
    most = max((bar.total for bar in shown), default=0) or 1
    parts = []
    for place, bar in enumerate(shown):
        top = place * _ROW
        parts.append(f'<text x="0" y="{top + 13}">{markup(bar.label)}</text>')
        parts.append(
            f'<text class="kb-chart__note" x="{_WIDTH}" y="{top + 13}" text-anchor="end">{markup(bar.note)}</text>'
        )
        parts.append(f'<rect class="kb-chart__ground" x="0" y="{top + 18}" width="{_WIDTH}" height="{_BAR}" rx="2"/>')
        left = 0.0
        for part in bar.parts:
            width = part.value * _WIDTH / most
            if part.value:
                parts.append(_box(part.tone, left, top + 18, width, _BAR))
            left += width
    return _svg(name, len(shown) * _ROW, parts)


def columns(name: str, shown: Sequence[Bar]) -> str:
    """Columns beside each other, each with its figure on top and its label below."""
    most = max((bar.total for bar in shown), default=0) or 1
    step = _WIDTH / max(1, len(shown))
    parts = [f'<line class="kb-chart__line" x1="0" x2="{_WIDTH}" y1="{_HEIGHT + _LABEL}" y2="{_HEIGHT + _LABEL}"/>']
    for place, bar in enumerate(shown):
        middle = round((place + 0.5) * step, 1)
        floor = float(_HEIGHT + _LABEL)
        for part in bar.parts:
            height = part.value * _HEIGHT / most
            if part.value:
                parts.append(_box(part.tone, place * step + 2, floor - height, step - 4, height))
            floor -= height
        if bar.total:
            parts.append(f'<text x="{middle}" y="{round(floor - 4, 1)}" text-anchor="middle">{bar.total}</text>')
        parts.append(
            f'<text class="kb-chart__note" x="{middle}" y="{_HEIGHT + 2 * _LABEL}" text-anchor="middle">'
            f"{markup(bar.label)}</text>"
        )
    return _svg(name, _HEIGHT + 2 * _LABEL + 6, parts)


def legend(*entries: tuple[str, str]) -> str:
    """What the colours mean: tone and plain text of each."""
    marks = "".join(f'<li class="kb-tone kb-tone--{tone}">{markup(text)}</li>' for tone, text in entries)
    return f'<ul class="kb-legend">{marks}</ul>'


def figure(title: str, about: str, chart: str, behind: str) -> str:
    """A chart with its heading, and the table behind it.

    Args:
        title: plain text.
        about: what it shows, HTML.
        chart: SVG, and a legend.
        behind: the table, as HTML.
    """
    return "\n".join(
        [
            '<section class="kb-figure">',
            f"<h2>{markup(title)}</h2>",
            f"<p>{about}</p>",
            chart,
            f'<details class="kb-behind"><summary>The figures</summary>{behind}</details>',
            "</section>",
        ]
    )


def _box(tone: str, left: float, top: float, width: float, height: float) -> str:
    x, y, wide, high = (f"{round(number, 1):g}" for number in (left, top, width, height))
    return f'<rect class="kb-tone--{tone}" x="{x}" y="{y}" width="{wide}" height="{high}"/>'


def _svg(name: str, height: int, parts: Sequence[str]) -> str:
    start = f'<svg class="kb-chart" role="img" aria-label="{markup(name)}" viewBox="0 0 {_WIDTH} {max(1, height)}">'
    return "\n".join([start, *parts, "</svg>"])
