"""An explanation as a person reads it: the sentence first, then the rules as a tree."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.tree import Tree

from greenbook.decisions.explain import Explanation
from greenbook.engine.branches import Branch
from greenbook.engine.trace import RuleTrace, Trace

MARKS = {True: "[green]✓[/]", False: "[dim]–[/]", None: "[yellow]?[/]"}


def explanation_said(explanation: Explanation) -> RenderableType:
    """Sentence, page, rules tried, what is behind them and what is missing."""
    trace = explanation.trace
    parts: list[RenderableType] = [
        f"[bold]{escape(explanation.name)}[/] · {escape(trace.title)} · {trace.on}",
        f"[bold]{escape(trace.because)}[/]",
        *_source(trace),
        *(_rule(rule) for rule in trace.rules if rule.number <= trace.winning_number),
        *(_condition(name, branch) for name, branch in trace.conditions.items()),
        *_behind(trace),
    ]
    if explanation.origin == "reconstructed":
        parts.append("[dim]Reconstructed from the records known by that day.[/]")
    return Group(*parts)


def _source(trace: Trace) -> Iterator[str]:
    if trace.page:
        edition = f", edition {trace.edition}" if trace.edition else ""
        yield f"[dim]{escape(trace.page)}{edition} · handbook {trace.handbook[:8]}[/]"
    if trace.cites:
        yield f"[dim]{escape(trace.cites)}[/]"


def _rule(rule: RuleTrace) -> Tree:
    mark = "[bold green]➜[/]" if rule.winner else MARKS[rule.truth]
    tree = Tree(f"{mark} {rule.number} {escape(rule.name)}")
    if not rule.last:
        _grow(tree, rule.when)
    return tree


def _condition(name: str, branch: Branch) -> Tree:
    tree = Tree(f"{MARKS[branch.truth]} {escape(name)}")
    _grow(tree, branch)
    return tree


def _grow(tree: Tree, branch: Branch) -> None:
    grown = tree.add(f"{MARKS[branch.truth]} {escape(_said(branch))}")
    for part in branch.parts:
        _grow(grown, part)


def _said(branch: Branch) -> str:
    if branch.kind == "leaf":
        return branch.says or branch.text
    if branch.kind == "term":
        return branch.name.replace("_", " ")
    if branch.kind == "at least":
        return f"at least {branch.needed} of"
    return {"all": "all of", "either": "any of", "not": "not"}[branch.kind]


def _behind(trace: Trace) -> Iterator[str]:
    if trace.also_true:
        yield f"Also true: {escape(', '.join(trace.also_true))}"
    for each in trace.overrides:
        yield f"Overridden: {escape(str(dict(each)))}"
    if trace.evidence:
        listed = ", ".join(" ".join(each.values()) for each in trace.evidence)
        yield f"[dim]From {escape(listed)}[/]"
    if trace.missing:
        listed = ", ".join(each.get("label") or str(each) for each in trace.missing)
        yield f"[yellow]Not known: {escape(listed)}[/]"
    for below in trace.below:
        yield f"[dim]↳ {escape(below.title)}: {escape(below.because)}[/]"
