"""When an account was last worked out, to the moment."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0011_found_sooner")]

    operations = [
        migrations.AddField(
            model_name="changed", name="taken_at", field=models.DateTimeField(null=True)
        ),
    ]
