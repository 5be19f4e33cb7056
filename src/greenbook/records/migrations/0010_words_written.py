"""The words that stand with an account are written with its row: PostgreSQL took as long to find
them in the JSON as to keep the row."""

from __future__ import annotations

import django.contrib.postgres.fields
from django.db import migrations, models

WRITTEN = """
alter table records_account_status
  alter column standing drop expression, alter column standing set not null;
drop function records_standing(jsonb);
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0009_covering")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(WRITTEN)],
            state_operations=[
                migrations.AlterField(
                    model_name="accountstatus",
                    name="standing",
                    field=django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                )
            ],
        )
    ]
