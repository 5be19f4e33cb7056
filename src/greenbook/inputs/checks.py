"""What the database would refuse, found row by row before it is asked: every constraint, and days
that can not be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from greenbook.inputs import sql
from greenbook.inputs.image import Images
from greenbook.inputs.incoming import Incoming
from greenbook.inputs.kinds import USAGE, RecordKind
from greenbook.inputs.problems import Refusal

#: Days on which something took place; they can not lie ahead.
PAST_DAYS = {
    "ticket": ("opened_on", "closed_on"),
    "escalation": ("opened_on", "closed_on"),
    "triage": ("opened_on", "closed_on"),
    "opportunity": ("closed_on",),
    "survey_response": ("answered_on",),
    USAGE: ("read_on",),
}
AHEAD = "this day lies ahead"
AHEAD_FIX = "What is planned is no event yet; put the day right"

#: Constraints by how their names end: the reason and the fix.
MEANT = {
    "_ends_after_start": ("it ends before it starts", "Swap the days or put one right"),
    "_closes_later": ("it was closed before it was opened", "Put one of the days right"),
    "_not_own_parent": ("an account is its own parent", "Leave the parent out"),
    "_not_own_manager": ("somebody is their own manager", "Leave the manager out"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """One row that can not stand: where it came from and what is wrong."""

    section: int
    file: int
    line: int
    column: str
    value: str
    reason: str
    fix: str


def unfit(images: Images, *, references: bool = True, limit: int) -> list[Found]:
    """Everything wrong with the images, at most `limit` for each question; without `references`
    nothing is said of those that lead nowhere."""
    found: list[Found] = []
    usual = (_strangers, _empty, _checks, _uniques, _circles, _ahead)
    for kind in images.kinds:
        for check in (_missing, *usual) if references else usual:
            found += _asked(check(kind, images), limit)
    if any(kind.name == "account_team" for kind in images.kinds):
        found += _asked([OVERLAPS], limit)
    return found


def twice(incoming: Iterable[Incoming], *, limit: int) -> list[Found]:
    """External ids that one set brings more than once. A reading's metric belongs to its id, and
    in a book a correction has the id of its reading."""
    by_kind: dict[str, list[Incoming]] = {}
    for each in incoming:
        if each.pairs and each.kind.name == USAGE:
            continue
        by_kind.setdefault(each.kind.name, []).append(each)
    return [found for kind, sets in by_kind.items() for found in _twice(kind, sets, limit)]


def as_refusal(found: Found, files: Sequence[str], incoming: Sequence[Incoming]) -> Refusal:
    """With the file's name and the column as the file calls it."""
    section = incoming[found.section]
    columns = [section.seen_as(each) for each in found.column.split(", ")]
    return Refusal(
        files[found.file], found.line, ", ".join(columns), found.value, found.reason, found.fix
    )


def _twice(kind: str, sets: list[Incoming], limit: int) -> list[Found]:
    metric = ", metric" if kind == USAGE else ""
    keys = {f"_source, _external_id{metric}": "_external_id", "_id": "_id"}
    return _asked([_repeated(key, named, sets) for key, named in keys.items()], limit)


def _repeated(key: str, named: str, sets: list[Incoming]) -> str:
    read = " union all ".join(
        f"select {each.number} as section, _file, _line, {key} from {each.table}"
        f" where {named} is not null"
        for each in sets
    )
    return f"""
        select section, _file, _line, '{named}', {named}::text,
          'this id stands there ' || times || ' times, first in line ' || first_line,
          'Keep one of them, or identify rows by more columns'
        from (select *, count(*) over same as times, min(_line) over same as first_line
              from ({read}) r window same as (partition by {key})) counted
        where times > 1"""


def _asked(statements: Iterable[str], limit: int) -> list[Found]:
    return [Found(*row) for each in statements for row in sql.rows(f"{each} limit {limit}")]


def _where(kind: RecordKind, condition: str, column: str, reason: str, fix: str) -> str:
    """The rows of an image of which a condition is true, as a refusal of one column."""
    shown = " || ', ' || ".join(f"coalesce({sql.name(c)}::text, '')" for c in column.split(", "))
    return (
        f"select _section, _file, _line, {sql.text(column)}, {shown},"
        f" {sql.text(reason)}, {sql.text(fix)} from image_{kind.name} where {condition}"
    )


def _missing(kind: RecordKind, images: Images) -> Iterator[str]:
    for field in kind.references:
        reason, fix = nobody(field.refers_to or "")
        yield (
            f"select _section, _file, _line, {sql.text(field.column)},"
            f" split_part(_missing, chr(31), 2), {sql.text(reason)}, {sql.text(fix)}"
            f" from image_{kind.name}"
            f" where split_part(_missing, chr(31), 1) = {sql.text(field.name)}"
        )


def _strangers(kind: RecordKind, images: Images) -> Iterator[str]:
    """New rows of a file that only adds to records that are here."""
    for each in images.of_kind[kind.name]:
        if each.only_existing:
            yield (
                f"select _section, _file, _line, '_external_id', external_id,"
                f" 'no {kind.name} of this id is here to add to',"
                f" 'Import the {kind.name} itself first'"
                f" from image_{kind.name} where _new and _section = {each.number}"
            )


def _own(kind: RecordKind, images: Images) -> str:
    """Leaves out strangers, of which everything is missing."""
    adding = [str(each.number) for each in images.of_kind[kind.name] if each.only_existing]
    return f" and not (_new and _section in ({', '.join(adding)}))" if adding else ""


def nobody(kind: str) -> tuple[str, str]:
    """Reason and fix for a reference that leads nowhere."""
    reason = f"no {kind} of this id, neither in the database nor among the rows taken"
    return reason, f"Import the {kind} too, or put its row or this id right"


def _empty(kind: RecordKind, images: Images) -> Iterator[str]:
    for field in kind.fields.values():
        if not field.null:
            missing = f"coalesce(split_part(_missing, chr(31), 1), '') <> {sql.text(field.name)}"
            condition = f"{sql.name(field.column)} is null and {missing}{_own(kind, images)}"
            yield _where(kind, condition, field.column, "this must be known", "Fill it in")


def _checks(kind: RecordKind, images: Images) -> Iterator[str]:
    """Every CHECK of the table, asked of the image, which has the same columns."""
    found = sql.rows(
        f"""select conname, pg_get_expr(conbin, conrelid),
              (select string_agg(attname, ', ' order by attnum) from pg_attribute
               where attrelid = conrelid and attnum = any(conkey))
            from pg_constraint where contype = 'c' and conrelid = '{kind.table}'::regclass
            order by conname"""
    )
    for name, expression, columns in found:
        usual = (f"breaks the rule {name!r}", "Put the columns right so that they agree")
        reason, fix = next((MEANT[end] for end in MEANT if name.endswith(end)), usual)
        yield _where(kind, f"not ({expression})", columns or "id", reason, fix)


def _uniques(kind: RecordKind, images: Images) -> Iterator[str]:
    """Every unique index but those of the id and the external id, which are settled already."""
    found = sql.rows(
        f"""select array(select pg_get_indexdef(indexrelid, k, true)
                         from generate_series(1, indnkeyatts) k),
                   coalesce(pg_get_expr(indpred, indrelid), 'true')
            from pg_index where indrelid = '{kind.table}'::regclass
              and indisunique and not indisprimary"""
    )
    for columns, predicate in found:
        if columns == ["source", "external_id"]:
            continue
        key = ", ".join(columns)
        known = " and ".join(f"{column} is not null" for column in columns)
        again = (
            f"({key}) in (select {key} from after_{kind.name} where {known} and {predicate}"
            f" group by {key} having count(*) > 1)"
        )
        plain = ", ".join(column.strip('"') for column in columns)
        yield _where(
            kind, f"{predicate} and {again}", plain, "there is another one of this", "Keep one"
        )


def _circles(kind: RecordKind, images: Images) -> Iterator[str]:
    for field in kind.references:
        if field.refers_to != kind.name or not _refers_to_itself(kind, field.column):
            continue
        column = sql.name(field.column)
        yield _where(
            kind,
            f"""id in (
              with recursive up (start, above) as (
                select id, {column} from image_{kind.name}
                where {column} is not null and {column} <> id
                union
                select up.start, a.{column} from up join after_{kind.name} a on a.id = up.above
                where a.{column} is not null and up.start <> up.above
              ) select start from up where start = above)""",
            field.column,
            "the hierarchy goes in a circle",
            f"Take one {field.name} out",
        )


def _refers_to_itself(kind: RecordKind, column: str) -> bool:
    return bool(
        sql.one(f"select exists (select 1 from image_{kind.name} where {column} is not null)")
    )


def _ahead(kind: RecordKind, images: Images) -> Iterator[str]:
    for column in ("happened_on", *PAST_DAYS.get(kind.name, ())):
        planned = " and held" if "held" in kind.fields else ""
        condition = f"{column} > date '{images.on}'{planned}"
        yield _where(kind, condition, column, AHEAD, AHEAD_FIX)


OVERLAPS = """
select i._section, i._file, i._line, 'starts_on, ends_on',
  i.starts_on || ' to ' || coalesce(i.ends_on::text, 'open'),
  'overlaps the ' || i.role || ' from ' || o.starts_on || ' to '
    || coalesce(o.ends_on::text, 'open') || ' of the same account',
  'End one before the other begins, or make one not primary'
from image_account_team i
join after_account_team o on o.account_id = i.account_id and o.role = i.role and o.id <> i.id
  and o.is_primary and daterange(o.starts_on, o.ends_on, '[]')
                    && daterange(i.starts_on, i.ends_on, '[]')
where i.is_primary and coalesce(i.ends_on >= i.starts_on, true)
  and coalesce(o.ends_on >= o.starts_on, true)
"""
