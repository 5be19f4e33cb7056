"""Accounts in the order of lists: the first page of 100,000 is read, not sorted."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    dependencies = [("records", "0005_search")]

    operations = [
        migrations.AddIndex(
            model_name="account",
            index=models.Index(Lower("name"), "id", name="account_by_name"),
        )
    ]
