"""What the database does by itself: keep history, count changes, refuse circles.

A migration that adds a business record ends with `watch_all`, as the first ones do.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

SQL = Path(__file__).parent / "sql"
PREFIX = "records_"

#: What history never holds: it is no record of the business.
HIDDEN = {"user": ("password", "last_login")}

#: What rules read of a person. A sign-in or another name concerns no account.
READ_OF_USERS = "manager_id, roles, works_as, region, cs_segment, sales_segment, ramped, is_active"
#: The accounts that a person looks after today.
LOOKED_AFTER = (
    "select m.account_id from records_account_team m where m.role in ('csm', 'cse') "
    "and (m.ends_on is null or m.ends_on >= records_today()) and m.user_id in ({})"
)

#: How a row without an account leads to accounts. A partner leads to none: nothing is read of it
#: but its engagements, which know their account.
LINKS = {
    "user": LOOKED_AFTER.format(
        "select t.id from t group by t.id "
        f"having count(distinct jsonb_build_array({READ_OF_USERS})) > 1"
    ),
    "absence": LOOKED_AFTER.format("select t.user_id from t"),
    "cover": "select t.account_id from t union "
    + LOOKED_AFTER.format(
        "select b.user_id from t join records_absence b on b.id = t.absence_id "
        "where t.account_id is null"
    ),
    "workshop": (
        "select l.account_id from records_workshop_account l join t on l.workshop_id = t.id"
    ),
    "roundtable": (
        "select l.account_id from records_roundtable_account l join t on l.roundtable_id = t.id"
    ),
    "roundtable_industry": (
        "select l.account_id from records_roundtable_account l "
        "join t on l.roundtable_id = t.roundtable_id"
    ),
    "priority_review": (
        "select l.account_id from records_priority_review_item l join t on l.review_id = t.id"
    ),
    "account": "select id as account_id from t",
}
#: Columns that point to the row above, by table.
HIERARCHIES = {"account": "parent_id", "user": "manager_id"}


def create_functions(_apps: Any, schema_editor: Any) -> None:
    """Create or replace the functions that the triggers call."""
    for file in sorted(SQL.glob("*.sql")):
        schema_editor.execute(file.read_text(), params=None)


def watch_all(apps: Any, schema_editor: Any) -> None:
    """Put the triggers on every business record that this migration knows."""
    for model in apps.get_app_config("records").get_models():
        columns = {field.column for field in model._meta.concrete_fields}
        if "known_from" in columns:
            for statement in _triggers(model._meta.db_table, columns):
                schema_editor.execute(statement, params=None)


def count_standing(_apps: Any, schema_editor: Any) -> None:
    """Keep the counts of what stands while status rows are written."""
    for event, rows in _SEEN.items():
        schema_editor.execute(
            f"create or replace trigger count_standing_{event} after {event} "
            f"on records_account_status referencing {rows} for each statement "
            "execute function records_count_standing()",
            params=None,
        )


def unwatch_all(apps: Any, schema_editor: Any) -> None:
    """Drop the functions and, with them, every trigger."""
    names = ("keep_history", "count_change", "refuse_circle", "count_standing")
    for name in (f"{PREFIX}{each}" for each in names):
        schema_editor.execute(f"drop function if exists {name}() cascade")
    schema_editor.execute("drop function if exists records_today()")


def _triggers(table: str, columns: set[str]) -> Iterable[str]:
    name = table.removeprefix(PREFIX)
    yield from _history(table, HIDDEN.get(name, ()))
    link = LINKS.get(name) or ("select account_id from t" if "account_id" in columns else None)
    if link:
        yield from _changes(table, link)
    if name in HIERARCHIES:
        yield from _hierarchy(table, HIERARCHIES[name])


_OLD, _NEW = "old table as old_rows", "new table as new_rows"
_SEEN = {"insert": _NEW, "update": f"{_OLD} {_NEW}", "delete": _OLD}


def _history(table: str, hidden: Iterable[str]) -> Iterable[str]:
    arguments = ", ".join(f"'{column}'" for column in hidden)
    for event in ("update", "delete"):
        yield (
            f"create or replace trigger keep_history_{event} after {event} on {table} "
            f"referencing {_SEEN[event]} for each statement "
            f"execute function records_keep_history({arguments})"
        )


def _changes(table: str, link: str) -> Iterable[str]:
    link = link.replace("'", "''")
    for event, rows in _SEEN.items():
        yield (
            f"create or replace trigger count_change_{event} after {event} on {table} "
            f"referencing {rows} for each statement "
            f"execute function records_count_change('{link}')"
        )


def _hierarchy(table: str, column: str) -> Iterable[str]:
    yield f"drop trigger if exists no_circle on {table}"
    yield (
        f"create constraint trigger no_circle after insert or update of {column} on {table} "
        f"deferrable initially deferred for each row when (new.{column} is not null) "
        f"execute function records_refuse_circle('{column}')"
    )
