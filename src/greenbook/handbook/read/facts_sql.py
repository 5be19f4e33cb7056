"""Reads a facts file: its grain, the columns of its last SELECT and the comments behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

import sqlglot
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

from greenbook.handbook.conditions.words import can_be_a_name
from greenbook.handbook.facts import Fact, Link, Subject
from greenbook.handbook.pages import Grain
from greenbook.handbook.problems import Findings, Place, nearest
from greenbook.handbook.read.fact_comments import BadComment, read_fact
from greenbook.handbook.read.facts_allowed import refuse_what_differs

GRAINS: tuple[Grain, ...] = get_args(Grain)
HEADER = re.compile(r"^--\s*grain:\s*(.*)$", re.MULTILINE)
PARAMETER = re.compile(r"\$([a-z_][a-z0-9_]*)")
SILENT = ("__evidence", "__known")  # columns that need no comment


@dataclass(frozen=True, slots=True)
class FactsFile:
    subject: Subject
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class _Written:
    """One column of the last SELECT as written."""

    name: str
    comment: str | None
    line: int


def read_facts_file(file: str, sql: str, findings: Findings) -> FactsFile | None:
    """The subject of one file, or None when nothing can be made of it."""
    header = _header(file, sql, findings)
    tokens = _tokens(file, sql, findings)
    if header is None or not tokens:
        return None
    grain, links = header
    refuse_what_differs(file, sql, tokens, findings)
    written = list(_columns(tokens))
    if not written or written[0].name != "id":
        place = Place(file, written[0].line if written else 0)
        findings.refuse(place, "the first column must be `id`, the grain's key", code="facts")
    names = {column.name for column in written}
    columns = {fact.name: fact for fact in _facts(file, written, names, findings)}
    _refuse_missing_links(file, links, grain, names, findings)
    parameters = frozenset(PARAMETER.findall(_without_comments(sql))) - {"today"}
    return FactsFile(Subject(file, grain, sql, "id", columns, parameters), links)


def _header(file: str, sql: str, findings: Findings) -> tuple[Grain, tuple[Link, ...]] | None:
    found = HEADER.search(sql)
    folder = file.split("/")[1] if file.count("/") >= 2 else ""
    if found is None:
        says = f"the file does not say its grain: begin it with `-- grain: {folder or 'account'}`"
        findings.refuse(Place(file, 1), says, code="facts")
        return None
    place = Place(file, sql[: found.start()].count("\n") + 1)
    words = found[1].split(";")
    name, _, parent = words[0].strip().partition(" of ")
    grain = _grain(name.strip(), place, findings)
    if grain is None:
        return None
    if grain != folder:
        says = f"the grain is {grain} but the file lies in {folder or 'facts'}/"
        findings.refuse(place, says, code="facts")
    links = list(_links(grain, parent.strip(), words[1:], place, findings))
    return grain, tuple(links)


def _links(
    grain: Grain, parent: str, rest: list[str], place: Place, findings: Findings
) -> Iterator[Link]:
    """`subscription of account` and `person; account.csm_id, opportunity.owner_id`."""
    if parent:
        coarser = _grain(parent, place, findings)
        if coarser:
            yield Link(grain, f"{coarser}_id", coarser)
    for pair in ",".join(rest).split(","):
        finer_name, dot, column = pair.strip().partition(".")
        if dot:
            finer = _grain(finer_name, place, findings)
            if finer:
                yield Link(finer, column.strip(), grain)


def _grain(name: str, place: Place, findings: Findings) -> Grain | None:
    for grain in GRAINS:
        if grain == name:
            return grain
    findings.refuse(place, f"`{name}` is not a grain{nearest(name, GRAINS)}", code="grain")
    return None


def _tokens(file: str, sql: str, findings: Findings) -> list[Token]:
    try:
        return list(sqlglot.tokenize(sql, dialect="duckdb"))
    except SqlglotError as error:
        says = f"the SQL can not be read: {str(error).splitlines()[0]}"
        findings.refuse(Place(file), says, code="sql")
        return []


def _columns(tokens: list[Token]) -> Iterator[_Written]:
    """The columns of the last SELECT that stands in no bracket."""
    column: list[Token] = []
    for token in _select_list(tokens):
        if token.token_type is TokenType.COMMA:
            yield _written([*column, token])
            column = []
        else:
            column.append(token)
    if column:
        yield _written(column)


def _select_list(tokens: list[Token]) -> Iterator[Token]:
    """Tokens between the last outer SELECT and its FROM; inner commas are handed on as brackets."""
    depths = list(_depths(tokens))
    outer = [
        at
        for at, (token, depth) in enumerate(depths)
        if depth == 0 and token.token_type is TokenType.SELECT
    ]
    for token, depth in depths[outer[-1] + 1 :] if outer else []:
        if depth == 0 and token.token_type is TokenType.FROM:
            return
        if depth > 0 and token.token_type is TokenType.COMMA:
            continue
        yield token


def _depths(tokens: list[Token]) -> Iterator[tuple[Token, int]]:
    depth = 0
    for token in tokens:
        if token.token_type is TokenType.R_PAREN:
            depth -= 1
        yield token, depth
        if token.token_type is TokenType.L_PAREN:
            depth += 1


def _written(tokens: list[Token]) -> _Written:
    """Name and comment of a column: the last word, and what stands behind it on its last line."""
    last = tokens[-1]
    words = tokens[:-1] if last.token_type is TokenType.COMMA else tokens
    name = words[-1] if words else last
    behind = [comment for token in (name, last) for comment in token.comments]
    return _Written(name.text, behind[0].strip() if behind else None, name.line)


def _facts(
    file: str, written: list[_Written], names: set[str], findings: Findings
) -> Iterator[Fact]:
    seen: set[str] = set()
    for column in written[1:]:
        place = Place(file, column.line)
        if column.name in seen:
            says = f"the column `{column.name}` stands here already, further up"
            findings.refuse(place, says, code="repeated-fact")
        seen.add(column.name)
        if column.name.endswith(SILENT):
            _refuse_lonely(column, names, place, findings)
        elif not can_be_a_name(column.name):
            says = f"`{column.name}` can not be the name of a fact: SQL reads it as its own word"
            findings.refuse(place, says, code="name")
        elif column.comment is None and not column.name.endswith("_id"):
            says = f"`{column.name}` has no comment: write -- TYPE [or none]: LABEL behind it"
            findings.refuse(place, says, code="comment")
        elif column.comment is not None:
            yield from _documented(column, names, place, findings)


def _documented(
    column: _Written, names: set[str], place: Place, findings: Findings
) -> Iterator[Fact]:
    try:
        yield read_fact(column.name, column.comment or "", place, siblings=names)
    except BadComment as bad:
        findings.refuse(place, str(bad), code="comment")


def _refuse_lonely(column: _Written, names: set[str], place: Place, findings: Findings) -> None:
    base = column.name.rpartition("__")[0]
    if base not in names:
        says = f"`{column.name}` stands beside no column `{base}`{nearest(base, names)}"
        findings.refuse(place, says, code="facts")


def _refuse_missing_links(
    file: str, links: tuple[Link, ...], grain: Grain, names: set[str], findings: Findings
) -> None:
    for link in links:
        if link.finer == grain and link.column not in names:
            says = f"{grain} belongs to {link.coarser}: select `{link.column}`"
            findings.refuse(Place(file, 1), says, code="facts")


def _without_comments(sql: str) -> str:
    return re.sub(r"--[^\n]*", "", sql)
