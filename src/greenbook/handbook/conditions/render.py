"""Conditions and values as SQL, three-valued, alike on DuckDB and on Spark.

Each value has two questions: what is it (`value_sql`, NULL when there is nothing to say), and is
it a *known absence* (`none_sql`). A comparison with a known absence is false; with an unknown,
unknown. `share` may give a name to a part, so that what is said twice is worked out once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from greenbook.handbook.conditions.tree import (
    All,
    Always,
    Arithmetic,
    AtLeast,
    Between,
    Call,
    Column,
    Compare,
    Condition,
    Constant,
    Either,
    Flag,
    IsNone,
    Known,
    Not,
    OneOf,
    Term,
    Value,
)
from greenbook.handbook.types import Plain, Type

Share = Callable[[str], str]

ALWAYS = "true"

#: Lengths of time that are whole days, whatever the day.
DAYS = {"day": 1, "week": 7}


def as_written(sql: str) -> str:
    """Share nothing: every part stands where it is used."""
    return sql


def condition_sql(condition: Condition, share: Share = as_written) -> str:
    """A boolean expression in brackets: true, false, or NULL for unknown."""
    match condition:
        case Always():
            return ALWAYS
        case Term(condition=named):
            return condition_sql(named, share)
        case All(parts=parts):
            return both(*(condition_sql(part, share) for part in parts), share=share)
        case Either(parts=parts):
            return share(f"({' or '.join(condition_sql(part, share) for part in parts)})")
        case Not(part=part):
            return share(f"(not {condition_sql(part, share)})")
        case AtLeast():
            return _at_least(condition, share)
        case Known(column=column):
            return share(known_sql(column, share))
        case IsNone():
            return share(_is_none(condition))
        case Flag(column=column):
            return _guarded(quoted(column.name), (column,), share)
        case Compare(operator=operator, left=left, right=right):
            says = f"{value_sql(left, share)} {operator} {value_sql(right, share)}"
            return _guarded(says, (left, right), share)
        case Between(value=value, low=low, high=high):
            limits = f"{value_sql(low, share)} and {value_sql(high, share)}"
            says = f"{value_sql(value, share)} between {limits}"
            return _guarded(says, (value, low, high), share)
        case OneOf(value=value, options=options, negated=negated):
            listed = ", ".join(constant_sql(option.value, option.type) for option in options)
            says = f"{value_sql(value, share)} {'not in' if negated else 'in'} ({listed})"
            return _guarded(says, (value,), share)


def both(*parts: str, share: Share = as_written) -> str:
    """The conjunction of conditions already rendered; what is always true is left out."""
    kept = [part for part in dict.fromkeys(parts) if part != ALWAYS]
    if not kept:
        return ALWAYS
    return kept[0] if len(kept) == 1 else share(f"({' and '.join(kept)})")


def value_sql(value: Value, share: Share = as_written) -> str:
    """The value itself: NULL where it is unknown or a known absence."""
    match value:
        case Column(name=name):
            return quoted(name)
        case Constant(value=plain, type=type_):
            return constant_sql(plain, type_)
        case Arithmetic(operator=operator, left=left, right=right):
            return share(f"({value_sql(left, share)} {operator} {value_sql(right, share)})")
        case Call():
            return share(_call(value, share))


def none_sql(value: Value, share: Share = as_written) -> str | None:
    """Whether the value is a known absence: true or false, never NULL. None if it can not be."""
    match value:
        case Column():
            return _column_is_none(value)
        case Constant():
            return None
        case Arithmetic(left=left, right=right):
            return _any_none((left, right), share)
        case Call(function="latest_of", arguments=arguments):
            absences = [none_sql(argument, share) for argument in arguments]
            present = [absence for absence in absences if absence is not None]
            return f"({' and '.join(present)})" if len(present) == len(absences) else None
        case Call(arguments=arguments):
            return _any_none(arguments, share)


def known_sql(value: Value, share: Share = as_written) -> str:
    """Whether the value, or its absence, is known: true or false, never NULL."""
    if isinstance(value, Constant):
        return ALWAYS
    if isinstance(value, Column):
        return _column_is_known(value)
    present = f"{value_sql(value, share)} is not null"
    absent = none_sql(value, share)
    return f"({present} or {absent})" if absent else f"({present})"


def known_column(column: Column) -> str | None:
    """The yes/no column that tells a known absence from an unknown, where there is one."""
    if column.source == "local":
        return f"{column.name}__known"
    if column.known or column.source in ("fact", "since"):
        return column.known
    prefix = "before__" if column.name.startswith("before__") else ""
    return f"{prefix}{column.name.removeprefix(prefix).partition('__')[0]}__known"


def can_be_absent(column: Column) -> bool:
    """Whether NULL in this column may be a known absence."""
    return column.or_none or column.source in ("before", "since", "local")


def can_be_unknown(node: Condition | Value) -> bool:
    """Whether the truth or the value may be unknown on any row at all."""
    match node:
        case Always() | Constant() | Known():
            return False
        case Column():
            always_there = node.source == "since" or node.name == "today"
            return not (always_there or (node.or_none and not known_column(node)))
        case Flag(column=column) | IsNone(column=column):
            return can_be_unknown(column)
        case Term(condition=condition):
            return can_be_unknown(condition)
        case Not(part=part):
            return can_be_unknown(part)
        case All(parts=parts) | Either(parts=parts) | AtLeast(parts=parts):
            return any(map(can_be_unknown, parts))
        case Compare(left=left, right=right) | Arithmetic(left=left, right=right):
            return can_be_unknown(left) or can_be_unknown(right)
        case Between(value=value, low=low, high=high):
            return any(map(can_be_unknown, (value, low, high)))
        case OneOf(value=value):
            return can_be_unknown(value)
        case Call(function=function, arguments=arguments):
            divides = function in ("percent_of", "ratio")
            return divides or any(map(can_be_unknown, arguments))


def quoted(name: str) -> str:
    return f'"{name}"'


def constant_sql(value: Plain, type_: Type) -> str:
    """A literal that both engines read alike: a number with a point is a double, not a decimal."""
    if type_.kind == "version" and isinstance(value, str):
        return str(version_number(value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if value >= 0 else f"({value})"
    if isinstance(value, float):
        return f"cast({value!r} as double)"
    if isinstance(value, date):
        return f"cast('{value:%Y-%m-%d}' as date)"
    return "'" + value.replace("'", "''") + "'"


def version_number(text: str) -> int:
    """15.2 is before 15.10: major * 1000 + minor."""
    major, _, minor = text.partition(".")
    return int(major) * 1000 + int(minor.partition(".")[0] or 0)


def _guarded(says: str, values: Iterable[Value], share: Share) -> str:
    """What the leaf says, and false where one of its values is a known absence."""
    values = tuple(values)
    absences = [absence for value in values if (absence := none_sql(value, share))]
    if not absences:
        return share(f"({says})") if says[0] != '"' or " " in says else says
    if not any(map(can_be_unknown, values)):
        return share(f"(({says}) is true)")
    present = " and ".join(f"not {absence}" for absence in dict.fromkeys(absences))
    return share(f"({says} and {present})")


def _column_is_none(column: Column) -> str | None:
    if not can_be_absent(column):
        return None
    known = known_column(column)
    if known is None:
        return f"({quoted(column.name)} is null)"
    return f"({quoted(column.name)} is null and {_truth(column, known)})"


def _column_is_known(column: Column) -> str:
    known = known_column(column)
    if not can_be_absent(column):
        return f"({quoted(column.name)} is not null)"
    if known is None:
        return ALWAYS
    if column.source == "fact":
        return f"({quoted(column.name)} is not null or {_truth(column, known)})"
    return _truth(column, known)


def _truth(column: Column, known: str) -> str:
    """The known flag of a fact may be missing; nothing stored before today is a known absence."""
    if column.source == "fact":
        return f"coalesce({quoted(known)}, false)"
    return f"coalesce({quoted(known)}, true)" if column.source == "before" else quoted(known)


def _is_none(condition: IsNone) -> str:
    column, name = condition.column, quoted(condition.column.name)
    known = known_column(column)
    if known is None:
        return f"({name} is {'not ' if condition.negated else ''}null)"
    says = f"({name} is null and ({_truth(column, known)} or null))"
    return f"(not {says})" if condition.negated else says


def _any_none(values: Iterable[Value], share: Share) -> str | None:
    absences = dict.fromkeys(none for value in values if (none := none_sql(value, share)))
    if len(absences) < 2:
        return next(iter(absences), None)
    return f"({' or '.join(absences)})"


def _at_least(condition: AtLeast, share: Share) -> str:
    parts = [condition_sql(part, share) for part in condition.parts]
    needed = condition.needed.whole
    if needed == 1:
        return share(f"({' or '.join(parts)})")
    true = " + ".join(f"cast({part} is true as integer)" for part in parts)
    possible = " + ".join(f"cast({part} is not false as integer)" for part in parts)
    return share(
        f"(case when {true} >= {needed} then true when {possible} < {needed} then false end)"
    )


def _call(call: Call, share: Share) -> str:
    given = [value_sql(argument, share) for argument in call.arguments]
    match call.function:
        case "days_between":
            return f"date_diff('day', {given[0]}, {given[1]})"
        case "add_days":
            return added(given[0], call.arguments[1], "day", share)
        case "add_months":
            return added(given[0], call.arguments[1], "month", share)
        case "percent_of":
            return f"(100 * cast({given[0]} as double) / nullif({given[1]}, 0))"
        case "ratio":
            return f"(cast({given[0]} as double) / nullif({given[1]}, 0))"
        case "at_least_zero":
            return f"(case when {given[0]} < 0 then 0 else {given[0]} end)"
        case "latest_of":
            return _latest(call, given, share)
    raise ValueError(f"no such function: {call.function}")


def added(day: str, amount: Value | int, unit: str, share: Share = as_written) -> str:
    """A day and a length of time as a date; the end of a month is kept within its month."""
    if isinstance(amount, Constant):
        amount = amount.whole
    if isinstance(amount, int):
        sign = "-" if amount < 0 else "+"
        if unit in DAYS:
            return f"({day} {sign} {abs(amount) * DAYS[unit]})"
        return f"cast({day} {sign} interval {abs(amount)} {unit} as date)"
    if unit == "day":
        return f"cast({day} + interval 1 day * {value_sql(amount, share)} as date)"
    return f"cast({day} + interval ({value_sql(amount, share)}) month as date)"


def _latest(call: Call, given: list[str], share: Share) -> str:
    """The later of two dates; where one is a known absence, the other."""
    (first, second), (a, b) = call.arguments, given
    other = "".join(
        f"when {absence} then {date_} "
        for absence, date_ in ((none_sql(first, share), b), (none_sql(second, share), a))
        if absence
    )
    return f"(case {other}when {a} >= {b} then {a} when {a} < {b} then {b} end)"
