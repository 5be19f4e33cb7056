"""Which SQL a facts file may use: what DuckDB and Spark answer alike."""

from __future__ import annotations

from sqlglot import exp
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import Token

from greenbook.handbook.problems import Findings, Place, nearest

DUCKDB = Dialect.get_or_raise("duckdb")
#: Ours, rewritten for each engine.
DATES = {"add_months", "add_days", "days_between"}

ALLOWED: tuple[type[exp.Expr], ...] = (
    # counting and picking
    exp.Count, exp.CountIf, exp.Sum, exp.Min, exp.Max, exp.ArgMax, exp.ArgMin, exp.GroupConcat,
    exp.LogicalOr, exp.LogicalAnd, exp.Median,
    # over rows in order
    exp.RowNumber, exp.Rank, exp.DenseRank, exp.Lag, exp.Lead, exp.FirstValue, exp.LastValue,
    # choosing
    exp.Case, exp.If, exp.Coalesce, exp.Nullif, exp.Greatest, exp.Least, exp.Exists, exp.Any,
    # text
    exp.Lower, exp.Upper, exp.Trim, exp.Concat, exp.ConcatWs, exp.Length, exp.Replace,
    exp.SplitPart, exp.StartsWith, exp.StrPosition, exp.Substring, exp.DPipe, exp.Left, exp.Right,
    # numbers and days
    exp.Abs, exp.Round, exp.Floor, exp.Ceil, exp.Cast, exp.AddMonths, exp.DateTrunc,
    exp.TimestampTrunc, exp.Year, exp.Month, exp.Day, exp.DayOfWeekIso, exp.Extract, exp.DayOfWeek,
    # membership in a list of codes
    exp.ArrayContains, exp.ArrayContainsAll, exp.ArrayOverlaps,
    # logic, which sqlglot counts among the functions
    exp.And, exp.Or, exp.Xor,
)  # fmt: skip

INSTEAD: dict[type[exp.Expr], str] = {
    exp.DateDiff: "date_diff counts differently on the two engines: use days_between(a, b)",
    exp.CurrentDate: "the day is $today, never a function",
    exp.CurrentTimestamp: "the day is $today, never a function",
    exp.Avg: "avg adds doubles in any order: use sum and count, and divide last",
    exp.ArrayAgg: "lists differ on the two engines: use string_agg, max_by or a window",
    exp.Explode: "lists differ on the two engines: use a window or a join",
    exp.Unnest: "lists differ on the two engines: use a window or a join",
    exp.Rand: "a fact is the same whenever it is asked",
}


def refuse_what_differs(file: str, sql: str, tokens: list[Token], findings: Findings) -> None:
    """Refuses SQL that can not be read, is not one SELECT, or would differ between the engines."""
    try:
        parsed = DUCKDB.parser().parse(tokens, sql)
    except (SqlglotError, RecursionError) as error:
        line = error.errors[0].get("line", 0) if getattr(error, "errors", None) else 0  # type: ignore[union-attr]
        first = str(error).splitlines()[0]
        findings.refuse(Place(file, line), f"the SQL can not be read: {first}", code="sql")
        return
    if len(parsed) != 1 or not isinstance(parsed[0], exp.Query):
        findings.refuse(Place(file), "a facts file holds one SELECT", code="sql")
        return
    for node in parsed[0].walk():
        says = _refusal(node)
        if says:
            findings.refuse(Place(file, _line(node, sql)), says, code="sql-function")


def _refusal(node: exp.Expr) -> str | None:
    if isinstance(node, exp.Star) and _is_outermost(node):
        return "name every column: `*` hides which facts there are"
    for kind, says in INSTEAD.items():
        if isinstance(node, kind):
            return says
    if not isinstance(node, exp.Func) or isinstance(node, ALLOWED):
        return None
    name = node.name.lower() if isinstance(node, exp.Anonymous) else node.sql_name().lower()
    if isinstance(node, exp.Anonymous) and name in DATES:
        return None
    return f"`{name}` is not among the functions of facts{nearest(name, DATES)}"


def _is_outermost(star: exp.Expr) -> bool:
    inner = star.find_ancestor(exp.CTE, exp.Subquery, exp.Exists)
    return isinstance(star.parent, exp.Select | exp.Column) and inner is None


def _line(node: exp.Expr, sql: str) -> int:
    """The line of a node, from the first identifier or function name that knows where it stood."""
    for inner in node.walk():
        if "line" in inner.meta:
            return int(inner.meta["line"])
    return 0
