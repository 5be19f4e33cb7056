"""Names found by the beginning of any of their words, without an extension of the database."""

from __future__ import annotations

from django.db import migrations

TABLES = ("account", "contact", "cta", "success_plan")


class Migration(migrations.Migration):
    dependencies = [("records", "0004_people_count")]

    operations = [
        migrations.RunSQL(
            f"create index {table}_words on records_{table}"
            f" using gin (to_tsvector('simple', coalesce(name, '')))",
            f"drop index {table}_words",
        )
        for table in TABLES
    ]
