"""Which database a book was written from, and whether its ids mean anything in this one."""

from __future__ import annotations

from collections.abc import Iterable

from greenbook.inputs import sql
from greenbook.inputs.incoming import Incoming
from greenbook.inputs.kinds import USAGE, stored_kinds
from greenbook.inputs.problems import ImportRefused, Refusal
from greenbook.records.models import ImportRun


def this_database() -> str:
    """A name that no other database has; a copy made from a book gets another one."""
    return str(
        sql.one(
            "select s.system_identifier || '-' || d.oid"
            " from pg_control_system() s, pg_database d where d.datname = current_database()"
        )
    )


def refuse_foreign_book(databases: set[str], incoming: Iterable[Incoming]) -> None:
    """Rows without an external id are found again by their id. That can only be trusted in the
    database that they are from, in one that this book was read into, or in an empty one."""
    if databases <= {this_database()} and databases:
        return
    nameless = [each for each in incoming if each.kind.name != USAGE and _has_nameless(each)]
    if not nameless or _is_empty() or _read_before(databases):
        return
    kind = nameless[0].kind.name
    says = f"the book has rows without external id (of {kind}), and other records are here already"
    fix = "Read it into an empty database, or give the rows external ids"
    raise ImportRefused([Refusal("book", 0, "external_id", "", says, fix)])


def _has_nameless(incoming: Incoming) -> bool:
    return bool(
        sql.one(f"select exists (select 1 from {incoming.table} where _external_id is null)")
    )


def _is_empty() -> bool:
    return not any(
        sql.one(f"select exists (select 1 from {kind.table})") for kind in stored_kinds().values()
    )


def _read_before(databases: set[str]) -> bool:
    known = ImportRun.objects.filter(source="book", state="applied", finished_at__isnull=False)
    return known.filter(mapping=" ".join(sorted(databases))).exists()
