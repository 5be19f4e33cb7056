"""The lists of words that the database checks, renewed when a list changes.

Django writes a column's check when it creates the column, but not when its words change: a
migration that alters the words of a `Code` ends with `renew_words`.
"""

from __future__ import annotations

from typing import Any

from greenbook.records.fields import Code, Codes


def renew_words(apps: Any, schema_editor: Any) -> None:
    """Write the check of every column of words as this migration knows it."""
    for model in apps.get_app_config("records").get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, Code | Codes):
                _renew(schema_editor, model._meta.db_table, field)


def _renew(schema_editor: Any, table: str, field: Code | Codes) -> None:
    name = f"{table}_{field.column}_check"
    check = field.db_check(schema_editor.connection)
    schema_editor.execute(
        f'alter table "{table}" drop constraint if exists "{name}", '
        f'add constraint "{name}" check ({check})',
        params=None,
    )
