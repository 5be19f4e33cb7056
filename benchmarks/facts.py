"""Facts of synthetic accounts: as many as are asked for, of the shipped handbook's own fact types.

Every value follows from the row's number and the fact's name, so each run decides the same rows.
One value of twenty is unknown (NULL); a fact that may be none is none in three of ten.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import greenbook.packs
from greenbook.engine.columns import sql_type
from greenbook.engine.duck import DuckEngine
from greenbook.handbook.book import Handbook
from greenbook.handbook.facts import Fact
from greenbook.handbook.pages import Grain
from greenbook.handbook.program import Program
from greenbook.handbook.read import read_handbook

#: Every page has its newest edition by then.
DAY = date(2026, 6, 1)
UNKNOWN, NONE = 5, 30  # percent
ACCOUNTS_A_PERSON = 25
INDUSTRIES = 40

#: How large whole numbers get, where the fact's type alone would say nothing.
AT_MOST = {"usd": 60_000_000, "days": 200, "months": 24, "percent": 100, "number": 100}
COUNTS_AT_MOST = 40
DAYS_AROUND = 500


@cache
def shipped() -> Handbook:
    return read_handbook(Path(next(iter(greenbook.packs.__path__))) / "gitlab")


def load_facts(engine: DuckEngine, program: Program, *, accounts: int) -> None:
    """Make `facts_<grain>` of every grain of the program, with the facts that it reads."""
    for grain in program.grains:
        columns = ", ".join(of_grain(program, grain, accounts=accounts))
        rows = rows_of(grain, accounts)
        engine.create(f"facts_{grain}", f"select {columns} from range(1, {rows + 1}) as r(n)")


def rows_of(grain: Grain, accounts: int) -> int:
    part = {
        "account": 1.0,
        "subscription": 1.5,
        "opportunity": 1.5,
        "person": 1 / ACCOUNTS_A_PERSON,
    }
    return {"industry": INDUSTRIES, "company": 1}.get(grain) or round(accounts * part[grain])


def of_grain(program: Program, grain: Grain, *, accounts: int) -> Iterator[str]:
    """The columns of one grain: its id, its links to coarser grains, and the facts."""
    yield f"{key(grain)} as id"
    handbook, known = shipped(), shipped().facts.of(grain)
    links = {link.column: link.coarser for link in handbook.facts.links if link.finer == grain}
    for name in sorted(program.facts_used[grain] | set(links)):
        if name in links:
            yield f"{link_to(links[name], accounts)} as {name}"
        elif name.endswith("__known"):
            yield f"not {chance(name, UNKNOWN)} as {name}"
        else:
            yield f"{value(known[name])} as {name}"


def key(grain: Grain, number: str = "n") -> str:
    return f"'industry ' || ({number})" if grain == "industry" else f"({number})::bigint"


def link_to(coarser: Grain, accounts: int) -> str:
    return key(coarser, f"1 + {drawn(coarser)} % {rows_of(coarser, accounts)}")


def value(fact: Fact) -> str:
    if fact.name == "today":
        return f"date '{DAY}'"
    missing = f"{chance(fact.name + '?', UNKNOWN + (NONE if fact.or_none else 0))}"
    return f"case when not {missing} then ({drawn_value(fact)})::{sql_type(fact.type)} end"


def drawn_value(fact: Fact) -> str:
    kind, drawing = fact.type.kind, drawn(fact.name)
    match kind:
        case "yes/no":
            return chance(fact.name, 30)
        case "date":
            return f"date '{DAY}' + ({drawing} % {2 * DAYS_AROUND} - {DAYS_AROUND})::integer"
        case "one of":
            words = ", ".join(map(repr, fact.type.values))
            return f"(array[{words}])[1 + {drawing} % {len(fact.type.values)}]"
        case "version":
            return f"(14 + {drawing} % 4) * 1000 + {drawing} % 12"
        case "text":
            return "'csm'" if fact.name == "works_as" else f"'text ' || {drawing} % 20"
    return f"{drawing} % {AT_MOST.get(kind, COUNTS_AT_MOST)}"


def drawn(name: str) -> str:
    """A large number that looks drawn, the same for the same row and name."""
    return f"(hash(n, '{name}') >> 33)::bigint"


def chance(name: str, percent: int) -> str:
    return f"({drawn(name)} % 100 < {percent})"
