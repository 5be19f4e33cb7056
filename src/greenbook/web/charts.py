"""Charts as SVG, drawn on the server: a line over time with its events and the colours' limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import altair as alt
import vl_convert


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of the page that the chart stands on."""

    ink: str
    soft: str
    line: str
    red: str
    yellow: str
    green: str


LIGHT = Palette("#1e2420", "#59625c", "#dcdad1", "#a3231b", "#7a5600", "#1d6b47")
DARK = Palette("#e6e8e2", "#a3aca5", "#343a35", "#f0948c", "#e2b85c", "#74c69d")
STATES = ("red", "yellow", "green", "unknown")
SHAPES = ("diamond", "triangle-up", "circle", "cross")
WIDTH, HEIGHT = 600, 170
FEW = 10
#: Drawings that are kept: whoever looks at an account today sees the same line.
KEPT = 200
UPRIGHT = alt.Axis(title=None, grid=False, tickCount=4)


@dataclass(frozen=True, slots=True)
class Dot:
    """A number on a day; `state` gives its colour and shape, `said` stands beside it if given."""

    day: date
    value: float | None
    state: str | None
    said: str = ""


def line_over_time(
    dots: Sequence[Dot],
    *,
    title: str,
    dark: bool,
    limits: Mapping[str, float] | None = None,
    top: float = 100,
) -> str:
    """An SVG of a line; where nothing is known the line breaks. `limits` are lines across."""
    return _drawn(tuple(dots), tuple((limits or {}).items()), title=title, dark=dark, top=top)


@lru_cache(maxsize=KEPT)
def _drawn(
    dots: tuple[Dot, ...],
    limits: tuple[tuple[str, float], ...],
    *,
    title: str,
    dark: bool,
    top: float,
) -> str:
    palette = DARK if dark else LIGHT
    rows = [
        {
            "day": dot.day.isoformat(),
            "value": dot.value,
            "state": dot.state if dot.state in STATES else "unknown",
            "said": dot.said,
        }
        for dot in dots
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("day:T", axis=_days(dots)),
        y=alt.Y("value:Q", scale=alt.Scale(domain=[0, top]), axis=UPRIGHT),
    )
    layers = [
        *(layer for name, limit in limits for layer in _limit(name, limit, palette)),
        base.mark_line(color=palette.soft, strokeWidth=1.5),
        base.transform_filter("datum.value != null")
        .mark_point(filled=True, size=55, opacity=1)
        .encode(color=_coloured(palette), shape=_shaped()),
        base.transform_filter("datum.said != ''")
        .mark_text(dy=-12, color=palette.ink, align="right", dx=4)
        .encode(text="said:N"),
    ]
    return _svg(alt.layer(*layers), title=title, palette=palette)


def _days(dots: Sequence[Dot]) -> alt.Axis:
    """A mark at each dot while there are few; with the year where they are of several."""
    days = [dot.day for dot in dots]
    each = [alt.DateTime(year=day.year, month=day.month, date=day.day) for day in days]
    where: dict[str, Any] = {"values": each} if len(each) <= FEW else {"tickCount": 6}
    said = "%-d %b %Y" if len({day.year for day in days}) > 1 else "%-d %b"
    return alt.Axis(
        title=None, format=said, grid=False, labelOverlap=True, labelSeparation=10, **where
    )


def _limit(name: str, limit: float, palette: Palette) -> tuple[alt.Chart, alt.Chart]:
    """A line across where a colour begins, with its name at the left end."""
    across = alt.Chart(alt.InlineData(values=[{"limit": limit, "name": name}])).encode(y="limit:Q")
    line = across.mark_rule(color=palette.soft, strokeDash=[4, 3], opacity=0.6)
    text = across.mark_text(align="left", dy=-6, dx=4, color=palette.soft, fontSize=11)
    return line, text.encode(x=alt.value(0), text="name:N")


def _coloured(palette: Palette) -> alt.Color:
    colours = [palette.red, palette.yellow, palette.green, palette.soft]
    return alt.Color("state:N", scale=alt.Scale(domain=STATES, range=colours), legend=None)


def _shaped() -> alt.Shape:
    return alt.Shape("state:N", scale=alt.Scale(domain=STATES, range=SHAPES), legend=None)


def _svg(chart: alt.LayerChart | alt.FacetChart, *, title: str, palette: Palette) -> str:
    whole = (
        chart.properties(width=WIDTH, height=HEIGHT, background="transparent", description=title)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=palette.soft,
            domainColor=palette.line,
            tickColor=palette.line,
            gridColor=palette.line,
            labelFontSize=12,
        )
        .configure_text(fontSize=12)
    )
    spec: dict[str, Any] = whole.to_dict()
    return vl_convert.vegalite_to_svg(spec)
