from __future__ import annotations

from django.db import migrations, models

from greenbook.records import triggers


class Migration(migrations.Migration):
    dependencies = [("records", "0002_constraints")]

    operations = [
        migrations.RemoveIndex(model_name="recordhistory", name="recordhistory_table_day"),
        migrations.RemoveIndex(model_name="recordhistory", name="recordhistory_record"),
        migrations.AddIndex(
            model_name="recordhistory",
            index=models.Index(
                fields=["table_name", "until_day", "record_id"], name="recordhistory_later"
            ),
        ),
        migrations.AddIndex(
            model_name="recordhistory",
            index=models.Index(fields=["table_name", "record_id"], name="recordhistory_record"),
        ),
        migrations.RunPython(triggers.create_functions, triggers.unwatch_all),
        migrations.RunPython(triggers.watch_all, migrations.RunPython.noop),
    ]
