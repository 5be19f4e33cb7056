"""Words that stand with accounts: found by an index, and counted over everybody as they change."""

from __future__ import annotations

import django.contrib.postgres.indexes
from django.db import migrations, models

from greenbook.records import fields, triggers

COUNT_WHAT_STANDS = """
insert into records_standing_count (word, many, first)
select word, count(*), count(*) filter (where priority_decided = 1)
from records_account_status, unnest(standing) as word group by word
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0007_change_seen")]

    operations = [
        migrations.AddIndex(
            model_name="accountstatus",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["standing"], name="accountstatus_standing"
            ),
        ),
        migrations.CreateModel(
            name="StandingCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", fields.Text(blank=False, null=False)),
                ("many", models.BigIntegerField()),
                ("first", models.BigIntegerField()),
            ],
            options={"db_table": "records_standing_count"},
        ),
        migrations.RunSQL(COUNT_WHAT_STANDS, migrations.RunSQL.noop),
        migrations.RunPython(triggers.create_functions, migrations.RunPython.noop),
        migrations.RunPython(triggers.count_standing, migrations.RunPython.noop),
    ]
