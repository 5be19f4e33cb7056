"""The columns that the trace of one decision shows, out of all that it was worked out from.

Where something is not known a trace says what is missing, however deep that lies; otherwise it ends
one step down, and a few dozen columns of a few hundred are enough.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator

from greenbook.engine.because import names_in
from greenbook.engine.behind import expression_of
from greenbook.engine.editions import KEPT
from greenbook.engine.traced import read_below
from greenbook.handbook.conditions.evaluate import Row
from greenbook.handbook.conditions.render import known_column
from greenbook.handbook.conditions.tree import Column
from greenbook.handbook.conditions.walk import columns_in
from greenbook.handbook.pages import CtaEdition
from greenbook.handbook.program import Program, Ruling

#: What was found of the last programs.
_found: OrderedDict[tuple[int, str], tuple[Program, frozenset[str]]] = OrderedDict()


def columns_shown(decision: str, program: Program) -> frozenset[str]:
    """Names of facts and of decided columns that the trace reads; found once a program."""
    key = (id(program), decision)
    if key not in _found:
        _found[key] = (program, find(decision, program))  # held, so that its id stays its own
        if len(_found) > KEPT:
            _found.popitem(last=False)
    return _found[key][1]


def find(decision: str, program: Program) -> frozenset[str]:
    names: set[str] = set()
    shown = rulings_shown(decision, program)
    for ruling in shown:
        for column in columns_in([ruling.rules, ruling.pages]):
            for each in (column, *columns_behind(column, program)):
                names |= {each.name, known_column(each) or each.name}
        names |= named_by_author(ruling)
    since = {name for names in program.since_used.values() for name in names}
    return frozenset(names | since | outputs_of(shown, program))


def is_settled(decision: str, program: Program, row: Row) -> bool:
    """Whether everything that the trace shows is surely known on this row."""
    return all(
        row.get(f"{ruling.decides}{part}", True)
        for ruling in rulings_shown(decision, program)
        for part in ("__known", "__sure")
    )


def rulings_shown(decision: str, program: Program) -> list[Ruling]:
    """The decision itself, those that it reads, and those whose value one of them hands on."""
    found: dict[str, Ruling] = {}
    waiting = [decision, *read_below(decision, program)]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = program.rulings[name]
            waiting += handed_on_by(found[name], program)
    return list(found.values())


def handed_on_by(ruling: Ruling, program: Program) -> Iterator[str]:
    for rule in ruling.rules:
        for given in rule.gives[:1]:
            if isinstance(given, Column) and given.name in program.rulings:
                yield given.name


def columns_behind(column: Column, program: Program) -> Iterator[Column]:
    """What a value is worked out from that is not kept beside its decision."""
    for inner in columns_in(expression_of(column, program)):
        yield inner
        yield from columns_behind(inner, program)


def named_by_author(ruling: Ruling) -> set[str]:
    """The columns that an author's own sentence names."""
    written = [rule.because for rule in ruling.rules]
    written += [e.because for _, e in ruling.pages if isinstance(e, CtaEdition)]
    return {name.replace(".", "__") for each in written if each for name in names_in(each)}


def outputs_of(shown: list[Ruling], program: Program) -> set[str]:
    """Every column of the decisions shown and of those that they read."""
    names = [each.decides for each in shown]
    deciding = {*names, *(below for name in names for below in read_below(name, program))}
    outputs = (output for every in program.outputs.values() for output in every)
    return {output.name for output in outputs if output.decides in deciding}
