"""Every condition, printed and read again, is the same tree; and sqlglot reads as it did."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import sqlglot
from hypothesis import given, settings
from hypothesis import strategies as st

from greenbook.handbook.conditions import write
from greenbook.handbook.conditions.fit import NUMBER
from greenbook.handbook.conditions.parse import read_condition
from greenbook.handbook.conditions.scope import Scope
from greenbook.handbook.conditions.tree import Column, Condition, Value
from greenbook.handbook.conditions.words import KEYWORDS, can_be_a_name, every_function
from greenbook.handbook.types import Type

GOLDEN = Path(__file__).parent / "parses.json"

COUNTS = [Column(name, name, "fact", Type("count")) for name in ("stages", "calls", "objectives")]
DATES = [Column(name, name, "fact", Type("date"), True) for name in ("last_call_on", "start_on")]
FLAGS = [Column(name, name, "fact", Type("yes/no")) for name in ("in_triage", "is_new")]
SEGMENT = Column("segment", "segment", "fact", Type("one of", ("growth", "scale")), True)
SCOPE = Scope(columns={c.name: c for c in [*COUNTS, *DATES, *FLAGS, SEGMENT]})

numbers = st.integers(-1000, 1000).map(lambda n: write.constant(n, Type("count")))


def values() -> st.SearchStrategy[Value]:
    """Sums, differences and products of counts."""
    leaves = st.sampled_from(COUNTS)
    return st.recursive(
        leaves,
        lambda inner: st.builds(
            lambda sign, a, b: write.arithmetic(sign, a, b, Type("count")),
            st.sampled_from(["+", "-", "*"]),
            inner,
            inner,
        ),
        max_leaves=4,
    )


def leaves() -> st.SearchStrategy[Condition]:
    signs = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])
    options = st.lists(st.sampled_from(["growth", "scale"]), min_size=1, max_size=2, unique=True)
    return st.one_of(
        st.sampled_from(FLAGS).map(write.flag),
        st.sampled_from([*COUNTS, *DATES, *FLAGS, SEGMENT]).map(write.known),
        st.builds(write.compare, signs, values(), numbers),
        st.builds(write.between, values(), numbers, numbers),
        st.builds(write.is_none, st.sampled_from(DATES), negated=st.booleans()),
        st.builds(
            lambda words, negated: write.one_of(
                SEGMENT, tuple(write.constant(w, SEGMENT.type) for w in words), negated=negated
            ),
            options,
            st.booleans(),
        ),
    )


def conditions() -> st.SearchStrategy[Condition]:
    return st.recursive(
        leaves(),
        lambda inner: st.one_of(
            st.lists(inner, min_size=2, max_size=3).map(write.both),
            st.lists(inner, min_size=2, max_size=3).map(write.either),
            inner.map(write.negation),
            st.lists(inner, min_size=1, max_size=3).map(
                lambda parts: write.at_least(write.constant(1, NUMBER), tuple(parts))
            ),
        ),
        max_leaves=8,
    )


@settings(deadline=None, max_examples=300)
@given(conditions())
def test_a_condition_printed_and_read_again_is_the_same(condition: Condition) -> None:
    assert read_condition(condition.text, SCOPE) == condition


TEXTS = [
    "arr < $p1_arr and (upside = 'low' or stages_in_use < 2)",
    "segment in ('a', 'b') and tier not in (1, 2)",
    "not in_triage and not (a or b)",
    "x between 1 and 200_000",
    "last_call_on is not null or uptier is null",
    "known(before.health) and since.health > date '2022-02-01'",
    "at_least($needed, new, growth, stages > 1)",
    "add_months(renewal_on, -4) <= today and add_days(due_on, 30) > today",
    "days_between(started_on, today) > 14",
    "percent_of(p1, p1_and_p2) <= 20.5",
    "ratio(5 * calls_4w, working_days_4w) >= needed",
    "at_least_zero(raw) - 1 = 0",
    "latest_of(last_call_on, since.priority) < today",
    "a and b and c or d",
    "true",
]


def test_sqlglot_reads_the_language_as_it_did() -> None:
    """A new sqlglot that reads a text otherwise is noticed here, not in a customer's decision."""
    read = {text: repr(sqlglot.parse_one(text, dialect="duckdb")) for text in TEXTS}
    if not GOLDEN.exists():
        GOLDEN.write_text(json.dumps(read, indent=1) + "\n")
    assert read == json.loads(GOLDEN.read_text())


@pytest.mark.parametrize("function", every_function())
def test_the_functions_are_read_as_functions(function: str) -> None:
    parsed = sqlglot.parse_one(f"{function}(a, b)", dialect="duckdb")
    assert type(parsed).__name__ == ("AddMonths" if function == "add_months" else "Anonymous")


@pytest.mark.parametrize(
    "name", ["any", "desc", "case", "left_", "pivot", "end", "all", "order", "Group", "5th", "a b"]
)
def test_some_words_can_not_be_names(name: str) -> None:
    assert can_be_a_name(name) == (name == "left_")


def test_no_keyword_of_duckdb_can_be_a_name() -> None:
    import duckdb

    query = "select keyword_name from duckdb_keywords() where keyword_category = 'reserved'"
    with duckdb.connect() as connection:
        reserved = {name for (name,) in connection.execute(query).fetchall()}
    assert reserved <= KEYWORDS
