"""A person's change counts for the accounts that they look after."""

from django.db import migrations

from greenbook.records import triggers


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0003_pages"),
    ]

    operations = [
        migrations.RunPython(triggers.watch_all, migrations.RunPython.noop),
    ]
