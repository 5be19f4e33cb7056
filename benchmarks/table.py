"""What is printed: one line a figure, with its ratio and bar where it has them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Figure:
    """`met` is None where no bar stands."""

    what: str
    figure: str
    ratio: str = ""
    bar: str = ""
    met: bool | None = None

    @property
    def verdict(self) -> str:
        return {None: "", True: "met", False: "not met"}[self.met]


def at_most(what: str, seconds: float, other: float, *, times: float, beside: str) -> Figure:
    """A time that may be so many times the other one's."""
    ratio = seconds / other
    said = f"{said_seconds(seconds)} | {beside} {said_seconds(other)}"
    return Figure(what, said, f"{ratio:.2f}x the time", f"<= {times:g}x", ratio <= times)


def faster(what: str, seconds: float, other: float, *, times: float | None, beside: str) -> Figure:
    """A time that the other one's should be so many times of, where a bar stands."""
    ratio = other / seconds
    said = f"{said_seconds(seconds)} | {beside} {said_seconds(other)}"
    if times is None:
        return Figure(what, said, f"{ratio:,.1f}x faster")
    return Figure(what, said, f"{ratio:,.1f}x faster", f">= {times:g}x", ratio >= times)


def limit(
    what: str, figure: float, most: float, *, unit: Literal["s", "ms", "GiB"], beside: str = ""
) -> Figure:
    """A figure that has a limit of its own."""
    said = f"{figure:,.2f} {unit}" if unit != "ms" else f"{figure:,.0f} ms"
    return Figure(what, f"{said}{beside}", "", f"<= {most:g} {unit}", figure <= most)


def said_seconds(seconds: float) -> str:
    if seconds >= 0.1:
        return f"{seconds:,.2f} s"
    return f"{seconds * 1000:,.1f} ms" if seconds >= 0.001 else f"{seconds * 1e6:,.2f} µs"


def show(figures: list[Figure], *, title: str) -> None:
    table = Table(title=title, title_justify="left", show_lines=False)
    for heading in ("what", "figure", "ratio", "bar", "met"):
        table.add_column(heading, overflow="fold")
    for each in figures:
        table.add_row(each.what, each.figure, each.ratio, each.bar, each.verdict)
    Console(width=130).print(table)
