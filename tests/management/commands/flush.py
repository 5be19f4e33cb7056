"""Empties the database after a test that committed.

Django's own truncates each of eighty tables and then fills those of its permissions again, which
takes longer than most of the tests. Deleting what is there does the same to so few rows.
"""

from __future__ import annotations

from typing import Any

from django.core.management.commands.flush import Command as Flush
from django.db import connections

#: Filled by the migrations themselves, the same for every test.
KEPT = {"auth_permission", "django_content_type"}


class Command(Flush):
    def handle(self, **options: Any) -> None:
        connection = connections[options["database"]]
        tables = set(connection.introspection.django_table_names(include_views=False)) - KEPT
        deletions = [f"delete from {connection.ops.quote_name(table)}" for table in sorted(tables)]
        # As a replica: neither foreign keys nor the triggers of history look on.
        with connection.cursor() as cursor:
            cursor.execute("set session_replication_role = replica")
            cursor.execute(";".join(deletions))
            cursor.execute("set session_replication_role = default")
