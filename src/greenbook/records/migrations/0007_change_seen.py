"""When a change of a decision was found, so that what somebody has not seen can be counted."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models.functions import Cast, Now


def found_on_its_day(apps, schema_editor):  # type: ignore[no-untyped-def]
    """What was kept before is taken to have been found when its day began."""
    change = apps.get_model("records", "DecisionChange")
    change.objects.update(at=Cast("on_day", models.DateTimeField()))


class Migration(migrations.Migration):
    dependencies = [("records", "0006_account_by_name")]

    operations = [
        migrations.AddField(
            model_name="decisionchange",
            name="at",
            field=models.DateTimeField(db_default=Now()),
        ),
        migrations.RunPython(found_on_its_day, migrations.RunPython.noop),
    ]
